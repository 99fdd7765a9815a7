"""Photos of the thing being registered: by camera, file chooser, dropped, or pasted. Prepared in the background."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QHideEvent, QImage, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from domain.refused import Refused
from station_app.devices.room import Room, room_for_photos
from ui.camera import CameraState
from ui.desk import Desk
from ui.parts.roll import Roll
from ui.parts.shots import LARGEST_COUNT
from ui.parts.small_pictures import SmallPictures
from ui.widgets.camera_view import CameraView
from ui.widgets.controls import Notice, button, card, icon_beside, icon_button, label
from ui.widgets.flow import FlowLayout
from wire.blob import Blob

START_MS = 300
"""How long after the window is there the camera is opened: loading what that takes must not hold up the first keys."""


class PhotoWell(QWidget):
    """The photos so far, in order. `changed` when one came, went or failed."""

    changed = Signal()

    def __init__(self, desk: Desk, *, name: str) -> None:
        super().__init__()
        self._desk = desk
        self._roll = self._new_roll()
        self._retake: int | None = None
        self._waiting = False
        self.setObjectName(name)
        self.setAcceptDrops(True)
        self.camera = desk.camera
        self._build(name)
        self.camera.changed.connect(self._camera_changed)
        self.camera.frame_came.connect(self._frame_came)
        self.view.resized.connect(self.camera.set_room)
        self._draw()

    @property
    def busy(self) -> bool:
        """Whether a photo is still being prepared."""
        return self._roll.busy

    @property
    def photos(self) -> tuple[Blob, ...]:
        """The photos that are ready and kept."""
        return self._roll.photos

    def take(self) -> None:
        """Take a photo; the last one anew when it is from the camera and nothing else happened since.

        Without a camera, let a person choose files. While the camera is being opened, its first frame is taken.
        """
        if not self.isEnabled():
            return
        if self.camera.state is CameraState.OFF:
            self.camera.open()
        if self.camera.state is CameraState.OPENING or (image := self.camera.freeze()) is None:
            self._waiting = self.camera.state in (CameraState.OPENING, CameraState.LIVE)
            if not self._waiting:
                self.choose_files()
            return
        self._retake = self._enough(self._roll.add_image(image, self._retake))
        if self._retake is None:
            self.camera.live()
        self._draw()

    def take_another(self) -> None:
        """Take one more photo beside those that are there."""
        self._retake = None
        self.take()

    def clear(self) -> None:
        """Begin anew; photos still being prepared are then for nothing."""
        self.hand_over()

    def hand_over(self) -> Roll:
        """Begin anew, and give away the photos with what is still being prepared of them."""
        roll = self._roll
        roll.changed.disconnect(self._roll_changed)
        roll.failed.disconnect(self._failed)
        self._roll = self._new_roll()
        self._retake, self._waiting = None, False
        self.problem.show_words("")
        self.camera.live()
        self._draw()
        return roll

    def restore(self, photos: Iterable[Blob]) -> None:
        """Show photos that are already kept; of those that are gone it is said that they are."""
        wanted = list(photos)
        self._roll.restore(wanted)
        if len(self._roll.photos) < len(wanted):
            self.problem.show_words(self._desk.texts.gettext("The photo is not there or is damaged."))
        self._retake = None
        self._draw()

    def choose_files(self) -> None:
        """Let a person choose picture files."""
        from PySide6.QtWidgets import QFileDialog

        _ = self._desk.texts.gettext
        dialog = QFileDialog(self, _("Choose photos"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilter(_("Pictures") + " (*.jpg *.jpeg *.png *.heic *.heif)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self._files_chosen)
        # Not modal: the next scan must not land in it.
        dialog.setModal(False)
        dialog.show()

    def add_files(self, files: Iterable[Path]) -> None:
        """Add picture files; each is read and prepared in the background."""
        self._retake = None
        for file in files:
            self._enough(self._roll.add_file(file))
        self._draw()

    def receive(self, mime: QMimeData) -> bool:
        """Add what was dropped or is on the clipboard; False when there is no picture in it."""
        files = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
        if files:
            self.add_files(files)
            return True
        image = mime.imageData() if mime.hasImage() else None
        if not isinstance(image, QImage) or image.isNull():
            return False
        self._retake = None
        self._enough(self._roll.add_image(image))
        self._draw()
        return True

    def paste(self) -> bool:
        """Add what is on the clipboard."""
        return self.receive(QGuiApplication.clipboard().mimeData())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 (Qt's name)
        """Pictures and files may be dropped here."""
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 (Qt's name)
        """Something was dropped."""
        if self.receive(event.mimeData()):
            event.acceptProposedAction()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """The camera is wanted as soon as the window can be used."""
        super().showEvent(event)
        QTimer.singleShot(START_MS, self, self._begin_looking)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 (Qt's name)
        """Nobody looks."""
        super().hideEvent(event)
        self.camera.rest()

    def _build(self, name: str) -> None:
        _, theme = self._desk.texts.gettext, self._desk.theme
        self.view = CameraView(theme, name=f"{name}-picture")
        self.add = button(_("Take a photo (F2)"), self.take, name=f"{name}-add", enter=False)
        self.more = icon_button(theme, "Plus", _("One more photo"), self.take_another, name=f"{name}-more", kind="")
        self.files = icon_button(theme, "Image", _("Add photos …"), self.choose_files, name=f"{name}-files", kind="")
        self.again = button(_("Try again"), self.camera.open, name=f"{name}-again", enter=False)
        buttons = QWidget()
        flow = FlowLayout(buttons, spacing=8)
        for each in (self.add, self.more, self.files, self.again):
            flow.addWidget(each)
        self._small = SmallPictures(self._desk, self._remove, name=f"{name}-small")
        self.trouble = Notice(theme, name=f"{name}-camera", tone="info")
        self.problem = Notice(theme, name=f"{name}-problem", tone="warning")
        self.room = Notice(theme, name=f"{name}-room", tone="warning")
        inside = QVBoxLayout()
        inside.addWidget(self.view, 1)
        for part in (self._small, buttons, self.trouble, self.problem, self.room):
            inside.addWidget(part)
        inside.addWidget(label(_("Drop photos here, or paste with Ctrl+V."), "subtle"))
        box = QVBoxLayout(self)
        box.setSpacing(8)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(card(inside))

    def _begin_looking(self) -> None:
        if self.isVisible():
            self.camera.open()
            self.look_at_disk()

    def _camera_changed(self) -> None:
        lost = self.camera.state in (CameraState.NONE, CameraState.GONE, CameraState.FAILED)
        self._draw()
        if lost and self._waiting:
            self._waiting = False
            self.choose_files()

    def _frame_came(self) -> None:
        self.view.show_live(self.camera.shown)
        if self._waiting:
            self._waiting = False
            self.take()

    def _files_chosen(self, files: list[str]) -> None:
        self.add_files([Path(file) for file in files])

    def _new_roll(self) -> Roll:
        roll = Roll(self._desk, self)
        roll.changed.connect(self._roll_changed)
        roll.failed.connect(self._failed)
        return roll

    def _enough(self, number: int | None) -> int | None:
        """The number of a photo that was begun; with None, say that there are enough."""
        if number is None:
            words = self._desk.texts.gettext("An item can have at most {count} photos.")
            self.problem.show_words(words.format(count=LARGEST_COUNT))
        return number

    def _roll_changed(self) -> None:
        self._draw()
        self.changed.emit()

    def _failed(self, number: int, refused: Refused) -> None:
        if number == self._retake:
            self._retake = None
            self.camera.live()
        before = f"{self.problem.words}\n" if self.problem.words else ""
        self.problem.show_words(before + self._desk.words(refused))

    def look_at_disk(self) -> None:
        """Find out, beside the window, whether photos have to be smaller; the answer is shown here."""
        folder = self._desk.station.folder
        self._desk.background.run(lambda: room_for_photos(folder), self._show_room, self._desk.warn)

    def _show_room(self, room: Room) -> None:
        _ = self._desk.texts.gettext
        words = {
            Room.PLENTY: "",
            Room.LITTLE: _("Little room on the disk: photos are kept smaller. Tell IT to make room."),
            Room.NONE: _("The disk is almost full: no photos for now. Items are still saved. Tell IT to make room."),
        }[room]
        if words != self.room.words:
            self.room.show_words(words)

    def _remove(self, number: int) -> None:
        self._roll.drop(number)
        self._retake = None
        self.camera.live()
        self._draw()
        self.changed.emit()

    def _draw(self) -> None:
        _, texts, ready = self._desk.texts.gettext, self._desk.texts, self._roll.ready
        has_camera = self.camera.state in (CameraState.OFF, CameraState.OPENING, CameraState.LIVE)
        self._small.show_pictures([(shot.number, shot.pixmap) for shot in ready])
        take = _("Take a photo (F2)") if self._retake is None else _("Take it again (F2)")
        self.add.setText(take if has_camera else _("Add photos … (F2)"))
        icon_beside(self.add, self._desk.theme, "Camera" if has_camera else "Image")
        self.more.setVisible(has_camera and bool(ready))
        self.files.setVisible(has_camera)
        self._draw_camera()
        still = self.camera.frozen
        if still is None and self.camera.state is not CameraState.LIVE and ready:
            still = ready[0].pixmap.toImage()
        self.view.show_picture(still or QImage())
        count = texts.ngettext("{count} photo", "{count} photos", len(ready)).format(count=len(ready))
        words = _("Preparing the photo …") if self.busy else _("No photo yet")
        if self.camera.state is CameraState.OPENING:
            words = _("The camera is being opened …")
        self.view.say(words, aloud=count if ready else "")

    def _draw_camera(self) -> None:
        problem = self.camera.problem
        words = self._desk.words(problem) if problem else ""
        if words != self.trouble.words:
            self.trouble.set_tone("info" if self.camera.state is CameraState.NONE else "warning")
            self.trouble.show_words(words)
        self.again.setVisible(bool(words))
        if self.camera.state is not CameraState.LIVE:
            self.view.show_live(QImage())

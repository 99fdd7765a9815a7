"""Photos of the thing being registered: by file chooser, dropped, or pasted. They are prepared in the background."""

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QImageWriter, QPixmap
from PySide6.QtWidgets import QFileDialog, QLabel, QSizePolicy, QVBoxLayout, QWidget

from domain.refused import Refused
from station_app.actions.register import keep_photo
from station_app.devices import photo
from station_app.station import Station
from ui.desk import Desk
from ui.widgets.controls import Notice, button, card, icon_button, label, row
from ui.widgets.flow import FlowLayout
from wire.messages import Blob

SMALL = 72
"""Side of a small picture in px."""
LARGEST_COUNT = 12
"""Photos of one thing."""


class PhotoWell(QWidget):
    """The photos so far, in order; the first one is the large one. `changed` when one came, went or failed."""

    changed = Signal()

    def __init__(self, desk: Desk, *, name: str) -> None:
        super().__init__()
        _ = desk.texts.gettext
        self._desk = desk
        self._photos: list[tuple[Blob, QPixmap]] = []
        self._under_way = 0
        self._generation = 0
        self.setObjectName(name)
        self.setAcceptDrops(True)
        self.picture = QLabel(_("No photo yet"))
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setWordWrap(True)
        self.picture.setMinimumSize(200, 180)
        self.picture.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.picture.setObjectName(f"{name}-picture")
        self.add = button(_("Add photos … (F2)"), self.choose_files, name=f"{name}-add", enter=False)
        self.add.setIcon(desk.theme.icon("Image"))
        self._small = QWidget()
        self._row = FlowLayout(self._small, spacing=8)
        self.status = label(_("Drop pictures here, or paste with Ctrl+V."), "subtle")
        self.problem = Notice(desk.theme, name=f"{name}-problem", tone="warning")
        inside = QVBoxLayout()
        inside.addWidget(self.picture, 1)
        inside.addWidget(self._small)
        inside.addLayout(row(self.add, None))
        inside.addWidget(self.status)
        inside.addWidget(self.problem)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(card(inside))

    @property
    def busy(self) -> bool:
        """Whether a photo is still being prepared."""
        return self._under_way > 0

    @property
    def photos(self) -> tuple[Blob, ...]:
        """The photos that are ready and kept."""
        return tuple(blob for blob, _ in self._photos)

    def clear(self) -> None:
        """Begin anew; photos still being prepared are then for nothing."""
        self._generation += 1
        self._under_way = 0
        self._photos.clear()
        self.problem.show_words("")
        self._draw()

    def restore(self, photos: Iterable[Blob]) -> None:
        """Show photos that are already kept."""
        self._photos = [(blob, self._pixmap(self._desk.station.blobs.thumbnail(blob.sha256))) for blob in photos]
        self._draw()

    def choose_files(self) -> None:
        """Let a person choose picture files."""
        _ = self._desk.texts.gettext
        dialog = QFileDialog(self, _("Choose photos"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilter(_("Pictures") + " (*.jpg *.jpeg *.png *.heic *.heif)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self._files_chosen)
        dialog.open()

    def add_files(self, files: Iterable[Path]) -> None:
        """Add picture files; each is read and prepared in the background."""
        for file in files:
            self._prepare(lambda file=file: _read(file), file.name)  # type: ignore[misc]

    def take(self, mime: QMimeData) -> bool:
        """Add what was dropped or is on the clipboard; False when there is no picture in it."""
        files = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
        if files:
            self.add_files(files)
            return True
        image = mime.imageData() if mime.hasImage() else None
        if not isinstance(image, QImage):
            return False
        data = _png(image)
        self._prepare(lambda: data, self._desk.texts.gettext("the pasted picture"))
        return True

    def paste(self) -> bool:
        """Add what is on the clipboard."""
        return self.take(QGuiApplication.clipboard().mimeData())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 (Qt's name)
        """Pictures and files may be dropped here."""
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 (Qt's name)
        """Something was dropped."""
        if self.take(event.mimeData()):
            event.acceptProposedAction()

    def _files_chosen(self, files: list[str]) -> None:
        self.add_files([Path(file) for file in files])

    def _prepare(self, read: Callable[[], bytes], name: str) -> None:
        if len(self._photos) + self._under_way >= LARGEST_COUNT:
            return
        self._under_way += 1
        another, generation = self._desk.station.another, self._generation
        self._desk.background.run(
            lambda: _keep(another, read, name),
            lambda kept: self._kept(generation, kept),
            lambda refused: self._failed(generation, refused),
        )
        self._draw()

    def _kept(self, generation: int, kept: tuple[Blob, bytes]) -> None:
        if generation != self._generation:
            return
        self._under_way -= 1
        if all(blob.sha256 != kept[0].sha256 for blob, _ in self._photos):
            self._photos.append((kept[0], self._pixmap(kept[1])))
        self._draw()
        self.changed.emit()

    def _failed(self, generation: int, refused: Refused) -> None:
        if generation != self._generation:
            return
        self._under_way -= 1
        before = f"{self.problem.words}\n" if self.problem.words else ""
        self.problem.show_words(before + self._desk.words(refused))
        self._draw()
        self.changed.emit()

    def _remove(self, sha256: str) -> None:
        self._photos = [kept for kept in self._photos if kept[0].sha256 != sha256]
        self._draw()
        self.changed.emit()

    def _pixmap(self, data: bytes | None) -> QPixmap:
        pixmap = QPixmap()
        pixmap.loadFromData(data or b"")
        return pixmap

    def _draw(self) -> None:
        _ = self._desk.texts.gettext
        while self._row.count():
            taken = self._row.takeAt(0)
            widget = taken.widget() if taken else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, (blob, pixmap) in enumerate(self._photos, start=1):
            self._row.addWidget(self._small_picture(place, blob, pixmap))
        self._small.setVisible(bool(self._photos))
        self._small.updateGeometry()
        if self._photos:
            first = self._photos[0][1]
            room = self.picture.size().boundedTo(first.size().scaled(480, 360, Qt.AspectRatioMode.KeepAspectRatio))
            smooth = Qt.TransformationMode.SmoothTransformation
            self.picture.setPixmap(first.scaled(room, Qt.AspectRatioMode.KeepAspectRatio, smooth))
            count = self._desk.texts.ngettext("{count} photo", "{count} photos", len(self._photos))
            self.picture.setAccessibleName(count.format(count=len(self._photos)))
        else:
            self.picture.clear()
            self.picture.setText(_("Preparing the photo …") if self.busy else _("No photo yet"))

    def _small_picture(self, place: int, blob: Blob, pixmap: QPixmap) -> QWidget:
        _ = self._desk.texts.gettext
        holder = QWidget()
        shown = QLabel()
        shown.setPixmap(
            pixmap.scaled(SMALL, SMALL, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        )
        shown.setAccessibleName(_("Photo {place}").format(place=place))
        meaning = _("Remove photo {place}").format(place=place)
        remove = icon_button(
            self._desk.theme,
            "XMark",
            meaning,
            lambda: self._remove(blob.sha256),
            name=f"{self.objectName()}-remove-{place}",
        )
        holder.setLayout(row(shown, remove, spacing=2))
        return holder


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Refused("file_unreadable", file=file.name, what=error.strerror or str(error)) from None


def _keep(another: Callable[[], Station], read: Callable[[], bytes], name: str) -> tuple[Blob, bytes]:
    """Prepare and store one photo, with a store of this thread's own."""
    prepared = photo.prepare(read(), name)
    with another() as station:
        return keep_photo(station, prepared), prepared.thumbnail


def _png(image: QImage) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    return bytes(data.data())

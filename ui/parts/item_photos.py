"""All photos of an item, one at a time, read in the background."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from domain.refused import Refused
from station_app.storage.items import Item
from ui.desk import Desk
from ui.widgets.controls import icon_button, label, row
from ui.words import item_title

SIZE = (480, 220)
"""Largest width and height of the shown photo in px."""


class ItemPhotos(QWidget):
    """Takes no room for an item without photos; the buttons only where there is something to step to."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        _, theme = desk.texts.gettext, desk.theme
        self._desk = desk
        self._item: Item | None = None
        self.place = 0
        self.setObjectName("item-photos")
        self.picture = QLabel()
        self.picture.setObjectName("item-picture")
        self.picture.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.before = icon_button(
            theme, "ArrowLeft", _("Photo before"), lambda: self._step(-1), name="item-photo-before"
        )
        self.after = icon_button(theme, "ArrowRight", _("Next photo"), lambda: self._step(1), name="item-photo-after")
        self.told = label(role="subtle", name="item-photo-place")
        self._steps = QWidget()
        steps = row(self.before, self.told, self.after, None)
        self.told.setWordWrap(False)
        self._steps.setLayout(steps)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.picture)
        box.addWidget(self._steps)

    def show_item(self, item: Item) -> None:
        """Show the photos of this item; the same place again where they are the same."""
        same = self._item is not None and (self._item.number, self._item.photos) == (item.number, item.photos)
        self._item = item
        if same:
            return
        self.place = 0
        self.setVisible(bool(item.photos))
        self._steps.setVisible(len(item.photos) > 1)
        self.picture.clear()
        self._show()

    def _step(self, by: int) -> None:
        count = len(self._item.photos) if self._item else 0
        if count:
            self.place = (self.place + by) % count
            self._show()

    def _show(self) -> None:
        item = self._item
        if item is None or not item.photos:
            return
        _ = self._desk.texts.gettext
        sha256, count = item.photos[self.place], len(item.photos)
        self.told.setText(_("{place} of {count}").format(place=self.place + 1, count=count))
        title = _("Photo {place} of {thing}").format(place=self.place + 1, thing=item_title(self._desk, item))
        self.picture.setAccessibleName(title)
        file = self._desk.station.blobs.path(sha256)
        self._desk.background.run(lambda: _read(file), lambda image: self._came(sha256, image), self._failed)

    def _came(self, sha256: str, image: QImage) -> None:
        item = self._item
        wanted = item is not None and self.place < len(item.photos) and item.photos[self.place] == sha256
        if wanted and not image.isNull():
            self.picture.setPixmap(QPixmap.fromImage(image))
        elif wanted:
            _ = self._desk.texts.gettext
            away = self._desk.station.outbox.only_at_hub(sha256)
            words = _("The photo is kept at the hub only.") if away else _("The photo is not there or is damaged.")
            self.picture.setText(words)

    def _failed(self, refused: Refused) -> None:
        self._desk.warn(refused)


def _read(file: Path) -> QImage:
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    image = QImage(str(file))
    return image if image.isNull() else image.scaled(*SIZE, keep, smooth)

"""Small pictures of photos, read in the background when a row first needs one. They never change, so they are kept."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPixmap, QPixmapCache

from domain.refused import Refused
from station_app.storage.blobs import Blobs
from ui.background import Background


class Thumbnails(QObject):
    """`ready` tells the hash of a photo whose picture can now be had."""

    ready = Signal(str)

    def __init__(self, blobs: Blobs, background: Background) -> None:
        super().__init__()
        self._blobs, self._background = blobs, background
        self._asked: set[str] = set()

    def pixmap(self, sha256: str) -> QPixmap | None:
        """The small picture, or None while it is being read or when there is none."""
        found = QPixmap()
        if QPixmapCache.find(sha256, found):
            return found
        if sha256 not in self._asked:
            self._asked.add(sha256)
            file = self._blobs.thumbnail_path(sha256)
            self._background.run(lambda: _read(file), lambda image: self._came(sha256, image), self._none)
        return None

    def _came(self, sha256: str, image: QImage) -> None:
        self._asked.discard(sha256)
        if image.isNull():
            self._asked.add(sha256)
            return
        QPixmapCache.insert(sha256, QPixmap.fromImage(image))
        self.ready.emit(sha256)

    def _none(self, refused: Refused) -> None:
        """A picture that cannot be read is not shown; what failed was already told."""


def _read(file: Path) -> QImage:
    return QImage(str(file))

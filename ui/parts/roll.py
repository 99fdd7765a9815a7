"""The photos of one thing while they are prepared and stored in the background; goes on after the form let go of it."""

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPixmap

from domain.refused import Refused
from station_app.actions.register import keep_photo
from station_app.causes import of_system
from station_app.devices import photo
from station_app.devices.room import Room, room_for_photos
from station_app.station import Station
from ui.desk import Desk
from ui.parts.shots import Shot, Shots
from wire.blob import Blob

Prepare = Callable[[int], photo.Photo]
"""Makes a photo ready, with its longest edge in px."""


class Roll(QObject):
    """`changed` when a photo is ready or failed; then `failed` told the number and the refusal before."""

    changed = Signal()
    failed = Signal(int, object)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shots = Shots()

    @property
    def busy(self) -> bool:
        """Whether a photo is still being prepared."""
        return self._shots.busy

    @property
    def ready(self) -> tuple[Shot, ...]:
        """The photos that are prepared and stored, in order."""
        return self._shots.ready

    @property
    def photos(self) -> tuple[Blob, ...]:
        """The same, as a thing refers to them."""
        return tuple(shot.blob for shot in self._shots.ready if shot.blob is not None)

    def add_image(self, image: QImage, retake: int | None = None) -> int | None:
        """Begin a photo of what Qt holds in memory; its number, None when there are enough."""
        from ui.pictures import prepare_image

        return self._begin(lambda edge: prepare_image(image, edge), retake)

    def add_file(self, file: Path) -> int | None:
        """Begin a photo of a file, which is read in the background."""
        return self._begin(lambda edge: photo.prepare(_read(file), file.name, edge), None)

    def drop(self, number: int) -> None:
        """This photo is not wanted."""
        self._shots.drop(number)

    def restore(self, photos: Iterable[Blob]) -> None:
        """These are the photos, which are kept already; what is no longer there is left out."""
        blobs = self._desk.station.blobs
        there = [blob for blob in photos if blobs.path(blob.sha256).exists()]
        self._shots.restore((blob, _pixmap(blobs.thumbnail(blob.sha256))) for blob in there)

    def _begin(self, prepare: Prepare, retake: int | None) -> int | None:
        shot = self._shots.begin(retake)
        if shot is None:
            return None
        another = self._desk.station.another
        self._desk.background.run(
            lambda: _keep(another, prepare),
            lambda kept: self._kept(shot, kept),
            lambda refused: self._failed(shot, refused),
        )
        return shot.number

    def _kept(self, shot: Shot, kept: tuple[Blob, bytes]) -> None:
        if self._shots.holds(shot):
            self._shots.keep(shot, kept[0], _pixmap(kept[1]))
            self.changed.emit()

    def _failed(self, shot: Shot, refused: Refused) -> None:
        if self._shots.holds(shot):
            self._shots.drop(shot.number)
            self.failed.emit(shot.number, refused)
            self.changed.emit()


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Refused("file_unreadable", file=file.name, what=of_system(error)) from None


def _keep(another: Callable[[], Station], prepare: Prepare) -> tuple[Blob, bytes]:
    """Prepare and store one photo, with a store of this thread's own."""
    with another() as station:
        room = room_for_photos(station.folder)
        if room is Room.NONE:
            raise Refused("no_room_for_photos")
        prepared = prepare(room.value)
        return keep_photo(station, prepared), prepared.thumbnail


def _pixmap(data: bytes | None) -> QPixmap:
    pixmap = QPixmap()
    pixmap.loadFromData(data or b"")
    return pixmap

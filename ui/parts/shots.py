"""Which photos a thing has: their order, which are still being prepared, and which takes the place of which."""

import itertools
from collections.abc import Iterable

import msgspec
from PySide6.QtGui import QPixmap

from wire.blob import Blob

LARGEST_COUNT = 12
"""Photos of one thing."""


class Shot(msgspec.Struct):
    """One photo: under way while it has no `blob`; when ready it takes the place of the shot numbered `replaces`."""

    number: int
    replaces: int | None = None
    blob: Blob | None = None
    pixmap: QPixmap = msgspec.field(default_factory=QPixmap)


class Shots:
    """The photos of one thing, in the order in which people see them."""

    def __init__(self) -> None:
        self._shots: list[Shot] = []
        self._numbers = itertools.count(1)

    @property
    def busy(self) -> bool:
        """Whether a photo is still being prepared."""
        return any(shot.blob is None for shot in self._shots)

    @property
    def ready(self) -> tuple[Shot, ...]:
        """The photos that are prepared and stored."""
        return tuple(shot for shot in self._shots if shot.blob is not None)

    def holds(self, shot: Shot) -> bool:
        """Whether the shot still counts."""
        return any(each is shot for each in self._shots)

    def begin(self, retake: int | None = None) -> Shot | None:
        """A new shot, instead of the one numbered `retake` if that still counts; None when there are enough."""
        before = next((shot for shot in self._shots if shot.number == retake), None)
        replaces = None if before is None else before.number
        if before is not None and before.blob is None:
            # Nobody will see it; what it was to replace is replaced by the new one.
            self._shots.remove(before)
            replaces = before.replaces
        standing = [shot for shot in self._shots if shot.number != replaces]
        if len(standing) >= LARGEST_COUNT:
            return None
        shot = Shot(next(self._numbers), replaces)
        self._shots.append(shot)
        return shot

    def keep(self, shot: Shot, blob: Blob, pixmap: QPixmap) -> None:
        """The shot is prepared and stored. The same picture twice counts once."""
        shot.blob, shot.pixmap = blob, pixmap
        place = next((at for at, each in enumerate(self._shots) if each.number == shot.replaces), None)
        if place is not None:
            self._shots.remove(shot)
            self._shots[place] = shot
        if any(each.blob is not None and each.blob.sha256 == blob.sha256 and each is not shot for each in self._shots):
            self.drop(shot.number)

    def drop(self, number: int) -> None:
        """This one no longer counts."""
        self._shots = [shot for shot in self._shots if shot.number != number]

    def restore(self, photos: Iterable[tuple[Blob, QPixmap]]) -> None:
        """These are the photos now."""
        self._shots = [Shot(next(self._numbers), blob=blob, pixmap=pixmap) for blob, pixmap in photos]

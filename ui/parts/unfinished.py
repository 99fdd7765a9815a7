"""Things that a person has done with while their photos are not ready: finished as soon as they are, in their order."""

from collections.abc import Callable

import msgspec
from PySide6.QtCore import QObject, Signal

from domain.refused import Refused
from ui.desk import Desk
from ui.parts.roll import Roll
from wire.messages import Blob

Finish = Callable[[tuple[Blob, ...]], None]
"""Saves a thing with its photos or sets it aside. Raises Refused when that cannot be now; it is then tried again."""


class _Waiting(msgspec.Struct, frozen=True):
    roll: Roll
    finish: Finish


class Unfinished(QObject):
    """`emptied` when nothing waits any more."""

    emptied = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._waiting: list[_Waiting] = []

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def add(self, roll: Roll, finish: Finish) -> None:
        """Finish a thing with the photos of this roll. A photo that fails is told, and the thing goes on without it."""
        self._waiting.append(_Waiting(roll, finish))
        roll.setParent(self)
        roll.failed.connect(self._photo_failed)
        roll.changed.connect(self.try_all)

    def try_all(self) -> None:
        """Finish what can be finished, the first first; what is refused stays and is told."""
        had = bool(self._waiting)
        while self._waiting and not self._waiting[0].roll.busy:
            first = self._waiting[0]
            try:
                first.finish(first.roll.photos)
            except Refused as refused:
                self._desk.warn(refused)
                return
            self._waiting.pop(0)
            first.roll.deleteLater()
        if had and not self._waiting:
            self.emptied.emit()

    def _photo_failed(self, _number: int, refused: Refused) -> None:
        self._desk.warn(refused)

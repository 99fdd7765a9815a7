"""The scale as the window knows it: how it stands, and when a thing was put on. The line itself: scale_line.py."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal, Slot

from domain.refused import Refused
from station_app.config import Config
from station_app.devices.scale import Stand, Weighing

if TYPE_CHECKING:
    from station_app.devices.scale_line import LineSettings

LAST_SECONDS = 1.0
"""How long closing waits for the line's thread."""


class Line(Protocol):
    """The thread that talks with a scale."""

    def start(self) -> None:
        """Begin to talk."""

    def end(self) -> None:
        """Stop talking soon; does not wait."""

    def stop(self, seconds: float = LAST_SECONDS) -> bool:
        """Stop talking and wait for it."""


Open = Callable[["LineSettings", Callable[[Weighing], None]], Line]


class Scale(QObject):
    """Belongs to the window's thread and never waits, but for `close`. Without a port nothing is ever opened."""

    changed = Signal()
    """`now` is another one."""
    loaded = Signal(int)
    """A thing stands still on the scale, so many grams. After `used` not before the scale was empty once."""
    _told = Signal(int, object)

    def __init__(self, parent: QObject | None = None, open_line: Open | None = None) -> None:
        super().__init__(parent)
        self._open = open_line or _open
        self._line: Line | None = None
        self._key: tuple[str, int, str] = ("", 0, "")
        self._turn = 0
        self._used = False
        self.now = Weighing(Stand.NONE)
        self._told.connect(self._take)

    @property
    def chosen(self) -> bool:
        """Whether there is to be a scale at all."""
        return bool(self._key[0])

    @property
    def problem(self) -> Refused | None:
        """What keeps the scale from weighing, where a person can do something about it."""
        port, _, line = self._key
        return {
            Stand.NOT_CONNECTED: Refused("scale_not_connected", port=port, what=self.now.what),
            Stand.SILENT: Refused("scale_silent", port=port, line=f"{self._key[1]} {line}"),
            Stand.OVERLOAD: Refused("scale_overload"),
            Stand.UNDERLOAD: Refused("scale_underload"),
            Stand.OTHER_UNIT: Refused("scale_other_unit", unit=self.now.what),
        }.get(self.now.stand)

    def choose(self, settings: Config) -> None:
        """Talk with the scale of these settings from now on; nothing happens when it is the same one."""
        key = (settings.scale_port, settings.scale_baud, settings.scale_line)
        if key == self._key:
            return
        self._key = key
        self._turn += 1
        if self._line is not None:
            self._line.end()
            self._line = None
        self._take(self._turn, Weighing(Stand.NOT_CONNECTED if self.chosen else Stand.NONE))
        if self.chosen:
            from station_app.devices.scale_line import LineSettings

            self._line = self._open(LineSettings(*key), partial(self._told.emit, self._turn))
            self._line.start()

    def used(self) -> None:
        """The weight of what is on the scale was saved with a thing; it is not the next thing's."""
        self._used = self.now.stand is not Stand.EMPTY

    def close(self) -> None:
        """Let go of the scale."""
        if self._line is not None:
            self._line.stop(LAST_SECONDS)
            self._line = None
        self._key = ("", 0, "")

    @Slot(int, object)
    def _take(self, turn: int, weighing: Weighing) -> None:
        # What the line before still had to say is about another scale.
        if turn != self._turn or weighing == self.now:
            return
        self.now = weighing
        self._used = self._used and weighing.stand is not Stand.EMPTY
        self.changed.emit()
        if weighing.stand is Stand.READY and not self._used:
            self.loaded.emit(weighing.grams)


def _open(settings: "LineSettings", tell: Callable[[Weighing], None]) -> Line:
    # Loaded for those who have a scale.
    from station_app.devices.scale_line import ScaleLine

    return ScaleLine(settings, tell)

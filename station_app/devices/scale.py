"""What a scale says, by MT-SICS level 0 (Mettler-Toledo's command set, which many makes speak): pure, bytes in.

The line itself is in scale_line.py. A command and an answer are each one line of ASCII: `SI` asks for the weight as it
is now, `S S      14.20 kg` answers that it stands still at 14.20 kg.
"""

import re
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum, auto

import msgspec

ASK = b"SI\r\n"
"""The command for the weight as it is now, standing still or not (MT-SICS 0, "send value immediately")."""
LONGEST_LINE = 80
"""Bytes without a line's end after which they are noise; the longest answer has 20."""
GRAMS_OF = {"g": Decimal(1), "kg": Decimal(1_000), "t": Decimal(1_000_000)}
"""The units that are understood. A scale that shows pounds is to be set to kilograms, not to be calculated with."""
_WEIGHT = re.compile(rb"S ([SD]) +(-? *\d{1,9}(?:\.\d{1,6})?) +([A-Za-z%]{1,6})")
_NO_WEIGHT = re.compile(rb"S ([I+-])")


class Kind(Enum):
    """What an answer says of the weight."""

    STILL = auto()
    MOVING = auto()
    BUSY = auto()
    """Just now it cannot say: it is being tared, or has not warmed up."""
    OVERLOAD = auto()
    UNDERLOAD = auto()
    """The pan is off, or something lifts it."""
    OTHER_UNIT = auto()


class Reading(msgspec.Struct, frozen=True):
    """One answer: whole grams, negative below zero, 0 where there is no weight; and the unit as the scale has it."""

    kind: Kind
    grams: int = 0
    unit: str = ""


class Decoder:
    """Cuts what comes over the line into answers. What is no whole answer is passed over and never guessed at."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[Reading]:
        """The answers that `data` completes, oldest first."""
        *lines, self._rest = (self._rest + data).replace(b"\r", b"\n").split(b"\n")
        self._rest = self._rest[-LONGEST_LINE:]
        return [reading for reading in map(read, lines) if reading is not None]


def read(line: bytes) -> Reading | None:
    """One line without its end; None when it is no answer about the weight."""
    text = line.strip(b" ")
    if found := _NO_WEIGHT.fullmatch(text):
        return Reading({b"I": Kind.BUSY, b"+": Kind.OVERLOAD, b"-": Kind.UNDERLOAD}[found[1]])
    found = _WEIGHT.fullmatch(text)
    if found is None:
        return None
    unit = found[3].decode("ascii")
    if unit not in GRAMS_OF:
        return Reading(Kind.OTHER_UNIT, unit=unit)
    value = Decimal(found[2].replace(b" ", b"").decode("ascii")) * GRAMS_OF[unit]
    kind = Kind.STILL if found[1] == b"S" else Kind.MOVING
    return Reading(kind, int(value.quantize(Decimal(1), ROUND_HALF_UP)), unit)


class Stand(Enum):
    """How it stands with the scale, as people are told."""

    NONE = "none"
    """No port was chosen."""
    NOT_CONNECTED = "not_connected"
    SILENT = "silent"
    """The port is open, and nothing that comes over it is an answer."""
    EMPTY = "empty"
    """It stands still at zero or below."""
    UNSTABLE = "unstable"
    READY = "ready"
    OVERLOAD = "overload"
    UNDERLOAD = "underload"
    OTHER_UNIT = "other_unit"


class Weighing(msgspec.Struct, frozen=True):
    """How it stands, and the weight in grams where it is READY. `what` is the unit or the system's words, if any."""

    stand: Stand
    grams: int = 0
    what: str = ""


_STANDS = {
    Kind.MOVING: Stand.UNSTABLE,
    Kind.BUSY: Stand.UNSTABLE,
    Kind.OVERLOAD: Stand.OVERLOAD,
    Kind.UNDERLOAD: Stand.UNDERLOAD,
    Kind.OTHER_UNIT: Stand.OTHER_UNIT,
}


class Settling:
    """Makes of a row of readings what can be relied on: a weight counts when two answers in a row agree on it.

    The lines carry no check sum, so that a digit that was changed on the way can only be found by asking twice.
    """

    def __init__(self) -> None:
        self._before: Reading | None = None

    def take(self, reading: Reading) -> Weighing:
        """The next answer."""
        before, self._before = self._before, reading
        if reading.kind is not Kind.STILL:
            return Weighing(_STANDS[reading.kind], what=reading.unit if reading.kind is Kind.OTHER_UNIT else "")
        if reading != before:
            return Weighing(Stand.UNSTABLE)
        return Weighing(Stand.READY, reading.grams) if reading.grams > 0 else Weighing(Stand.EMPTY)

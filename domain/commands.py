"""What a code of the command sheet orders. The sheet lies beside the scanner; what an order does, screens decide.

The numbers are printed and laminated: one that was given out is never given another meaning.
"""

from contextlib import suppress
from enum import IntEnum

from domain.item import Condition
from domain.numbers import COMMAND_DEVICE, Kind, Number
from domain.refused import Refused


class Command(IntEnum):
    """One order; its value is the running number of its code."""

    SAVE = 1
    UNDO = 2
    PHOTO = 3
    NEW_HANDOVER = 4
    DONE = 5
    """The things of a handover are all there: on to signing, and from there to the receipt."""
    REFUSE = 6
    SAVE_AND_ONE_MORE = 7
    """Save, and keep the form filled for one more of the same."""
    LOCK = 8
    CONDITION_NEW = 11
    CONDITION_GOOD = 12
    CONDITION_USED = 13
    CONDITION_REPAIR = 14
    TILE_1 = 21
    TILE_2 = 22
    TILE_3 = 23
    TILE_4 = 24
    TILE_5 = 25
    TILE_6 = 26
    TILE_7 = 27
    TILE_8 = 28
    TILE_9 = 29
    TEST = 99
    """Does nothing: it stands on test pages, where a scan shows that printer and scanner agree."""

    @property
    def number(self) -> Number:
        """What its code holds: the same at every counter."""
        return Number(Kind.COMMAND, COMMAND_DEVICE, self.value)

    @property
    def condition(self) -> Condition | None:
        """The condition that it chooses, if it chooses one."""
        return _CONDITIONS.get(self)

    @property
    def tile(self) -> int | None:
        """Which of the register screen's tiles (1-9) it chooses, if it chooses one."""
        place = self.value - Command.TILE_1 + 1
        return place if 1 <= place <= TILES else None


TILES = 9
"""As many as there are digit keys."""

_CONDITIONS = {
    Command.CONDITION_NEW: Condition.NEW,
    Command.CONDITION_GOOD: Condition.GOOD,
    Command.CONDITION_USED: Condition.USED,
    Command.CONDITION_REPAIR: Condition.REPAIR,
}


def is_badge(number: Number) -> bool:
    """Whether this is the number of a staff badge: of the same kind as commands, with the device that gave it."""
    return number.kind is Kind.COMMAND and number.device != COMMAND_DEVICE


def command_of(number: Number) -> Command:
    """Return the order behind a scanned number.

    Raises Refused `command_unknown` for one that orders nothing here: the sheet may be newer than this program.
    """
    if number.kind is Kind.COMMAND and number.device == COMMAND_DEVICE:
        with suppress(ValueError):
            return Command(number.running)
    raise Refused("command_unknown", number=number.grouped)

"""An item: its states, its condition, the choice about data on it. What happened to it is told by events (wire)."""

from enum import StrEnum

from domain.refused import Refused


class State(StrEnum):
    """Where an item stands at the station. Handed over is not reused: outcomes are reported at the hub."""

    REGISTERED = "registered"
    HANDED_OVER = "handed_over"
    DISCARDED = "discarded"
    VOID = "void"
    """Registered by mistake; its number and label mean nothing any more, and it counts nowhere."""


class Condition(StrEnum):
    """How the thing is, as judged at the counter."""

    NEW = "new"
    GOOD = "good"
    USED = "used"
    REPAIR = "repair"


def condition_of(text: str) -> Condition:
    """Read a condition's code. Raises Refused `condition_unknown`."""
    try:
        return Condition(text)
    except ValueError:
        raise Refused("condition_unknown", condition=text) from None


class DataChoice(StrEnum):
    """What was done about data on a thing that can hold personal data."""

    WIPED = "wiped"
    STORAGE_REMOVED = "storage_removed"
    NONE_PRESENT = "none_present"


def require_on_shelf(state: State, number: str) -> None:
    """Only what stands on the shelf can be changed, discarded or handed over.

    Raises Refused `item_handed_over`, `item_discarded` or `item_void`.
    """
    if state is State.HANDED_OVER:
        raise Refused("item_handed_over", number=number)
    if state is State.DISCARDED:
        raise Refused("item_discarded", number=number)
    if state is State.VOID:
        raise Refused("item_void", number=number)

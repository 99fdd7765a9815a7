"""Where the events of an item or a receipt are found again, for timeline and history.

Written with the rows, and once for older stores.
"""

from collections.abc import Iterator

from wire.messages import (
    AnyEvent,
    HandoverReversed,
    ItemChanged,
    ItemDiscarded,
    ItemRegistered,
    ItemsHandedOver,
    ItemVoided,
    LabelPrinted,
)

Statement = tuple[str, tuple[int, str]]
_BY_NUMBER = "INSERT OR IGNORE INTO trace SELECT id, ? FROM item WHERE number = ?"
_REGISTERED = "UPDATE item SET event = ? WHERE number = ?"
_HANDED_OVER = "UPDATE handover SET event = ? WHERE receipt = ?"
_REVERSED = "UPDATE reversal SET event = ? WHERE receipt = ?"


def traces(event: AnyEvent, seq: int) -> Iterator[Statement]:
    """The statements that note which items and receipt the event at this position is about; the rows must be there."""
    match event:
        case ItemRegistered():
            # Kept in the row that is being written anyway; only an older store needs this.
            yield _REGISTERED, (seq, event.number)
        case ItemChanged() | ItemDiscarded() | ItemVoided():
            yield _BY_NUMBER, (seq, event.number)
        case LabelPrinted():
            for number in event.numbers:
                yield _BY_NUMBER, (seq, number)
        case ItemsHandedOver():
            yield _HANDED_OVER, (seq, event.receipt)
            for line in event.lines:
                yield _BY_NUMBER, (seq, line.number)
        case HandoverReversed():
            yield _REVERSED, (seq, event.receipt)
            for number in event.numbers:
                yield _BY_NUMBER, (seq, number)
        case _:
            return

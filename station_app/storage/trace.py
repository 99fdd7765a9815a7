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

Statement = tuple[str, tuple[str, str]]
_BY_ITEM = "INSERT OR IGNORE INTO trace SELECT id, ? FROM item WHERE item = ?"
_BY_NUMBER = "INSERT OR IGNORE INTO trace SELECT id, ? FROM item WHERE number = ?"
_REGISTERED = "UPDATE item SET event = ? WHERE item = ? AND event = ''"
_HANDED_OVER = "UPDATE handover SET event = ? WHERE receipt = ?"
_REVERSED = "UPDATE reversal SET event = ? WHERE receipt = ?"


def traces(event: AnyEvent, event_id: str) -> Iterator[Statement]:
    """The statements that note which items and receipt an event is about; their rows must be there."""
    match event:
        case ItemRegistered():
            # Kept in the row that is being written anyway; only an older store needs this.
            yield _REGISTERED, (event_id, event.item)
        case ItemChanged() | ItemDiscarded() | ItemVoided():
            yield _BY_ITEM, (event_id, event.item)
        case LabelPrinted():
            for number in event.numbers:
                yield _BY_NUMBER, (event_id, number)
        case ItemsHandedOver():
            yield _HANDED_OVER, (event_id, event.receipt)
            for line in event.lines:
                yield _BY_ITEM, (event_id, line.item)
        case HandoverReversed():
            yield _REVERSED, (event_id, event.receipt)
            for number in event.numbers:
                yield _BY_NUMBER, (event_id, number)
        case _:
            return

"""From events to rows: one function per kind. What cannot be applied is said with a stable reason, and changes nothing.

The rules are the counter's own (domain); a function checks everything before it changes the first row.
"""

import re
from collections.abc import Callable
from datetime import MAXYEAR, datetime
from typing import Any

import msgspec

from domain import numbers
from domain.handover import Line
from domain.item import DataChoice, State, require_on_shelf
from domain.refused import Refused
from hub.ingest.books import Books
from hub.items.plain import HandoverRow, ItemRow, LineRow, RefusalRow
from wire.messages import (
    AnyEvent,
    HandoverReversed,
    ItemChanged,
    ItemDiscarded,
    ItemRefused,
    ItemRegistered,
    ItemsHandedOver,
    ItemVoided,
    KnownEvent,
    LabelPrinted,
    RefusalVoided,
    SignedCopyAttached,
    UnknownEvent,
)

MALFORMED = "malformed"
BODY_ERASED = "body_erased"
UNKNOWN_KIND = "unknown_kind"
KEY_REVOKED = "key_revoked"
EVENT_REUSED = "event_reused"
NUMBER_TAKEN = "number_taken"
ITEM_TAKEN = "item_taken"
ITEM_UNKNOWN = "item_unknown"
ITEM_OF_OTHER_DEVICE = "item_of_other_device"
ITEM_NOT_ON_SHELF = "item_not_on_shelf"
HANDOVER_UNKNOWN = "handover_unknown"
HANDOVER_REVERSED = "handover_reversed"
REFUSAL_UNKNOWN = "refusal_unknown"
REFUSAL_VOID = "refusal_void"
LINES_DIFFER = "lines_differ"
HUB_ERROR = "hub_error"
_ESCAPED_ZERO = b"\\u0000"
_ZERO = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
"""The escape of a zero character, not a backslash that someone typed before u0000."""
_MOST_GRAMS = 100_000_000
_LARGEST_VERSION = 2**31 - 1


class NotApplicable(Exception):
    """An event that is held but cannot be applied. `reason` is a stable code; `detail` names numbers, never people."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail


def apply(books: Books, event: AnyEvent, body: bytes, device: str) -> None:
    """Change `books` as the event of this device (UUID) says, which was read from `body`.

    Raises NotApplicable and has then changed nothing.
    """
    if isinstance(event, UnknownEvent):
        raise NotApplicable(UNKNOWN_KIND, event.kind[:80])
    if _ESCAPED_ZERO in body:
        _require_storable(event)
    _APPLY[type(event)](books, event, device)


def _require_storable(event: KnownEvent) -> None:
    """A zero character is JSON, but PostgreSQL stores none: it must not stop the batch that it came in."""
    # What is written anew has no fields that this program does not know and does not store.
    if _ZERO.search(msgspec.json.encode(event)):
        raise NotApplicable(MALFORMED, "a text with a zero character")


def _instant(text: str) -> datetime:
    try:
        # The wire's own pattern has let through nothing but whole seconds in UTC.
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    # The last hours of the calendar's last year are in a year after it here, which no page could show.
    if moment is None or moment.year == MAXYEAR:
        raise NotApplicable(MALFORMED, "a time that does not exist")
    return moment


def _require_number(digits: str, kind: numbers.Kind) -> None:
    try:
        numbers.parse(digits, kind)
    except Refused as refused:
        raise NotApplicable(MALFORMED, refused.code) from None


def _register(books: Books, event: ItemRegistered, device: str) -> None:
    _require_number(event.number, numbers.Kind.ITEM)
    if event.item in books.items:
        raise NotApplicable(ITEM_TAKEN, event.number)
    if event.number in books.by_number:
        raise NotApplicable(NUMBER_TAKEN, event.number)
    item = ItemRow(
        id=event.item,
        number=event.number,
        device_id=device,
        station=event.station,
        state=State.REGISTERED.value,
        registered_at=_instant(event.at),
        category=event.category,
        condition=event.condition.value,
        grams=event.grams,
        weight_source=event.weight_source.value,
        title=event.title,
        note=event.note,
        data_choice=_choice(event.data_choice),
        photos=[photo.sha256 for photo in event.photos],
    )
    books.put_item(item)
    books.fresh.add(event.item)


def _choice(made: DataChoice | None) -> str | None:
    return None if made is None else made.value


def _on_shelf(books: Books, number: str, item_id: str, device: str) -> ItemRow:
    """The item when this device may do something with it now: it is its own, and stands on the shelf."""
    item = books.by_number.get(number)
    if item is None or item.id != item_id:
        raise NotApplicable(ITEM_UNKNOWN, number)
    if item.device_id != device:
        raise NotApplicable(ITEM_OF_OTHER_DEVICE, number)
    try:
        require_on_shelf(State(item.state), number)
    except Refused as refused:
        raise NotApplicable(ITEM_NOT_ON_SHELF, f"{number} {refused.code}") from None
    return item


def _change(books: Books, event: ItemChanged, device: str) -> None:
    item = _on_shelf(books, event.number, event.item, device)
    item.category, item.condition = event.category, event.condition.value
    item.grams, item.weight_source = event.grams, event.weight_source.value
    item.title, item.note, item.data_choice = event.title, event.note, _choice(event.data_choice)
    item.photos = [photo.sha256 for photo in event.photos]
    books.touched.add(event.item)


def _discard(books: Books, event: ItemDiscarded, device: str) -> None:
    item = _on_shelf(books, event.number, event.item, device)
    item.discarded_at = _instant(event.at)
    item.discard_reason = event.reason
    item.state = State.DISCARDED.value
    books.touched.add(event.item)


def _void(books: Books, event: ItemVoided, device: str) -> None:
    item = _on_shelf(books, event.number, event.item, device)
    item.state = State.VOID.value
    books.touched.add(event.item)


def _label(_: Books, event: LabelPrinted, __: str) -> None:
    """Labels change no figure; the numbers must be numbers."""
    for number in event.numbers:
        _require_number(number, numbers.Kind.ITEM)


def _hand_over(books: Books, event: ItemsHandedOver, device: str) -> None:
    _require_number(event.receipt, numbers.Kind.RECEIPT)
    if event.receipt in books.receipts:
        raise NotApplicable(NUMBER_TAKEN, event.receipt)
    if not 0 <= event.register_version <= _LARGEST_VERSION:
        raise NotApplicable(MALFORMED, "a register version that cannot be")
    if len({line.number for line in event.lines}) != len(event.lines):
        raise NotApplicable(MALFORMED, "a thing stands on two lines")
    at = _instant(event.at)
    items, rows = [], []
    for position, line in enumerate(event.lines):
        item = _on_shelf(books, line.number, line.item, device)
        if not 0 < line.grams <= _MOST_GRAMS or len(line.category) > 64 or len(line.reason) > 64:
            raise NotApplicable(MALFORMED, f"line {position + 1}")
        items.append(item)
        rows.append(_line(event.receipt, position, line))
    handover = HandoverRow(
        receipt=event.receipt,
        device_id=device,
        at=at,
        orgnr=event.orgnr,
        actor=event.actor,
        document=event.document.sha256,
        signature="" if event.signature is None else event.signature.sha256,
        register_version=event.register_version,
    )
    for item in items:
        item.state = State.HANDED_OVER.value
        books.touched.add(item.id)
    books.put_handover(handover, rows)
    books.fresh.add(event.receipt)


def _line(receipt: str, position: int, line: Line) -> LineRow:
    return LineRow(
        handover_id=receipt,
        position=position,
        item_id=line.item,
        category=line.category,
        grams=line.grams,
        weight_source=line.weight_source.value,
        reason=line.reason,
        agreement=line.agreement,
        override=line.override,
    )


def _reverse(books: Books, event: HandoverReversed, device: str) -> None:
    _require_number(event.receipt, numbers.Kind.RECEIPT)
    handover = books.handovers.get(event.reverses)
    if handover is None or handover.device_id != device:
        raise NotApplicable(HANDOVER_UNKNOWN, event.reverses)
    if handover.reversal is not None:
        raise NotApplicable(HANDOVER_REVERSED, event.reverses)
    if event.receipt in books.receipts:
        raise NotApplicable(NUMBER_TAKEN, event.receipt)
    items = [books.items[line.item_id] for line in books.lines[event.reverses]]
    if sorted(event.numbers) != sorted(item.number for item in items):
        raise NotApplicable(LINES_DIFFER, event.reverses)
    handover.reversed_at = _instant(event.at)
    handover.reversal = event.receipt
    handover.reversal_reason = event.reason
    handover.reversal_document = event.document.sha256
    books.receipts.add(event.receipt)
    books.touched.add(event.reverses)
    for item in items:
        item.state = State.REGISTERED.value
        books.touched.add(item.id)


def _attach(books: Books, event: SignedCopyAttached, device: str) -> None:
    handover = books.handovers.get(event.receipt)
    if handover is None or handover.device_id != device:
        raise NotApplicable(HANDOVER_UNKNOWN, event.receipt)
    handover.sheet = event.sheet.sha256
    books.touched.add(event.receipt)


def _refuse(books: Books, event: ItemRefused, device: str) -> None:
    if event.refusal in books.refusals:
        raise NotApplicable(ITEM_TAKEN, event.refusal)
    books.refusals[event.refusal] = RefusalRow(
        id=event.refusal,
        device_id=device,
        station=event.station,
        category=event.category,
        reason=event.reason,
        grams=event.grams,
        at=_instant(event.at),
    )
    books.fresh_refusals.add(event.refusal)


def _void_refusal(books: Books, event: RefusalVoided, device: str) -> None:
    refusal = books.refusals.get(event.refusal)
    if refusal is None or refusal.device_id != device:
        raise NotApplicable(REFUSAL_UNKNOWN, event.refusal)
    if refusal.voided_at is not None:
        raise NotApplicable(REFUSAL_VOID, event.refusal)
    refusal.voided_at = _instant(event.at)
    books.touched_refusals.add(event.refusal)


_APPLY: dict[type[Any], Callable[[Books, Any, str], None]] = {
    ItemRegistered: _register,
    ItemChanged: _change,
    ItemDiscarded: _discard,
    ItemVoided: _void,
    LabelPrinted: _label,
    ItemsHandedOver: _hand_over,
    HandoverReversed: _reverse,
    SignedCopyAttached: _attach,
    ItemRefused: _refuse,
    RefusalVoided: _void_refusal,
}

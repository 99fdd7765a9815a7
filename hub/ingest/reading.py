"""Stored bytes read as an event: what it says, or why it cannot be read. Nothing is applied here."""

from typing import NamedTuple

import msgspec

from domain import numbers
from domain.refused import Refused
from hub.ingest import projection
from wire import chain, codec
from wire.messages import AnyEvent, Event, HandoverReversed, Identifier, ItemRegistered, ItemsHandedOver, LabelPrinted


class _Named(msgspec.Struct):
    event: Identifier


class Reading(NamedTuple):
    """One new event as the hub reads it. `event` None when it cannot be read, and `trouble` then says why."""

    record: chain.Record
    event: AnyEvent | None
    trouble: projection.NotApplicable | None
    name: str | None


def read(record: chain.Record) -> Reading:
    """Read one link's body."""
    if record.body is None:
        return Reading(record, None, projection.NotApplicable(projection.BODY_ERASED), None)
    try:
        event = codec.decode_event(record.body)
    except codec.Malformed as broken:
        trouble = projection.NotApplicable(projection.MALFORMED, plain(str(broken)))
        return Reading(record, None, trouble, _name(record.body))
    return Reading(record, event, None, event.event if isinstance(event, Event) else _name(record.body))


def _name(body: bytes) -> str | None:
    """What an event that cannot be read calls itself, if it does."""
    try:
        return codec.decode(body, _Named).event
    except codec.Malformed:
        return None


def devices_of(event: AnyEvent) -> frozenset[int]:
    """Device numbers in the numbers that the sender gave with this event: to things, receipts, labels."""
    match event:
        case ItemRegistered():
            given: tuple[str, ...] = (event.number,)
        case ItemsHandedOver() | HandoverReversed():
            given = (event.receipt,)
        case LabelPrinted():
            given = event.numbers
        case _:
            given = ()
    return frozenset(device for number in given if (device := _device(number)) is not None)


def _device(number: str) -> int | None:
    """The device that gave a number; None when its check digit or its form says that it is none."""
    try:
        return numbers.parse(number).device
    except Refused:
        return None


def plain(text: str) -> str:
    """Text that every database stores: short, and without zero characters."""
    return text.replace("\x00", "")[:500]


def kind_of(event: AnyEvent | None) -> str:
    """The name of its kind, also of an unknown one; empty when it could not be read."""
    if event is None:
        return ""
    kind = getattr(event, "kind", None) or type(event).__name__
    return plain(kind)[:80]

"""Stored bytes read as an event: what it says, or why it cannot be read. Nothing is applied here."""

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from domain import numbers
from domain.refused import Refused
from hub.ingest import projection
from wire import chain, codec
from wire.messages import (
    AnyEvent,
    Event,
    HandoverReversed,
    Identifier,
    ItemRegistered,
    ItemsHandedOver,
    LabelPrinted,
    UnknownEvent,
)


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


def highest_device(events: Iterable[AnyEvent]) -> int:
    """The highest number of a device that a hub gave (0 when there is none), among those in the numbers that the sender
    gave with these events: to things, receipts, labels. What its check digit or its form says is no number is none.
    """
    given: dict[int, list[str]] = {}
    for event in events:
        for number in _given(event):
            given.setdefault(int(number[1:6]), []).append(number)
    ours = sorted((device for device in given if device <= numbers.LAST_PERMANENT_DEVICE), reverse=True)
    return next((device for device in ours if any(map(_is_number, given[device]))), 0)


def _given(event: AnyEvent) -> tuple[str, ...]:
    match event:
        case ItemRegistered():
            return (event.number,)
        case ItemsHandedOver() | HandoverReversed():
            return (event.receipt,)
        case LabelPrinted():
            return event.numbers
        case _:
            return ()


def _is_number(text: str) -> bool:
    try:
        numbers.parse(text)
    except Refused:
        return False
    return True


def plain(text: str) -> str:
    """Text that every database stores: short, and without zero characters."""
    return text.replace("\x00", "")[:500]


def kind_of(event: AnyEvent | None) -> str:
    """The name of its kind, also of an unknown one; empty when it could not be read."""
    if event is None:
        return ""
    return plain(event.kind)[:80] if isinstance(event, UnknownEvent) else type(event).__name__

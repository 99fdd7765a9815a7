"""Stored bytes read as an event: what it says, or why it cannot be read. Nothing is applied here."""

from typing import NamedTuple

import msgspec

from hub.ingest import projection
from wire import chain, codec
from wire.messages import AnyEvent, Identifier


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
        name: str | None = codec.decode(record.body, _Named).event
    except codec.Malformed:
        name = None
    try:
        return Reading(record, codec.decode_event(record.body), None, name)
    except codec.Malformed as broken:
        return Reading(record, None, projection.NotApplicable(projection.MALFORMED, plain(str(broken))), name)


def plain(text: str) -> str:
    """Text that every database stores: short, and without zero characters."""
    return text.replace("\x00", "")[:500]


def kind_of(event: AnyEvent | None) -> str:
    """The name of its kind, also of an unknown one; empty when it could not be read."""
    if event is None:
        return ""
    kind = getattr(event, "kind", None) or type(event).__name__
    return plain(kind)[:80]

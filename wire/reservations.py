"""What the hub tells a station's counters of things that are kept for an actor: one whole numbered version."""

from typing import Annotated

import msgspec
from msgspec import Meta

from wire.words import Digits, Identifier, Instant, Text


class Reserved(msgspec.Struct, frozen=True, kw_only=True):
    """A thing that is kept for an actor until a moment."""

    item: Identifier
    number: Digits
    orgnr: Text
    actor: Text
    until: Instant


class Reservations(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is kept at one station, by number. A counter uses it whole or not at all."""

    hub: Identifier
    station: Identifier
    version: Annotated[int, Meta(ge=1, lt=2**31)]
    published_at: Instant
    reserved: tuple[Reserved, ...]

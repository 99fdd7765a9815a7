"""One struct per kind of event, in the past tense. Bodies are written once and never changed; new fields get defaults.

Weights are whole grams; times are UTC by the device's clock (`2026-11-24T10:42:07Z`) and decide nothing.
"""

from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import Meta

from domain.handover import Line
from domain.item import Condition, DataChoice
from domain.weight import WeightSource
from wire.blob import Blob as Blob
from wire.drawn import sixteen
from wire.words import Code as Code
from wire.words import Digits as Digits
from wire.words import Grams as Grams
from wire.words import Identifier as Identifier
from wire.words import Instant as Instant
from wire.words import Sha256 as Sha256
from wire.words import Text as Text


def new_id() -> str:
    """A random UUID (version 4) to name an event or a thing by; put together here, as `uuid` takes thrice as long."""
    drawn = sixteen()
    digits, variant = drawn.hex(), "89ab"[drawn[8] >> 6]
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:]}"


class Event(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag=True):
    """What every event says: its own id (kept when a chain is rebuilt), when, and the initials of who did it."""

    event: Identifier
    at: Instant
    staff: Text = ""
    version: Annotated[int, Meta(ge=1, le=1_000)] = 1

    def blobs(self) -> tuple[Blob, ...]:
        """The files that this event refers to; they travel in a lane of their own."""
        return ()


class ItemRegistered(Event, frozen=True, kw_only=True):
    """A thing was taken in. `origin` names the row of an imported file, so that a second import adds nothing."""

    item: Identifier
    number: Digits
    category: Code
    condition: Condition
    grams: Grams
    weight_source: WeightSource
    station: Text = ""
    title: Text = ""
    note: Text = ""
    photos: tuple[Blob, ...] = ()
    data_choice: DataChoice | None = None
    origin: Text | None = None

    def blobs(self) -> tuple[Blob, ...]:
        """The photos."""
        return self.photos


class ItemChanged(Event, frozen=True, kw_only=True):
    """A thing on the shelf was described anew; the whole description, so that the last event tells all."""

    item: Identifier
    number: Digits
    category: Code
    condition: Condition
    grams: Grams
    weight_source: WeightSource
    title: Text = ""
    note: Text = ""
    photos: tuple[Blob, ...] = ()
    data_choice: DataChoice | None = None

    def blobs(self) -> tuple[Blob, ...]:
        """The photos."""
        return self.photos


class ItemDiscarded(Event, frozen=True, kw_only=True):
    """A thing on the shelf became waste."""

    item: Identifier
    number: Digits
    reason: Text


class ItemVoided(Event, frozen=True, kw_only=True):
    """A registration was a mistake and taken back at once: the thing never counted, its number means nothing."""

    item: Identifier
    number: Digits


class LabelPrinted(Event, frozen=True, kw_only=True):
    """Labels were made for these numbers. `medium` says how: a file, or a printer's kind (never its address)."""

    numbers: tuple[Digits, ...]
    stock: Text
    medium: Text = "file"


class ItemsHandedOver(Event, frozen=True, kw_only=True):
    """An actor's representative fetched things and signed once. The verdict per line is kept as it was given.

    `signature` None means that the receipt was signed on paper. `register_version` and `register_published` name the
    agreement register that was checked.
    """

    receipt: Digits
    orgnr: Annotated[str, Meta(pattern=r"^[0-9]{9}\Z")]
    actor: Text
    representative: Text
    lines: Annotated[tuple[Line, ...], Meta(min_length=1)]
    document: Blob
    signature: Blob | None
    register_version: int
    register_published: Instant

    def blobs(self) -> tuple[Blob, ...]:
        """The receipt as PDF, and the signature's strokes."""
        return (self.document,) if self.signature is None else (self.document, self.signature)


class HandoverReversed(Event, frozen=True, kw_only=True):
    """A handover was a mistake; all of its things are back on the shelf. The first receipt stays as it was."""

    receipt: Digits
    reverses: Digits
    reason: Text
    numbers: Annotated[tuple[Digits, ...], Meta(min_length=1)]
    document: Blob

    def blobs(self) -> tuple[Blob, ...]:
        """The reversal's own receipt as PDF."""
        return (self.document,)


class SignedCopyAttached(Event, frozen=True, kw_only=True):
    """The sheet that was signed on paper is in the store too, as a picture; the receipt itself stays as it was."""

    receipt: Digits
    sheet: Blob

    def blobs(self) -> tuple[Blob, ...]:
        """The picture of the signed sheet."""
        return (self.sheet,)


class ItemRefused(Event, frozen=True, kw_only=True):
    """A thing was turned away at the counter: never an item, but counted. `grams` None when nobody weighed it."""

    refusal: Identifier
    category: Code
    reason: Code
    grams: Grams | None = None
    station: Text = ""


class RefusalVoided(Event, frozen=True, kw_only=True):
    """A refusal was a mistake and taken back at once: it never counted."""

    refusal: Identifier


class UnknownEvent(msgspec.Struct, frozen=True):
    """An event of a kind that this program does not know. Kept whole, applied after an upgrade."""

    kind: str
    body: bytes
    KNOWN: ClassVar[bool] = False

    def blobs(self) -> tuple[Blob, ...]:
        """None that this program could name."""
        return ()


KnownEvent = (
    ItemRegistered
    | ItemChanged
    | ItemDiscarded
    | ItemVoided
    | LabelPrinted
    | ItemsHandedOver
    | HandoverReversed
    | SignedCopyAttached
    | ItemRefused
    | RefusalVoided
)
AnyEvent = KnownEvent | UnknownEvent

KINDS: dict[str, type[Any]] = {
    kind.__name__: kind
    for kind in (
        ItemRegistered,
        ItemChanged,
        ItemDiscarded,
        ItemVoided,
        LabelPrinted,
        ItemsHandedOver,
        HandoverReversed,
        SignedCopyAttached,
        ItemRefused,
        RefusalVoided,
    )
}
"""Every kind of event by its name on the wire."""

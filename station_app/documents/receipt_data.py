"""What stands on a receipt, as plain data. What it looks like is in receipt_parts.py."""

import datetime
from dataclasses import dataclass
from typing import Literal

from domain.handover import Signature


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One thing: 14 digits, words in the receipt's language, whole grams and where they come from."""

    number: str
    title: str
    category: str
    grams: int
    weight_source: str
    """`scale`, `typed` or `default`; put in words here."""
    condition: str
    """`new`, `good`, `used` or `repair`, put in words here; anything else is shown as it is."""
    verdict_text: str
    thumbnail: bytes | None = None
    """JPEG."""


@dataclass(frozen=True, slots=True)
class CategoryTotal:
    """Pieces and grams of one category, its name in the receipt's language."""

    category: str
    pieces: int
    grams: int


@dataclass(frozen=True, slots=True)
class ReceiptData:
    """Everything that stands on a receipt. The same data give the same bytes."""

    number: str
    kind: Literal["handover", "reversal"]
    at: datetime.datetime
    """Aware; shown in Norwegian time."""
    municipality: str
    station: str
    device: int
    actor_name: str
    actor_orgnr: str
    agreement_text: str
    register_text: str
    """Version and time of the agreement register against which the lines were checked."""
    representative: str
    staff: str
    lines: tuple[ReceiptLine, ...]
    totals: tuple[CategoryTotal, ...]
    signature: Signature | None
    """None prints two lines to sign on."""
    language: str
    reverses: str | None = None
    """The receipt that a reversal takes back, 14 digits."""
    reason: str = ""
    watermark: str = ""
    """A word that nobody overlooks, on every page; empty for a receipt that counts."""

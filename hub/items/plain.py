"""Rows of this app's tables as plain objects, with the columns' names for attributes; ids are UUIDs as text.

Whoever goes through thousands of events makes and changes these: a model's object takes twenty times as long. A test
holds them against the models, column by column.
"""

from datetime import datetime

import msgspec


class ItemRow(msgspec.Struct, kw_only=True):
    """A row of Item."""

    id: str
    number: str
    device_id: str
    station: str
    state: str
    category: str
    condition: str
    grams: int
    weight_source: str
    title: str
    note: str
    data_choice: str | None
    photos: list[str]
    registered_at: datetime
    discarded_at: datetime | None = None
    discard_reason: str = ""


class HandoverRow(msgspec.Struct, kw_only=True):
    """A row of Handover."""

    receipt: str
    device_id: str
    at: datetime
    orgnr: str
    actor: str
    document: str
    signature: str
    register_version: int
    reversal: str | None = None
    reversed_at: datetime | None = None
    reversal_reason: str = ""
    reversal_document: str = ""
    sheet: str = ""


class LineRow(msgspec.Struct, kw_only=True):
    """A row of HandoverLine, but for the number that the database gives it."""

    handover_id: str
    position: int
    item_id: str
    category: str
    grams: int
    weight_source: str
    reason: str
    agreement: str | None
    override: str


class RefusalRow(msgspec.Struct, kw_only=True):
    """A row of Refusal."""

    id: str
    device_id: str
    station: str
    category: str
    reason: str
    grams: int | None
    at: datetime
    voided_at: datetime | None = None

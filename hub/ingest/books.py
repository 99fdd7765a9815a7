"""The rows that a batch of events touches: loaded and locked in few queries, changed in memory, written at once.

An empty Books replays a whole log without a database, which is how `verify` compares.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TypeVar

from django.db.models import Q

from hub.ingest import rows
from hub.items.models import Handover, HandoverLine, Item, Refusal
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
    RefusalVoided,
    SignedCopyAttached,
)

_Name = TypeVar("_Name", str, int)
_ITEM_FIELDS = (
    "state",
    "category",
    "condition",
    "grams",
    "weight_source",
    "title",
    "note",
    "data_choice",
    "photos",
    "discarded_at",
    "discard_reason",
)
_HANDOVER_FIELDS = ("reversal", "reversed_at", "reversal_reason", "reversal_document", "sheet")


@dataclass
class Mentioned:
    """What events name: item ids, item numbers, receipt numbers, refusal ids."""

    items: set[str] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)
    receipts: set[str] = field(default_factory=set)
    refusals: set[str] = field(default_factory=set)


def mentioned(events: Iterable[AnyEvent]) -> Mentioned:
    """Everything that these events name."""
    found = Mentioned()
    for event in events:
        match event:
            case ItemRegistered() | ItemChanged() | ItemDiscarded() | ItemVoided():
                found.items.add(event.item)
                found.numbers.add(event.number)
            case ItemsHandedOver():
                found.numbers.update(line.number for line in event.lines)
                found.receipts.add(event.receipt)
            case HandoverReversed():
                found.receipts.update((event.receipt, event.reverses))
            case SignedCopyAttached():
                found.receipts.add(event.receipt)
            case ItemRefused() | RefusalVoided():
                found.refusals.add(event.refusal)
            case _:
                pass
    return found


@dataclass
class Books:
    """Rows by what they are called. Those in `fresh` are not in the database yet; those in `touched` have changed.

    Refusals have sets of their own: nothing keeps a counter from naming one as a thing is named.
    """

    items: dict[str, ItemRow] = field(default_factory=dict)
    by_number: dict[str, ItemRow] = field(default_factory=dict)
    handovers: dict[str, HandoverRow] = field(default_factory=dict)
    receipts: set[str] = field(default_factory=set)
    lines: dict[str, list[LineRow]] = field(default_factory=dict)
    refusals: dict[str, RefusalRow] = field(default_factory=dict)
    fresh: set[str] = field(default_factory=set)
    touched: set[str] = field(default_factory=set)
    fresh_refusals: set[str] = field(default_factory=set)
    touched_refusals: set[str] = field(default_factory=set)

    @classmethod
    def load(cls, names: Mentioned) -> "Books":
        """Read and lock what is named, always in the same order, so that two devices cannot lock each other out."""
        books = cls()
        handovers = _handovers(names.receipts)
        if handovers:
            lines = HandoverLine.objects.filter(handover__in=[row.receipt for row in handovers]).order_by("position")
            for line in rows.read(LineRow, lines):
                books.lines.setdefault(line.handover_id, []).append(line)
        through_lines = {line.item_id for lines in books.lines.values() for line in lines}
        for item in _items(names.items | through_lines, names.numbers):
            books.put_item(item)
        for handover in handovers:
            books.put_handover(handover, books.lines.get(handover.receipt, []))
        if names.receipts:
            reversals = Handover.objects.filter(reversal__among=names.receipts).values_list("reversal", flat=True)
            books.receipts.update(receipt for receipt in reversals if receipt is not None)
        if names.refusals:
            held = Refusal.objects.select_for_update().filter(id__among=names.refusals).order_by("id")
            books.refusals = {refusal.id: refusal for refusal in rows.read(RefusalRow, held)}
        return books

    def put_item(self, item: ItemRow) -> None:
        """Take an item in under its id and its number."""
        self.items[item.id] = item
        self.by_number[item.number] = item

    def put_handover(self, handover: HandoverRow, lines: list[LineRow]) -> None:
        """Take a receipt in with its lines."""
        self.handovers[handover.receipt] = handover
        self.receipts.add(handover.receipt)
        self.lines[handover.receipt] = lines
        if handover.reversal is not None:
            self.receipts.add(handover.reversal)

    def write(self) -> None:
        """Write what is new and what changed. Runs in the caller's transaction; IntegrityError when one was faster."""
        items = [self.items[name] for name in sorted(self.items.keys() & (self.fresh | self.touched))]
        # By number, of which two devices may have given the same: in one order neither waits for the other in a circle.
        new_items = [item for item in items if item.id in self.fresh]
        rows.insert_all(Item, sorted(new_items, key=attrgetter("number")))
        rows.update(Item, _ITEM_FIELDS, [item for item in items if item.id not in self.fresh])
        handovers = [self.handovers[name] for name in sorted(self.handovers.keys() & (self.fresh | self.touched))]
        new = [handover for handover in handovers if handover.receipt in self.fresh]
        rows.insert_all(Handover, new)
        rows.insert_all(HandoverLine, [line for handover in new for line in self.lines[handover.receipt]])
        rows.update(Handover, _HANDOVER_FIELDS, [row for row in handovers if row.receipt not in self.fresh])
        rows.insert_all(Refusal, [self.refusals[name] for name in sorted(self.fresh_refusals)])
        taken_back = sorted(self.touched_refusals - self.fresh_refusals)
        rows.update(Refusal, ["voided_at"], [self.refusals[name] for name in taken_back])
        for done in (self.fresh, self.touched, self.fresh_refusals, self.touched_refusals):
            done.clear()


def _handovers(receipts: set[str]) -> list[HandoverRow]:
    if not receipts:
        return []
    held = Handover.objects.select_for_update().filter(receipt__among=receipts).order_by("receipt")
    return rows.read(HandoverRow, held)


def _items(names: set[str], numbers: set[str]) -> list[ItemRow]:
    known: set[str] = set()
    for named in (Q(id__among=names) if names else None, Q(number__among=numbers) if numbers else None):
        if named is not None:
            known.update(map(str, Item.objects.filter(named).values_list("id", flat=True)))
    if not known:
        return []
    return rows.read(ItemRow, Item.objects.select_for_update().filter(id__among=known).order_by("id"))


def parts(names: Iterable[_Name]) -> list[list[_Name]]:
    """In order, and in portions that every database takes as parameters of one query."""
    ordered = sorted(names)
    return [ordered[start : start + 400] for start in range(0, len(ordered), 400)]

"""The rows that a batch of events touches: loaded and locked in few queries, changed in memory, written at once.

An empty Books replays a whole log without a database, which is how `verify` compares.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TypeVar

from django.db.models import Q

from hub.ingest.rows import insert_all
from hub.items.models import Handover, HandoverLine, Item, Refusal
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
    """Rows by what they are called. Those in `fresh` are not in the database yet; those in `touched` have changed."""

    items: dict[str, Item] = field(default_factory=dict)
    by_number: dict[str, Item] = field(default_factory=dict)
    handovers: dict[str, Handover] = field(default_factory=dict)
    receipts: set[str] = field(default_factory=set)
    lines: dict[str, list[HandoverLine]] = field(default_factory=dict)
    refusals: dict[str, Refusal] = field(default_factory=dict)
    fresh: set[str] = field(default_factory=set)
    touched: set[str] = field(default_factory=set)

    @classmethod
    def load(cls, names: Mentioned) -> "Books":
        """Read and lock what is named, always in the same order, so that two devices cannot lock each other out."""
        books = cls()
        handovers = _handovers(names.receipts)
        lines = HandoverLine.objects.filter(handover__in=[row.receipt for row in handovers]).order_by("position")
        for line in lines:
            books.lines.setdefault(line.handover_id, []).append(line)
        through_lines = {str(line.item_id) for rows in books.lines.values() for line in rows}
        for item in _items(names.items | through_lines, names.numbers):
            books.put_item(item)
        for handover in handovers:
            books.put_handover(handover, books.lines.get(handover.receipt, []))
        reversals = Handover.objects.filter(reversal__in=names.receipts).values_list("reversal", flat=True)
        books.receipts.update(receipt for receipt in reversals if receipt is not None)
        for part in parts(names.refusals):
            for refusal in Refusal.objects.select_for_update().filter(id__in=part).order_by("id"):
                books.refusals[str(refusal.id)] = refusal
        return books

    def put_item(self, item: Item) -> None:
        """Take an item in under its id and its number."""
        self.items[str(item.id)] = item
        self.by_number[item.number] = item

    def put_handover(self, handover: Handover, lines: list[HandoverLine]) -> None:
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
        fresh = [item for item in items if str(item.id) in self.fresh]
        insert_all(sorted(fresh, key=attrgetter("number")))
        changed_items = [item for item in items if str(item.id) not in self.fresh]
        # The rows exist and are locked: an upsert is an update here, and much shorter than Django's bulk_update.
        Item.objects.bulk_create(
            changed_items, batch_size=200, update_conflicts=True, update_fields=_ITEM_FIELDS, unique_fields=["id"]
        )
        receipts = sorted(self.handovers.keys() & (self.fresh | self.touched))
        new = [name for name in receipts if name in self.fresh]
        insert_all([self.handovers[name] for name in new])
        HandoverLine.objects.bulk_create([line for name in new for line in self.lines[name]], batch_size=200)
        changed = [self.handovers[name] for name in receipts if name not in self.fresh]
        Handover.objects.bulk_create(
            changed, batch_size=200, update_conflicts=True, update_fields=_HANDOVER_FIELDS, unique_fields=["receipt"]
        )
        refusals = [self.refusals[name] for name in sorted(self.refusals.keys() & (self.fresh | self.touched))]
        insert_all([row for row in refusals if str(row.id) in self.fresh])
        taken_back = [row for row in refusals if str(row.id) not in self.fresh]
        Refusal.objects.bulk_create(
            taken_back, batch_size=200, update_conflicts=True, update_fields=["voided_at"], unique_fields=["id"]
        )
        self.fresh.clear()
        self.touched.clear()


def _handovers(receipts: set[str]) -> list[Handover]:
    rows: list[Handover] = []
    for part in parts(receipts):
        rows += Handover.objects.select_for_update().filter(receipt__in=part).order_by("receipt")
    return rows


def _items(names: set[str], numbers: set[str]) -> list[Item]:
    known = {str(name) for part in parts(names) for name in _ids(Q(id__in=part))}
    known |= {str(name) for part in parts(numbers) for name in _ids(Q(number__in=part))}
    rows: list[Item] = []
    for part in parts(known):
        rows += Item.objects.select_for_update().filter(id__in=part).order_by("id")
    return rows


def _ids(where: Q) -> list[object]:
    return list(Item.objects.filter(where).values_list("id", flat=True))


def parts(names: Iterable[_Name]) -> list[list[_Name]]:
    """In order, and in portions that every database takes as parameters of one query."""
    ordered = sorted(names)
    return [ordered[start : start + 400] for start in range(0, len(ordered), 400)]

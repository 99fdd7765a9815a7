"""The figures that scripts and pages show: pieces and grams. The counter computes the same ones the same way.

Registered counts everything ever registered, at its present weight, but for registrations that were taken back.
Handed over is not reused, and is net of reversals.
"""

from typing import TypedDict

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext

from domain.item import State
from hub.items.models import HandoverLine, Item, Refusal


class Figure(TypedDict):
    """A number of things and their weight in whole grams."""

    pieces: int
    grams: int


class CategoryFigures(TypedDict):
    """Figures of one category."""

    registered: Figure
    handed_over: Figure


class Figures(TypedDict):
    """All of them; `by_category` has every category in which something was registered, by code."""

    registered: Figure
    on_shelf: Figure
    handed_over: Figure
    reversed: Figure
    discarded: Figure
    refused: Figure
    by_category: dict[str, CategoryFigures]


def figures() -> Figures:
    """Count everything that this hub holds."""
    items = Item.objects.exclude(state=State.VOID.value)
    reversed_lines = HandoverLine.objects.filter(handover__reversal__isnull=False, item__in=items)
    return {
        "registered": _sum(items),
        "on_shelf": _sum(items.filter(state=State.REGISTERED.value)),
        "handed_over": _sum(items.filter(state=State.HANDED_OVER.value)),
        "reversed": _sum(reversed_lines),
        "discarded": _sum(items.filter(state=State.DISCARDED.value)),
        "refused": _sum(Refusal.objects.filter(voided_at=None)),
        "by_category": _by_category(items),
    }


def named(found: Figures) -> list[tuple[str, Figure]]:
    """The sums over everything with their names in the reader's language, in the order of an item's life."""
    return [
        (gettext("Registered"), found["registered"]),
        (gettext("On the shelf"), found["on_shelf"]),
        (gettext("Handed over"), found["handed_over"]),
        (gettext("Reversed handovers"), found["reversed"]),
        (gettext("Discarded"), found["discarded"]),
        (gettext("Refused at the counter"), found["refused"]),
    ]


def _sum(rows: QuerySet[Item] | QuerySet[HandoverLine] | QuerySet[Refusal]) -> Figure:
    found = rows.aggregate(pieces=Count("pk"), weight=Sum("grams"))
    return {"pieces": found["pieces"], "grams": found["weight"] or 0}


def _by_category(items: QuerySet[Item]) -> dict[str, CategoryFigures]:
    gone = Q(state=State.HANDED_OVER.value)
    rows = items.values("category").annotate(
        pieces=Count("pk"),
        weight=Sum("grams"),
        gone_pieces=Count("pk", filter=gone),
        gone_weight=Sum("grams", filter=gone),
    )
    found: dict[str, CategoryFigures] = {
        row["category"]: {
            "registered": {"pieces": row["pieces"], "grams": row["weight"] or 0},
            "handed_over": {"pieces": row["gone_pieces"], "grams": row["gone_weight"] or 0},
        }
        for row in rows
    }
    # Sorted here: databases order letters and underscores by rules of their own.
    return dict(sorted(found.items()))

"""Lists of reservations for pages and scripts. Read only."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from domain.item import State
from domain.reservation import Ending
from hub.items.models import Handover, Item
from hub.reservations.models import Reservation
from hub.reservations.publish import standing


def kept() -> QuerySet[Reservation]:
    """What is kept now."""
    found: QuerySet[Reservation] = standing(timezone.now())
    return found


def every() -> QuerySet[Reservation]:
    """Every reservation ever made, the oldest first."""
    return Reservation.objects.select_related("item__device__station", "actor")


def of(item: Item) -> list[Reservation]:
    """Every one of a thing, the newest first."""
    return list(every().filter(item=item).order_by("-id"))


class Followed(NamedTuple):
    """A reservation, and which actor got the thing in the end, if one did."""

    row: Reservation
    instead: str


def broken() -> list[Reservation]:
    """Broken ones of which nobody said that the actor knows, the newest first."""
    rows = Reservation.objects.filter(ending=Ending.BROKEN.value, told_at=None)
    return list(rows.select_related("item__device__station", "actor").order_by("-ended_at", "-id"))


def with_receivers(rows: Iterable[Reservation]) -> list[Followed]:
    """The same with who got the thing."""
    rows = list(rows)
    receipts = {row.receipt for row in rows if row.fate == State.HANDED_OVER.value}
    actors = dict(Handover.objects.filter(receipt__in=receipts).values_list("receipt", "actor"))
    return [Followed(row, actors.get(row.receipt, "")) for row in rows]


def ending_of(row: Reservation) -> str:
    """How it has ended, empty while it stands: past its moment it has lapsed, whether or not that is written down."""
    if not row.ending and row.until <= timezone.now():
        return Ending.LAPSED.value
    return row.ending


def document(row: Reservation) -> dict[str, Any]:
    """One for scripts; times are ISO 8601."""
    return {
        "id": row.pk,
        "number": row.item.number,
        "station": row.item.device.station.name,
        "orgnr": row.actor_id,
        "actor": row.actor.name,
        "made_at": _iso(row.made_at),
        "until": _iso(row.until),
        "ending": ending_of(row) or None,
        "ended_at": _iso(row.ended_at),
        "fate": row.fate or None,
        "receipt": row.receipt or None,
        "told_at": _iso(row.told_at),
    }


def documents(rows: Iterable[Reservation]) -> list[dict[str, Any]]:
    """Many of them."""
    return [document(row) for row in rows]


def _iso(when: datetime | None) -> str | None:
    return None if when is None else timezone.localtime(when).isoformat(timespec="seconds")

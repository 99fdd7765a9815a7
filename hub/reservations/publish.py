"""The list that a station's counters get: one whole numbered version, signed once, the same bytes for each of them."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from hub.agreements.models import Station
from hub.ingest.keys import HubKey
from hub.ingest.models import Hub
from hub.reservations.models import Reservation, ReservationList
from wire.reservations import Reservations, Reserved


@transaction.atomic
def publish(stations: Iterable[Any], ahead: int = 1, least: int = 0) -> None:
    """Publish what stands now at each of these stations (ids), as the newest version and `ahead`, or `least`.

    Called in the transaction that made or ended a reservation, after the things' rows were locked.
    """
    now = timezone.now()
    for station in sorted(set(stations), key=str):
        ReservationList.objects.get_or_create(station_id=station)
        row = ReservationList.objects.select_for_update().get(station_id=station)
        row.version, row.published_at = max(row.version + ahead, least), now
        row.signed = HubKey.load().sign(
            Reservations(
                hub=str(Hub.objects.get(id=1).identifier),
                station=str(station),
                version=row.version,
                published_at=_instant(now),
                reserved=tuple(_reserved(one) for one in standing(now).filter(item__device__station=station)),
            )
        )
        row.save()


def publish_everywhere(ahead: int, least: int) -> None:
    """For every station, also those that never had a list: they may have had one that this hub has forgotten."""
    publish(Station.objects.values_list("id", flat=True), ahead, least)


def standing(now: datetime) -> Any:
    """Reservations that nothing has ended by `now`, by the things' numbers."""
    rows = Reservation.objects.filter(ending="", until__gt=now)
    return rows.select_related("item__device__station", "actor").order_by("item__number")


def _reserved(row: Reservation) -> Reserved:
    return Reserved(
        item=str(row.item_id),
        number=row.item.number,
        orgnr=row.actor_id,
        actor=row.actor.name,
        until=_instant(row.until),
    )


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

"""What the municipality's staff do with reservations: make one, take it back, tell its actor that it was broken."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from domain import numbers
from domain import reservation as rules
from domain.agreement import Thing, valid_orgnr, verdict
from domain.item import State, require_on_shelf
from domain.numbers import Kind
from domain.refused import Refused
from domain.reservation import Ending
from hub.agreements.models import Actor, Agreement
from hub.agreements.publish import as_published, catalogue
from hub.items.models import Item
from hub.reservations.models import Reservation
from hub.reservations.publish import publish


def find_item(number: str) -> Item:
    """The thing with this number, as typed or scanned. Raises Refused `item_unknown`."""
    try:
        digits = str(numbers.parse(number, Kind.ITEM))
    except Refused:
        raise Refused("item_unknown", number=number[:40]) from None
    item = Item.objects.select_related("device__station").filter(number=digits).first()
    if item is None:
        raise Refused("item_unknown", number=digits)
    return item


@transaction.atomic
def reserve(number: str, orgnr: str, *, until: datetime | None = None, by: str = "") -> Reservation:
    """Keep a thing for an actor until a moment (aware; None: noon in three days), and tell its station's counters.

    Raises Refused `item_unknown`, `item_handed_over`, `item_discarded`, `item_void`, `orgnr_wrong`, `actor_unknown`,
    `item_reserved`, `not_covered`, `reservation_moment_past`, `reservation_too_long`.
    """
    item = _locked(number)
    actor = Actor.objects.filter(orgnr=valid_orgnr(orgnr)).first()
    if actor is None:
        raise Refused("actor_unknown", orgnr=orgnr[:40])
    require_on_shelf(State(item.state), item.number)
    now = timezone.now()
    zone = timezone.get_current_timezone()
    until = _checked(until or rules.usual_moment(now, zone), now)
    _end_lapsed(item, now)
    _require_covered(item, actor, until)
    made = Reservation.objects.create(item=item, actor=actor, made_at=now, made_by=by, until=until)
    publish([item.device.station_id])
    return made


@transaction.atomic
def take_back(number: str, *, by: str = "") -> Reservation:
    """End the reservation of a thing before its moment. Raises Refused `item_unknown` or `item_not_reserved`."""
    item, now = _locked(number), timezone.now()
    row = Reservation.objects.select_for_update().filter(item=item, ending="", until__gt=now).first()
    if row is None:
        raise Refused("item_not_reserved", number=item.number)
    row.ending, row.ended_at, row.ended_by = Ending.TAKEN_BACK.value, now, by
    row.save(update_fields=["ending", "ended_at", "ended_by"])
    publish([item.device.station_id])
    return row


@transaction.atomic
def told(reservation: int, *, by: str = "") -> Reservation:
    """The actor knows that its reservation was broken. Raises Refused `reservation_not_broken`."""
    row = Reservation.objects.select_for_update().filter(pk=reservation, ending=Ending.BROKEN.value).first()
    if row is None:
        raise Refused("reservation_not_broken", id=reservation)
    if row.told_at is None:
        row.told_at, row.told_by = timezone.now(), by
        row.save(update_fields=["told_at", "told_by"])
    return row


def _checked(until: datetime, now: datetime) -> datetime:
    """The moment in whole seconds, when it can be one."""
    if until <= now:
        raise Refused("reservation_moment_past")
    if until > now + timedelta(days=rules.MOST_DAYS):
        raise Refused("reservation_too_long", days=rules.MOST_DAYS)
    return until.replace(microsecond=0)


def _locked(number: str) -> Item:
    """The thing, which nobody hands over or reserves until this transaction ends."""
    found = find_item(number)
    item = Item.objects.select_for_update().get(pk=found.pk)
    item.device = found.device
    return item


def _end_lapsed(item: Item, now: datetime) -> None:
    """Room for another one. Raises Refused `item_reserved` while one stands."""
    row = Reservation.objects.select_for_update().select_related("actor").filter(item=item, ending="").first()
    if row is None:
        return
    if row.until > now:
        local = timezone.localtime(row.until)
        raise Refused("item_reserved", number=item.number, actor=row.actor.name, moment=f"{local:%d.%m.%Y %H.%M}")
    row.ending, row.ended_at = Ending.LAPSED.value, row.until
    row.save(update_fields=["ending", "ended_at"])


def _require_covered(item: Item, actor: Actor, until: datetime) -> None:
    """The counter's own verdict, on the last day on which the thing can be fetched. Raises Refused `not_covered`."""
    answer = verdict(
        _thing(item),
        orgnr=actor.orgnr,
        station=str(item.device.station_id),
        day=timezone.localtime(until).date(),
        agreements=[as_published(row) for row in Agreement.objects.filter(actor=actor).prefetch_related("stations")],
    )
    if not answer.allowed:
        raise Refused("not_covered", number=item.number, actor=actor.name, reason=answer.reason)


def _thing(item: Item) -> Thing:
    known: dict[str, Any] = {category.code: category for category in catalogue().categories}
    category = known.get(item.category)
    # A category that only another program knows is weighed as the strictest: an electrical.
    electrical = True if category is None else category.electrical
    # What is done about data on it is chosen at the counter, when it goes.
    return Thing(category=item.category, electrical=electrical, data_bearing=False)

"""Stations, actors and agreements to try things with. All made up; the numbers only pass the check digit."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from domain.agreement import AgreementKind
from domain.item import State
from domain.refused import Refused
from hub.accounts.staff import add_user
from hub.agreements import register
from hub.agreements.models import Actor, Agreement, Station
from hub.agreements.publish import catalogue
from hub.items.models import Item
from hub.reservations import desk
from hub.reservations.models import Reservation

ADMINISTRATOR = "admin"
_STATIONS = (("Isi", "Bærum"), ("Grini", "Bærum"), ("Yggeset", "Asker"))
_ACTORS = (
    ("Bruktglede", "999999980"),
    ("Kretsløp sykler og elektro", "999999972"),
    ("Loppemarked Eksempel skole", "999999964"),
    ("Møbelhjelpa", "999999956"),
)
_RESERVED = 2


@transaction.atomic
def demo_data() -> dict[str, Any]:
    """Add what is not there yet, and say what there is. The administrator's password is shown only when it is made."""
    for name, municipality in _STATIONS:
        if not Station.objects.filter(name=name, municipality=municipality).exists():
            register.add_station(name, municipality)
    for name, orgnr in _ACTORS:
        if not Actor.objects.filter(orgnr=orgnr).exists():
            register.add_actor(name, orgnr)
    _agreements(timezone.localdate())
    _reservations()
    made: dict[str, Any] = {
        "stations": [name for name, _ in _STATIONS],
        "actors": [{"name": name, "orgnr": orgnr} for name, orgnr in _ACTORS],
        "user": ADMINISTRATOR,
    }
    if not User.objects.filter(username=ADMINISTRATOR).exists():
        made["password"] = add_user(ADMINISTRATOR)
    return made


def _agreements(today: date) -> None:
    """One for everything, one with electricals, one for few categories at one station, one that is over."""
    begin, year = today - timedelta(days=30), timedelta(days=365)
    everything, electrical, flea_market, furniture = (orgnr for _, orgnr in _ACTORS)
    _once(everything, first_day=begin, last_day=begin + year, categories=None)
    _once(electrical, first_day=begin, last_day=begin + year, categories=None, electrical=True)
    ended = today - timedelta(days=7)
    _once(flea_market, first_day=begin, last_day=ended, categories=None, kind=AgreementKind.SHORT)
    furniture_codes = _codes("furniture")
    _once(furniture, first_day=begin, last_day=begin + year, categories=furniture_codes, stations=["Isi"])


def _reservations() -> None:
    """Two of what counters have sent, when nothing was ever reserved: give the verb again once they have."""
    if Reservation.objects.exists():
        return
    on_shelf = Item.objects.filter(state=State.REGISTERED.value).order_by("-registered_at", "number")
    numbers = on_shelf.values_list("number", flat=True)[:_RESERVED]
    for number, (_, orgnr) in zip(numbers, _ACTORS, strict=False):
        # What no made-up agreement covers stays free.
        with suppress(Refused):
            desk.reserve(number, orgnr, by=ADMINISTRATOR)


def _codes(eu_group: str) -> list[str]:
    return [category.code for category in catalogue().categories if category.eu_group == eu_group]


def _once(orgnr: str, *, categories: Iterable[str] | None, **given: Any) -> None:
    if not Agreement.objects.filter(actor_id=orgnr).exists():
        register.add_agreement(orgnr, categories=None if categories is None else list(categories), **given)

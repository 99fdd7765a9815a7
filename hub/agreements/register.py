"""What an officer of the municipality does with the register; every change publishes a version in its transaction."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from domain.agreement import AgreementKind, AgreementStatus, valid_orgnr
from domain.refused import Refused
from domain.text import NAME_LIMIT, required
from hub.agreements.models import Actor, Agreement, Station
from hub.agreements.publish import catalogue, publish


@transaction.atomic
def add_station(name: str, municipality: str) -> Station:
    """Raises Refused `station_exists`, or what domain.text refuses."""
    name = required(name, field="name", limit=NAME_LIMIT)
    municipality = required(municipality, field="municipality", limit=NAME_LIMIT)
    if Station.objects.filter(name=name, municipality=municipality).exists():
        raise Refused("station_exists", station=name, municipality=municipality)
    station = Station.objects.create(name=name, municipality=municipality)
    publish()
    return station


def find_station(name: str) -> Station:
    """The station of this name. Raises Refused `station_unknown`, or `station_ambiguous` across municipalities."""
    found = list(Station.objects.filter(name=name.strip())[:2])
    if not found:
        raise Refused("station_unknown", station=name[:NAME_LIMIT])
    if len(found) > 1:
        raise Refused("station_ambiguous", station=name[:NAME_LIMIT])
    return found[0]


@transaction.atomic
def add_actor(name: str, orgnr: str, language: str = "nb") -> Actor:
    """Raises Refused `orgnr_wrong`, `actor_exists`, or what domain.text refuses."""
    number = valid_orgnr(orgnr)
    name = required(name, field="name", limit=NAME_LIMIT)
    if Actor.objects.filter(orgnr=number).exists():
        raise Refused("actor_exists", orgnr=number)
    actor = Actor.objects.create(orgnr=number, name=name, language=language)
    publish()
    return actor


@transaction.atomic
def add_agreement(
    orgnr: str,
    *,
    first_day: date,
    last_day: date,
    categories: Sequence[str] | None,
    stations: Sequence[str] | None = None,
    kind: AgreementKind = AgreementKind.FIXED,
    electrical: bool = False,
) -> Agreement:
    """`categories` and `stations` (names) None mean all.

    Raises Refused `orgnr_wrong`, `actor_unknown`, `dates_reversed`, `category_unknown`, `nothing_covered` or
    `station_unknown`.
    """
    actor = Actor.objects.filter(orgnr=valid_orgnr(orgnr)).first()
    if actor is None:
        raise Refused("actor_unknown", orgnr=orgnr[:40])
    if last_day < first_day:
        raise Refused("dates_reversed", first=first_day.isoformat(), last=last_day.isoformat())
    places = None if stations is None else [find_station(name) for name in stations]
    if places == [] or (categories is not None and not categories):
        raise Refused("nothing_covered")
    agreement = Agreement.objects.create(
        actor=actor,
        kind=kind.value,
        first_day=first_day,
        last_day=last_day,
        categories=None if categories is None else _known(categories),
        all_stations=places is None,
        electrical=electrical,
    )
    agreement.stations.set(places or [])
    publish()
    return agreement


def _known(codes: Sequence[str]) -> list[str]:
    known = {category.code for category in catalogue().categories}
    for code in codes:
        if code not in known:
            raise Refused("category_unknown", category=code[:64])
    return list(dict.fromkeys(codes))


@transaction.atomic
def suspend_agreement(identifier: str) -> Agreement:
    """Raises Refused `agreement_unknown` or `agreement_already_suspended`."""
    try:
        agreement = Agreement.objects.select_for_update().filter(id=identifier).first()
    except ValidationError:  # no UUID at all
        agreement = None
    if agreement is None:
        raise Refused("agreement_unknown", agreement=identifier[:40])
    if agreement.status == AgreementStatus.SUSPENDED:
        raise Refused("agreement_already_suspended", agreement=str(agreement.id))
    agreement.status = AgreementStatus.SUSPENDED.value
    agreement.save(update_fields=["status"])
    publish()
    return agreement

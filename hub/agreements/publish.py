"""Publishing the register: one whole numbered version, signed once, the same bytes for every counter."""

from functools import cache

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from domain import agreement as rules
from domain.catalogue import Catalogue, load_catalogue
from hub.agreements.models import Actor, Agreement, PublishedReference, Station
from hub.ingest.keys import HubKey
from hub.ingest.models import Hub
from resources import path
from wire.reference import Reference, StationName


@cache
def catalogue() -> Catalogue:
    """The categories and all that belongs to them, as they come with this program; read once."""
    return load_catalogue(path("catalogue"))


@transaction.atomic
def publish(ahead: int = 1, least: int = 0) -> int:
    """Publish everything as it stands now and return the new version's number: the newest and `ahead`, or `least`.

    Called in the transaction that changed a station, an actor or an agreement; the hub's row is locked, so that
    versions come one after the other and each is whole.
    """
    hub = Hub.objects.select_for_update().get(id=1)
    newest: int = PublishedReference.objects.aggregate(newest=Max("version"))["newest"] or 0
    now = timezone.now()
    document = Reference(
        hub=str(hub.identifier),
        version=max(newest + ahead, least),
        published_at=now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        stations=tuple(_station(row) for row in Station.objects.all()),
        actors=tuple(_actor(row) for row in Actor.objects.all()),
        agreements=tuple(as_published(row) for row in Agreement.objects.prefetch_related("stations")),
        catalogue=catalogue(),
    )
    PublishedReference.objects.create(version=document.version, published_at=now, signed=HubKey.load().sign(document))
    return document.version


def _station(row: Station) -> StationName:
    return StationName(id=str(row.id), name=row.name, municipality=row.municipality)


def _actor(row: Actor) -> rules.Actor:
    return rules.Actor(orgnr=row.orgnr, name=row.name, language=row.language)


def as_published(row: Agreement) -> rules.Agreement:
    """The agreement as counters get it, and as every verdict weighs it."""
    return rules.Agreement(
        id=str(row.id),
        orgnr=row.actor_id,
        kind=rules.AgreementKind(row.kind),
        first_day=row.first_day,
        last_day=row.last_day,
        categories=None if row.categories is None else tuple(row.categories),
        stations=None if row.all_stations else tuple(sorted(str(station.id) for station in row.stations.all())),
        electrical=row.electrical,
        status=rules.AgreementStatus(row.status),
    )

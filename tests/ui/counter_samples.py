"""A municipality as the hub would publish it: actors, agreements of every kind, a station. For the tests beside it."""

import datetime

from domain.agreement import Actor, Agreement, AgreementKind, AgreementStatus
from domain.numbers import Kind, Number
from station_app.station import Station
from wire import codec
from wire.contact import Enrolled
from wire.reference import Reference, StationName

HUB = "11111111-1111-4111-8111-111111111111"
STATION = "22222222-2222-4222-8222-222222222222"
DEVICE = 31

FRETEX = "938992185"
FLEA_MARKET = "971277882"
EXPIRED = "974760673"
SUSPENDED = "914594685"
NOW = datetime.datetime(2026, 11, 24, 9, 42, 7, tzinfo=datetime.UTC)


def clock() -> datetime.datetime:
    return NOW


def reference(version: int = 1) -> Reference:
    year = (datetime.date(2026, 1, 1), datetime.date(2026, 12, 31))
    return Reference(
        hub=HUB,
        version=version,
        published_at="2026-11-24T08:10:00Z",
        stations=(StationName(id=STATION, name="Nord gjenvinningsstasjon", municipality="Bærum"),),
        actors=(
            Actor(orgnr=FRETEX, name="Fretex Øst-Norge AS"),
            Actor(orgnr=FLEA_MARKET, name="Bekkestua skoles loppemarked", language="nn"),
            Actor(orgnr=EXPIRED, name="Gamle Venner"),
            Actor(orgnr=SUSPENDED, name="Hvileskjær Ombruk"),
        ),
        agreements=(
            _agreement("a1", FRETEX, *year, None, electrical=True),
            _agreement("a2", FLEA_MARKET, *year, ("bicycle", "chair"), electrical=False),
            _agreement("a3", EXPIRED, datetime.date(2025, 1, 1), datetime.date(2025, 12, 31), None, electrical=True),
            _agreement("a4", SUSPENDED, *year, None, electrical=True, status=AgreementStatus.SUSPENDED),
        ),
    )


def put_in_force(station: Station) -> None:
    enrolled = Enrolled(
        hub=HUB,
        epoch=1,
        hub_keys=(),
        device_number=DEVICE,
        station=STATION,
        station_name="Nord gjenvinningsstasjon",
        municipality="Bærum",
    )
    with station.transaction():
        station.identities.enrol(enrolled, "https://ombruk.example.no")
        station.reference.take(codec.encode(reference()), "", station.now())


def unknown_item() -> str:
    return str(Number(Kind.ITEM, DEVICE, 9_000_000))


def wrong_check_digit(number: str) -> str:
    return number[:-1] + str((int(number[-1]) + 1) % 10)


def _agreement(
    name: str,
    orgnr: str,
    first: datetime.date,
    last: datetime.date,
    categories: tuple[str, ...] | None,
    *,
    electrical: bool,
    status: AgreementStatus = AgreementStatus.APPROVED,
) -> Agreement:
    return Agreement(
        id=name,
        orgnr=orgnr,
        kind=AgreementKind.FIXED,
        first_day=first,
        last_day=last,
        categories=categories,
        stations=None,
        electrical=electrical,
        status=status,
    )

"""A counter in the middle of its day, for the tour: things, handovers, a reversal, a discard, a refusal."""

import datetime
from collections.abc import Sequence
from pathlib import Path

from domain.agreement import Actor
from domain.handover import Signature
from domain.item import Condition, DataChoice
from domain.staff import Role
from domain.weight import WeightSource
from station_app.actions.correct import discard_item
from station_app.actions.handover import Order, hand_over, prepare_handover
from station_app.actions.practice import fixed_agreement
from station_app.actions.refuse import refuse_thing
from station_app.actions.register import Draft, keep_photo, register_item
from station_app.actions.reverse import prepare_reversal, reverse_handover
from station_app.actions.staff import add_member, lock, set_pin
from station_app.devices.photo import prepare
from station_app.documents.receipt import render_receipt
from station_app.station import Station
from wire import codec
from wire.contact import Enrolled
from wire.messages import Blob
from wire.reference import Reference, StationName
from wire.reservations import Reservations, Reserved

NOW = datetime.datetime(2026, 11, 24, 9, 42, 7, tzinfo=datetime.UTC)
STATION, HUB = "22222222-2222-4222-8222-222222222222", "11111111-1111-4111-8111-111111111111"
ALL, SOME, OVER = "123456785", "974760673", "889640782"
THINGS = (
    ("chair", 4_200, "Spisestol i bjørk", Condition.GOOD),
    ("bicycle", 14_000, "Herresykkel 28 tommer, sju gir", Condition.USED),
    ("sofa", 38_000, "Treseter, lys grå", Condition.GOOD),
    ("laptop", 2_100, "Bærbar PC uten lader", Condition.REPAIR),
    ("books", 450, "Fem kriminalromaner", Condition.GOOD),
    ("vacuum_cleaner", 5_900, "Støvsuger, virker", Condition.USED),
    ("table_lamp", 1_800, "Lampe med plissert skjerm", Condition.NEW),
    ("bookcase", 24_000, "Bokhylle i furu, fem hyller", Condition.GOOD),
    ("kettle", 1_100, "", Condition.GOOD),
    ("toys", 3_300, "Togbane i tre med skinner og bru", Condition.GOOD),
    ("rug", 7_600, "Teppe 200 × 300", Condition.USED),
    ("ladder", 9_400, "Trappestige, seks trinn", Condition.GOOD),
)
SHAPES = {"chair": 0, "sofa": 0, "bookcase": 1, "table_lamp": 2}
"""Which of the drawn photos (a chair, a shelf, a lamp, a box) is most like a thing; the others are boxes."""
SIGNED = Signature(400, 150, (((10, 80, 0), (120, 20, 90), (220, 110, 200), (300, 40, 300), (380, 90, 420)),))


def clock() -> datetime.datetime:
    """The tour always happens on the same morning."""
    return NOW


def furnish(station: Station, photos: Sequence[Path] = ()) -> None:
    """Fill a new store. Each takes the photo most like it; without any, things have none."""
    _join(station)
    pictures = [_kept(station, photo) for photo in photos]
    numbers = []
    for place, (category, grams, title, condition) in enumerate((*THINGS, *THINGS)):
        draft = Draft(
            category=category,
            condition=condition,
            grams=grams + place * 10,
            weight_source=WeightSource.SCALE if place % 3 else WeightSource.TYPED,
            title=title,
            photos=(pictures[SHAPES.get(category, 3) % len(pictures)],) if pictures else (),
            data_choice=DataChoice.WIPED if category == "laptop" and place < len(THINGS) else None,
            staff="KB",
        )
        numbers.append(register_item(station, draft).number)
    _hand_over(station, ALL, numbers[:5], "Åse Ødegård")
    wrong = _hand_over(station, SOME, [numbers[12]], "Ola Nordmann")
    prepared = prepare_reversal(station, wrong, "Feil aktør")
    reverse_handover(station, prepared, render_receipt(prepared.receipt))
    discard_item(station, numbers[8], "Falt i bakken")
    _keep(station, (numbers[22], ALL, 3), (numbers[19], OVER, 9))
    refuse_thing(station, category="mattress", reason="mattress")


def employ(station: Station) -> None:
    """Make a list of staff: one with a PIN who administers it, and three without."""
    add_member(station, "KB", Role.ADMINISTRATOR)
    set_pin(station, "KB", "2027")
    for initials, role in (("ÅN", Role.LEAD), ("PN", Role.COUNTER), ("EH", Role.COUNTER)):
        add_member(station, initials, role)
    lock(station)


def _hand_over(station: Station, orgnr: str, numbers: Sequence[str], representative: str) -> str:
    order = Order(orgnr=orgnr, numbers=tuple(numbers), representative=representative, signature=SIGNED)
    prepared = prepare_handover(station, order)
    return hand_over(station, prepared, render_receipt(prepared.receipt)).number


def _keep(station: Station, *kept: tuple[str, str, int]) -> None:
    """Things (number) that the hub keeps for an actor, until noon so many days from now."""
    noon = datetime.datetime(2026, 11, 24, 11, tzinfo=datetime.UTC)
    reserved = tuple(
        Reserved(
            item=station.items.by_number(number).item,
            number=number,
            orgnr=orgnr,
            actor=station.reference.actor(orgnr).name,
            until=(noon + datetime.timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ"),
        )
        for number, orgnr, days in kept
    )
    listed = Reservations(hub=HUB, station=STATION, version=1, published_at=station.now(), reserved=reserved)
    with station.transaction():
        station.reservations.take(codec.encode(listed), listed, "", station.now())


def _kept(station: Station, photo: Path) -> Blob:
    return keep_photo(station, prepare(photo.read_bytes(), photo.name))


def _join(station: Station) -> None:
    name = StationName(id=STATION, name="Isi gjenvinningsstasjon", municipality="Bærum")
    enrolled = Enrolled(
        hub=HUB,
        epoch=1,
        hub_keys=(),
        device_number=31,
        station=STATION,
        station_name=name.name,
        municipality=name.municipality,
    )
    this_year = (datetime.date(2026, 1, 1), datetime.date(2026, 12, 31))
    register = Reference(
        hub=HUB,
        version=7,
        published_at="2026-11-24T08:10:00Z",
        stations=(name,),
        actors=(
            Actor(orgnr=ALL, name="Fretex Øst-Norge AS"),
            Actor(orgnr=SOME, name="Rykkinn skolekorps", language="nn"),
            Actor(orgnr=OVER, name="Ombrukskafeen Åpen dør"),
        ),
        agreements=(
            fixed_agreement(ALL, this_year, None, electrical=True),
            fixed_agreement(SOME, this_year, ("bicycle", "chair", "books"), electrical=False),
            fixed_agreement(OVER, (datetime.date(2025, 1, 1), datetime.date(2025, 12, 31)), None, electrical=True),
        ),
    )
    with station.transaction():
        station.identities.enrol(enrolled, "https://ombruk.example.no")
        station.reference.take(codec.encode(register), "", station.now())

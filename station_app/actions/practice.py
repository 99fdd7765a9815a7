"""The store for practising: a folder of its own beside the real one, with actors and things to practise on."""

import datetime
from pathlib import Path
from typing import Any

import msgspec

from domain.agreement import Actor, Agreement, AgreementKind, AgreementStatus
from domain.refused import Refused
from domain.weight import WeightSource
from station_app import config
from station_app.actions.register import Draft, register_item
from station_app.language import translation
from station_app.station import Clock, Station, utc_now
from station_app.storage.database import FILE_NAME
from wire import codec
from wire.reference import Reference

FOLDER = "practice"
"""Inside the folder of the real store, which nothing here opens."""
NOBODY = "00000000-0000-4000-8000-000000000000"
"""The hub that published the register of practice actors: none."""
EVERYTHING, SOME_THINGS, EXPIRED = "310000019", "310000027", "310000035"
"""Organisation numbers with a right check digit that no organisation has."""
_THINGS = (
    ("chair", 4_200, "Spisestol i bjørk"),
    ("bicycle", 14_000, "Barnesykkel 20 tommer, rød"),
    ("sofa", 38_000, "Treseter, lys grå"),
    ("books", 1_450, "Fem kriminalromaner"),
    ("table_lamp", 1_800, "Lampe med skjerm"),
    ("vacuum_cleaner", 5_900, "Støvsuger, virker"),
)


def practice_word(station: Station, language: str = "") -> str:
    """What stands on every document that was made while practising, in `language` (by default the window's).

    Empty for what counts.
    """
    return translation(language or station.config.language).gettext("PRACTICE") if station.practice else ""


def counter_of(folder: Path) -> Path | None:
    """The folder of the counter whose practice store lies in `folder`; None where it does not lie beside one."""
    while folder.name == FOLDER and (folder.parent / FILE_NAME).is_file():
        folder = folder.parent
        if folder.name != FOLDER:
            return folder
    return None


def open_practice(folder: Path, clock: Clock = utc_now) -> Station:
    """Open the practice store that belongs to the real store in `folder`, furnishing it at the first time.

    It looks as the real counter does (language, text, printers). The real store is neither opened nor changed.
    Raises what Station.open raises, and Refused `practice_folder_taken` when a real store lies in its place.
    """
    place = folder / FOLDER
    try:
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:
        raise Refused("folder_not_writable", folder=str(place)) from None
    settings = config.load(folder)
    look: dict[str, Any] = {**msgspec.structs.asdict(settings), "sync": False, "guide_done": True}
    station = Station.open(place, settings=settings, clock=clock, practice=True)
    try:
        # Before anything is kept there: a real store keeps its settings, too.
        if not station.practice:
            raise Refused("practice_folder_taken", folder=str(place))
        config.save(place, **look)
        station.config = config.load(place)
        _furnish(station)
    except BaseException:
        station.close()
        raise
    return station


def _furnish(station: Station) -> None:
    if station.reference.version():
        return
    with station.transaction():
        station.reference.take(codec.encode(_register(station)), "", station.now())
    for category, grams, title in _THINGS:
        draft = Draft(category=category, grams=grams, weight_source=WeightSource.TYPED, title=title)
        register_item(station, draft)


def _register(station: Station) -> Reference:
    today = station.clock().date()
    long = (today - datetime.timedelta(days=1), today.replace(year=today.year + 20, day=1))
    over = (today - datetime.timedelta(days=400), today - datetime.timedelta(days=35))
    return Reference(
        hub=NOBODY,
        version=1,
        published_at=station.now(),
        stations=(),
        actors=(
            Actor(orgnr=EVERYTHING, name="Øvelse: Bruktbutikken"),
            Actor(orgnr=SOME_THINGS, name="Øvelse: Skolekorpset"),
            Actor(orgnr=EXPIRED, name="Øvelse: Gamle venner"),
        ),
        agreements=(
            fixed_agreement(EVERYTHING, long, None, electrical=True),
            fixed_agreement(SOME_THINGS, long, ("bicycle", "chair", "books"), electrical=False),
            fixed_agreement(EXPIRED, over, None, electrical=True),
        ),
    )


def fixed_agreement(
    orgnr: str, days: tuple[datetime.date, datetime.date], categories: tuple[str, ...] | None, *, electrical: bool
) -> Agreement:
    """An approved agreement of an actor that nobody made: from the first to the last of `days`, at all stations.

    `categories` None covers all of them.
    """
    return Agreement(
        id=f"agreement-{orgnr}",
        orgnr=orgnr,
        kind=AgreementKind.FIXED,
        first_day=days[0],
        last_day=days[1],
        categories=categories,
        stations=None,
        electrical=electrical,
        status=AgreementStatus.APPROVED,
    )

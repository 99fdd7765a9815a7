"""Stories of both sides that Hypothesis makes up (both_sides.py), and short ones that find what is planted."""

import io
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import planted
import pytest
from both_sides import OTHER_ACTOR, BothSides
from django.conf import settings as of_django
from django.db import connection
from fickle import InTurn
from hub_here import a_made_one, own_connection
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test
from PIL import Image
from soak import Soak

from domain.refused import Refused
from hub.reservations.models import Reservation
from station_app.devices.photo import prepare
from station_app.storage.database import Database
from station_app.sync import sending_files

PHOTOS = 10
PIECE = 5_000
"""Steps in one test of the long form, so that one that finds something does not end them all."""
STEPS_IN_A_STORY = 150


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """The long form is in pieces, each repeated by the seed and its number."""
    if "piece" in metafunc.fixturenames:
        long = metafunc.config.getoption("--soak") is not None
        pieces = -(-metafunc.config.getoption("--steps") // PIECE) if long else 1
        metafunc.parametrize("piece", range(pieces))


def picture(grey: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (48, 32), (grey, 20, 30)).save(out, "JPEG")
    return out.getvalue()


def from_bytes(kind: type[Database], content: bytes) -> Database:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.deserialize(content)
    return kind(connection, Path())


@pytest.fixture(scope="module", autouse=True)
def hub_with_counters(django_db_blocker: Any) -> Iterator[None]:
    """What every story begins with, made once."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), own_connection():
        patch.setattr(of_django, "OMBRUK_FOLDER", of_django.OMBRUK_FOLDER)
        patch.setattr(of_django, "OMBRUK_HUB_KEY", "")
        patch.setattr(sending_files, "ThreadPoolExecutor", InTurn)
        # An empty store is the same every time: the one into which `verify` replays is copied, not made.
        empty = Database.in_memory()._connection.serialize()
        patch.setattr(Database, "in_memory", classmethod(lambda kind: from_bytes(kind, empty)))
        with a_made_one(of_django) as made:
            BothSides.made, BothSides.settings = made, of_django
            BothSides.photos = tuple(prepare(picture(20 * each), "ting.jpg") for each in range(PHOTOS))
            yield


def test_both_sides_agree_whatever_happened(soak: Soak, piece: int) -> None:
    steps = soak.times(20, long=min(STEPS_IN_A_STORY, soak.steps))
    stories = soak.times(5, long=-(-min(PIECE, soak.steps - piece * PIECE) // steps))
    BothSides.steps = 0
    try:
        run_state_machine_as_test(
            seed(f"{soak.seed} {piece}")(BothSides),
            settings=settings(
                max_examples=stories,
                stateful_step_count=steps,
                deadline=None,
                database=None,
                report_multiple_bugs=False,
                phases=(Phase.generate, Phase.shrink),
                suppress_health_check=list(HealthCheck),
            ),
        )
    finally:
        soak.tried("steps of stories of both sides", BothSides.steps)


def test_a_hub_whose_database_is_held_says_so_and_gets_everything_later() -> None:
    """By a backup or a scanner, for half a minute; how long is waited is shortened."""
    with story() as told:
        told.register(each=0, photo=1)
        told.good_cycle(each=0)
        told.register(each=0, photo=2)
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 20")
        with closing(sqlite3.connect(told.the_hub.folder.database, isolation_level=None)) as scanner:
            scanner.execute("BEGIN IMMEDIATE")
            with pytest.raises(Refused, match="hub_busy"):
                told.good_cycle(each=0)
            scanner.execute("ROLLBACK")


# Short stories, each with the planted bug that it finds


@contextmanager
def story() -> Iterator[BothSides]:
    """One that is told here; what must hold is looked at when it is over."""
    told = BothSides()
    try:
        yield told
    finally:
        told.teardown()


def two_things_in_one_batch(told: BothSides) -> None:
    told.register(each=0, photo=-1)
    told.register(each=0, photo=-1)
    told.good_cycle(each=0)


def the_hub_lost_a_file(told: BothSides) -> None:
    told.register(each=0, photo=1)
    told.good_cycle(each=0)
    told.hub(what="a file")


def a_login_page_says_yes_to_a_file(told: BothSides) -> None:
    told.good_cycle(each=0)
    told.register(each=0, photo=1)
    # Hello, the batch and whether the file is missing go well.
    told.cycle(each=0, fates=["well"] * 3 + ["portal"])


def a_store_that_lived_on_is_put_back(told: BothSides) -> None:
    told.copy(each=0)
    told.register(each=0, photo=-1)
    told.good_cycle(each=0)
    told.put_back(each=0, note=True)
    told.register(each=0, photo=-1)
    told.good_cycle(each=0)
    told.put_back(each=0, note=True)


def room_is_made_before_there_is_a_backup(told: BothSides) -> None:
    told.register(each=0, photo=1)
    told.good_cycle(each=0)
    told.make_room(each=0)


def a_picture_comes_again_after_room_was_made(told: BothSides) -> None:
    told.register(each=0, photo=1)
    told.good_cycle(each=0)
    told.register(each=0, photo=-1)
    told.good_cycle(each=0)
    told.hub(what="backup")
    told.good_cycle(each=0)
    told.make_room(each=0)
    told.register(each=0, photo=1)
    told.hub(what="a file")


def one_backup_is_put_back_twice(told: BothSides) -> None:
    told.register(each=0, photo=1)
    # The event gets through, its file does not.
    told.cycle(each=0, fates=["well"] * 5 + ["never"])
    told.hub(what="backup")
    told.hub(what="both")
    told.good_cycle(each=0)
    told.the_hub.was_put_back = False
    told.hub(what="both")


def a_thing_that_is_kept_goes_to_another(told: BothSides) -> None:
    told.good_cycle(each=0)
    told.register(each=0, photo=-1)
    told.good_cycle(each=0)
    told.reserve(which=0, orgnr=OTHER_ACTOR)
    told.good_cycle(each=0)
    told.hand_over(each=0, most=1)
    told.good_cycle(each=0)
    assert Reservation.objects.get().ending == "broken"


def a_hub_that_was_put_back_has_kept_fewer_things(told: BothSides) -> None:
    told.register(each=0, photo=-1)
    told.good_cycle(each=0)
    told.hub(what="backup")
    told.reserve(which=0, orgnr=OTHER_ACTOR)
    told.good_cycle(each=0)
    told.hub(what="both")


def test_a_login_page_in_place_of_the_register_or_the_list_is_no_forgery() -> None:
    """Whatever request it answers, it is said to be no answer of the hub."""
    for place in range(6):
        with story() as told:
            told.register(each=0, photo=-1)
            told.cycle(each=0, fates=["well"] * 8)
            told.reserve(which=0, orgnr=OTHER_ACTOR)
            told.stores[0].station._database.run("DELETE FROM reference")
            told.cycle(each=0, fates=["well"] * place + ["portal"])


TOLD: dict[str, tuple[Callable[[BothSides], None], str]] = {
    "hub: the last event of a batch is acknowledged and forgotten": (two_things_in_one_batch, "I"),
    "counter: a hub that was put back is not offered the files again": (the_hub_lost_a_file, "I5"),
    "counter: whoever says yes to a file is believed": (a_login_page_says_yes_to_a_file, "I5"),
    "counter: what the hub holds of other lives is left there": (a_store_that_lived_on_is_put_back, "I1"),
    "counter: room is made as soon as the hub has the photo": (room_is_made_before_there_is_a_backup, "I6"),
    "counter: a picture that comes again is taken for gone": (a_picture_comes_again_after_room_was_made, "I5"),
    "hub: one backup put back twice is one epoch": (one_backup_is_put_back_twice, "I5"),
    "hub: what a counter did ends no reservation": (a_thing_that_is_kept_goes_to_another, "broken"),
    "hub: lists of reservations begin anew after a restore": (a_hub_that_was_put_back_has_kept_fewer_things, "I9"),
}
"""By planted bug: the story that finds it, and the promise that is then broken."""


@pytest.mark.parametrize("bug", TOLD)
def test_the_story_holds(bug: str) -> None:
    with story() as told:
        TOLD[bug][0](told)


@pytest.mark.parametrize("bug", TOLD)
def test_the_story_finds(bug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    planted.plant(bug, monkeypatch.setattr)
    with pytest.raises(AssertionError, match=TOLD[bug][1]):
        with story() as told:
            TOLD[bug][0](told)

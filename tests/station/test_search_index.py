"""The search index gets many things at once; what is not in it yet is found all the same."""

import shutil
import sqlite3
import threading

from counter import Counter

from domain.item import Condition, State
from domain.numbers import Kind
from domain.staff import Right
from domain.weight import WeightSource
from station_app.actions.correct import discard_item
from station_app.actions.register import Draft, register_items
from station_app.storage.database import FILE_NAME
from station_app.storage.items import Wanted
from station_app.storage.search_index import MOST_FRESH
from station_app.sync.worker import SyncWorker
from wire.messages import ItemRegistered, new_id


def index_parts(counter: Counter) -> int:
    """Of how many parts the search index is; every question asks them all."""
    connection = sqlite3.connect(counter.folder / FILE_NAME)
    (parts,) = connection.execute("SELECT count(DISTINCT segid) FROM item_search_idx").fetchone()
    connection.close()
    return int(parts)


def thing(counter: Counter, number: int) -> ItemRegistered:
    """What the log says of a thing, with the number that comes next."""
    return ItemRegistered(
        **counter.station.heading(Right.REGISTER),
        item=new_id(),
        number=str(counter.station.next_number(Kind.ITEM)),
        category="chair",
        condition=Condition.GOOD,
        grams=4_200,
        weight_source=WeightSource.TYPED,
        title=f"Stol {number}",
    )


def test_things_saved_at_once_are_one_part_of_the_search_index(counter: Counter) -> None:
    register_items(counter.station, Draft(category="chair", grams=4_200), copies=20)
    assert index_parts(counter) == 0
    counter.station.tidy()
    assert index_parts(counter) == 1
    with counter.station.transaction():
        for number in range(3 * MOST_FRESH):
            counter.station.record(thing(counter, number))
    assert index_parts(counter) == 2


def test_somebody_who_saves_has_a_turn_between_any_two_pieces_of_tidying(counter: Counter) -> None:
    with counter.station.transaction():
        for number in range(2 * MOST_FRESH):
            counter.station.record(thing(counter, number))
    with counter.station.another() as tidying:
        # Whoever finds the store locked is told so at once.
        counter.station.wait_at_most(0)
        pieces: list[set[str]] = []

        def turn(statement: str) -> None:
            if statement.startswith("BEGIN"):
                counter.register()
                pieces.append(set())
            elif statement.startswith("INSERT INTO item_search"):
                pieces[-1].add("joins" if "merge" in statement else "takes in")

        tidying._database._connection.set_trace_callback(turn)
        tidying.tidy()
    assert pieces == [{"takes in"}, {"joins"}]


def test_the_newest_things_go_into_the_index_by_themselves_when_they_are_many(counter: Counter) -> None:
    with counter.station.another() as other:
        for number in range(MOST_FRESH):
            assert index_parts(counter) == 0
            counter.register(title=f"k{number}k")
        assert index_parts(counter) == 1
        counter.register(title="k4217k")
        for title in ("k0k", f"k{MOST_FRESH - 1}k", "k4217k"):
            for station in (counter.station, other):
                assert [item.title for item in station.items.page(Wanted(search=title)).items] == [title]


def test_what_happens_to_a_thing_is_found_whether_it_is_in_the_index_or_not(counter: Counter) -> None:
    early, late = counter.register(title="Pinnestol"), counter.register(title="Gyngestol")
    counter.station.tidy()
    fresh = counter.register(title="Krakk")
    for number in (early, fresh):
        discard_item(counter.station, number, "Knust")
    for _ in range(2):
        for state, numbers_there in ((State.DISCARDED, [fresh, early]), (State.REGISTERED, [late])):
            found = counter.station.items.page(Wanted(state=state)).items
            assert [item.number for item in found] == numbers_there
        assert [item.number for item in counter.station.items.page(Wanted(search="pinnestol")).items][-1] == early
        counter.station.tidy()


def test_tidying_joins_the_index_and_takes_over_what_was_written_ahead(counter: Counter) -> None:
    registered = []
    for number in range(30):
        registered.append(counter.register(title=f"Stol k{number}k"))
        counter.station.tidy()
    assert 0 < index_parts(counter) < 5
    shutil.copy(counter.folder / FILE_NAME, counter.folder / "alone.sqlite3")
    alone = sqlite3.connect(counter.folder / "alone.sqlite3")
    assert alone.execute("SELECT count(*) FROM item").fetchone() == (30,)
    alone.close()
    found = counter.station.items.page(Wanted(search="k7k")).items
    assert [item.number for item in found] == [registered[7]]
    assert counter.station.verify().ok


def test_the_background_sender_tidies_before_it_is_enrolled_too(new_counter: Counter) -> None:
    for _ in range(30):
        new_counter.register()
    tidied = threading.Event()

    class Watched(SyncWorker):
        def _rest(self) -> None:
            tidied.set()
            super()._rest()

    worker = Watched(new_counter.folder, new_counter.station.config, lambda _: None)
    worker.start()
    try:
        assert tidied.wait(30)
    finally:
        assert worker.stop(30)
    assert index_parts(new_counter) == 1

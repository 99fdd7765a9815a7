"""The shelf among very many things: a store that is filled once and kept, and its questions beside their floors.

`python -m bench.shelf [--rows N] [--rounds N]` measures these alone.
"""

import argparse
import datetime
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.figures import Result, measure, write
from bench.floors import start_bare_window, words_of
from bench.station import start_window
from domain.handover import Line
from domain.item import Condition, State
from domain.numbers import Kind, Number, parse
from domain.weight import WeightSource
from station_app.config import Config
from station_app.station import Station
from station_app.storage.database import FILE_NAME
from station_app.storage.items import Wanted
from wire.messages import Blob, ItemDiscarded, ItemRegistered, ItemsHandedOver, ItemVoided, KnownEvent, LabelPrinted

KEPT = Path("bench-out") / "stores"
PAGE = 60
"""Rows that the shelf asks for at once."""
AT_ONCE = 5_000
"""Things of one transaction while filling."""
BEGAN = datetime.datetime(2019, 1, 2, 8, 0, tzinfo=datetime.UTC)
APART = datetime.timedelta(minutes=4)
"""Between two registrations: a million take seven and a half years."""
PREFIXES = ("r", "e", "st", "sof", "lamp", "kjøle", "elektrisk", "kommode", "1", "9999", "z", "xylofon")
SEVERAL = ("rød stol", "e k", "r z", "stol lampe", "klippan sofa rød", "odde jevn")
SAVED_SINGLY = 300


def store(rows: int) -> Station:
    """A store of so many things, the same in every run; made when it is not there yet, which takes minutes and
    goes on where it was interrupted."""
    folder = KEPT / f"{rows}"
    ready = folder / "ready"
    if ready.exists():
        return _opened(folder)
    station = _opened(folder)
    fill(station, rows)
    ready.touch()
    return station


def fill(station: Station, rows: int) -> None:
    """Register so many things through log and projection, and let happen to them what happens to things.

    One in twenty is on the shelf, one in a thousand void, one in fifty discarded, one in three hundred has no label;
    the rest was handed over. Then the parts of the search index are joined, as the sending thread does while the years
    pass. The last ones are saved singly, so that some of them are not in it yet.
    """
    begin = station.next_number(Kind.ITEM).running
    for first in range(begin, rows + 1, AT_ONCE):
        _fill_block(station, first, min(first + AT_ONCE, rows + 1))
    while station.tidy():
        pass
    for event in _things(station, max(begin, rows + 1), rows + 1 + SAVED_SINGLY):
        with station.transaction():
            station.record(event)


def _fill_block(station: Station, first: int, behind: int) -> None:
    things = list(_things(station, first, behind))
    with station.transaction():
        # In the order of the things each time: the index writes a part of its own whenever it has to go back.
        for events in (things, _labels(things), _ends(things), _handovers(station, things)):
            station.record(*events)


def questions(station: Station, rows: int) -> Iterator[tuple[str, Wanted]]:
    """What people ask a shelf, from the plainest to the most awkward, each with its name."""
    month = (BEGAN + APART * rows - datetime.timedelta(days=30)).strftime("%Y-%m-%dT%H:%M:%SZ")
    furniture = tuple(c.code for c in station.catalogue.categories if c.group == "furniture")
    for typed in PREFIXES:
        yield f"“{typed}”", Wanted(search=typed)
    for typed in SEVERAL:
        yield f"“{typed}”", Wanted(search=typed)
    for typed in ("r", "e", "stol"):
        for state in State:
            yield f"“{typed}”, {state}", Wanted(search=typed, state=state)
        yield f"“{typed}”, one category", Wanted(search=typed, categories=("chair",))
        yield f"“{typed}”, furniture on the shelf", Wanted(search=typed, categories=furniture, state=State.REGISTERED)
        yield f"“{typed}”, a void chair", Wanted(search=typed, categories=("chair",), state=State.VOID)
        yield f"“{typed}”, 30 days old", Wanted(search=typed, since=month)
        yield f"“{typed}”, no label", Wanted(search=typed, unlabelled=True)
        yield f"“{typed}”, no label, void", Wanted(search=typed, unlabelled=True, state=State.VOID)
    for state in State:
        yield f"all, {state}", Wanted(state=state)
    yield "no label", Wanted(unlabelled=True, state=State.REGISTERED)
    yield "30 days old", Wanted(since=month)
    yield "furniture", Wanted(categories=furniture)
    device = f"{station.identity.device_number:05d}"
    for typed in (f"1 {device[:2]}", f"1 {device}", f"1 {device} 00", f"1 {device} 0000042", f"1 {device} 9"):
        yield f"“{typed}”", Wanted(search=typed)
        yield f"“{typed}”, void", Wanted(search=typed, state=State.VOID)


def run(rows: int, rounds: int) -> list[Result]:
    """Every question beside the floor: the same number of bare rows, newest first, from the same file."""
    station = store(rows)
    floor = bare_page(station)
    results = [
        measure(f"{name} among {rows} things", "bare page of rows", _asking(station, wanted), floor, rounds, 20)
        for name, wanted in questions(station, rows)
    ]
    deep = station.items.page(limit=1).items[0].id - rows * 9 // 10
    for name, after in (("the first page", None), (f"the page at depth {rows * 9 // 10}", deep)):
        job = _turning(station, after)
        results.append(measure(f"{name} of {rows} things", "bare page of rows", job, floor, rounds, 50))
    on_shelf = Wanted(state=State.REGISTERED)
    job = lambda: station.items.count(on_shelf)  # noqa: E731 (a thing to time)
    results.append(measure(f"counting the shelf, {rows} things", "bare page of rows", job, floor, rounds, 20))
    folder, history = station.folder, station.handovers.history
    behind = (station.journal.head().seq // 10, "")
    results.append(
        measure(
            f"the history at nine tenths of its depth, {rows} things",
            "its first page",
            lambda: history(limit=PAGE, after=behind),
            lambda: history(limit=PAGE),
            rounds,
            50,
        )
    )
    station.close()
    results.append(
        measure(
            f"start to usable window, {rows} things",
            "bare PySide6 window",
            lambda: start_window(folder),
            start_bare_window,
            rounds,
            3,
        )
    )
    return results


def bare_page(station: Station) -> Callable[[], object]:
    """The newest rows of the item table, as a bare connection gets them."""
    connection = sqlite3.connect(station.folder / FILE_NAME, isolation_level=None)
    query = "SELECT * FROM item ORDER BY id DESC LIMIT ?"
    return lambda: connection.execute(query, (PAGE + 1,)).fetchall()


def _opened(folder: Path) -> Station:
    return Station.open(folder, settings=Config(keystore="file", sync=False))


def _asking(station: Station, wanted: Wanted) -> Callable[[], object]:
    return lambda: station.items.page(wanted, limit=PAGE)


def _turning(station: Station, after: int | None) -> Callable[[], object]:
    return lambda: station.items.page(limit=PAGE, after=after)


def _labels(things: list[ItemRegistered]) -> Iterator[KnownEvent]:
    some = [thing.number for thing in things if _running(thing) % 300]
    for start in range(0, len(some), 500):
        numbers, running = tuple(some[start : start + 500]), parse(some[start]).running
        yield LabelPrinted(event=_id(3, running), at=things[-1].at, numbers=numbers, stock="a4")


def _ends(things: list[ItemRegistered]) -> Iterator[KnownEvent]:
    for thing in things:
        running = _running(thing)
        if running % 1_000 == 7:
            yield ItemVoided(event=_id(4, running), at=thing.at, item=thing.item, number=thing.number)
        elif running % 50 == 3:
            yield ItemDiscarded(
                event=_id(5, running), at=thing.at, item=thing.item, number=thing.number, reason="Knust"
            )


def _handovers(station: Station, things: list[ItemRegistered]) -> Iterator[KnownEvent]:
    left = [t for t in things if _running(t) % 20 and _running(t) % 1_000 != 7 and _running(t) % 50 != 3]
    for start in range(0, len(left), 40):
        yield _handover(station, _running(left[start]), left[start : start + 40])


def _handover(station: Station, running: int, things: list[ItemRegistered]) -> ItemsHandedOver:
    document = Blob(sha256=f"{running:064x}", media_type="application/pdf", size=90_000)
    return ItemsHandedOver(
        event=_id(6, running),
        at=things[-1].at,
        staff="KB",
        receipt=str(Number(Kind.RECEIPT, station.identity.device_number, running // 20 + 1)),
        orgnr=f"9{running % 30:08d}",
        actor=f"Aktør {running % 30} ombruk",
        representative="Åse Ødegård",
        lines=tuple(
            Line(
                item=thing.item,
                number=thing.number,
                category=thing.category,
                grams=thing.grams,
                weight_source=thing.weight_source,
                reason="ok",
                agreement="fixed",
            )
            for thing in things
        ),
        document=document,
        signature=None if running % 9 == 0 else document,
        register_version=1,
        register_published=things[-1].at,
    )


def _things(station: Station, first: int, behind: int) -> Iterator[ItemRegistered]:
    categories, device = station.catalogue.categories, station.identity.device_number
    for running in range(first, behind):
        yield ItemRegistered(
            event=_id(1, running),
            at=(BEGAN + APART * running).strftime("%Y-%m-%dT%H:%M:%SZ"),
            staff="KB",
            item=_id(2, running),
            number=str(Number(Kind.ITEM, device, running)),
            category=categories[running * 7_919 % len(categories)].code,
            condition=Condition.GOOD,
            grams=1_000 + running % 40_000,
            weight_source=WeightSource.TYPED,
            title=f"{words_of(running)} {'odde' if running % 2 else 'jevn'}",
        )


def _running(thing: ItemRegistered) -> int:
    return parse(thing.number).running


def _id(space: int, running: int) -> str:
    return str(uuid.UUID(int=(space << 96) + running, version=4))


def main() -> None:
    """Entry point of the module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    write(run(given.rows, given.rounds), given.rows, given.rounds, name="shelf", title="Speed of the shelf")


if __name__ == "__main__":
    main()

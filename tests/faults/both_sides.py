"""The model of two counters, their copies and a hub: the real engine and the real views, in any order of steps.

Answers are lost, requests come twice, cut short or much later, clocks jump by ten years, stores are put back from older
copies or copied and used, and so is the hub. Time is virtual: nothing waits. What may be lost is what was on no disk
any more; everything else must be at both sides within three cycles after the faults have stopped.
"""

import datetime
import functools
import shutil
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import fickle
from counter import Clock, Counter
from django.db import connection
from fickle import Fickle
from hub_here import HubHere, copied
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule
from life_at_the_counter import ACTOR
from whole import Whole

from domain.handover import Override
from domain.item import State
from domain.refused import Refused
from hub.items.models import Item
from hub.reservations import desk
from station_app.actions.correct import discard_item
from station_app.actions.handover import Order, hand_over, prepare_handover
from station_app.actions.refuse import refuse_thing
from station_app.actions.register import keep_photo
from station_app.devices.photo import Photo
from station_app.storage.eviction import evict
from station_app.storage.items import Wanted
from station_app.storage.sidecar import place_of
from station_app.sync.cycle import Cycle
from wire.messages import Blob

MOST_STORES = 4
OTHER_ACTOR = "999999980"
EVENTS_IN_A_BATCH = 3
STORES = st.integers(0, MOST_STORES - 1)
FATES = st.lists(st.sampled_from(fickle.FATES), max_size=8)
"""What becomes of one request after another; those behind the last go well."""
PDF = b"%%PDF-1.4\n%%%d\n%%%%EOF\n"


class Store:
    """One store of a counter; `must` are ids of the events that it must still know."""

    def __init__(self, folder: Path, way: Fickle, clock: Clock | None = None) -> None:
        self.way = way
        self.must: set[str] = set()
        self.copied: set[str] | None = None
        self.open(folder, clock or Clock())

    def open(self, folder: Path, clock: Clock) -> None:
        self.counter = Counter(folder, clock)
        self.station = self.counter.station
        self.cycle = Cycle(self.station, self.way)
        # So small that much of what waits goes in several.
        self.cycle._session.batch_events = EVENTS_IN_A_BATCH

    @property
    def folder(self) -> Path:
        return self.counter.folder

    @property
    def copy(self) -> Path:
        return self.folder.with_name(f"copy-of-{self.folder.name}")

    def events(self) -> list[str]:
        return [row["event"] for row in self.station._database.rows("SELECT event FROM event")]

    def files(self) -> set[str]:
        return set(self.station.blobs.names())


def step(**given: Any) -> Callable[[Callable[..., None]], Any]:
    """A rule that is counted."""

    def made(function: Callable[..., None]) -> Any:
        @functools.wraps(function)
        def counted(self: "BothSides", **drawn: Any) -> None:
            type(self).steps += 1
            function(self, **drawn)

        return rule(**given)(counted)

    return made


class BothSides(RuleBasedStateMachine):
    """The model: which events each store must still know, and which the hub."""

    made: Path
    settings: Any
    photos: tuple[Photo, ...]
    stories = 0
    steps = 0

    def __init__(self) -> None:
        super().__init__()
        type(self).stories += 1
        self.root = self.made.parent / f"story-{self.stories}"
        self.the_hub: HubHere = copied(self.made, self.root, self.settings)
        self.way = Fickle()
        self.stores = [Store(self.root / f"counter-{each}", self.way) for each in range(2)]
        self.must: set[str] = set()
        self.numbers: set[str] = set()
        self.receipts = 0

    # What people do

    @step(each=STORES, photo=st.integers(-3, 9))
    def register(self, each: int, photo: int) -> None:
        store = self._store(each)
        photos = () if photo < 0 else (self._photo(store, photo),)
        number = store.counter.register(photos=photos)
        assert number not in self.numbers, "a number was given twice"
        self.numbers.add(number)
        self._note(store)

    @step(each=STORES)
    def refuse(self, each: int) -> None:
        store = self._store(each)
        refuse_thing(store.station, category="child_car_seat", reason="child_car_seat", grams=7_300)
        self._note(store)

    @step(each=STORES, most=st.integers(1, 3))
    def hand_over(self, each: int, most: int) -> None:
        station = self._store(each).station
        shelf = station.items.page(Wanted(state=State.REGISTERED), limit=most).items
        numbers = tuple(item.number for item in shelf)
        # Whatever is kept for another goes all the same.
        order = Order(
            orgnr=ACTOR,
            numbers=numbers,
            representative="Åse Ødegård",
            signature=None,
            overrides=dict.fromkeys(numbers, Override(reason="Avtalt")),
        )
        try:
            prepared = prepare_handover(station, order)
        except Refused as refused:
            # An empty shelf, no register yet, or a clock that says another year.
            if refused.code in ("no_items", "no_register", "actor_unknown", "blocked_lines"):
                return
            raise
        self.receipts += 1
        hand_over(station, prepared, PDF % self.receipts)
        self._note(self._store(each))

    @step(each=STORES)
    def discard(self, each: int) -> None:
        station = self._store(each).station
        for item in station.items.page(Wanted(state=State.REGISTERED), limit=1).items:
            discard_item(station, item.number, "Knust")
            self._note(self._store(each))

    # What staff do at the hub

    @step(which=st.integers(0, 1_000), orgnr=st.sampled_from([ACTOR, OTHER_ACTOR]))
    def reserve(self, which: int, orgnr: str) -> None:
        with suppress(Refused):  # it is kept already
            desk.reserve(self._on_the_hubs_shelf(which), orgnr)

    @step(which=st.integers(0, 1_000))
    def take_a_reservation_back(self, which: int) -> None:
        with suppress(Refused):  # it is not kept
            desk.take_back(self._on_the_hubs_shelf(which))

    # Sending, and what may happen on the way

    @step(each=STORES, fates=FATES)
    def cycle(self, each: int, fates: list[str]) -> None:
        self.way.fates = list(fates)
        try:
            self._store(each).cycle.run()
        except Refused as refused:
            if not fates or refused.code not in ("hub_unreachable", "hub_not_understood"):
                raise
        self.way.fates = []

    @step(each=STORES)
    def good_cycle(self, each: int) -> None:
        self._store(each).cycle.run()

    @precondition(lambda self: self.way.batches)
    @step(which=st.integers(0, 1_000))
    def a_batch_comes_again(self, which: int) -> None:
        self.way.again(self.way.batches[which % len(self.way.batches)])

    @step(each=STORES, days=st.sampled_from([-3_650, -1, 1, 3_650]))
    def clock_jumps(self, each: int, days: int) -> None:
        clock = self._store(each).counter.clock
        if 2000 < (clock.now + datetime.timedelta(days=days)).year < 2090:
            clock.days_pass(days)

    # What happens to a store

    @step(each=STORES)
    def copy(self, each: int) -> None:
        store = self._store(each)
        shutil.rmtree(store.copy, ignore_errors=True)
        self._copy_to(store, store.copy)
        store.copied = set(store.must)

    @precondition(lambda self: any(store.copied is not None for store in self.stores))
    @step(each=STORES, note=st.booleans())
    def put_back(self, each: int, note: bool) -> None:
        """The disk broke; the copy is put in its place, and the note beside the folder is still there or not."""
        store = self._store(each)
        if store.copied is None:
            return
        store.station.close()
        shutil.rmtree(store.folder)
        shutil.copytree(store.copy, store.folder)
        if not note:
            place_of(store.folder).unlink(missing_ok=True)
        store.must |= store.copied
        store.open(store.folder, store.counter.clock)
        self._after_a_loss(store)

    @precondition(lambda self: len(self.stores) < MOST_STORES)
    @step(each=STORES)
    def clone(self, each: int) -> None:
        """A store is copied to another folder, and both are used from now on."""
        store = self._store(each)
        twin = self.root / f"counter-{len(self.stores)}"
        self._copy_to(store, twin)
        self.stores.append(Store(twin, self.way, Clock(store.counter.clock.now)))
        self.stores[-1].must = set(store.must)

    @step(each=STORES)
    def make_room(self, each: int) -> None:
        """Photos that the hub's backup covers go from the PC, and no others (I6)."""
        store = self._store(each)
        before = store.files()
        evict(store.station._database, store.station.blobs, time.time() + 1)
        gone = before - store.files()
        kept = {path.parent.name + path.name for path in (self.the_hub.backed_up / "blobs").glob("??/*")}
        assert gone <= kept, "I6"

    # What happens to the hub

    @step(what=st.sampled_from(["backup", "both", "database", "files", "a file"]), which=st.integers(0, 1_000))
    def hub(self, what: str, which: int = 0) -> None:
        """It is backed up, put back in whole or in part, or somebody deletes one of its files."""
        hub = self.the_hub
        if what in ("both", "database") and hub.was_put_back:
            # The same backup twice within a second would give version numbers of lists once more (docs/commands.md).
            hub.back_up()
        match what:
            case "backup":
                hub.back_up()
            case "both":
                hub.put_back()
            case "database":
                hub.put_back_database()
            case "files":
                hub.put_back_files()
            case _:
                hub.delete(which)
        if what in ("both", "database"):
            self.way.time_of_hub += 1
            self._after_a_loss(*self.stores)

    # What must hold

    def teardown(self) -> None:
        try:
            # Not after a step that failed: what it says counts.
            if sys.exc_info()[0] is None:
                Whole(self.the_hub, self.stores, self.must).agrees()
        finally:
            for store in self.stores:
                store.station.close()
            connection.close()
            shutil.rmtree(self.root)

    def _store(self, each: int) -> Store:
        return self.stores[each % len(self.stores)]

    def _on_the_hubs_shelf(self, which: int) -> str:
        """A thing that the hub believes to stand on a shelf; no number where there is none."""
        known = Item.objects.filter(state=State.REGISTERED.value).order_by("number").values_list("number", flat=True)
        return known[which % len(known)] if known else ""

    def _photo(self, store: Store, which: int) -> Blob:
        return keep_photo(store.station, self.photos[which % len(self.photos)])

    def _note(self, store: Store) -> None:
        """What was just saved must stay."""
        saved = store.station._database.value("SELECT event FROM event ORDER BY seq DESC LIMIT 1")
        store.must.add(saved)
        self.must.add(saved)

    def _after_a_loss(self, *stores: Store) -> None:
        """What neither the store that was put back nor the hub has is gone, unless another store has it."""
        held = self.the_hub.events()
        for store in stores:
            store.must &= held.union(store.events())
        self.must &= held.union(*(store.events() for store in self.stores))

    def _copy_to(self, store: Store, target: Path) -> None:
        store.station.close()
        shutil.copytree(store.folder, target, ignore=shutil.ignore_patterns("*.lock"))
        store.open(store.folder, store.counter.clock)

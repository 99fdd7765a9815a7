"""Two counters and a hub, the real engine and the real views, in any order of steps that Hypothesis can think of.

Answers are lost, requests come twice or much later, clocks jump by ten years, stores are put back from older copies
and used. Time is virtual: nothing waits. When the faults stop, both sides agree within three cycles.
"""

import datetime
import json
import shutil
from pathlib import Path

import planted
import pytest
from counter import Clock, Counter
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test
from in_process import InProcess, enrolled_at
from soak import Soak

from domain.refused import Refused
from hub.agreements.models import Station as Place
from hub.ingest.models import Quarantine, StoredEvent
from hub.ingest.verify import verify
from hub.items.models import Item
from station_app.actions.refuse import refuse_thing
from station_app.storage.sidecar import place_of
from station_app.sync.cycle import Cycle
from station_app.sync.engine import push
from station_app.sync.exchange import Offline, Reply, Request, Turned

COUNTERS = st.integers(0, 1)
FATES = st.lists(st.sampled_from(["well", "never", "lost", "twice"]), max_size=8)
"""What becomes of one request after another; those behind the last go well."""


class Fickle(InProcess):
    """A way on which requests have fates. Remembers every batch with its answer."""

    def __init__(self, fates: list[str], batches: list[tuple[Request, bytes]]) -> None:
        super().__init__()
        self._fates, self._batches = list(fates), batches

    def send(self, request: Request) -> Reply:
        fate = self._fates.pop(0) if self._fates else "well"
        if fate == "never":
            raise Offline("ConnectTimeoutError")
        reply = super().send(request)
        if fate == "twice":
            again = super().send(request)
            assert request.method != "PUT" or again.body == reply.body, "I11"
        if request.method == "PUT" and reply.status == 200:
            self._batches.append((request, reply.body))
        if fate == "lost":
            raise Offline("ConnectionResetError")
        return reply


class BothSides(RuleBasedStateMachine):
    """The model: which numbers each counter must still know, and the hub after it."""

    place: Place
    root: Path
    examples = 0

    def __init__(self) -> None:
        super().__init__()
        type(self).examples += 1
        self.folder = self.root / str(self.examples)
        self.block = transaction.atomic()
        self.block.__enter__()
        self.counters = [enrolled_at(self.place, Counter(self.folder / str(each))) for each in range(2)]
        self.sessions = [Cycle(counter.station, InProcess())._session for counter in self.counters]
        self.promised: list[set[str]] = [set(), set()]
        self.copies: list[set[str] | None] = [None, None]
        self.batches: list[tuple[Request, bytes]] = []

    @rule(each=COUNTERS)
    def register(self, each: int) -> None:
        number = self.counters[each].register()
        assert all(number not in promised for promised in self.promised), "a number was given twice"
        self.promised[each].add(number)

    @rule(each=COUNTERS)
    def refuse(self, each: int) -> None:
        refuse_thing(self.counters[each].station, category="child_car_seat", reason="child_car_seat", grams=7_300)

    @rule(each=COUNTERS, fates=FATES)
    def cycle(self, each: int, fates: list[str]) -> None:
        way = Fickle(fates, self.batches)
        try:
            way.drive(push(self.counters[each].station, self.sessions[each]))
        except Offline:
            assert fates

    @precondition(lambda self: self.batches)
    @rule(which=st.integers(0, 1_000))
    def a_batch_comes_again(self, which: int) -> None:
        request, answer = self.batches[which % len(self.batches)]
        assert InProcess().send(request).body == answer, "I11"

    @rule(each=COUNTERS, days=st.sampled_from([-3_650, -1, 1, 3_650]))
    def clock_jumps(self, each: int, days: int) -> None:
        clock = self.counters[each].clock
        if 2000 < (clock.now + datetime.timedelta(days=days)).year < 2090:
            clock.days_pass(days)

    @rule(each=COUNTERS)
    def copy(self, each: int) -> None:
        counter, target = self.counters[each], self.folder / f"copy-{each}"
        counter.station.close()
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(counter.folder, target, ignore=shutil.ignore_patterns("*.lock"))
        self.copies[each] = set(self.promised[each])
        self._open(each)

    @precondition(lambda self: any(copy is not None for copy in self.copies))
    @rule(each=COUNTERS)
    def put_back(self, each: int) -> None:
        """The disk broke; the copy is put in its place, and the note beside the folder is still there or not."""
        known = self.copies[each]
        if known is None:
            return
        counter = self.counters[each]
        counter.station.close()
        shutil.rmtree(counter.folder)
        shutil.copytree(self.folder / f"copy-{each}", counter.folder)
        if len(known) % 2:
            place_of(counter.folder).unlink(missing_ok=True)
        # What neither the copy nor the hub has is gone for ever, as it was on no other disk.
        self.promised[each] = known | (self.promised[each] & self._held())
        self._open(each)

    def teardown(self) -> None:
        try:
            self._agree()
        finally:
            for counter in self.counters:
                counter.station.close()
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)
            shutil.rmtree(self.folder)

    def _open(self, each: int) -> None:
        counter = self.counters[each]
        self.counters[each] = Counter(counter.folder, Clock(counter.clock.now))
        self.sessions[each] = Cycle(self.counters[each].station, InProcess())._session

    def _held(self) -> set[str]:
        events = [json.loads(bytes(body)) for body in StoredEvent.objects.values_list("body", flat=True)]
        return {event["number"] for event in events if event["kind"] == "ItemRegistered"}

    def _agree(self) -> None:
        """I7, and with it all that can be said when nothing is on its way any more."""
        for counter, session, promised in zip(self.counters, self.sessions, self.promised, strict=True):
            for _ in range(3):
                InProcess().drive(push(counter.station, session))
            progress = counter.station.outbox.progress()
            assert (progress.waiting_events, progress.problem) == (0, None), "I7"
            # This hub was never put back: whoever thinks so was given an acknowledgement for what it did not keep.
            assert progress.notice != "hub_restored", "I1"
            for part in counter.station.journal.incarnations():
                ours = {
                    record.seq: record.body for record in counter.station.journal.records(incarnation=part.incarnation)
                }
                held = StoredEvent.objects.filter(incarnation__name=part.incarnation).values_list("seq", "body")
                theirs = {seq: bytes(body) for seq, body in held}
                assert ours.items() <= theirs.items(), "I1"
            here = {item.number for item in counter.station.items.page(limit=500).items}
            assert promised <= here, "I1"
            assert counter.station.verify().problems == (), "I4"
        assert set().union(*self.promised) <= set(Item.objects.values_list("number", flat=True)), "I1"
        assert list(Quarantine.objects.values_list("reason", "detail")) == [], "I2"
        assert verify().problems == [], "I4"


def run(place: Place, root: Path, soak: Soak, *, lives: int, steps: int, phases: tuple[Phase, ...]) -> None:
    """So many stories of so many steps; the same ones in every `make test`."""
    BothSides.place, BothSides.root = place, root
    run_state_machine_as_test(
        BothSides,
        settings=settings(
            max_examples=lives,
            stateful_step_count=steps,
            deadline=None,
            derandomize=soak.seed is None,
            database=None,
            phases=phases,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_both_sides_agree_whatever_happened(place: Place, tmp_path: Path, soak: Soak) -> None:
    lives, steps = soak.times(5, long=4_000), soak.times(20, long=50)
    run(place, tmp_path, soak, lives=lives, steps=steps, phases=tuple(Phase))


def test_the_stories_find_a_forgotten_event(
    place: Place, tmp_path: Path, soak: Soak, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted.plant("hub: the last event of a batch is acknowledged and forgotten", monkeypatch.setattr)
    with pytest.raises((AssertionError, Refused, Turned)):
        run(place, tmp_path, soak, lives=10, steps=15, phases=(Phase.generate,))

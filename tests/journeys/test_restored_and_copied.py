"""A store that was put back from an older copy, or copied and used at both places: nothing lost, both sides agree."""

import gzip
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import msgspec
import pytest
from counter import Clock, Counter
from hub_process import ACTOR, Hub, Pc

from domain.refused import Refused
from station_app.storage.backup import restore
from station_app.storage.sidecar import place_of
from station_app.sync.cycle import Cycle, Summary
from station_app.sync.exchange import Offline, Reply, Request
from station_app.sync.proof import acknowledgements
from station_app.sync.transport import Transport

Open = Callable[[Path], Counter]


@pytest.fixture
def open_counter() -> Iterator[Open]:
    counters: list[Counter] = []

    def opened(folder: Path) -> Counter:
        counters.append(Counter(folder, Clock()))
        return counters[-1]

    yield opened
    for counter in counters:
        counter.station.close()


@pytest.fixture
def hub(both: tuple[Hub, Pc]) -> Hub:
    return both[0]


@pytest.fixture
def pc(both: tuple[Hub, Pc]) -> Pc:
    return both[1]


def sync(counter: Counter, hub: Hub) -> Summary:
    cycle = Cycle(counter.station)
    try:
        return cycle.run()
    finally:
        cycle.close()


def copied(counter: Counter, target: Path) -> Path:
    """Take the folder and the note beside it as they are, as a copy of the disk does; the store is closed for it."""
    counter.station.close()
    shutil.copytree(counter.folder, target, ignore=shutil.ignore_patterns("*.lock"))
    shutil.copy(place_of(counter.folder), place_of(target))
    counter.station = Counter(counter.folder, counter.clock).station
    return target


def agreed(counter: Counter, hub: Hub) -> None:
    """Both sides hold the same, everything verifies, and an idle cycle moves nothing."""
    done = sync(counter, hub)
    assert (done.sent, done.waiting) == (0, 0)
    report = counter.station.verify()
    assert report.ok, report.problems
    assert list(acknowledgements(counter.station)) == []
    found = hub("verify")
    assert found["ok"], found


def notice(counter: Counter) -> str | None:
    return counter.station.outbox.progress().notice


def test_a_lost_tail_comes_back_from_the_hub(pc: Pc, hub: Hub, open_counter: Open, tmp_path: Path) -> None:
    counter = open_counter(pc.folder)
    before = counter.register()
    sync(counter, hub)
    old = copied(counter, tmp_path / "old")
    receipt = counter.hand_over(before, counter.register("sofa", 30_000), orgnr=ACTOR)
    kept = counter.register()
    sync(counter, hub)

    restored = open_counter(old)
    sync(restored, hub)
    assert notice(restored) == "log_fetched_back"
    assert restored.state(kept) == "registered"
    assert restored.state(before) == "handed_over"
    assert [entry.receipt for entry in restored.station.handovers.history()] == [receipt]
    assert restored.station.figures() == counter.station.figures()
    again = restored.register()
    assert again[1:6] != kept[1:6], "a number of the lost time may stand on a label that nobody knows of"
    sync(restored, hub)
    agreed(restored, hub)
    assert hub("figures")["registered"]["pieces"] == 4


def test_a_store_that_was_put_back_and_used_before_it_heard_of_its_tail_keeps_both(
    pc: Pc, hub: Hub, open_counter: Open, tmp_path: Path
) -> None:
    counter = open_counter(pc.folder)
    shared = [counter.register() for _ in range(3)]
    sync(counter, hub)
    old = copied(counter, tmp_path / "old")
    lost = counter.register("sofa", 30_000)
    counter.hand_over(shared[0], lost, orgnr=ACTOR)
    sync(counter, hub)

    restored = open_counter(old)
    fresh = restored.register("sofa", 12_000)
    restored.hand_over(shared[1], orgnr=ACTOR)
    bodies = {record.body for record in restored.station.journal.records(3)}
    sync(restored, hub)
    assert notice(restored) == "log_put_together"
    assert bodies <= {record.body for record in restored.station.journal.records()}, "events keep their bytes"
    assert [restored.state(number) for number in shared] == ["handed_over", "registered", "registered"]
    assert msgspec.to_builtins(restored.station.figures()) == hub("figures")
    # The note beside the folder was put back too: nobody knew that these numbers had been given.
    assert fresh == lost
    assert [reason for _, _, reason in restored.station.outbox.not_applied()] == ["number_taken", "number_taken"]
    agreed(restored, hub)

    # The thing gets a new label, and whoever looks after the hub says so.
    assert restored.register("sofa", 12_000) != fresh
    for row in hub("quarantine")["quarantine"]:
        hub("quarantine", "--dismiss", str(row["id"]), "--because", "Registrert på nytt med ny etikett")
    sync(restored, hub)
    assert restored.station.outbox.progress().not_applied == 0
    agreed(restored, hub)


def test_a_copied_disk_that_is_used_on_both_sides_ends_with_everything_at_the_hub(
    pc: Pc, hub: Hub, open_counter: Open, tmp_path: Path
) -> None:
    counter = open_counter(pc.folder)
    counter.register()
    sync(counter, hub)
    twin = open_counter(copied(counter, tmp_path / "twin"))
    events = {record.body for record in counter.station.journal.records()}
    for each, category in ((counter, "sofa"), (twin, "sofa"), (twin, "chair")):
        each.register(category, 9_000)
        events |= {record.body for record in each.station.journal.records()}
    for _ in range(2):
        sync(counter, hub)
        sync(twin, hub)
    assert notice(counter) is None
    assert notice(twin) == "log_put_together"
    mine, its = counter.register(), twin.register()
    assert mine[1:6] != its[1:6], "from now on each gives numbers of its own"
    for each in (counter, twin):
        sync(each, hub)
        agreed(each, hub)
    assert len(counter.station.journal.incarnations()) == 1, "the one that spoke first goes on as it was"
    held = hub("figures")["registered"]["pieces"] + len(hub("quarantine")["quarantine"])
    assert held == len(events) + 2


def test_a_store_that_was_put_back_twice_hears_of_the_life_between(
    pc: Pc, hub: Hub, open_counter: Open, tmp_path: Path
) -> None:
    counter = open_counter(pc.folder)
    counter.register()
    sync(counter, hub)
    pc("backup", str(tmp_path / "backup"))
    restore(tmp_path / "backup", tmp_path / "second", counter.station.now())
    shutil.copy(pc.folder / "device-key.json", tmp_path / "second")
    second = open_counter(tmp_path / "second")
    between = second.register("sofa", 30_000)
    sync(second, hub)
    restore(tmp_path / "backup", tmp_path / "third", counter.station.now())
    shutil.copy(pc.folder / "device-key.json", tmp_path / "third")

    third = open_counter(tmp_path / "third")
    third.register("sofa", 12_000)
    sync(third, hub)
    assert third.state(between) == "registered"
    assert msgspec.to_builtins(third.station.figures()) == hub("figures")
    agreed(third, hub)
    assert hub("figures")["registered"]["pieces"] == 3

    # The life between stands in two chains at the hub by now; it comes back once.
    restore(tmp_path / "backup", tmp_path / "fourth", counter.station.now())
    shutil.copy(pc.folder / "device-key.json", tmp_path / "fourth")
    fourth = open_counter(tmp_path / "fourth")
    sync(fourth, hub)
    bodies = [record.body for record in fourth.station.journal.records()]
    assert len(bodies) == len(set(bodies)) == 3
    agreed(fourth, hub)


class BrokenLine(Transport):
    """A way to the hub that breaks after so many requests."""

    def __init__(self, url: str, requests: int) -> None:
        super().__init__(url)
        self.left = requests
        self.asked: list[str] = []

    def send(self, request: Request) -> Reply:
        if not self.left:
            raise Offline("ConnectionResetError")
        self.left -= 1
        self.asked.append(request.path)
        return super().send(request)


def test_fetching_back_goes_on_where_the_line_broke(pc: Pc, hub: Hub, open_counter: Open, tmp_path: Path) -> None:
    counter = open_counter(pc.folder)
    counter.register()
    sync(counter, hub)
    old = copied(counter, tmp_path / "old")
    for _ in range(3):
        counter.register()
        sync(counter, hub)
    restored = open_counter(old)
    pages: list[str] = []
    for _ in range(20):
        way = BrokenLine(hub.url, 8)
        with suppress(Refused):
            Cycle(restored.station, way).run()
        assert restored.station.verify().ok
        pages += [path for path in way.asked if "?from=" in path]
        if restored.station.journal.head().seq == 4:
            break
    assert [path.rpartition("=")[2] for path in pages] == ["2", "3", "4"]
    sync(restored, hub)
    agreed(restored, hub)


class Forger(Transport):
    """Somebody between counter and hub who answers with events, or with words of the hub, of their own."""

    def __init__(self, url: str, forged: str) -> None:
        super().__init__(url)
        self.forged = forged

    def send(self, request: Request) -> Reply:
        reply = super().send(request)
        page = "?from=" in request.path
        if page and self.forged == "events":
            lines = gzip.decompress(reply.body).split(b"\n")
            altered = [lines[0], *(line.replace(b"30000", b"30001") for line in lines[1:])]
            return Reply(status=200, headers=reply.headers, body=gzip.compress(b"\n".join(altered)))
        if request.method == "GET" and "/log/" in request.path and not page and self.forged == "words":
            head, payload, _ = reply.body.split(b".")
            return Reply(status=200, headers=reply.headers, body=b".".join((head, payload, b"A" * 86)))
        return reply


def test_nothing_forged_gets_into_a_log(pc: Pc, hub: Hub, open_counter: Open, tmp_path: Path) -> None:
    counter = open_counter(pc.folder)
    counter.register()
    sync(counter, hub)
    old = copied(counter, tmp_path / "old")
    counter.register("sofa", 30_000)
    sync(counter, hub)
    restored = open_counter(old)
    for forged, code in (("events", "hub_not_understood"), ("words", "hub_signature_wrong")):
        with pytest.raises(Refused, match=code):
            Cycle(restored.station, Forger(hub.url, forged)).run()
        assert restored.station.journal.head().seq == 1
    sync(restored, hub)
    agreed(restored, hub)


class OlderHub(Transport):
    """The way to a hub of an earlier version, which gives nothing back of a log."""

    def send(self, request: Request) -> Reply:
        place = request.path.partition("/log")[2]
        if place.endswith("/agreed") or (request.method == "GET" and "/log" in request.path and place.count("/") < 2):
            return Reply(status=404, headers={"content-type": "text/html"}, body=b"<h1>Not Found</h1>")
        return super().send(request)


def test_an_older_hub_still_gets_what_a_restored_store_writes(
    pc: Pc, hub: Hub, open_counter: Open, tmp_path: Path
) -> None:
    counter = open_counter(pc.folder)
    counter.register()
    sync(counter, hub)
    pc("backup", str(tmp_path / "backup"))
    counter.register("sofa", 30_000)
    sync(counter, hub)
    restore(tmp_path / "backup", tmp_path / "restored", counter.station.now())
    shutil.copy(pc.folder / "device-key.json", tmp_path / "restored")
    restored = open_counter(tmp_path / "restored")
    restored.register()
    done = Cycle(restored.station, OlderHub(hub.url)).run()
    assert (done.sent, done.waiting) == (1, 0)
    assert hub("figures")["registered"]["pieces"] == 3

    twin = open_counter(copied(restored, tmp_path / "twin"))
    restored.register()
    twin.register()
    sync(restored, hub)
    with pytest.raises(Refused, match="log_forked"):
        Cycle(twin.station, OlderHub(hub.url)).run()
    sync(twin, hub)
    agreed(twin, hub)

"""The real sender and the real served hub over a bad line: whatever the line does, no promise is broken by it."""

import random
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hub_process import Hub
from lead import Lives
from promises import Promised, broken, waiting
from proxy import Line, Proxy, Way
from soak import Soak

from station_app.config import Config
from station_app.sync import cycle
from station_app.sync.exchange import Reply, Request
from station_app.sync.transport import Transport
from station_app.sync.worker import SyncWorker

MOST_UP, MOST_DOWN = 3_000, 2_500
"""About so many bytes a short cycle says in each direction."""


class Counters:
    """A counter whose hub is behind a bad line."""

    def __init__(self, folder: Path, hub: Hub, proxy: Proxy, lives: Lives) -> None:
        self.proxy, self.hub, self.store = proxy, hub, folder
        self.promised = Promised()
        self._lives = lives

    def act(self, *acts: str, **more: str) -> list[str]:
        words = self._lives.live(store=str(self.store), acts=acts, hub=self.proxy.url, **more)
        for word in words:
            self.promised.hear(word)
        return words

    def broken(self) -> list[str]:
        return broken(self.store, self.hub.folder, self.promised, hub_runs=True)

    def settled(self) -> list[str]:
        """A good line from now on: within three cycles nothing waits, and every promise holds."""
        self.proxy.good()
        self.proxy.settle()
        self.act("sync", "sync", "sync")
        left = waiting(self.store)
        return [f"I7: {left} still wait"] * bool(left) + self.broken()


@pytest.fixture(scope="module")
def served(
    furnished: tuple[Path, list[str]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Hub, list[str]]]:
    """A hub as it runs for real, and codes for it."""
    folder, codes = furnished
    hub = Hub(shutil.copytree(folder, tmp_path_factory.mktemp("served") / "hub")).start()
    yield hub, list(codes)
    hub.stop()


@pytest.fixture(scope="module")
def lives() -> Iterator[Lives]:
    made = Lives("life_at_the_counter.py")
    yield made
    made.end()


@pytest.fixture
def counter(served: tuple[Hub, list[str]], lives: Lives, tmp_path: Path) -> Iterator[Counters]:
    hub, codes = served
    proxy = Proxy(int(hub.url.rpartition(":")[2]))
    made = Counters(tmp_path / "store", hub, proxy, lives)
    assert made.act("enrol", "sync", code=codes.pop())[0].startswith("enrolled ")
    yield made
    proxy.good()
    proxy.end()


def way_of(kind: str, place: int) -> Way:
    match kind:
        case "cut":
            return Way(cut_at=place)
        case "cut short":
            return Way(end_at=place)
        case _:
            return Way(flip_at=place)


def one_line(chosen: int, line: Line) -> Callable[[int], Line]:
    return lambda number: line if number == chosen else Line()


@pytest.mark.parametrize("kind", ["cut", "cut short", "altered"])
def test_a_line_that_fails_at_any_byte_breaks_nothing(counter: Counters, soak: Soak, kind: str) -> None:
    chance, noticed = soak.chance(f"line {kind}"), 0
    for number in range(soak.times(6, long=150)):
        up = number % 2 == 0
        way = way_of(kind, chance.randrange(MOST_UP if up else MOST_DOWN))
        # The first connection carries the events, those after it the files.
        chosen = counter.proxy.connections + chance.choice([0, 0, 1, 2])
        counter.proxy.lines = one_line(chosen, Line(up=way) if up else Line(down=way))
        words = counter.act("register", "sync")
        noticed += words[-1].startswith("refused sync")
        assert counter.broken() == [], (way, up, chosen, words)
    soak.tried("lines that failed at some byte", number + 1)
    assert noticed
    assert counter.settled() == []


def test_everything_said_twice_counts_once(counter: Counters) -> None:
    counter.proxy.lines = lambda _: Line(twice=True)
    counter.act("register", "hand over", "sync", "plainly", "sync")
    counter.proxy.settle()
    assert sum(said.count(b"PUT /api/") for said in counter.proxy.carried) == 2
    assert counter.settled() == []


def test_what_was_held_back_comes_after_what_was_said_later(counter: Counters) -> None:
    """A batch lies somewhere on the way; the counter gives up, starts again, sends it anew, and more. Then it comes."""
    held, late = threading.Event(), counter.proxy.connections
    counter.proxy.lines = one_line(late, Line(held=held))
    counter.act("register")
    assert counter.act("sync") == ["refused sync hub_unreachable"]
    assert counter.act("plainly", "sync", "register", "sync")[-1] == "acknowledged 3"
    held.set()
    counter.proxy.settle()
    assert b"PUT /api/" in counter.proxy.carried[late]
    assert counter.settled() == []


def test_whoever_quits_during_an_upload_loses_nothing(counter: Counters, monkeypatch: pytest.MonkeyPatch) -> None:
    """The window is closed, or somebody logs out: the request at hand may end or not, the rest goes at the next start.

    When the whole program is ended instead: test_killed.py.
    """
    reached, go_on = threading.Event(), threading.Event()

    class Slow(Transport):
        def send(self, request: Request) -> Reply:
            if request.method == "PATCH" or request.path.endswith("/blobs"):
                reached.set()
                assert go_on.wait(60)
            return super().send(request)

    counter.act("register", "register")
    monkeypatch.setattr(cycle, "Transport", Slow)
    sender = SyncWorker(counter.store, Config(keystore="file", staff="KB"), lambda _: None)
    sender.start()
    assert reached.wait(60)
    assert not sender.stop(0.0), "who quits does not wait for it"
    assert counter.broken() == []
    go_on.set()
    assert sender.stop(60)
    assert counter.settled() == []


def test_a_thin_slow_line_is_enough(counter: Counters, soak: Soak) -> None:
    slow = Way(delay=0.01, bytes_per_second=soak.times(20_000, long=2_000))
    counter.proxy.lines = lambda _: Line(up=slow, down=slow)
    assert "acknowledged" in counter.act("register", "hand over", "sync")[-1]
    assert waiting(counter.store) == 0
    assert counter.settled() == []


def test_a_flapping_line_gets_there_at_last(counter: Counters, soak: Soak) -> None:
    """Every other connection is cut after some bytes; each cycle gets a little further."""
    chance = random.Random(soak.seed)
    counter.act("register", "register", "hand over", "register")

    def flapping(number: int) -> Line:
        return Line(up=Way(cut_at=chance.randrange(200, 6_000))) if number % 2 else Line()

    counter.proxy.lines = flapping
    for _ in range(30):
        counter.act("sync")
        assert counter.broken() == []
        if not waiting(counter.store):
            break
    assert counter.settled() == []

"""The power goes at any moment: what was promised until then is on the disk, whatever else the disk kept."""

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from lead import needs_strace, watched
from power import CALLS, OPTIONS, Disk, Moment, moments
from promises import Promised, broken, broken_hub
from soak import Soak
from world import World

from station_app.config import Config
from station_app.station import Station

LIVES = (
    ("plainly", "register", "hand over", "tidy", "plainly", "tidy", "register"),
    ("register", "plainly", "plainly", "hand over", "plainly", "tidy"),
)
"""What a counter does in one life after another; the first time its folders do not exist yet."""


@pytest.fixture(scope="module", autouse=True)
def strace() -> None:
    needs_strace()


def states(
    log: Path, disk: Disk, folder: Path, chance: random.Random, share: float
) -> Iterator[tuple[Moment, Path, str]]:
    """Folders as a disk may hold them: after each promise, and of the other moments such a share."""
    heard = 0
    for number, moment in enumerate(moments(log, disk)):
        told = len(moment.said) + len(moment.answered)
        for kept in (None, chance):
            # All that was promised must be there when nothing else is.
            if chance.random() >= share and not (kept is None and told > heard):
                continue
            target = folder / f"state-{number}"
            target.mkdir()
            moment.disk.lay_out(target, kept)
            yield moment, target, f"after call {number} ({moment.call}), {'some' if kept else 'nothing'} else kept"
            shutil.rmtree(target)
        heard = told


def cut_counters(world: World, soak: Soak, share: float, planted: str = "") -> int:
    """Let a counter live and look at the states of its disk; returns how many there were."""
    chance, looked = soak.chance("power at the counter"), 0
    for number, acts in enumerate(LIVES):
        before = shutil.copytree(world.store, world.folder / f"before-{number}")
        log = world.folder / f"calls-{number}"
        pid = world.counters.begin(store=str(world.store), acts=acts, hub=world.hub.url, planted=planted)
        with watched(pid, *OPTIONS, calls=CALLS, log=log):
            for word in world.counters.go():
                world.promised.hear(word)
        earlier = world.promised.things - {
            word.split()[1] for moment in moments(log, Disk(before, str(world.store))) for word in moment.said
        }
        for moment, state, when in states(log, Disk(before, str(world.store)), world.folder, chance, share):
            promised = Promised(things=set(earlier))
            for word in moment.said:
                promised.hear(word)
            assert broken(state, None, promised) == [], when
            looked += 1
            if looked % 20 == 1:
                with Station.open(state, settings=Config(keystore="file")) as station:
                    report = station.verify()
                    assert (report.ok, report.problems) == (True, ()), when
    return looked


def test_a_store_that_was_just_made_is_on_the_disk(world: World) -> None:
    root = world.folder / "disk"
    root.mkdir()
    world.store = root / "Ombruk" / "store"
    log = world.folder / "calls-first"
    pid = world.counters.begin(store=str(world.store), acts=("register", "plainly"))
    with watched(pid, *OPTIONS, calls=CALLS, log=log):
        assert len(list(world.counters.go())) == 2
    empty = world.folder / "empty"
    empty.mkdir()
    for moment, state, when in states(log, Disk(empty, str(root)), world.folder, random.Random(0), share=0.0):
        promised = Promised()
        for word in moment.said:
            promised.hear(word)
        assert (state / "Ombruk" / "store").is_dir(), when
        assert broken(state / "Ombruk" / "store", None, promised) == [], when


def cut_hubs(world: World, soak: Soak, share: float, planted: str = "") -> int:
    """Let a hub take in what a counter sends and look at the states of its disk; returns how many there were."""
    chance, looked = soak.chance("power at the hub"), 0
    before = shutil.copytree(world.hub.folder, world.folder / "before-hub")
    log = world.folder / "calls-hub"
    with world.hub.serving(*OPTIONS, planted=planted, calls=CALLS, log=log):
        world.act("register", "hand over", "sync", "plainly", "sync", "register", "sync")
    for moment, state, when in states(log, Disk(before, str(world.hub.folder)), world.folder, chance, share):
        assert broken_hub(state, moment.answered) == [], when
        looked += 1
    return looked


def test_what_a_counter_promised_is_on_its_disk(world: World, soak: Soak) -> None:
    world.new_counter()
    least = soak.times(12, long=600)
    looked = cut_counters(world, soak, share=0.02 if soak.seed is None else 1.0)
    soak.tried("states of a counter's disk after a power cut", looked)
    assert looked >= least


def test_what_a_hub_acknowledged_is_on_its_disk(world: World, soak: Soak) -> None:
    world.new_counter()
    least = soak.times(8, long=200)
    looked = cut_hubs(world, soak, share=0.02 if soak.seed is None else 1.0)
    soak.tried("states of a hub's disk after a power cut", looked)
    assert looked >= least

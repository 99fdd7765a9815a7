"""Killed at a system call: counter and hub lose nothing that was promised, wherever it happens.

Every call that writes, syncs, renames, removes or answers is a place. `make soak` visits every one of them, `make test`
some. A seed repeats the places; what each life does before them is always the same.
"""

import pytest
from lead import Place, needs_strace, places
from soak import Soak
from world import World

AT_THE_COUNTER = ("register", "plainly", "hand over", "sync", "register", "sync", "tidy")
AT_THE_HUB = ("register", "plainly", "hand over", "sync")
LIVES = 40
"""Of one counter, before a fresh one takes its place; the check reads a whole log each time."""
pytestmark = pytest.mark.usefixtures("strace")


@pytest.fixture(scope="module")
def strace() -> None:
    needs_strace()


def chosen(every: list[Place], soak: Soak, name: str, usual: int, rounds: int) -> list[Place]:
    """Where to kill: some, spread, in `make test`; everywhere, so many times over, in `make soak`."""
    chance = soak.chance(name)
    if soak.seed is None:
        step = len(every) / usual
        return [every[int(step * (part + chance.random()))] for part in range(usual)]
    where = every * rounds
    chance.shuffle(where)
    return where


def kill_counters(world: World, soak: Soak, usual: int, rounds: int) -> tuple[int, int]:
    """Kill a counter at each chosen place; returns at how many it was, and how many were chosen."""
    world.new_counter()
    with world.hub.serving():
        world.act_written_down(log := world.folder / "calls", *AT_THE_COUNTER)
    where, killed = chosen(places(log), soak, "counter", usual, rounds), 0
    for start in range(0, len(where), LIVES):
        world.reset().new_counter()
        for place in where[start : start + LIVES]:
            with world.hub.serving():
                words = world.act_until_killed(place, *AT_THE_COUNTER)
                killed += world.counters.status != 0
                assert world.broken(hub_runs=True) == [], f"killed at {place} after {words}"
        assert world.settle() == []
    return killed, len(where)


def kill_hubs(world: World, soak: Soak, usual: int, rounds: int, *, every_thread: bool = False) -> tuple[int, int]:
    """Kill a hub at each chosen place while a counter works; returns at how many it was, and how many were chosen."""
    world.new_counter()
    with world.hub.serving(log=(log := world.folder / "calls")):
        world.act(*AT_THE_HUB)
    where, killed = chosen(places(log, every_thread=every_thread), soak, "hub", usual, rounds), 0
    for start in range(0, len(where), LIVES):
        world.reset().new_counter()
        for place in where[start : start + LIVES]:
            with world.hub.serving(*place.killing()):
                words = world.act(*AT_THE_HUB)
            killed += world.hub.status == -9
            assert world.broken() == [], f"killed at {place} while the counter said {words}"
        assert world.settle() == []
    return killed, len(where)


def test_a_counter_killed_anywhere_keeps_its_promises(world: World, soak: Soak) -> None:
    killed, chosen = kill_counters(world, soak, usual=9, rounds=5)
    soak.tried("counters killed", killed)
    assert killed >= chosen * 3 // 4


def test_a_hub_killed_anywhere_keeps_its_promises(world: World, soak: Soak) -> None:
    killed, chosen = kill_hubs(world, soak, usual=7, rounds=10)
    soak.tried("hubs killed", killed)
    assert killed >= chosen * 3 // 4


def test_a_hub_with_a_bucket_killed_anywhere_keeps_its_promises(world_with_a_bucket: World, soak: Soak) -> None:
    """Also while it asks and tells the bucket, which a thread of the library does."""
    killed, chosen = kill_hubs(world_with_a_bucket, soak, usual=7, rounds=5, every_thread=True)
    soak.tried("hubs with a bucket killed", killed)
    assert killed >= chosen * 3 // 4

"""Every planted bug is caught, and by what: who looks for bugs must be able to find them."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import planted
import pytest
from lead import ROOT, Place, needs_strace, places
from soak import Soak
from test_both_sides import TOLD
from test_killed import AT_THE_COUNTER, AT_THE_HUB
from test_planted_in_process import CHECKS
from test_power_cut import cut_counters, cut_hubs
from world import World

KILLED = {
    "counter: the photo is stored after its event": "I5",
    "counter: rows and event in two transactions": "I1",
    "counter: the acknowledged position is moved in another transaction": "I4",
    "counter: a file is noted as sent before the hub answered": "I5",
    "hub: acknowledged before it is committed": "I1",
    "hub: a file is noted before it is in its place": "I5",
    "hub: files that came together are noted before they are in their places": "I5",
    "hub: a file is answered to be held before its row is committed": "I5",
    "hub: each row of a batch in a transaction of its own": "I",
}
"""Caught by killing, and the promise that was found broken first."""
CUT = {
    "counter: synchronous NORMAL": "I1",
    "counter: no folder fsync": "I5",
    "counter: a photo is renamed before it is synced": "I5",
    "hub: synchronous NORMAL": "I1",
    "hub: no folder fsync": "I5",
    "hub: of files that came together only the first is synced": "I5",
}
"""Caught by the power cut."""
ELSEWHERE = {*CHECKS, *TOLD}
"""Caught in test_planted_in_process.py, and by the short stories of test_both_sides.py."""
TELLING = ("fdatasync", "sendto", "fsync", "rename")
"""Calls after which something is settled; a bug of order shows just behind one of them."""


@pytest.fixture(scope="module", autouse=True)
def strace() -> None:
    needs_strace()


def test_every_planted_bug_has_somebody_who_catches_it() -> None:
    assert {*KILLED, *CUT, *ELSEWHERE} == set(planted.PLANTED)
    listed = (ROOT / "docs" / "faults.md").read_text(encoding="utf-8")
    assert [bug for bug in planted.PLANTED if f"| {bug} |" not in listed] == []


def behind_the_telling_ones(log: Path) -> list[Place]:
    """Places just behind such calls, those of the database first."""
    every = places(log)
    behind = [(TELLING.index(before.call), place) for before, place in pairwise(every) if before.call in TELLING]
    return [place for _, place in sorted(behind, key=lambda one: one[0])]


def first_violation(live: Callable[[Place | None], list[str]], world: World, log: Path) -> list[str]:
    """Let it live once to see what it does, then kill behind each call that tells until a promise is broken."""
    world.keep()
    live(None)
    for place in behind_the_telling_ones(log):
        # Every life begins where the first did, and so makes the same calls.
        world.go_back()
        if found := live(place):
            return found
    return []


@pytest.mark.parametrize("bug", KILLED)
def test_killing_finds(bug: str, world: World) -> None:
    log = world.folder / "calls"
    world.new_counter()

    def counter(place: Place | None) -> list[str]:
        with world.hub.serving():
            if place is None:
                world.act_written_down(log, *AT_THE_COUNTER, planted=bug)
                return []
            world.act_until_killed(place, *AT_THE_COUNTER, planted=bug)
            return world.broken(hub_runs=True)

    def hub(place: Place | None) -> list[str]:
        options = () if place is None else place.killing()
        with world.hub.serving(*options, planted=bug, log=None if place else log):
            world.act(*AT_THE_HUB)
        return world.broken() if place else []

    found = first_violation(counter if bug.startswith("counter") else hub, world, log)
    assert found
    assert found[0].startswith(KILLED[bug]), found


@pytest.mark.parametrize("bug", CUT)
def test_the_power_cut_finds(bug: str, world: World, soak: Soak) -> None:
    world.new_counter()
    with pytest.raises(AssertionError, match=f"{CUT[bug]}: "):
        (cut_counters if bug.startswith("counter") else cut_hubs)(world, soak, 0.0, bug)

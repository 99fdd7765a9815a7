"""Three thousand counters whose hub was away for hours and is back: they come one by one, in virtual time."""

import heapq
import random
from collections import Counter as Counted

import pytest

from station_app.sync.cycle import LONGEST_REST, rest_seconds

COUNTERS = 3_000
AWAY = 4 * 3_600.0
"""Seconds for which the hub does not answer."""
WITHIN_REACH = 40
"""Requests in a second that a small hub takes: an idle hello costs it some 5 ms of processor time (docs/speed.md)."""


def arrivals(chance: random.Random, asked: int, at_once: int) -> Counted[int]:
    """How many counters are heard in each second after the hub's return, when it takes `at_once` a second and tells
    the others to come again in `asked` seconds."""
    heard: Counted[int] = Counted()
    taken: Counted[int] = Counted()
    # All lost their hub in one second, and asked again at once.
    waiting = [(0.0, number, 0) for number in range(COUNTERS)]
    heapq.heapify(waiting)
    while waiting:
        now, number, failures = heapq.heappop(waiting)
        back = int(now - AWAY)
        if now >= AWAY:
            heard[back] += 1
            if taken[back] < at_once:
                taken[back] += 1
                continue
        rest = rest_seconds(failures, chance.random(), asked if now >= AWAY else 0)
        heapq.heappush(waiting, (now + max(rest, 0.001), number, failures + 1))
    return heard


@pytest.mark.parametrize("seed", range(3))
def test_counters_do_not_come_all_at_once(seed: int) -> None:
    heard = arrivals(random.Random(seed), asked=0, at_once=COUNTERS)
    assert sum(heard.values()) == COUNTERS, "each comes once"
    assert max(heard) <= LONGEST_REST
    assert max(heard.values()) <= WITHIN_REACH


def test_a_hub_that_is_too_small_for_them_gets_through_all_the_same() -> None:
    heard = arrivals(random.Random(7), asked=30, at_once=2)
    assert max(heard) <= 2 * COUNTERS, "half as fast as it could at worst"
    assert max(heard.values()) <= WITHIN_REACH

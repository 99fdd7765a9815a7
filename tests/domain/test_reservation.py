"""How a reservation ends: by its moment, by the thing's fate, and by nothing else."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.item import State
from domain.reservation import MOST_DAYS, Ending, Fate, ending, usual_moment

ACTOR, OTHER = "974760673", "123456785"
NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(2016, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 (given the zone)
FATES = st.builds(
    Fate,
    state=st.sampled_from([State.HANDED_OVER, State.DISCARDED, State.VOID]),
    at=MOMENTS,
    orgnr=st.sampled_from([ACTOR, OTHER]),
)


def end(fate: Fate | None, *, until: datetime = NOON, now: datetime = NOON - timedelta(hours=1)) -> Ending | None:
    return ending(orgnr=ACTOR, until=until, fate=fate, now=now)


def gone(state: State, orgnr: str = "", at: datetime = NOON - timedelta(hours=2)) -> Fate:
    return Fate(state=state, at=at, orgnr=orgnr)


def test_it_stands_until_its_moment() -> None:
    assert end(None) is None
    assert end(None, now=NOON) is Ending.LAPSED


@pytest.mark.parametrize(
    ("fate", "found"),
    [
        (gone(State.HANDED_OVER, ACTOR), Ending.FULFILLED),
        (gone(State.HANDED_OVER, OTHER), Ending.BROKEN),
        (gone(State.DISCARDED), Ending.BROKEN),
        (gone(State.VOID), Ending.BROKEN),
        (gone(State.HANDED_OVER, OTHER, NOON - timedelta(days=30)), Ending.BROKEN),
    ],
    ids=str,
)
def test_the_thing_itself_ends_it(fate: Fate, found: Ending) -> None:
    assert end(fate) is found
    assert end(fate, now=NOON + timedelta(days=30)) is found, (
        "it was gone before the moment, however late we hear of it"
    )


def test_what_happens_after_the_moment_breaks_nothing() -> None:
    late = gone(State.HANDED_OVER, OTHER, NOON + timedelta(minutes=1))
    assert end(late, now=NOON + timedelta(hours=1)) is Ending.LAPSED


def test_a_clock_that_runs_ahead_does_not_hide_that_the_thing_is_gone() -> None:
    assert end(gone(State.HANDED_OVER, OTHER, NOON + timedelta(days=3650))) is Ending.BROKEN


@given(FATES, MOMENTS, MOMENTS)
def test_a_thing_that_is_gone_leaves_nothing_open(fate: Fate, until: datetime, now: datetime) -> None:
    found = end(fate, until=until, now=now)
    assert found is not None
    kept = fate.state is State.HANDED_OVER and fate.orgnr == ACTOR
    assert found in (Ending.LAPSED, Ending.FULFILLED if kept else Ending.BROKEN)
    assert (found is Ending.LAPSED) == (min(fate.at, now) >= until)


@given(MOMENTS)
def test_nobody_says_so_it_is_noon_in_three_days_where_people_read_it(now: datetime) -> None:
    zone = ZoneInfo("Europe/Oslo")
    until = usual_moment(now, zone)
    assert (until.astimezone(zone).hour, until.astimezone(zone).minute) == (12, 0)
    assert until.astimezone(zone).date() - now.astimezone(zone).date() == timedelta(days=3)
    assert now < until < now + timedelta(days=MOST_DAYS)

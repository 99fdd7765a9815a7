"""A PC whose clock is a year off, is set while people work, or goes through the night when clocks are put back."""

import datetime

import pytest
from counter import FRETEX, Clock, Counter

from domain.refused import Refused
from domain.staff import WAIT_SECONDS, WRONG_PINS, Role
from station_app.actions.agreements import register_checked
from station_app.actions.correct import discard_item
from station_app.actions.register import Draft, register_items, void_items
from station_app.actions.staff import add_member, go_on_duty, set_pin, wait_left
from station_app.actions.verdicts import check_lines
from station_app.storage.items import Wanted

YEAR = 365


@pytest.mark.parametrize("days", [-YEAR, YEAR, -1 / 24, 1 / 24])
def test_numbers_and_order_follow_what_happened_and_not_the_clock(counter: Counter, clock: Clock, days: float) -> None:
    first = counter.register()
    clock.days_pass(days)
    second = counter.register()
    discard_item(counter.station, first, "Broken")
    moments = counter.station.timeline(first)
    assert [moment.kind for moment in moments] == ["ItemRegistered", "ItemDiscarded"]
    assert [item.number for item in counter.station.items.page().items] == [second, first]
    assert counter.station.verify().ok


def test_what_was_saved_before_the_clock_was_set_back_can_be_taken_back(counter: Counter, clock: Clock) -> None:
    number = counter.register()
    clock.days_pass(-YEAR)
    void_items(counter.station, [number])
    assert counter.state(number) == "void"


def test_receipts_count_on_when_the_clock_is_set_back(counter: Counter, clock: Clock) -> None:
    before = counter.hand_over(counter.register())
    clock.days_pass(-30)
    after = counter.hand_over(counter.register())
    assert int(after[6:13]) == int(before[6:13]) + 1
    assert counter.station.verify().ok


def test_a_register_that_was_fetched_in_the_future_is_not_called_fresh(counter: Counter, clock: Clock) -> None:
    assert not register_checked(counter.station).old
    clock.days_pass(-1 / 24)
    assert not register_checked(counter.station).old
    # The clock was a month ahead when the register came; nobody knows how old it really is.
    clock.days_pass(-30)
    assert register_checked(counter.station).old


@pytest.mark.parametrize(
    ("moment", "covered"),
    [
        ("2026-12-31T22:59:59+00:00", True),
        ("2026-12-31T23:00:00+00:00", False),
        ("2025-12-31T22:59:59+00:00", False),
        ("2025-12-31T23:00:00+00:00", True),
        # The same quarter past two, twice: clocks are put back.
        ("2026-10-25T00:15:00+00:00", True),
        ("2026-10-25T01:15:00+00:00", True),
        ("2026-12-31T23:59:59+01:00", True),
        ("2027-01-01T05:59:59+09:00", True),
    ],
)
def test_an_agreement_holds_by_the_days_of_the_calendar_here(
    counter: Counter, clock: Clock, moment: str, covered: bool
) -> None:
    number = counter.register()
    clock.now = datetime.datetime.fromisoformat(moment)
    (line,) = check_lines(counter.station, FRETEX, [number])
    assert line.allowed is covered, line.reason


def test_handovers_in_the_hour_that_comes_twice_are_two_and_in_order(counter: Counter, clock: Clock) -> None:
    clock.now = datetime.datetime(2026, 10, 25, 0, 30, tzinfo=datetime.UTC)
    first = counter.hand_over(counter.register())
    clock.days_pass(1 / 24)
    second = counter.hand_over(counter.register())
    assert [entry.receipt for entry in counter.station.handovers.history()] == [second, first]
    at = [entry.at for entry in counter.station.handovers.history()]
    assert at == ["2026-10-25T01:30:00Z", "2026-10-25T00:30:00Z"]


def test_the_history_shows_the_time_that_was_noted_and_the_order_that_was(counter: Counter, clock: Clock) -> None:
    def hand_over() -> str:
        return counter.hand_over(counter.register(), signature=None)

    receipts = [hand_over(), hand_over()]
    clock.days_pass(-30)
    receipts += [counter.reverse(receipts[0]), hand_over()]
    history = counter.station.handovers.history
    entries = history()
    assert [entry.receipt for entry in entries] == receipts[::-1]
    assert entries[0].at < entries[-1].at
    # And page by page.
    assert [history(limit=1, after=entry.place) for entry in entries] == [(entry,) for entry in entries[1:]] + [()]
    assert [entry.receipt for entry in history(unsigned=True)] == [receipts[3], receipts[1]]


@pytest.mark.parametrize("days", [-YEAR, -0.01])
def test_a_wait_after_wrong_pins_never_lasts_longer_because_the_clock_was_set_back(
    counter: Counter, clock: Clock, days: float
) -> None:
    add_member(counter.station, "AD", Role.ADMINISTRATOR)
    set_pin(counter.station, "AD", "2468")
    for _ in range(WRONG_PINS):
        with pytest.raises(Refused):
            go_on_duty(counter.station, "AD", "1111")
    clock.days_pass(days)
    assert 0 < wait_left(counter.station, "AD") <= WAIT_SECONDS
    clock.now += datetime.timedelta(seconds=WAIT_SECONDS)
    go_on_duty(counter.station, "AD", "2468")


def test_labels_are_printed_in_the_order_they_were_wanted(counter: Counter, clock: Clock) -> None:
    numbers = []
    for days in (0, -YEAR, 2 * YEAR):
        clock.days_pass(days)
        numbers.append(
            register_items(counter.station, Draft(category="chair", grams=4_200), copies=1, label=True).number
        )
    assert [job.number for job in counter.station.jobs.open()] == numbers


def test_what_stands_long_on_the_shelf_is_found_whatever_the_clock_said_in_between(
    counter: Counter, clock: Clock
) -> None:
    on_time = counter.register()
    noted = counter.station.now()
    clock.days_pass(-YEAR)
    a_year_early = counter.register()
    clock.days_pass(YEAR + 40)
    counter.register()
    for _ in range(2):
        for since, numbers in ((noted, [a_year_early, on_time]), ("2026-01-01T00:00:00Z", [a_year_early])):
            found = counter.station.items.page(Wanted(since=since)).items
            assert [item.number for item in found] == numbers
        counter.station.tidy()

"""May this thing go to this actor, here, today? Every rule, its borders, and what must hold whatever the register."""

import contextlib
from datetime import date, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.agreement import (
    OK,
    Agreement,
    AgreementKind,
    AgreementStatus,
    Thing,
    Verdict,
    may_be_overridden,
    valid_orgnr,
    verdict,
)
from domain.item import DataChoice
from domain.refused import Refused

ACTOR, OTHER_ACTOR, NO_ORGNR = "974760673", "889640782", "974760674"
"""Two valid organisation numbers, and one with a wrong check digit."""
ISI, YGGESET = "isi", "yggeset"
TODAY = date(2026, 11, 24)

YEAR = Agreement(
    id="A-1",
    orgnr=ACTOR,
    kind=AgreementKind.FIXED,
    first_day=date(2026, 1, 1),
    last_day=date(2026, 12, 31),
    categories=None,
    stations=None,
    electrical=True,
)
CHAIR = Thing(category="chair", electrical=False, data_bearing=False)
KETTLE = Thing(category="kettle", electrical=True, data_bearing=False)
LAPTOP = Thing(category="laptop", electrical=True, data_bearing=True)
WIPED_LAPTOP = msgspec.structs.replace(LAPTOP, data_choice=DataChoice.WIPED)


def changed(**fields: Any) -> Agreement:
    return msgspec.structs.replace(YEAR, **fields)


def ask(thing: Thing, *agreements: Agreement, orgnr: str = ACTOR, station: str = ISI, day: date = TODAY) -> Verdict:
    return verdict(thing, orgnr=orgnr, station=station, day=day, agreements=agreements)


DAYS = st.dates(date(2026, 1, 1), date(2026, 1, 12))
ORGNRS = st.sampled_from([ACTOR, OTHER_ACTOR, NO_ORGNR])
STATIONS = st.sampled_from([ISI, YGGESET])
CATEGORIES = ("chair", "kettle", "laptop")


Asked = dict[str, Any]


def some(of: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...] | None]:
    return st.none() | st.lists(st.sampled_from(of), unique=True).map(tuple)


AGREEMENTS = st.builds(
    Agreement,
    id=st.uuids().map(str),
    orgnr=ORGNRS,
    kind=st.sampled_from(AgreementKind),
    first_day=DAYS,
    last_day=DAYS,
    categories=some(CATEGORIES),
    stations=some((ISI, YGGESET)),
    electrical=st.booleans(),
    status=st.sampled_from(AgreementStatus),
)
REGISTERS = st.lists(AGREEMENTS, max_size=5)
THINGS = st.builds(
    Thing,
    category=st.sampled_from(CATEGORIES),
    electrical=st.booleans(),
    data_bearing=st.booleans(),
    data_choice=st.none() | st.sampled_from(DataChoice),
)
ASKED = st.fixed_dictionaries({"thing": THINGS, "orgnr": ORGNRS, "station": STATIONS, "day": DAYS})


def test_a_covered_thing_may_go() -> None:
    assert ask(CHAIR, YEAR) == Verdict(allowed=True, reason=OK, agreement="A-1")


@pytest.mark.parametrize(
    ("thing", "agreement", "reason"),
    [
        (CHAIR, changed(orgnr=OTHER_ACTOR), "no_agreement"),
        (CHAIR, changed(status=AgreementStatus.SUSPENDED), "agreement_suspended"),
        (CHAIR, changed(first_day=TODAY + timedelta(1)), "agreement_not_started"),
        (CHAIR, changed(last_day=TODAY - timedelta(1)), "agreement_expired"),
        (CHAIR, changed(stations=(YGGESET,)), "station_not_covered"),
        (CHAIR, changed(stations=()), "station_not_covered"),
        (CHAIR, changed(categories=("table", "chair_child")), "category_not_covered"),
        (CHAIR, changed(categories=()), "category_not_covered"),
        (KETTLE, changed(electrical=False), "electrical_not_covered"),
        (LAPTOP, YEAR, "data_choice_missing"),
    ],
)
def test_every_miss_has_a_reason_of_its_own(thing: Thing, agreement: Agreement, reason: str) -> None:
    answer = ask(thing, agreement)
    assert (answer.allowed, answer.reason) == (False, reason)


def test_electricals_need_a_valid_organisation_number_and_chairs_do_not() -> None:
    agreement = changed(orgnr=NO_ORGNR)
    assert ask(KETTLE, agreement, orgnr=NO_ORGNR).reason == "electrical_without_orgnr"
    assert ask(CHAIR, agreement, orgnr=NO_ORGNR).allowed


@pytest.mark.parametrize("choice", DataChoice)
def test_any_recorded_choice_about_data_lets_the_laptop_go(choice: DataChoice) -> None:
    assert ask(msgspec.structs.replace(LAPTOP, data_choice=choice), YEAR).allowed


def test_a_choice_about_data_does_not_stand_in_for_electrical_cover() -> None:
    assert ask(WIPED_LAPTOP, changed(electrical=False)).reason == "electrical_not_covered"


@pytest.mark.parametrize(
    ("day", "allowed"),
    [
        (date(2025, 12, 31), False),
        (date(2026, 1, 1), True),
        (date(2026, 12, 31), True),
        (date(2027, 1, 1), False),
    ],
)
def test_the_first_and_the_last_day_are_covered(day: date, allowed: bool) -> None:
    assert ask(CHAIR, YEAR, day=day).allowed is allowed


def test_a_flea_market_of_one_day_may_fetch_on_that_day() -> None:
    one_day = changed(kind=AgreementKind.SHORT, first_day=TODAY, last_day=TODAY)
    allowed = [ask(CHAIR, one_day, day=TODAY + timedelta(offset)).allowed for offset in (-1, 0, 1)]
    assert allowed == [False, True, False]


def test_of_several_agreements_the_nearest_miss_is_told() -> None:
    expired = changed(id="A-old", last_day=TODAY - timedelta(1))
    furniture_only = changed(id="A-new", categories=("chair",), electrical=False)
    answer = ask(KETTLE, expired, furniture_only)
    assert (answer.reason, answer.agreement) == ("category_not_covered", "A-new")


def test_two_agreements_do_not_add_up_to_one() -> None:
    here_but_no_kettles = changed(categories=("chair",))
    kettles_elsewhere = changed(stations=(YGGESET,))
    assert not ask(KETTLE, here_but_no_kettles, kettles_elsewhere).allowed


@given(ASKED)
def test_without_agreements_nothing_goes(asked: Asked) -> None:
    assert verdict(**asked, agreements=()) == Verdict(allowed=False, reason="no_agreement")


@given(ASKED, REGISTERS)
def test_allowed_means_ok_and_names_an_agreement_of_this_actor(asked: Asked, register: list[Agreement]) -> None:
    answer = verdict(**asked, agreements=register)
    assert answer.allowed == (answer.reason == OK)
    assert (answer.agreement is None) == (answer.reason == "no_agreement")
    if answer.agreement is not None:
        assert answer.agreement in [agreement.id for agreement in register if agreement.orgnr == asked["orgnr"]]


@given(ASKED, REGISTERS, AGREEMENTS, st.integers(0, 5))
def test_one_more_agreement_blocks_nothing(
    asked: Asked,
    register: list[Agreement],
    more: Agreement,
    place: int,
) -> None:
    if verdict(**asked, agreements=register).allowed:
        assert verdict(**asked, agreements=[*register[:place], more, *register[place:]]).allowed


@given(ASKED, AGREEMENTS, st.integers(0, 9), st.sampled_from(range(6)))
def test_a_wider_agreement_blocks_nothing(asked: Asked, agreement: Agreement, days: int, way: int) -> None:
    wider: dict[str, Any] = (
        {"first_day": agreement.first_day - timedelta(days)},
        {"last_day": agreement.last_day + timedelta(days)},
        {"categories": None if agreement.categories is None or not days else (*agreement.categories, "kettle")},
        {"stations": None if agreement.stations is None or not days else (*agreement.stations, ISI)},
        {"electrical": True},
        {"status": AgreementStatus.APPROVED},
    )[way]
    if verdict(**asked, agreements=[agreement]).allowed:
        assert verdict(**asked, agreements=[msgspec.structs.replace(agreement, **wider)]).allowed


@given(ASKED, st.data())
def test_the_order_of_the_register_does_not_matter(asked: Asked, data: st.DataObject) -> None:
    register = data.draw(REGISTERS)
    shuffled = data.draw(st.permutations(register))
    one, other = (verdict(**asked, agreements=order) for order in (register, shuffled))
    assert (one.allowed, one.reason) == (other.allowed, other.reason)


@given(ASKED, REGISTERS)
def test_agreements_of_others_change_nothing(asked: Asked, register: list[Agreement]) -> None:
    own = [agreement for agreement in register if agreement.orgnr == asked["orgnr"]]
    assert verdict(**asked, agreements=register) == verdict(**asked, agreements=own)


@given(ASKED, REGISTERS)
def test_what_went_was_covered_in_every_respect(asked: Asked, register: list[Agreement]) -> None:
    answer = verdict(**asked, agreements=register)
    if not answer.allowed:
        return
    thing: Thing = asked["thing"]
    by = next(agreement for agreement in register if agreement.id == answer.agreement)
    assert by.orgnr == asked["orgnr"]
    assert by.status is AgreementStatus.APPROVED
    assert by.first_day <= asked["day"] <= by.last_day
    assert by.stations is None or asked["station"] in by.stations
    assert by.categories is None or thing.category in by.categories
    if thing.electrical:
        assert by.electrical
        assert valid_orgnr(by.orgnr) == asked["orgnr"]
    if thing.data_bearing:
        assert thing.data_choice is not None


@given(ASKED, REGISTERS, st.sampled_from(DataChoice))
def test_recording_a_choice_about_data_blocks_nothing(
    asked: Asked, register: list[Agreement], choice: DataChoice
) -> None:
    if verdict(**asked, agreements=register).allowed:
        asked = {**asked, "thing": msgspec.structs.replace(asked["thing"], data_choice=choice)}
        assert verdict(**asked, agreements=register).allowed


@pytest.mark.parametrize("text", ["974760673", "974 760 673", " 974760673 "])
def test_an_organisation_number_is_read_with_spaces(text: str) -> None:
    assert valid_orgnr(text) == ACTOR


@pytest.mark.parametrize("text", ["", "974760674", "97476067", "9747606733", "NO974760673MVA", "97476067E", "=1+1"])
def test_a_wrong_organisation_number_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        valid_orgnr(text)
    assert (refused.value.code, refused.value.facts) == ("orgnr_wrong", {"orgnr": text})


@given(st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_in_an_organisation_number_is_noticed(place: int, off_by: int) -> None:
    misread = ACTOR[:place] + str((int(ACTOR[place]) + off_by) % 10) + ACTOR[place + 1 :]
    with pytest.raises(Refused):
        valid_orgnr(misread)


@given(st.text(max_size=60))
def test_any_text_is_an_organisation_number_or_refused(text: str) -> None:
    with contextlib.suppress(Refused):
        assert len(valid_orgnr(text)) == 9


DRIVE = Thing(category="drive", electrical=False, data_bearing=True)


@pytest.mark.parametrize(
    ("thing", "reason", "may"),
    [
        (CHAIR, "category_not_covered", True),
        (CHAIR, "station_not_covered", True),
        (CHAIR, "agreement_expired", False),
        (CHAIR, "no_agreement", False),
        (KETTLE, "category_not_covered", False),
        (DRIVE, "category_not_covered", False),
        (msgspec.structs.replace(DRIVE, data_choice=DataChoice.WIPED), "category_not_covered", True),
    ],
)
def test_what_may_be_let_go_for_a_reason(thing: Thing, reason: str, may: bool) -> None:
    assert may_be_overridden(thing, reason) is may

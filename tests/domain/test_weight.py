"""Weights as people type them, to the gram; what is refused and why."""

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.refused import Refused
from domain.weight import MAX_GRAMS, check_grams, parse_kg
from station_app.language import format_kg

GRAMS = st.integers(1, MAX_GRAMS)
WHOLE_KILOGRAMS = (0, 1, 4, 9, 10, 42, 99, 100, 999, 1_000, 1_999)
"""With each of these every one of the thousand decimal parts is tried."""


def refusal(text: str) -> str:
    with pytest.raises(Refused) as refused:
        parse_kg(text)
    return refused.value.code


@pytest.mark.parametrize("mark", [",", "."])
def test_every_gram_is_read_exactly(mark: str) -> None:
    for whole in WHOLE_KILOGRAMS:
        for part in range(1000):
            grams = whole * 1000 + part
            text = f"{whole}{mark}{part:03d}"
            if grams:
                assert parse_kg(text) == grams == Decimal(text.replace(",", ".")) * 1000


@given(GRAMS, st.sampled_from(",."))
def test_any_weight_up_to_two_tonnes_is_read_exactly(grams: int, mark: str) -> None:
    kilograms = Decimal(grams) / 1000
    assert parse_kg(str(kilograms).replace(".", mark)) == grams
    assert parse_kg(f"{kilograms:.3f}".replace(".", mark)) == grams
    assert parse_kg(f"{kilograms:.9f}".replace(".", mark)) == grams


@given(GRAMS, st.sampled_from(["nb", "nn", "en"]))
def test_what_the_program_shows_can_be_typed_again(grams: int, language: str) -> None:
    assert parse_kg(format_kg(grams, language)) == grams


@given(GRAMS, GRAMS)
def test_the_heavier_thing_has_more_grams(one: int, other: int) -> None:
    assert (parse_kg(f"{one / 1000:.3f}") < parse_kg(f"{other / 1000:.3f}")) == (one < other)


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        ("4,2", 4_200),
        ("4.2", 4_200),
        ("4", 4_000),
        ("4,0", 4_000),
        ("4,200", 4_200),
        ("04,2", 4_200),
        ("+4,2", 4_200),
        (" 4,2 ", 4_200),
        ("4,2 kg", 4_200),
        ("4,2kg", 4_200),
        ("4,2 KG", 4_200),
        ("4,2\N{NO-BREAK SPACE}kg", 4_200),
        ("0,001", 1),
        ("0,35", 350),
        ("2000", 2_000_000),
        ("123456789", 123_456_789_000),
        ("1,2340000", 1_234),
    ],
)
def test_kilograms_as_people_type_them(text: str, grams: int) -> None:
    assert parse_kg(text) == grams


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("-4,2", "weight_negative"),
        ("−4,2", "weight_negative"),
        ("–4,2", "weight_negative"),
        ("-0,0001", "weight_negative"),
        ("0", "weight_zero"),
        ("0,000", "weight_zero"),
        ("-0", "weight_zero"),
        ("0,0004", "weight_too_fine"),
        ("4,2001", "weight_too_fine"),
        ("", "weight_unreadable"),
        ("kg", "weight_unreadable"),
        ("fire", "weight_unreadable"),
        (",5", "weight_unreadable"),
        ("4,", "weight_unreadable"),
        ("1.234,5", "weight_unreadable"),
        ("1 234", "weight_unreadable"),
        ("4,2,1", "weight_unreadable"),
        ("4200 g", "weight_unreadable"),
        ("4 lb", "weight_unreadable"),
        ("4e2", "weight_unreadable"),
        ("0x10", "weight_unreadable"),
        ("1_000", "weight_unreadable"),
        ("NaN", "weight_unreadable"),
        ("Infinity", "weight_unreadable"),
        ("٤", "weight_unreadable"),
        ("４", "weight_unreadable"),
        ("½", "weight_unreadable"),
        ("--4", "weight_unreadable"),
        ("9" * 5_000, "weight_unreadable"),
        ("=4,2", "weight_unreadable"),
    ],
)
def test_what_is_no_weight_is_refused_for_its_reason(text: str, code: str) -> None:
    assert refusal(text) == code


@given(st.text(max_size=20))
def test_any_text_is_a_weight_above_zero_or_refused(text: str) -> None:
    with contextlib.suppress(Refused):
        assert parse_kg(text) > 0


def test_the_limit_itself_is_still_plausible() -> None:
    assert check_grams(25_000, category="chair", max_grams=25_000) == 25_000


def test_grams_typed_as_kilograms_are_stopped() -> None:
    with pytest.raises(Refused) as refused:
        check_grams(parse_kg("4200"), category="chair", max_grams=25_000)
    assert refused.value.code == "weight_implausible"
    assert refused.value.facts == {"grams": 4_200_000, "limit_grams": 25_000, "category": "chair"}


def test_no_category_lets_more_than_two_tonnes_pass() -> None:
    with pytest.raises(Refused) as refused:
        check_grams(MAX_GRAMS + 1, category="bricks", max_grams=MAX_GRAMS * 10)
    assert refused.value.facts["limit_grams"] == MAX_GRAMS


@pytest.mark.parametrize(("grams", "code"), [(0, "weight_zero"), (-1, "weight_negative")])
def test_grams_that_are_no_weight(grams: int, code: str) -> None:
    with pytest.raises(Refused) as refused:
        check_grams(grams, category="chair", max_grams=25_000)
    assert refused.value.code == code


@given(st.integers(), st.integers(1, MAX_GRAMS * 2))
def test_what_passes_is_above_zero_and_within_both_limits(grams: int, limit: int) -> None:
    try:
        assert 0 < check_grams(grams, category="chair", max_grams=limit) <= min(limit, MAX_GRAMS)
    except Refused:
        assert not 0 < grams <= min(limit, MAX_GRAMS)

"""The 14 digits on labels: what a slip of hand or eye does to them, and what the check digit is known to miss."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_10

from domain import check_digits
from domain.numbers import (
    FIRST_PROVISIONAL_DEVICE,
    LAST_PERMANENT_DEVICE,
    LAST_PROVISIONAL_DEVICE,
    LAST_RUNNING,
    Kind,
    Number,
    grouped,
    parse,
)
from domain.refused import Refused

LABEL = "10003100042179"
ALL_NUMBERS = st.builds(
    Number,
    st.sampled_from(Kind),
    st.integers(1, LAST_PROVISIONAL_DEVICE),
    st.integers(1, LAST_RUNNING),
)
PLACES = st.integers(0, 13)


def refusal(text: str, expected: Kind | None = None) -> Refused:
    with pytest.raises(Refused) as refused:
        parse(text, expected)
    return refused.value


def by_hand(thirteen: str) -> str:
    """ISO 7064 mod 11,10 as one does it on paper: add, reduce mod 10 (0 counts as 10), double, reduce mod 11."""
    product = 10
    for digit in thirteen:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return str((11 - product) % 10)


@given(st.text("0123456789", min_size=14, max_size=14))
def test_a_check_digit_holds_where_the_library_says_so(digits: str) -> None:
    assert check_digits.holds(digits) == mod_11_10.is_valid(digits)
    right = digits[:13] + mod_11_10.calc_check_digit(digits[:13])
    assert check_digits.holds(right)


def test_a_label_of_the_station_reads_as_its_device_and_running_number() -> None:
    number = parse(LABEL)
    assert number == Number(Kind.ITEM, device=31, running=4217)
    assert number.grouped == "1 00031 0004217 9"


@pytest.mark.parametrize(
    ("number", "digits"),
    [
        (Number(Kind.ITEM, 31, 4217), "10003100042179"),
        (Number(Kind.ITEM, 1, 1), "10000100000016"),
        (Number(Kind.RECEIPT, 31, 1), "20003100000010"),
        (Number(Kind.ACTOR_CARD, LAST_PERMANENT_DEVICE, LAST_RUNNING), "38999999999997"),
        (Number(Kind.DROP_OFF_NOTE, FIRST_PROVISIONAL_DEVICE, 7), "49000000000072"),
        (Number(Kind.COMMAND, LAST_PROVISIONAL_DEVICE, 1234567), "99999912345678"),
    ],
)
def test_digits_on_labels_stay_what_they_were(number: Number, digits: str) -> None:
    assert str(number) == digits
    assert digits[-1] == by_hand(digits[:-1])


@given(ALL_NUMBERS)
def test_every_number_is_read_back_as_it_was_printed(number: Number) -> None:
    assert len(str(number)) == 14
    assert parse(str(number)) == number
    assert parse(number.grouped) == number
    assert parse(str(number), number.kind) == number


@given(ALL_NUMBERS)
def test_the_check_digit_is_the_one_done_by_hand(number: Number) -> None:
    assert str(number)[-1] == by_hand(str(number)[:-1])


@given(ALL_NUMBERS)
def test_people_read_groups_of_one_five_seven_one(number: Number) -> None:
    assert [len(group) for group in number.grouped.split(" ")] == [1, 5, 7, 1]


@pytest.mark.parametrize("text", [f" {LABEL} ", "1 00031 0004217 9", "1\t00031\n0004217 9", "1000 3100 0421 79"])
def test_spaces_between_digits_do_not_matter(text: str) -> None:
    assert str(parse(text)) == LABEL


@given(ALL_NUMBERS, PLACES, st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(number: Number, place: int, off_by: int) -> None:
    digits = str(number)
    misread = digits[:place] + str((int(digits[place]) + off_by) % 10) + digits[place + 1 :]
    assert refusal(misread).code == "number_wrong_check_digit"


@given(ALL_NUMBERS, st.integers(0, 12))
def test_two_swapped_neighbours_are_noticed_unless_they_follow_each_other(number: Number, place: int) -> None:
    """The standard promises "nearly all" transpositions (ISO 7064, 1.3 b): 4 and 5, or 9 and 0, can slip through."""
    digits = str(number)
    first, second = digits[place], digits[place + 1]
    swapped = digits[:place] + second + first + digits[place + 2 :]
    if (int(first) - int(second)) % 10 not in (0, 1, 9):
        assert refusal(swapped).code == "number_wrong_check_digit"


@given(ALL_NUMBERS, st.integers(0, 11))
def test_of_forty_five_pairs_that_could_be_swapped_at_a_place_one_slips_through(number: Number, place: int) -> None:
    body = str(number)[:-1]
    missed = []
    for low in range(10):
        for high in range(low + 1, 10):
            right = f"{body[:place]}{low}{high}{body[place + 2 :]}"
            wrong = f"{body[:place]}{high}{low}{body[place + 2 :]}"
            if mod_11_10.calc_check_digit(right) == mod_11_10.calc_check_digit(wrong):
                missed.append((low, high))
    assert len(missed) == 1


@given(ALL_NUMBERS)
def test_swapping_the_kind_with_the_device_is_always_noticed(number: Number) -> None:
    """The one pair that slips through in front is 5 and 6, and no kind of number begins with these."""
    digits = str(number)
    if digits[0] != digits[1]:
        assert refusal(digits[1] + digits[0] + digits[2:]).code == "number_wrong_check_digit"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        LABEL[:-1],
        LABEL + "0",
        "1000310004217x",
        "10003100042I79",
        "1-00031-0004217-9",
        "−0003100042179",
        "+0003100042179",
        "1.003100042179",
        "https://hub.example/i/10003100042179",
        "١٠٠٠٣١٠٠٠٤٢١٧٩",
        "１０００３１０００４２１７９",
        "1000310004217²",
        "=1+1",
        "7038010000010",  # an EAN-13 from the shop
    ],
)
def test_what_is_not_fourteen_plain_digits_is_told_apart(text: str) -> None:
    assert refusal(text).code == "number_not_14_digits"


def test_a_pasted_page_is_repeated_only_in_part() -> None:
    assert len(str(refusal("x" * 100_000).facts["number"])) == 40


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    with contextlib.suppress(Refused):
        assert str(parse(text)) == "".join(text.split())


def with_check_digit(thirteen: str) -> str:
    return thirteen + by_hand(thirteen)


@pytest.mark.parametrize("thirteen", ["0000310004217", "5000310004217", "8000310004217"])
def test_a_first_digit_that_stands_for_nothing_is_refused(thirteen: str) -> None:
    assert refusal(with_check_digit(thirteen)).code == "number_unknown_kind"


@pytest.mark.parametrize("thirteen", ["1000000004217", "1000310000000", "1000000000000"])
def test_no_device_and_no_running_number_is_nought(thirteen: str) -> None:
    assert refusal(with_check_digit(thirteen)).code == "number_unknown_kind"


def test_a_receipt_is_not_an_item() -> None:
    refused = refusal(str(Number(Kind.RECEIPT, 31, 1)), Kind.ITEM)
    assert refused.code == "number_of_other_kind"
    assert refused.facts == {"number": "2 00031 0000001 0", "kind": "receipt"}


@pytest.mark.parametrize(
    ("device", "running"), [(0, 1), (-1, 1), (100_000, 1), (31, 0), (31, -5), (31, 10_000_000), (0, 0)]
)
def test_numbers_that_would_not_fit_cannot_be_made(device: int, running: int) -> None:
    with pytest.raises(ValueError, match="outside"):
        Number(Kind.ITEM, device, running)


def test_permanent_and_provisional_devices_never_meet() -> None:
    assert LAST_PERMANENT_DEVICE < FIRST_PROVISIONAL_DEVICE


def test_grouping_changes_no_digit() -> None:
    assert grouped(LABEL).replace(" ", "") == LABEL

"""What is said of a scanner: its pace, the end of its codes, and what the layout of the keyboard made of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.devices.scanner_test import LEAST_GAP_MS, LONGEST_GAP_MS, SHOWN, Key, Swap, Verdict, judge


def scanned(text: str, pause_ms: float = 8, *, ended: bool = True) -> Verdict:
    keys = [Key(character, 1_000 + place * pause_ms) for place, character in enumerate(text)]
    return judge(keys, ended=ended, end_ms=1_000 + len(text) * pause_ms if ended else None)


def test_a_scanner_that_is_set_right_is_whole() -> None:
    verdict = scanned(SHOWN)
    assert (verdict.whole, verdict.swaps, verdict.digits_whole, verdict.ended) == (True, (), True, True)


def typed_on_norwegian_by_a_us_scanner(text: str) -> str:
    """xkb's layouts `us` and `no`: the same keys, read by the other layout."""
    return text.translate(str.maketrans({"-": "+", "/": "-", "+": "`"}))


def test_a_us_scanner_on_a_norwegian_pc_is_told_apart() -> None:
    verdict = scanned(typed_on_norwegian_by_a_us_scanner(SHOWN))
    assert not verdict.whole
    assert verdict.swaps[:2] == (Swap("-", "+"), Swap("/", "-"))
    assert verdict.digits_whole


@pytest.mark.parametrize(
    ("came", "swaps", "digits_whole"),
    [
        ("Ombruk-Yz/4+7", (Swap("Z", "Y"), Swap("y", "z")), True),
        ("oMBRUK-zY/4+7", (Swap("O", "o"), Swap("m", "M")), True),
        ("OmbrukZy/4+7", (Swap("-", ""),), True),
        ("ombruk-zy/4+7", (Swap("O", "o"), Swap("Z", "z")), True),
        ("Ombruk-Zy/'+7", (Swap("4", "'"),), False),
        ("Ombruk-Zy/4+è", (Swap("7", "è"),), False),
        ("57012345", (Swap(SHOWN[:-1], "5"), Swap("", "012345")), False),
        ("", (Swap(SHOWN, ""),), False),
    ],
)
def test_what_the_layout_did_is_named(came: str, swaps: tuple[Swap, ...], digits_whole: bool) -> None:
    verdict = scanned(came)
    assert verdict.swaps[: len(swaps)] == swaps or digits_whole is False
    assert verdict.digits_whole is digits_whole
    assert not verdict.whole


@pytest.mark.parametrize(
    ("came", "other"),
    [(SHOWN, False), ("oMBRUK+zY-4`7", False), ("10003100042179", True), ("5701234567890", True), ("", True)],
)
def test_another_code_is_not_blamed_on_the_layout(came: str, other: bool) -> None:
    assert scanned(came).other is other


@pytest.mark.parametrize(
    ("pause_ms", "gap_ms", "slow"), [(1, 20, False), (12, 25, False), (25, 45, False), (40, 65, True), (500, 200, True)]
)
def test_the_suggested_gap_leaves_room_and_says_when_it_is_too_long(pause_ms: float, gap_ms: int, slow: bool) -> None:
    verdict = scanned(SHOWN, pause_ms)
    assert (verdict.median_ms, verdict.longest_ms) == (pause_ms, pause_ms)
    assert (verdict.gap_ms, verdict.slow) == (gap_ms, slow)


def test_the_pause_before_the_end_counts_too() -> None:
    keys = [Key(character, place * 5.0) for place, character in enumerate(SHOWN)]
    verdict = judge(keys, ended=True, end_ms=12 * 5.0 + 30)
    assert (verdict.median_ms, verdict.longest_ms, verdict.gap_ms) == (5, 30, 50)


def test_of_a_single_key_no_pace_is_claimed() -> None:
    verdict = judge([Key("O", 1.0)], ended=False)
    assert (verdict.median_ms, verdict.longest_ms, verdict.gap_ms, verdict.ended) == (None, None, None, False)


@given(st.text(max_size=30), st.lists(st.floats(0, 1e6), max_size=30))
def test_whatever_comes_is_judged(text: str, times: list[float]) -> None:
    keys = [Key(character, at) for character, at in zip(text, times, strict=False)]
    verdict = judge(keys, ended=False)
    assert verdict.whole == (verdict.text == SHOWN) == (not verdict.swaps)
    assert verdict.digits_whole or not verdict.whole
    assert verdict.gap_ms is None or LEAST_GAP_MS <= verdict.gap_ms <= LONGEST_GAP_MS

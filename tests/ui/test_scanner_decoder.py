"""The wedge decoder with plain data: what is a scan, what is a person, and that no key is ever lost or turned round."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.numbers import Kind, Number
from station_app.devices.scanner import GAP_MS, REPEAT_MS, Press, WedgeDecoder

NUMBER = str(Number(Kind.ITEM, 31, 4217))


def feed(decoder: WedgeDecoder[str], text: str, gap: float, start: float = 1_000.0) -> tuple[str, str | None, float]:
    """Type `text` ("\\r" ends); returns what came through to the field, the scan, and the time after it."""
    through, scan, at = "", None, start
    for character in text:
        kind = Press.END if character in "\r\t" else Press.CHARACTER
        heard = decoder.press(kind, character, at, character)
        through += "".join(heard.back) + ("" if heard.held else character)
        if heard.scan is not None and not heard.repeated:
            scan = heard.scan
        at += gap
    return through, scan, at


@pytest.mark.parametrize("gap", [1.0, 4.0, 12.0, 25.0, GAP_MS])
@pytest.mark.parametrize("end", ["\r", "\t"])
def test_a_burst_that_ends_is_a_scan_and_nothing_comes_through(gap: float, end: str) -> None:
    assert feed(WedgeDecoder(), NUMBER + end, gap)[:2] == ("", NUMBER)


@pytest.mark.parametrize("gap", [36.0, 60.0, 200.0])
def test_typing_comes_through_whole_with_its_enter(gap: float) -> None:
    assert feed(WedgeDecoder(), "123456789\r", gap)[:2] == ("123456789\r", None)


def test_five_quick_characters_are_no_scan() -> None:
    assert feed(WedgeDecoder(), "12345\r", 5.0)[:2] == ("12345\r", None)


def test_a_burst_without_an_end_is_given_back() -> None:
    decoder: WedgeDecoder[str] = WedgeDecoder()
    through, scan, _ = feed(decoder, "sofa med sju puter", 2.0)
    assert (through, scan) == ("", None)
    assert "".join(decoder.give_up()) == "sofa med sju puter"
    assert not decoder.holding


def test_shift_for_capitals_does_not_tear_a_scan_apart() -> None:
    decoder: WedgeDecoder[str] = WedgeDecoder()
    at, scan = 0.0, None
    for character in "OB7K4F2M9":
        assert decoder.press(Press.MODIFIER, "", at, "shift").back == ()
        assert decoder.press(Press.CHARACTER, character, at + 2, character).held
        at += 8
    scan = decoder.press(Press.END, "\r", at, "\r").scan
    assert scan == "OB7K4F2M9"


def test_a_command_key_lets_what_was_held_go_first() -> None:
    decoder: WedgeDecoder[str] = WedgeDecoder()
    feed(decoder, "ab", 5.0)
    heard = decoder.press(Press.OTHER, "", 1_012.0, "F1")
    assert heard.back == ("a", "b")
    assert not heard.held


def test_a_space_alone_is_never_held_so_that_it_presses_buttons() -> None:
    assert not WedgeDecoder[str]().press(Press.CHARACTER, " ", 0.0, " ").held


def test_a_scan_right_behind_slow_typing_leaves_the_typing_alone() -> None:
    decoder: WedgeDecoder[str] = WedgeDecoder()
    through, _, at = feed(decoder, "so", 80.0)
    late, scan, _ = feed(decoder, NUMBER + "\r", 5.0, at)
    assert (through + late, scan) == ("so", NUMBER)


def test_the_same_code_again_at_once_is_passed_over_and_later_counts_again() -> None:
    decoder: WedgeDecoder[str] = WedgeDecoder()
    assert feed(decoder, NUMBER + "\r", 5.0)[1] == NUMBER
    assert feed(decoder, NUMBER + "\r", 5.0, 1_500.0)[:2] == ("", None)
    assert feed(decoder, NUMBER + "\r", 5.0, 1_500.0 + 2 * REPEAT_MS)[1] == NUMBER


def test_a_clock_that_jumps_back_is_no_burst() -> None:
    decoder: WedgeDecoder[str] = WedgeDecoder()
    decoder.press(Press.CHARACTER, "1", 5_000.0, "1")
    assert decoder.press(Press.CHARACTER, "2", 10.0, "2").back == ("1",)


keys = st.lists(
    st.tuples(
        st.sampled_from([(Press.CHARACTER, c) for c in "0123456789aB -"] + [(Press.END, "\r"), (Press.OTHER, "<F1>")]),
        st.floats(0.1, 200.0),
    ),
    max_size=60,
)


@given(keys)
def test_no_key_is_lost_doubled_or_turned_round(pressed: list[tuple[tuple[Press, str], float]]) -> None:
    decoder: WedgeDecoder[str] = WedgeDecoder(repeat_ms=-1)
    at, came, went = 0.0, "", ""
    for (kind, text), gap in pressed:
        at += gap
        came += text
        heard = decoder.press(kind, text if kind is Press.CHARACTER else "", at, text)
        went += "".join(heard.back)
        if heard.scan is not None:
            assert "".join(heard.keys) == heard.scan + text
            went += "".join(heard.keys)
        elif not heard.held:
            went += text
    assert went + "".join(decoder.give_up()) == came


@given(st.text("0123456789", min_size=6, max_size=40), st.floats(0.5, GAP_MS), st.floats(0.5, GAP_MS))
def test_every_quick_burst_of_six_or_more_is_heard(code: str, gap: float, last: float) -> None:
    decoder: WedgeDecoder[str] = WedgeDecoder()
    _, _, at = feed(decoder, code, gap)
    assert decoder.press(Press.END, "\r", at - gap + last, "\r").scan == code

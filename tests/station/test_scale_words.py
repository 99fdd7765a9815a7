"""What a scale says, byte by byte: answers, everything that is none, and when a weight can be relied on."""

import re
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.devices.scale import LONGEST_LINE, Decoder, Kind, Reading, Settling, Stand, Weighing, read


@pytest.mark.parametrize(
    ("line", "reading"),
    [
        (b"S S      14.20 kg", Reading(Kind.STILL, 14_200, "kg")),
        (b"S D      14.20 kg", Reading(Kind.MOVING, 14_200, "kg")),
        (b"S S     850.5 g", Reading(Kind.STILL, 851, "g")),
        (b"S S      0.0005 kg", Reading(Kind.STILL, 1, "kg")),
        (b"S S      -0.34 kg", Reading(Kind.STILL, -340, "kg")),
        (b"S S -    0.34 kg", Reading(Kind.STILL, -340, "kg")),
        (b"S S      1.250 t", Reading(Kind.STILL, 1_250_000, "t")),
        (b"S S      14.20 kg ", Reading(Kind.STILL, 14_200, "kg")),
        (b"S S      31.30 lb", Reading(Kind.OTHER_UNIT, unit="lb")),
        (b"S S         12 PCS", Reading(Kind.OTHER_UNIT, unit="PCS")),
        (b"S I", Reading(Kind.BUSY)),
        (b"S +", Reading(Kind.OVERLOAD)),
        (b"S -", Reading(Kind.UNDERLOAD)),
    ],
)
def test_an_answer_is_understood(line: bytes, reading: Reading) -> None:
    assert read(line) == reading


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"ES",
        b"ET",
        b"EL",
        b"S L",
        b"S S",
        b"S S Error 10b",
        b"S S      14,20 kg",
        b"S S      14.20",
        b"S S      1 4.20 kg",
        b"S S      14.20 k\xe7",
        b"\x00S S      14.20 kg",
        b"S S  1234567890123 kg",
        b'I4 A "B021002593"',
    ],
)
def test_everything_else_is_passed_over(line: bytes) -> None:
    assert read(line) is None


@given(
    st.decimals(min_value=Decimal("-300"), max_value=Decimal("300"), places=3),
    st.sampled_from(["g", "kg"]),
    st.sampled_from("SD"),
)
def test_every_weight_comes_back_in_whole_grams(value: Decimal, unit: str, status: str) -> None:
    reading = read(f"S {status} {value:>10} {unit}".encode("ascii"))
    grams = value * (1_000 if unit == "kg" else 1)
    assert reading is not None
    assert reading.grams == int(grams.quantize(Decimal(1), ROUND_HALF_UP))
    assert (reading.kind is Kind.STILL) == (status == "S")


ANSWERS = st.lists(st.integers(0, 300_000).map(lambda grams: f"S S {grams / 1_000:>10.3f} kg\r\n".encode("ascii")))


@given(ANSWERS, st.lists(st.integers(1, 30)))
def test_however_the_bytes_are_cut_the_answers_are_the_same(answers: list[bytes], cuts: list[int]) -> None:
    stream, decoder, heard = b"".join(answers), Decoder(), []
    for cut in cuts:
        heard += decoder.feed(stream[:cut])
        stream = stream[cut:]
    heard += decoder.feed(stream)
    assert heard == [reading for reading in map(read, b"".join(answers).split(b"\r\n")) if reading is not None]
    assert len(heard) == len(answers)


@given(st.lists(st.binary(max_size=200)))
def test_noise_is_never_kept_and_never_a_fault(pieces: list[bytes]) -> None:
    decoder = Decoder()
    for piece in pieces:
        decoder.feed(piece)
        assert len(decoder._rest) <= LONGEST_LINE
    assert decoder.feed(b"\r\nS S      14.20 kg\r\n")[-1] == Reading(Kind.STILL, 14_200, "kg")


@given(st.binary(max_size=30))
def test_only_an_answer_to_the_letter_is_one(line: bytes) -> None:
    reading = read(line)
    assert reading is None or re.match(rb" *S [SDI+-]", line)


@given(st.integers(1, 30), st.integers(0, 7))
def test_a_changed_bit_is_never_taken_for_a_weight_at_once(place: int, bit: int) -> None:
    """Lines carry no check sum: a digit may be another one, but the next answer says otherwise."""
    answer = b"S S      14.20 kg\r\n"
    flipped = bytearray(answer)
    flipped[place % len(answer)] ^= 1 << bit
    settling, decoder = Settling(), Decoder()
    told = [settling.take(reading) for data in (bytes(flipped), answer, answer) for reading in decoder.feed(data)]
    assert {weighing.grams for weighing in told if weighing.stand is Stand.READY} <= {14_200}


def test_a_weight_is_ready_when_two_answers_agree() -> None:
    settling = Settling()
    rows = [
        (Reading(Kind.STILL, 0, "kg"), Weighing(Stand.UNSTABLE)),
        (Reading(Kind.STILL, 0, "kg"), Weighing(Stand.EMPTY)),
        (Reading(Kind.MOVING, 9_000, "kg"), Weighing(Stand.UNSTABLE)),
        (Reading(Kind.STILL, 14_200, "kg"), Weighing(Stand.UNSTABLE)),
        (Reading(Kind.STILL, 14_200, "kg"), Weighing(Stand.READY, 14_200)),
        (Reading(Kind.STILL, 14_200, "kg"), Weighing(Stand.READY, 14_200)),
        (Reading(Kind.STILL, 14_400, "kg"), Weighing(Stand.UNSTABLE)),
        (Reading(Kind.OVERLOAD), Weighing(Stand.OVERLOAD)),
        (Reading(Kind.BUSY), Weighing(Stand.UNSTABLE)),
        (Reading(Kind.UNDERLOAD), Weighing(Stand.UNDERLOAD)),
        (Reading(Kind.OTHER_UNIT, unit="lb"), Weighing(Stand.OTHER_UNIT, what="lb")),
        (Reading(Kind.STILL, -20, "kg"), Weighing(Stand.UNSTABLE)),
        (Reading(Kind.STILL, -20, "kg"), Weighing(Stand.EMPTY)),
    ]
    assert [settling.take(reading) for reading, _ in rows] == [weighing for _, weighing in rows]

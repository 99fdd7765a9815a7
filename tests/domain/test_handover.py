"""Lines and their sums to the gram, why a thing goes all the same, and the signature under them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.handover import (
    SHORTEST_SIGNATURE,
    Line,
    Override,
    Signature,
    Sum,
    check_signature,
    total,
    totals_by_category,
)
from domain.refused import Refused
from domain.weight import WeightSource


def line(category: str, grams: int, source: WeightSource = WeightSource.SCALE) -> Line:
    return Line(
        item="5d6c3d5e-6f0a-4d8f-9f3e-0d3b5f1f8a01",
        number="10003100042179",
        category=category,
        grams=grams,
        weight_source=source,
        reason="ok",
        agreement="A-1",
    )


LINES = st.lists(
    st.builds(
        line,
        st.sampled_from(["chair", "table", "kettle"]),
        st.integers(1, 2_000_000),
        st.sampled_from(WeightSource),
    ),
    max_size=60,
)


def test_a_handover_of_three_things() -> None:
    lines = [
        line("chair", 4_200),
        line("table", 18_500, WeightSource.TYPED),
        line("chair", 3_900, WeightSource.DEFAULT),
    ]
    assert total(lines) == Sum(pieces=3, grams=26_600, weighed_grams=4_200)
    assert totals_by_category(lines) == {"chair": Sum(2, 8_100, 4_200), "table": Sum(1, 18_500, 0)}


def test_nothing_weighs_nothing() -> None:
    assert total([]) == Sum(0, 0, 0)
    assert totals_by_category([]) == {}


@given(LINES)
def test_the_categories_add_up_to_the_whole(lines: list[Line]) -> None:
    sums = totals_by_category(lines).values()
    whole = total(lines)
    assert whole.pieces == sum(one.pieces for one in sums) == len(lines)
    assert whole.grams == sum(one.grams for one in sums) == sum(each.grams for each in lines)
    assert whole.weighed_grams == sum(one.weighed_grams for one in sums)


@given(LINES)
def test_only_the_scale_weighs(lines: list[Line]) -> None:
    weighed = [each.grams for each in lines if each.weight_source is WeightSource.SCALE]
    assert total(lines).weighed_grams == sum(weighed) <= total(lines).grams


@given(LINES)
def test_categories_stand_in_the_order_in_which_they_came(lines: list[Line]) -> None:
    assert list(totals_by_category(lines)) == list(dict.fromkeys(each.category for each in lines))


@given(LINES.flatmap(lambda lines: st.tuples(st.just(lines), st.permutations(lines))))
def test_the_order_of_lines_does_not_change_the_sums(both: tuple[list[Line], list[Line]]) -> None:
    assert total(both[0]) == total(both[1])
    assert totals_by_category(both[0]) == totals_by_category(both[1])


def signature(*strokes: tuple[tuple[int, int], ...], width: int = 800, height: int = 300) -> Signature:
    return Signature(
        width=width,
        height=height,
        strokes=tuple(tuple((x, y, 8 * step) for step, (x, y) in enumerate(stroke)) for stroke in strokes),
    )


NAME = (((80, 200), (120, 90), (160, 210), (210, 120)), ((240, 150), (300, 160)))


def test_a_drawn_name_is_a_signature() -> None:
    drawn = signature(*NAME)
    assert check_signature(drawn) is drawn


@pytest.mark.parametrize(
    "strokes",
    [
        (),
        ((),),
        (((100, 100),),),
        (((100, 100), (100, 100), (100, 100)),),
        (((100, 100), (139, 100)),),
        tuple(((x, 100),) for x in range(0, 800, 10)),
    ],
    ids=["nothing", "empty stroke", "a tap", "a held finger", "a slip", "many taps"],
)
def test_an_accidental_touch_is_no_signature(strokes: tuple[tuple[tuple[int, int], ...], ...]) -> None:
    with pytest.raises(Refused) as refused:
        check_signature(signature(*strokes))
    assert refused.value.code == "signature_empty"


def test_the_shortest_signature_is_a_twentieth_of_the_pad() -> None:
    shortest = int(800 * SHORTEST_SIGNATURE)
    drawn = signature(((100, 100), (100 + shortest, 100)))
    assert check_signature(drawn) is drawn


def test_strokes_count_together_and_gaps_between_them_do_not() -> None:
    halves = signature(((0, 0), (20, 0)), ((700, 300), (720, 300)))
    assert check_signature(halves) is halves
    with pytest.raises(Refused):
        check_signature(signature(((0, 0), (10, 0)), ((700, 300), (710, 300))))


@pytest.mark.parametrize("corner", [(0, 0), (800, 0), (0, 300), (800, 300)])
def test_the_edge_of_the_pad_belongs_to_it(corner: tuple[int, int]) -> None:
    drawn = signature((corner, (400, 150)))
    assert check_signature(drawn) is drawn


@pytest.mark.parametrize("point", [(-1, 100), (801, 100), (100, -1), (100, 301)])
def test_a_point_beside_the_pad_is_damage(point: tuple[int, int]) -> None:
    with pytest.raises(Refused) as refused:
        check_signature(signature(*NAME, (point,)))
    assert refused.value.code == "signature_damaged"


@pytest.mark.parametrize(
    "pad",
    [
        {"width": 0},
        {"height": 0},
        {"width": -800},
        {"width": 20_001},
        {"height": 20_001},
    ],
)
def test_a_pad_that_cannot_be_is_damage(pad: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        check_signature(signature(*NAME, **pad))
    assert refused.value.code == "signature_damaged"


def test_a_flood_of_points_is_damage() -> None:
    flood = tuple((x % 800, 100) for x in range(20_001))
    with pytest.raises(Refused) as refused:
        check_signature(signature(flood))
    assert refused.value.code == "signature_damaged"
    assert check_signature(signature(flood[:-1]))


@given(
    st.integers(-5, 1_000),
    st.integers(-5, 1_000),
    st.lists(st.lists(st.tuples(*[st.integers(-3, 1_000)] * 2).map(tuple), max_size=8).map(tuple), max_size=4),
)
def test_what_passes_was_really_drawn_inside_the_pad(
    width: int, height: int, strokes: list[tuple[tuple[int, int], ...]]
) -> None:
    given_signature = signature(*strokes, width=width, height=height)
    try:
        kept = check_signature(given_signature)
    except Refused:
        return
    points = [point for stroke in kept.strokes for point in stroke]
    assert len({(x, y) for x, y, _ in points}) > 1
    assert all(0 <= x <= kept.width and 0 <= y <= kept.height for x, y, _ in points)


@pytest.mark.parametrize(
    ("by", "known", "now", "counts"),
    [
        ("LE", "", "", True),
        ("LE", "938992185", "938992185", True),
        ("LE", "938992185", "", True),
        ("LE", "", "938992185", False),
        ("LE", "971277882", "938992185", False),
        ("", "", "938992185", True),
    ],
    ids=["nothing", "the same", "ended", "since then", "for another now", "given with the order"],
)
def test_a_reason_is_about_the_reservation_that_was_known(by: str, known: str, now: str, counts: bool) -> None:
    assert Override(reason="Avtalt", by=by, kept_for=known).knows_of(now) is counts

"""The list of the shelf: everything once, with head and page number on every page, and sums that agree."""

import dataclasses
import datetime

import pypdfium2
import pytest
from document_samples import CATEGORIES, SOURCES, TITLES, item_number, page_texts
from hypothesis import example, given, settings
from hypothesis import strategies as st
from soak import examples

from domain.numbers import grouped
from station_app.documents.shelf_list import ShelfList, ShelfRow, render_shelf_list
from station_app.language import format_kg, translation

NOON = datetime.datetime(2026, 11, 24, 11, 0, tzinfo=datetime.UTC)


def row(index: int) -> ShelfRow:
    return ShelfRow(
        item_number(index + 1),
        TITLES[index % len(TITLES)],
        CATEGORIES[index % len(CATEGORIES)],
        ("new", "good", "used", "repair")[index % 4],
        4200 + 137 * index,
        SOURCES[index % 3],
        datetime.date(2026, 11, 24) - datetime.timedelta(days=index),
    )


def shelf(count: int, **changes: object) -> ShelfList:
    rows = tuple(row(index) for index in range(count))
    plain = ShelfList("Isi gjenvinningsstasjon", NOON, "", rows, "nb")
    return dataclasses.replace(plain, **changes)  # type: ignore[arg-type]


def squeeze(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("count", [1, 40, 300])
def test_every_thing_is_on_it_once(count: int) -> None:
    everything = squeeze("".join(page_texts(render_shelf_list(shelf(count)))))
    for index in range(count):
        assert everything.count(squeeze(grouped(item_number(index + 1)))) == 1


@pytest.mark.parametrize("count", [1, 300])
def test_every_page_has_the_heads_of_the_columns_and_says_which_it_is(count: int) -> None:
    _ = translation("nb").gettext
    texts = page_texts(render_shelf_list(shelf(count)))
    assert (len(texts) > 5) == (count == 300)
    for number, text in enumerate(texts, start=1):
        assert _("Page {page} of {pages}").format(page=number, pages=len(texts)) in text
        has_things = any(grouped(item_number(index + 1)) in text for index in range(count))
        assert text.count(_("Weight")) == (1 if has_things else 0)


def test_age_is_whole_days_in_norwegian_time() -> None:
    late = datetime.datetime(2026, 11, 24, 23, 30, tzinfo=datetime.UTC)
    old = dataclasses.replace(row(0), since=datetime.date(2026, 3, 1), title="Sofa")
    for at, days in ((NOON, 268), (late, 269)):
        [text] = page_texts(render_shelf_list(shelf(1, at=at, rows=(old,))))
        assert str(days) in text.split()


def test_a_thing_from_tomorrows_clock_is_no_days_old() -> None:
    [text] = page_texts(
        render_shelf_list(shelf(1, rows=(dataclasses.replace(row(0), since=datetime.date(2027, 1, 1)),)))
    )
    assert "−" not in text
    assert "-" not in text


def test_sums_are_those_of_the_rows_with_how_much_was_weighed() -> None:
    data = shelf(30)
    text = " ".join(" ".join(page_texts(render_shelf_list(data))).split())
    _ = translation("nb").gettext
    for name in CATEGORIES:
        grams = [each.grams for each in data.rows if each.category == name]
        assert f"{name} {_('{count} pcs').format(count=len(grams))} {format_kg(sum(grams), 'nb')}" in text
    assert format_kg(sum(each.grams for each in data.rows), "nb") in text
    assert format_kg(sum(each.grams for each in data.rows if each.weight_source == "scale"), "nb") in text


def test_what_was_filtered_by_stands_under_the_heading() -> None:
    [text] = page_texts(render_shelf_list(shelf(3, chosen="Møbel, eldre enn 30 dager")))
    assert "24.11.2026 kl. 12.00 · Møbel, eldre enn 30 dager" in text


def test_an_empty_shelf_is_said_to_be_empty() -> None:
    [text] = page_texts(render_shelf_list(shelf(0, language="en")))
    assert "There is nothing on the shelf." in text


def test_nothing_runs_over_the_foot_or_the_edge_of_a_page() -> None:
    long = "Ærfuglbrødristerhåndtak med ni skuffer " * 6
    rows = tuple(dataclasses.replace(row(index), title=long, category=long) for index in range(60))
    millimetre = 72 / 25.4
    with pypdfium2.PdfDocument(render_shelf_list(shelf(60, rows=rows))) as document:
        for page in document:
            boxes = [each.get_bounds() for each in page.get_objects()]
            assert min(left for left, _, _, _ in boxes) > 17 * millimetre
            assert max(right for _, _, right, _ in boxes) < 193 * millimetre
            low = [bottom for _, bottom, _, _ in boxes if bottom < 19 * millimetre]
            assert len(low) == 2  # the foot
            assert min(low) > 8 * millimetre


@settings(deadline=None, max_examples=examples(25))
@given(text=st.text(max_size=120))
@example(text="كتاب عن الأشجار שולחן 120 cm")
def test_any_words_can_stand_in_it(text: str) -> None:
    rows = (dataclasses.replace(row(0), title=text, category=text, condition=text), row(1))
    texts = page_texts(render_shelf_list(shelf(2, rows=rows, station=text, chosen=text)))
    # A reader turns words beside Arabic around; the row below is plain.
    assert grouped(item_number(2)) in texts[0]


def test_what_is_wrong_is_not_printed() -> None:
    with pytest.raises(ValueError, match="14 digits"):
        render_shelf_list(shelf(1, rows=(dataclasses.replace(row(0), number="7"),)))
    with pytest.raises(ValueError, match="time zone"):
        render_shelf_list(shelf(1, at=datetime.datetime(2026, 11, 24, 12, 0)))  # noqa: DTZ001

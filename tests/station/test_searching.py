"""Finding things again: words as people type them, numbers as they stand on the label, pages without gaps."""

import pytest
from counter import Counter
from hypothesis import given
from hypothesis import strategies as st

from domain import numbers
from domain.item import State
from station_app.actions.correct import discard_item
from station_app.storage.items import match_expression


def found(counter: Counter, search: str) -> list[str]:
    return [item.title for item in counter.station.items.page(search=search).items]


def test_every_typed_word_must_begin_some_word_of_the_thing(counter: Counter) -> None:
    counter.register("sofa", 38_000, title="Rød hjørnesofa")
    counter.register("chair", 4_200, title="Rød stol")
    counter.register("bicycle", 14_000, title="Blå sykkel", note="Rød bjelle")
    assert found(counter, "rød") == ["Blå sykkel", "Rød stol", "Rød hjørnesofa"]
    assert found(counter, "rød sto") == ["Rød stol"]
    assert found(counter, "RØD HJØ") == ["Rød hjørnesofa"]
    assert found(counter, "grønn") == []


def test_things_are_found_by_names_and_synonyms_of_their_category_in_any_language(counter: Counter) -> None:
    counter.register("sofa", 38_000, title="Klippan")
    for word in ("sofa", "Sofa", "couch"):
        assert found(counter, word) == ["Klippan"], word


def test_a_number_is_found_whole_in_groups_or_by_its_short_form(counter: Counter) -> None:
    number = counter.register(title="Denne")
    counter.register(title="Ikke denne")
    for typed in (number, numbers.grouped(number), f" {number} "):
        assert found(counter, typed) == ["Denne"]
    assert "Denne" in found(counter, "1")


@pytest.mark.parametrize(
    "typed", ['"', "*", "NEAR(", "a OR", "title:", "-", "'; DROP TABLE item; --", "()", "^", "\x00"]
)
def test_no_sign_that_people_type_breaks_the_search(counter: Counter, typed: str) -> None:
    counter.register()
    counter.station.items.page(search=typed)
    assert counter.station.items.count(State.REGISTERED) == 1


@given(st.text(max_size=40))
def test_an_expression_holds_words_and_quotes_only(typed: str) -> None:
    expression = match_expression(typed)
    outside = expression.split('"')[::2]
    assert "".join(outside).strip(" *:number") == ""


def test_pages_follow_each_other_without_gap_or_repeat(counter: Counter) -> None:
    registered = [counter.register() for _ in range(13)]
    pages, cursor = [], None
    while True:
        page = counter.station.items.page(limit=5, after=cursor)
        pages.append([item.number for item in page.items])
        if (cursor := page.next) is None:
            break
    assert [len(page) for page in pages] == [5, 5, 3]
    assert [number for page in pages for number in page] == registered[::-1]


def test_a_page_that_just_fits_has_no_next(counter: Counter) -> None:
    for _ in range(5):
        counter.register()
    assert counter.station.items.page(limit=5).next is None


def test_states_are_told_apart(counter: Counter) -> None:
    here, away, gone = counter.register(), counter.register(), counter.register()
    counter.hand_over(away)
    discard_item(counter.station, gone, "Knust")
    for state, number in ((State.REGISTERED, here), (State.HANDED_OVER, away), (State.DISCARDED, gone)):
        assert [item.number for item in counter.station.items.page(state=state).items] == [number]
        assert [item.number for item in counter.station.items.page(state=state, search="stol").items] == [number]

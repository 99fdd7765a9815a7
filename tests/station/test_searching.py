"""Finding things again: words as people type them, numbers as they stand on the label, pages without gaps."""

import itertools
import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from counter import Clock, Counter
from hypothesis import given, settings
from hypothesis import strategies as st
from soak import examples

from domain import numbers
from domain.item import State
from station_app.actions.correct import Correction, change_item, discard_item
from station_app.actions.printing import note_labels
from station_app.storage.items import Item, Wanted
from station_app.storage.searching import fewest_words, match_expression, number_beginning, words_of


def found(counter: Counter, search: str) -> list[str]:
    return [item.title for item in counter.station.items.page(Wanted(search=search)).items]


def test_every_typed_word_must_begin_some_word_of_the_thing(counter: Counter) -> None:
    counter.register("sofa", 38_000, title="Rød hjørnesofa")
    counter.register("chair", 4_200, title="Rød stol")
    counter.register("bicycle", 14_000, title="Blå sykkel", note="Rød bjelle")
    assert found(counter, "rød") == ["Blå sykkel", "Rød stol", "Rød hjørnesofa"]
    assert found(counter, "rød sto") == ["Rød stol"]
    assert found(counter, "RØD HJØ") == ["Rød hjørnesofa"]
    assert found(counter, "ro\u0308d") == found(counter, "röd")
    assert found(counter, "grønn") == []


def test_things_are_found_by_names_and_synonyms_of_their_category_in_any_language(counter: Counter) -> None:
    counter.register("sofa", 38_000, title="Klippan")
    for word in ("sofa", "Sofa", "couch"):
        assert found(counter, word) == ["Klippan"], word


def test_a_word_that_is_longer_than_the_index_has_beginnings_is_found(counter: Counter) -> None:
    counter.register(title="Gjenvinningsstasjonsstol")
    assert found(counter, "gjenvinningsstasjonss") == ["Gjenvinningsstasjonsstol"]
    assert found(counter, "gjenvinningsstasjonsx") == []


def test_a_number_is_found_whole_in_groups_or_by_its_short_form(counter: Counter) -> None:
    number = counter.register(title="Denne")
    counter.register(title="Ikke denne")
    for typed in (number, numbers.grouped(number), f" {number} ", "0000001"):
        assert found(counter, typed) == ["Denne"], typed
    assert "Denne" in found(counter, "1")


def test_a_number_is_found_while_it_is_being_typed(counter: Counter) -> None:
    for _ in range(12):
        counter.register()
    for typed in ("1 00", "1 00031", "1 00031 00000", "10003100"):
        assert len(found(counter, typed)) == 12, typed
    assert [item.number[6:13] for item in counter.station.items.page(Wanted(search="1 00031 000001")).items] == [
        "0000012",
        "0000011",
        "0000010",
    ]
    assert found(counter, "1 00032") == found(counter, "1 9") == []


def test_numbers_of_every_device_that_gave_some_here_are_found_by_their_beginning(new_counter: Counter) -> None:
    provisional = new_counter.register(title="Den første")
    new_counter.enrolled().register(title="Den andre")
    assert found(new_counter, "1 9") == found(new_counter, numbers.grouped(provisional)[:7]) == ["Den første"]
    assert found(new_counter, "1 00031") == ["Den andre"]
    assert found(new_counter, "1 00032") == []


@pytest.mark.parametrize(
    ("typed", "beginning"),
    [("1 000", "1000"), ("10003100", "10003100"), ("4217", ""), ("2 seter", ""), ("1" * 15, ""), ("42 17", "")],
)
def test_what_is_taken_for_the_beginning_of_a_number(typed: str, beginning: str) -> None:
    assert number_beginning(typed) == beginning


@pytest.mark.parametrize(
    "typed", ['"', "*", "NEAR(", "a OR", "title:", "-", "'; DROP TABLE item; --", "()", "^", "\x00", "a_b", "²½Ⅷ"]
)
def test_no_sign_that_people_type_breaks_the_search(counter: Counter, typed: str) -> None:
    counter.register()
    counter.station.items.page(Wanted(search=typed))
    assert counter.station.items.count(Wanted(state=State.REGISTERED)) == 1


@given(st.text(max_size=40))
def test_an_expression_holds_words_and_quotes_only(typed: str) -> None:
    outside = " ".join(match_expression(words_of(typed), None, ()).split('"')[::2])
    assert not set(re.findall(r"[^\s*()]+", outside)) - {"AND", "OR", "NOT"}


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


@pytest.mark.parametrize("search", ["", "stol"])
def test_pages_are_read_upward_too(counter: Counter, search: str) -> None:
    registered = [counter.register() for _ in range(13)][::-1]
    wanted = Wanted(search=search)
    last = counter.station.items.page(wanted, limit=13).items[-1]
    page = counter.station.items.page(wanted, limit=5, above=last.id)
    assert [item.number for item in page.items] == registered[7:12]
    page = counter.station.items.page(wanted, limit=20, above=page.next)
    assert [item.number for item in page.items] == registered[:7]
    assert page.next is None


def test_a_page_that_just_fits_has_no_next(counter: Counter) -> None:
    for _ in range(5):
        counter.register()
    assert counter.station.items.page(limit=5).next is None


def test_states_are_told_apart(counter: Counter) -> None:
    here, away, gone = counter.register(), counter.register(), counter.register()
    counter.hand_over(away)
    discard_item(counter.station, gone, "Knust")
    for state, number in ((State.REGISTERED, here), (State.HANDED_OVER, away), (State.DISCARDED, gone)):
        for search in ("", "stol", number):
            wanted = Wanted(state=state, search=search)
            assert [item.number for item in counter.station.items.page(wanted).items] == [number]


def test_what_came_back_is_found_on_the_shelf_again(counter: Counter) -> None:
    number = counter.register()
    receipt = counter.hand_over(number)
    on_shelf = Wanted(search="stol", state=State.REGISTERED)
    assert counter.station.items.count(on_shelf) == 0
    counter.reverse(receipt)
    assert counter.station.items.count(on_shelf) == 1


def test_a_changed_thing_is_found_by_what_it_is_now(counter: Counter) -> None:
    number = counter.register(title="Pinnestol")
    change_item(counter.station, number, Correction(category="sofa", title="Klippan"))
    assert found(counter, "pinne") == []
    assert found(counter, "klippan") == ["Klippan"]
    assert counter.station.items.count(Wanted(categories=("chair",))) == 0
    assert counter.station.items.count(Wanted(categories=("chair", "sofa"))) == 1


def test_what_lacks_a_label_is_found_until_it_has_one(counter: Counter) -> None:
    first, second = counter.register(), counter.register()
    note_labels(counter.station, [first], stock="a4", medium="file")
    assert [item.number for item in counter.station.items.page(Wanted(unlabelled=True)).items] == [second]


def test_a_label_printed_twice_in_one_go_counts_twice(counter: Counter) -> None:
    number, other = counter.register(), counter.register()
    note_labels(counter.station, [other, number, number], stock="a4", medium="file")
    assert [counter.station.items.by_number(each).labels for each in (number, other)] == [2, 1]
    assert counter.station.verify().ok


def test_words_that_begin_others_are_left_out_of_the_index() -> None:
    assert fewest_words("TV-benk tv-bord Benk bordlampe") == "tv bordlampe benk"
    assert fewest_words("") == ""


def test_counting_ends_where_it_is_told_to(counter: Counter) -> None:
    for _ in range(7):
        counter.register()
    assert counter.station.items.count(Wanted(search="stol"), up_to=5) == 6
    assert counter.station.items.count(Wanted(), up_to=10) == 7


@pytest.fixture(scope="module")
def shelf() -> Iterator[Counter]:
    """Some of everything: every state, categories with underscores in their codes, ages, labels, shared words."""
    with tempfile.TemporaryDirectory() as name:
        clock = Clock()
        made = Counter(Path(name) / "store", clock).enrolled().with_register()
        titles = ("Rød stol", "Rød-grønn 2-seter", "Blå lampe", "Röd", "Håg 4217", "Rødbrun kommode nr 7", "")
        categories = ("chair", "office_chair", "sofa", "bicycle")
        for title, category, fate in itertools.product(titles, categories, ("stays", "labelled", "goes", "breaks")):
            number = made.register(category, title=title, note="Løst trekk" if fate == "stays" else "")
            clock.days_pass(0.25)
            if numbers.parse(number).running % 11 == 4:
                # Some things are in the index when something happens to them, others come later, the last nine never.
                made.station.tidy()
            if fate == "labelled":
                note_labels(made.station, [number], stock="a4", medium="file")
            elif fate == "goes":
                made.hand_over(number)
            elif fate == "breaks":
                discard_item(made.station, number, "Knust")
        yield made
        made.station.close()


def naive(counter: Counter, wanted: Wanted) -> list[str]:
    """What every row would say if each was looked at, the newest first."""
    return [item.number for item in everything(counter) if fits(counter, item, wanted)]


def everything(counter: Counter) -> tuple[Item, ...]:
    return counter.station.items.page(limit=500).items


def fits(counter: Counter, item: Item, wanted: Wanted) -> bool:
    running = str(numbers.parse(item.number).running)
    category = counter.station.catalogue.category(item.category)
    text = f"{item.title} {item.note} {category.search_text()} {running}"
    has = [plain(word) for word in words_of(text)]
    return (
        all(any(word.startswith(ways(typed)) for word in has) for typed in words_of(wanted.search))
        and wanted.state in (None, item.state)
        and (not wanted.categories or item.category in wanted.categories)
        and (not wanted.since or (item.state is State.REGISTERED and item.registered_at <= wanted.since))
        and (not wanted.unlabelled or item.labels == 0)
    )


def ways(typed: str) -> tuple[str, ...]:
    """A number may be typed with the zeros that stand before it on the label."""
    return (plain(typed), typed.lstrip("0")) if typed.isdigit() else (plain(typed),)


def plain(word: str) -> str:
    """As the index compares: without case, and without marks on letters that are made of a letter and a mark."""
    return word.casefold().translate(str.maketrans("öåäé", "oaae"))


TYPED = (
    "r",
    "rø",
    "RØD",
    "röd",
    "rod",
    "stol",
    "sto",
    "l",
    "2",
    "seter",
    "bl",
    "hag",
    "4217",
    "1",
    "0007",
    "løst",
    "x",
)
typed_words = st.lists(st.sampled_from(TYPED), max_size=3).map(" ".join)
questions: Callable[..., st.SearchStrategy[Wanted]] = st.builds


@settings(max_examples=examples(300), deadline=None)
@given(
    questions(
        Wanted,
        search=typed_words.filter(lambda typed: not number_beginning(typed)),
        state=st.sampled_from([None, *State]),
        categories=st.sampled_from([(), ("chair",), ("office_chair", "sofa"), ("unheard_of",)]),
        since=st.sampled_from(["", "2026-11-24T11:00:00Z", "2026-12-09T00:00:00Z", "2027-01-15T12:00:00Z"]),
        unlabelled=st.booleans(),
    ),
    st.integers(1, 40),
)
def test_a_search_finds_what_looking_at_every_row_would_find(shelf: Counter, wanted: Wanted, limit: int) -> None:
    expected = naive(shelf, wanted)
    items = shelf.station.items
    first = items.page(wanted, limit=limit)
    assert [item.number for item in first.items] == expected[:limit]
    assert (first.next is None) == (len(expected) <= limit)
    if first.next is not None:
        behind = items.page(wanted, limit=500, after=first.next)
        assert [item.number for item in behind.items] == expected[limit:]
        assert items.page(wanted, limit=limit, above=behind.items[0].id).items == first.items
    assert items.count(wanted, up_to=limit) == min(len(expected), limit + 1)

"""Taking things in, changing and discarding them: what is saved, and what is refused with words."""

import pytest
from counter import FRETEX, Counter

from domain import numbers
from domain.item import Condition, DataChoice
from domain.numbers import Kind
from domain.refused import Refused
from domain.weight import WeightSource
from station_app.actions.correct import Correction, change_item, discard_item
from station_app.actions.labels import make_labels
from station_app.actions.printing import queue_print
from station_app.actions.refuse import refuse_thing, void_refusal
from station_app.actions.register import void_items
from station_app.actions.verdicts import check_lines
from station_app.documents.label import Stock
from station_app.errors import explain
from station_app.station import Changed, Subject
from station_app.storage.items import Wanted
from station_app.storage.jobs import JobKind


def test_a_thing_gets_the_next_number_of_this_device(counter: Counter) -> None:
    first, second = counter.register(), counter.register()
    assert numbers.parse(first) == numbers.Number(Kind.ITEM, 31, 1)
    assert numbers.parse(second) == numbers.Number(Kind.ITEM, 31, 2)


def test_a_new_pc_numbers_from_a_provisional_device_and_keeps_those_labels_valid(new_counter: Counter) -> None:
    before = new_counter.register()
    assert 90_000 <= numbers.parse(before).device <= 99_999
    after = new_counter.enrolled().register()
    assert numbers.parse(after).device == 31
    assert new_counter.state(before) == "registered"


def test_rows_and_event_are_there_together(counter: Counter) -> None:
    number = counter.register(title="Spisestol", note="Rygg i eik")
    item = counter.station.items.by_number(number)
    assert (item.title, item.note, item.grams, item.staff) == ("Spisestol", "Rygg i eik", 4_200, "KB")
    assert counter.kinds() == ["ItemRegistered"]
    assert counter.station.verify().ok


def test_a_category_with_a_usual_weight_needs_none_typed(counter: Counter) -> None:
    usual = next(found for found in counter.station.catalogue.categories if found.default_grams is not None)
    item = counter.station.items.by_number(counter.register(usual.code, None))
    assert (item.grams, item.weight_source) == (usual.default_grams, WeightSource.DEFAULT)


def test_a_category_without_a_usual_weight_asks_for_one(counter: Counter) -> None:
    bare = next(found for found in counter.station.catalogue.categories if found.default_grams is None)
    with pytest.raises(Refused, match="weight_missing"):
        counter.register(bare.code, None)


@pytest.mark.parametrize(
    ("category", "grams", "code"),
    [
        ("chair", 4_200_000, "weight_implausible"),
        ("chair", 0, "weight_zero"),
        ("chair", -4_200, "weight_negative"),
        ("chaair", 4_200, "category_unknown"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_nothing_is_saved(
    counter: Counter, category: str, grams: int, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        counter.register(category, grams)
    assert refused.value.code == code
    for language in ("nb", "nn", "en"):
        words = explain(refused.value, language)
        assert words.error
        assert words.remedy
        assert "{" not in words.error + words.remedy
    assert counter.kinds() == []


def test_hidden_direction_marks_and_overlong_titles_are_refused(counter: Counter) -> None:
    with pytest.raises(Refused, match="text_hidden_characters"):
        counter.register(title="Stol\u202egnp.exe")
    with pytest.raises(Refused, match="text_too_long"):
        counter.register(title="x" * 300)


def test_a_choice_about_data_belongs_to_things_that_hold_data(counter: Counter) -> None:
    with pytest.raises(Refused, match="data_choice_not_needed"):
        counter.register(data_choice=DataChoice.WIPED)
    laptop = counter.register("laptop", 2_000, data_choice=DataChoice.WIPED)
    assert counter.station.items.by_number(laptop).data_choice is DataChoice.WIPED


def test_a_change_describes_the_thing_anew_and_the_search_follows(counter: Counter) -> None:
    number = counter.register(title="Stol")
    change_item(counter.station, number, Correction(title="Gyngestol", grams=6_000, condition=Condition.USED))
    item = counter.station.items.by_number(number)
    assert (item.title, item.grams, item.condition) == ("Gyngestol", 6_000, Condition.USED)
    assert [found.number for found in counter.station.items.page(Wanted(search="gynge")).items] == [number]
    assert counter.station.verify().ok


def test_what_is_discarded_stays_discarded(counter: Counter) -> None:
    number = counter.register()
    discard_item(counter.station, number, "Knust under løft")
    assert counter.state(number) == "discarded"
    for again in (
        lambda: discard_item(counter.station, number, "igjen"),
        lambda: change_item(counter.station, number, Correction(title="x")),
    ):
        with pytest.raises(Refused, match="item_discarded"):
            again()
    with pytest.raises(Refused, match="text_missing"):
        discard_item(counter.station, counter.register(), "  ")


def test_a_registration_that_was_a_mistake_is_void_and_counts_nowhere(counter: Counter) -> None:
    """Neither a thing that became waste, nor a line of a handover that was reversed before the mistake was seen."""
    kept = counter.register(grams=3_000)
    before = counter.station.figures()
    mistake, handed_out = counter.register(grams=900), counter.register(grams=250)
    void_items(counter.station, [mistake])
    counter.reverse(counter.hand_over(handed_out))
    void_items(counter.station, [handed_out])
    assert counter.kinds()[-1] == "ItemVoided"
    assert counter.kinds().count("ItemVoided") == 2
    assert "ItemDiscarded" not in counter.kinds()
    assert counter.station.figures() == before
    assert [item.number for item in counter.station.items.page().items] == [kept]
    assert counter.station.verify().ok


def test_nothing_is_done_with_a_void_things_label(counter: Counter) -> None:
    number = counter.register()
    void_items(counter.station, [number])
    (line,) = check_lines(counter.station, FRETEX, [number], {})
    assert (line.allowed, line.reason) == (False, "item_void")
    with pytest.raises(Refused, match="blocked_lines"):
        counter.hand_over(number)
    for deed in (
        lambda: void_items(counter.station, [number]),
        lambda: discard_item(counter.station, number, "Knust"),
        lambda: change_item(counter.station, number, Correction(title="Stol")),
        lambda: queue_print(counter.station, JobKind.LABEL, number),
        lambda: make_labels(counter.station, [counter.station.items.by_number(number)], Stock.A4),
    ):
        with pytest.raises(Refused, match="item_void"):
            deed()
    assert counter.kinds() == ["ItemRegistered", "ItemVoided"]


def test_a_refusal_is_counted_but_is_no_item(counter: Counter) -> None:
    reason = counter.station.catalogue.refusal_reasons[0].code
    refuse_thing(counter.station, category="chair", reason=reason, grams=5_000)
    refuse_thing(counter.station, category="chair", reason=reason)
    figures = counter.station.figures()
    assert (figures.refused.pieces, figures.refused.grams) == (2, 5_000)
    assert figures.registered.pieces == 0
    with pytest.raises(Refused, match="refusal_reason_unknown"):
        refuse_thing(counter.station, category="chair", reason="because")


def test_a_refusal_that_was_a_mistake_is_taken_back_and_never_counted(counter: Counter) -> None:
    kept = refuse_thing(counter.station, category="chair", reason="worn_or_broken", grams=5_000).number
    mistake = refuse_thing(counter.station, category="chair", reason="worn_or_broken", grams=700).number
    heard: list[Changed] = []
    counter.station.listen(heard.append)
    void_refusal(counter.station, mistake)
    assert heard == [Changed(frozenset({Subject.REFUSALS}), mistake)]
    figures = counter.station.figures()
    assert (figures.refused.pieces, figures.refused.grams) == (1, 5_000)
    assert counter.kinds() == ["ItemRefused", "ItemRefused", "RefusalVoided"]
    assert counter.station.verify().ok
    for again in (mistake, kept[::-1]):
        with pytest.raises(Refused, match="refusal_unknown"):
            void_refusal(counter.station, again)
    assert counter.kinds() == ["ItemRefused", "ItemRefused", "RefusalVoided"]


def test_whoever_listens_is_told_once_what_changed(counter: Counter) -> None:
    heard: list[Changed] = []
    counter.station.listen(heard.append)
    number = counter.register()
    assert heard == [Changed(frozenset({Subject.ITEMS}), number)]


@pytest.mark.parametrize("staff", ["S" * 3_000, "KB\u202e", "K\x07"])
def test_initials_that_could_not_be_read_again_are_never_written(counter: Counter, staff: str) -> None:
    with pytest.raises(Refused, match="text_"):
        counter.register(staff=staff)
    with pytest.raises(Refused, match="text_"):
        refuse_thing(counter.station, category="chair", reason="worn_or_broken", staff=staff)
    assert counter.kinds() == []

"""Nine tiles: where they stand, what is behind the ninth, and what single letters do."""

import pytest
from keyboard import Hands
from PySide6.QtCore import Qt

from domain.item import Condition
from station_app.config import Config
from station_app.station import Station
from station_app.tiles import USUAL_TILES, tile_categories
from ui.parts.letter_keys import WORD_MS, LetterKeys
from ui.window import MainWindow


def codes(station: Station) -> list[str]:
    return [category.code for category in tile_categories(station)]


def test_the_built_in_tiles_are_one_of_each_group_in_the_groups_order(station: Station) -> None:
    assert codes(station) == list(USUAL_TILES)
    groups = [group.code for group in station.catalogue.groups]
    assert [category.group for category in tile_categories(station)] == groups[:8]
    assert all(category.advice is None for category in tile_categories(station))


@pytest.mark.parametrize(
    ("setting", "first"),
    [
        ("sofa bicycle", ["sofa", "bicycle", "hand_tool"]),
        ("gone_category bicycle", ["chair", "bicycle", "hand_tool"]),
        ("chair chair", ["armchair", "chair", "hand_tool"]),
    ],
)
def test_a_station_sets_its_own_tiles_and_none_moves_into_the_place_of_another(
    station: Station, setting: str, first: list[str]
) -> None:
    station.config = Config(tiles=setting)
    found = codes(station)
    assert len(found) == len(set(found)) == 8
    assert found[1:3] == first[1:]
    assert found[0] == first[0] or station.catalogue.category(found[0]).group == "furniture"


def test_every_category_is_reached_by_digits_and_tiles(window: MainWindow, station: Station) -> None:
    picker = window.pages.register.form.picker
    reached = set()
    for group in station.catalogue.groups:
        picker.choose("")
        picker.press_key("9")
        picker.tiles.tile(group.code).click()
        for category in station.catalogue.in_group(group.code):
            picker.tiles.tile(category.code).click()
            reached.add(picker.code)
    assert reached == {category.code for category in station.catalogue.categories}


def test_choosing_elsewhere_leaves_the_tiles_where_they_are(window: MainWindow, hands: Hands) -> None:
    picker = window.pages.register.form.picker
    hands.type("91")
    picker.tiles.tile("sofa").click()
    window.pages.register.form.clear()
    hands.type("2")
    assert picker.code == "bicycle"


def test_letters_choose_the_condition_and_words_search(window: MainWindow, hands: Hands) -> None:
    form = window.pages.register.form
    hands.type("2e")
    assert form.condition.value == Condition.USED
    hands.press(Qt.Key.Key_Escape)
    hands.type("reol")
    assert form.picker.search.text() == "reol"
    assert form.condition.value == Condition.GOOD


def test_a_letter_that_follows_late_is_not_part_of_the_word() -> None:
    letters = LetterKeys()
    assert letters.press("r", 1_000) == ""
    assert letters.press("e", 1_000 + WORD_MS) == ""
    assert letters.press("o", 1_500 + WORD_MS) == "reo"
    assert letters.press("r", 9_000) == ""
    assert letters.press("s", 9_001 + WORD_MS) == "s"


def test_plus_and_minus_step_through_estimates(window: MainWindow, hands: Hands) -> None:
    weight = window.pages.register.form.weight
    hands.type("7+")
    assert weight.entry.text() == "1"
    hands.type("-")
    assert weight.entry.text() == "0.5"
    assert weight.source.value == "typed"


def test_a_scale_s_weight_is_weighed_until_somebody_types_over_it(window: MainWindow, hands: Hands) -> None:
    weight = window.pages.register.form.weight
    hands.type("2")
    weight.weighed(14_200)
    assert (weight.entry.text(), weight.source.value, weight.open_to_scale) == ("14.2", "scale", True)
    weight.entry.setFocus()
    hands.press(Qt.Key.Key_End)
    hands.type("5")
    assert (weight.entry.text(), weight.source.value, weight.open_to_scale) == ("14.25", "typed", False)

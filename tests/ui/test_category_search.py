"""Finding a category by what people call the thing."""

import pytest

import resources
from domain.catalogue import load_catalogue
from ui.parts.category_search import find_categories
from ui.parts.weight_field import chip_weights

CATALOGUE = load_catalogue(resources.path("catalogue"))


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("sykkel", "bicycle"),
        ("spisestol", "chair"),
        ("SOFA", "two_seat_sofa"),
        ("dining chair", "chair"),
        ("håg", "office_chair"),
    ],
)
def test_the_nearest_comes_first(typed: str, first: str) -> None:
    assert find_categories(CATALOGUE, typed, "nb")[0].code == first


@pytest.mark.parametrize("typed", ["", "   ", "xyzzy", "%_*\"'", "sykkel xyzzy"])
def test_what_nothing_is_called_finds_nothing(typed: str) -> None:
    assert find_categories(CATALOGUE, typed, "nb") == ()


def test_every_category_is_found_by_its_own_name_in_every_language() -> None:
    for language in ("nb", "nn", "en"):
        for category in CATALOGUE.categories:
            name = category.names.in_language(language)
            assert category in find_categories(CATALOGUE, name, language, limit=200), name


def test_weight_chips_never_pass_the_limit_of_a_category() -> None:
    for category in (None, *CATALOGUE.categories):
        chips = chip_weights(category)
        assert chips == tuple(sorted(set(chips)))
        assert all(0 < grams <= (category.max_grams if category else 50_000) for grams in chips)

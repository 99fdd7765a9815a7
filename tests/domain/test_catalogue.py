"""The shipped catalogue and what it promises. Broken files are in test_catalogue_files.py."""

import csv
import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from domain.catalogue import Catalogue, Names, load_catalogue
from domain.refused import Refused

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs" / "catalogue.md"
SHIPPED = ROOT / "resources" / "catalogue"
EVIDENCE = ROOT.parent / "shared" / "data"
needs_evidence = pytest.mark.skipif(
    not EVIDENCE.is_dir(), reason="the collected evidence, ../shared/data, is not beside this repository"
)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(SHIPPED)


def evidence(name: str) -> Iterator[dict[str, str]]:
    with (EVIDENCE / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


# What is shipped


def test_a_station_finds_enough_categories_in_few_groups(catalogue: Catalogue) -> None:
    assert len(catalogue.categories) >= 50
    assert 8 <= len(catalogue.groups) <= 10
    assert [group.position for group in catalogue.groups] == list(range(1, len(catalogue.groups) + 1))
    assert all(catalogue.in_group(group.code) for group in catalogue.groups)
    assert sum(len(catalogue.in_group(group.code)) for group in catalogue.groups) == len(catalogue.categories)
    assert {category.eu_group for category in catalogue.categories} == {
        *("textiles", "electrical", "furniture", "construction", "other")
    }


def test_the_furniture_tile_stands_first_and_chairs_in_it(catalogue: Catalogue) -> None:
    assert [group.names.nb for group in catalogue.groups[:4]] == [
        *("Møbler", "Sykkel og sport", "Verktøy og hage", "Kjøkken og hjem")
    ]
    assert catalogue.categories[0].code == "chair"


@pytest.mark.parametrize(
    ("code", "stopped_grams", "honest_grams"),
    [
        ("chair", 4_200_000, 4_200),
        ("chair", 42_000, 15_900),
        ("two_seat_sofa", 370_000, 111_000),
        ("bicycle", 140_000, 22_000),
        ("laptop", 22_600, 4_500),
        ("mobile_phone", 90_000, 300),
        ("books", 450_000, 40_000),
        ("washing_machine", 725_400, 100_000),
        ("cutlery", 45_000, 15_000),
    ],
)
def test_the_ceiling_stops_a_slip_and_lets_a_heavy_thing_pass(
    catalogue: Catalogue, code: str, stopped_grams: int, honest_grams: int
) -> None:
    assert honest_grams <= catalogue.category(code).max_grams < stopped_grams


@pytest.mark.parametrize(
    "code",
    [
        *("laptop", "desktop_pc", "tablet", "mobile_phone", "smart_watch", "storage_device", "printer", "camera"),
        *("game_console", "television", "video_player", "media_player", "network_device", "smart_home_device"),
        "other_electrical",
    ],
)
def test_what_may_remember_its_owner_is_data_bearing(catalogue: Catalogue, code: str) -> None:
    assert catalogue.category(code).data_bearing


def test_what_cannot_remember_its_owner_is_not_asked_about(catalogue: Catalogue) -> None:
    assert not any(catalogue.category(code).data_bearing for code in ("chair", "kettle", "table_lamp", "monitor"))


def test_things_often_refused_have_a_category_to_be_counted_in(catalogue: Catalogue) -> None:
    for code in ("mattress", "helmet", "life_jacket", "sleeping_bag", "child_car_seat"):
        assert catalogue.category(code).advice == code
        assert catalogue.refusal_reason(code).source.startswith("https://")


def test_nothing_is_named_alike(catalogue: Catalogue) -> None:
    for language in ("nb", "nn", "en"):
        names = [category.names.in_language(language).casefold() for category in catalogue.categories]
        assert len(set(names)) == len(names), language


def test_nynorsk_is_not_bokmaal_copied(catalogue: Catalogue) -> None:
    telltale = re.compile(
        r"\b(ikke|ikkje noe|fra|hvis|hvor|den ansvarlige|noen|et|en|jeg|hjem|uten|annet|annen|vindu|leker|vann\w*)\b"
    )
    texts = [category.names.nn for category in catalogue.categories] + [group.names.nn for group in catalogue.groups]
    texts += [names.nn for reason in catalogue.refusal_reasons for names in (reason.names, reason.instead)]
    texts += [word for category in catalogue.categories for word in category.synonyms.nn]
    assert [text for text in texts if telltale.search(text.casefold())] == []
    # A verb form or a spelling differs in nearly every whole sentence.
    same = [reason.code for reason in catalogue.refusal_reasons if reason.instead.nn == reason.instead.nb]
    assert len(same) <= 8


# Where the figures come from


MERSEYSIDE = ", Merseyside Recycling and Waste Authority average weights"
"""A list that an authority approved for what reuse projects report; its rows stand in docs/catalogue.md."""
BICYCLE = "Used bicycle, reference product of the LCA of Baisikeli (consequential-lca.org)"


def test_a_weight_from_the_authoritys_list_is_the_one_in_the_docs(catalogue: Catalogue) -> None:
    table = re.findall(r"^\| `(\w+)` \| ([^|]+) \| (\d+) \|$", DOCS.read_text(encoding="utf-8"), re.MULTILINE)
    listed = {(code, f"{row}{MERSEYSIDE}", int(kg) * 1000) for code, row, kg in table}
    shipped = {
        (category.code, category.default_source, category.default_grams)
        for category in catalogue.categories
        if category.default_source.endswith(MERSEYSIDE)
    }
    assert len(shipped) == 12
    assert shipped == listed


@needs_evidence
def test_every_other_default_weight_is_a_row_of_quality_a_or_b(catalogue: Catalogue) -> None:
    rows = {f"{row['item_en']}, {row['basis']}": row for row in evidence("item_weights.csv")}
    with_default = [category for category in catalogue.categories if category.default_grams is not None]
    assert len(with_default) >= 50
    for category in with_default:
        if category.default_source.endswith((MERSEYSIDE, BICYCLE)):
            continue
        row = rows[category.default_source]
        assert row["quality"][0] in "AB", category.code
        assert Decimal(row["kg"]) * 1000 == category.default_grams, category.code


@needs_evidence
def test_every_factor_is_a_row_of_its_sets_metric(catalogue: Catalogue) -> None:
    meant = {"net avoided": "net_avoided", "embodied, new material": "embodied", "derived": "derived"}
    rows = {
        (row["item_en"], meant[row["metric"].split(":")[0]]): row
        for row in evidence("climate_factors.csv")
        if row["unit"] == "kgCO2e/kg" and row["metric"].split(":")[0] in meant
    }
    for factor_set in catalogue.factor_sets:
        for factor in factor_set.factors:
            row = rows[factor.source.split(": ", 1)[1], factor_set.metric]
            grams = (Decimal(row["value"]) * 1000).quantize(Decimal(1), ROUND_HALF_UP)
            assert grams == factor.grams_co2e_per_kg, factor
            assert factor.year == (int(row["year"]) if row["year"].isdigit() else None), factor


@needs_evidence
def test_every_refused_thing_in_the_evidence_is_a_reason_here(catalogue: Catalogue) -> None:
    shipped = {(reason.says.removesuffix(" (UFF)"), reason.source) for reason in catalogue.refusal_reasons}
    rows = list(evidence("not_for_reuse.csv"))
    assert {(row["who_says"], row["source_url"]) for row in rows} <= shipped
    assert sum(1 for reason in catalogue.refusal_reasons if reason.source) == len(rows)


def test_factor_sets_never_mix_metrics(catalogue: Catalogue) -> None:
    prefixes: dict[str, set[str]] = {}
    for factor_set in catalogue.factor_sets:
        for factor in factor_set.factors:
            prefixes.setdefault(factor.source, set()).add(factor_set.metric)
    assert [source for source, metrics in prefixes.items() if len(metrics) > 1] == []
    assert {factor_set.metric for factor_set in catalogue.factor_sets} == {"net_avoided", "embodied", "derived"}


def test_one_set_is_the_default_and_says_no_figure_where_it_has_none(catalogue: Catalogue) -> None:
    chosen = catalogue.default_factor_set()
    assert chosen.metric == "net_avoided"
    assert chosen.factor("toys") is None
    sofa = chosen.factor("sofa")
    assert sofa is not None
    assert sofa.grams_co2e_per_kg == 1050


def test_the_documentation_explains_every_ceiling(catalogue: Catalogue) -> None:
    page = (ROOT / "docs" / "catalogue.md").read_text(encoding="utf-8")
    table = dict(re.findall(r"^\| `([a-z_]+)` \| (\d+) \| .+ \|$", page, re.MULTILINE))
    assert table == {category.code: str(category.max_grams // 1000) for category in catalogue.categories}


# Looking things up


def test_a_code_is_looked_up(catalogue: Catalogue) -> None:
    chair = catalogue.category("chair")
    assert (chair.names.nb, chair.group, chair.eu_group, chair.electrical) == ("Stol", "furniture", "furniture", False)
    assert catalogue.refusal_reason("no_room").names.en == "No room now"


@pytest.mark.parametrize(
    ("typed", "known"),
    [("chairr", "chair"), ("Bicycle", "bicycle"), ("kommode", "chest_of_drawers"), ("matress", "mattress")],
)
def test_an_unknown_category_is_refused_with_what_was_likely_meant(
    catalogue: Catalogue, typed: str, known: str
) -> None:
    with pytest.raises(Refused) as refusal:
        catalogue.category(typed)
    assert refusal.value.code == "category_unknown"
    assert refusal.value.facts["category"] == typed
    assert str(refusal.value.facts["known"]).split(", ")[0] == known


@pytest.mark.parametrize("typed", ["", "qqqq", "x" * 5000, "=cmd|' /C calc'!A0"])
def test_nonsense_is_refused_without_a_guess(catalogue: Catalogue, typed: str) -> None:
    with pytest.raises(Refused) as refusal:
        catalogue.category(typed)
    assert refusal.value.facts == {"category": typed, "known": ""}


def test_an_unknown_refusal_reason_is_refused_likewise(catalogue: Catalogue) -> None:
    with pytest.raises(Refused) as refusal:
        catalogue.refusal_reason("no_rom")
    assert (refusal.value.code, refusal.value.facts) == (
        "refusal_reason_unknown",
        {"reason": "no_rom", "known": "no_room"},
    )


def test_names_fall_back_to_bokmaal() -> None:
    names = Names("Vindu", "Vindauge", "Window")
    assert [names.in_language(language) for language in ("nb", "nn", "en", "se", "")] == [
        *("Vindu", "Vindauge", "Window", "Vindu", "Vindu")
    ]


def test_search_text_holds_every_word_in_every_language_once(catalogue: Catalogue) -> None:
    text = catalogue.category("window").search_text()
    for word in ("Vindu", "Vindauge", "Window", "terrassedør", "takvindauge", "skylight"):
        assert word in text
    assert catalogue.category("sofa").search_text().split().count("sovesofa") == 1

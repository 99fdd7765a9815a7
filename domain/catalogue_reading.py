"""Reads the catalogue from its CSV files and checks how they belong together. No files are read but through
catalogue_files.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import cast, get_args

import msgspec

from domain.catalogue import Catalogue, Category, EuGroup, Group, Names, RefusalReason, Synonyms, content_version
from domain.catalogue_factors_reading import read_factor_sets
from domain.catalogue_files import Row, check_unique, read_table

# Above any single thing or trailer load that a station takes (grams).
_HEAVIEST_GRAMS = 1_000_000


def read_catalogue(folder: Path) -> Catalogue:
    """Return the checked catalogue from the CSV files in `folder`. Raises CatalogueError naming file and line."""
    group_rows = read_table(folder, "groups.csv", ("code", "nb", "nn", "en", "position"))
    check_unique(group_rows, "code")
    check_unique(group_rows, "position")
    groups = sorted((_group(row) for row in group_rows), key=lambda group: group.position)
    reason_rows = read_table(folder, "refusals.csv", _REFUSAL_COLUMNS)
    check_unique(reason_rows, "code")
    reasons = [_refusal_reason(row) for row in reason_rows]
    category_rows = read_table(folder, "categories.csv", _CATEGORY_COLUMNS)
    check_unique(category_rows, "code")
    place = {group.code: group.position for group in groups}
    known_reasons = {reason.code for reason in reasons}
    categories = [_category(row, place, known_reasons) for row in category_rows]
    for row in group_rows:
        if all(category.group != row.code("code") for category in categories):
            row.fail("no category is in this group")
    loaded = Catalogue(
        version="",
        groups=tuple(groups),
        categories=tuple(sorted(categories, key=lambda category: place[category.group])),
        refusal_reasons=tuple(reasons),
        factor_sets=read_factor_sets(folder, {category.code for category in categories}),
    )
    return msgspec.structs.replace(loaded, version=content_version(loaded))


_REFUSAL_COLUMNS = ("code", "nb", "nn", "en", "instead_nb", "instead_nn", "instead_en", "says", "source")
_CATEGORY_COLUMNS = (
    *("code", "group", "nb", "nn", "en", "eu_group", "electrical", "data_bearing"),
    *("max_grams", "default_grams", "default_source", "synonyms_nb", "synonyms_nn", "synonyms_en", "advice"),
)


def _names(row: Row, prefix: str = "") -> Names:
    return Names(row.text(f"{prefix}nb"), row.text(f"{prefix}nn"), row.text(f"{prefix}en"))


def _group(row: Row) -> Group:
    return Group(row.code("code"), _names(row), row.number("position", 1, 99))


def _refusal_reason(row: Row) -> RefusalReason:
    says, source = row.optional("says"), row.optional("source")
    if bool(says) != bool(source):
        row.fail("says and source belong together: give both or neither")
    if source and not source.startswith("https://"):
        row.fail(f"source {source!r} is not an https:// address")
    return RefusalReason(row.code("code"), _names(row), _names(row, "instead_"), says, source)


def _category(row: Row, groups: Iterable[str], reasons: set[str]) -> Category:
    eu_group = cast("EuGroup", row.choice("eu_group", get_args(EuGroup)))
    electrical, data_bearing = row.flag("electrical"), row.flag("data_bearing")
    if electrical != (eu_group == "electrical"):
        row.fail("electrical is yes exactly when eu_group is electrical")
    if data_bearing and not electrical:
        row.fail("data_bearing is yes, but electrical is no")
    max_grams = row.number("max_grams", 1, _HEAVIEST_GRAMS)
    default_grams = row.optional_number("default_grams", 1, _HEAVIEST_GRAMS)
    default_source = row.optional("default_source")
    if (default_grams is None) != (not default_source):
        row.fail("default_grams and default_source belong together: give both or neither")
    if default_grams is not None and default_grams > max_grams:
        row.fail(f"default_grams {default_grams} is above max_grams {max_grams}")
    return Category(
        code=row.code("code"),
        group=row.known_code("group", tuple(groups)),
        names=_names(row),
        eu_group=eu_group,
        electrical=electrical,
        data_bearing=data_bearing,
        max_grams=max_grams,
        default_grams=default_grams,
        default_source=default_source,
        synonyms=Synonyms(row.words("synonyms_nb"), row.words("synonyms_nn"), row.words("synonyms_en")),
        advice=row.known_code("advice", reasons) if row.optional("advice") else None,
    )

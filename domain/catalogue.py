"""What the trade sorts things into: groups, categories, reasons to refuse, climate factors; loaded and checked.

The content is data in CSV files, explained in docs/catalogue.md. No files are read here but through catalogue_files.
"""

import hashlib
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Literal, cast, get_args

import msgspec

from domain.catalogue_factors import Factor, FactorSet, Metric, read_factor_sets
from domain.catalogue_files import CatalogueError, Row, check_unique, read_table
from domain.refused import Refused

__all__ = [
    "Catalogue",
    "CatalogueError",
    "Category",
    "EuGroup",
    "Factor",
    "FactorSet",
    "Group",
    "Metric",
    "Names",
    "RefusalReason",
    "Synonyms",
    "content_version",
    "load_catalogue",
]

# The five groups of Decision (EU) 2021/19 in which reuse is reported.
EuGroup = Literal["textiles", "electrical", "furniture", "construction", "other"]
# Above any single thing or trailer load that a station takes (grams).
_HEAVIEST_GRAMS = 1_000_000


class Names(msgspec.Struct, frozen=True):
    """One text in Norwegian bokmål, nynorsk and English."""

    nb: str
    nn: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the text in `language` ("nb", "nn" or "en"); bokmål for any other."""
        return {"nn": self.nn, "en": self.en}.get(language, self.nb)


class Synonyms(msgspec.Struct, frozen=True):
    """Other words that people search with, per language."""

    nb: tuple[str, ...] = ()
    nn: tuple[str, ...] = ()
    en: tuple[str, ...] = ()


class Group(msgspec.Struct, frozen=True):
    """A handful of categories that share a tile at the counter; `position` counts from 1."""

    code: str
    names: Names
    position: int


class Category(msgspec.Struct, frozen=True):
    """One kind of thing.

    `max_grams` is the plausibility ceiling of one registration. `default_grams` exists only with a `default_source`
    that says where the weight comes from. `advice` is the code of a refusal reason that often applies.
    """

    code: str
    group: str
    names: Names
    eu_group: EuGroup
    electrical: bool
    data_bearing: bool
    max_grams: int
    default_grams: int | None = None
    default_source: str = ""
    synonyms: Synonyms = Synonyms()
    advice: str | None = None

    def search_text(self) -> str:
        """Return all names and synonyms in all three languages, each once, joined by spaces, for full-text search."""
        return " ".join(self._words())

    def _words(self) -> dict[str, None]:
        names, synonyms = self.names, self.synonyms
        return dict.fromkeys((names.nb, names.nn, names.en, *synonyms.nb, *synonyms.nn, *synonyms.en))


class RefusalReason(msgspec.Struct, frozen=True):
    """Why a thing is not taken for reuse and what to do with it instead: station practice, not statute.

    `says` and `source` (an address) name whose practice or advice it is; both are empty for a station's own.
    """

    code: str
    names: Names
    instead: Names
    says: str = ""
    source: str = ""


class Catalogue(msgspec.Struct, frozen=True, dict=True):
    """Everything a station needs to know to sort things; `version` is content_version() of the rest.

    Groups stand in the order of their tiles, categories in the order of their groups.
    """

    version: str
    groups: tuple[Group, ...]
    categories: tuple[Category, ...]
    refusal_reasons: tuple[RefusalReason, ...]
    factor_sets: tuple[FactorSet, ...]

    def category(self, code: str) -> Category:
        """Return the category with this code. Raises Refused("category_unknown", category=, known=)."""
        found = self._categories.get(code)
        if found is None:
            words = ((category.code, category._words()) for category in self.categories)
            raise Refused("category_unknown", category=code, known=_close_codes(code, words))
        return found

    def refusal_reason(self, code: str) -> RefusalReason:
        """Return the reason with this code. Raises Refused("refusal_reason_unknown", reason=, known=)."""
        found = self._refusal_reasons.get(code)
        if found is None:
            words = ((reason.code, msgspec.structs.astuple(reason.names)) for reason in self.refusal_reasons)
            raise Refused("refusal_reason_unknown", reason=code, known=_close_codes(code, words))
        return found

    def in_group(self, group: str) -> tuple[Category, ...]:
        """Return the categories of the group with this code, in their order; none for an unknown group."""
        return tuple(category for category in self.categories if category.group == group)

    def default_factor_set(self) -> FactorSet:
        """Return the set that a report uses when nobody has chosen another."""
        return next(factor_set for factor_set in self.factor_sets if factor_set.default)

    @cached_property
    def _categories(self) -> dict[str, Category]:
        return {category.code: category for category in self.categories}

    @cached_property
    def _refusal_reasons(self) -> dict[str, RefusalReason]:
        return {reason.code: reason for reason in self.refusal_reasons}


def content_version(catalogue: Catalogue) -> str:
    """Return the first 12 hex digits of SHA-256 over the catalogue's content, its own `version` left out.

    The same content gives the same version however the files quote their cells and end their lines.
    """
    content = msgspec.structs.replace(catalogue, version="")
    return hashlib.sha256(msgspec.json.encode(content, order="sorted")).hexdigest()[:12]


def load_catalogue(folder: Path) -> Catalogue:
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


def _close_codes(wanted: str, named: Iterable[tuple[str, Iterable[str]]]) -> str:
    """Return up to three codes whose code, name or synonym is close to `wanted`, the closest first; "" for none."""
    code_of: dict[str, str] = {}
    for code, words in named:
        code_of.setdefault(code, code)
        for word in words:
            code_of.setdefault(word.casefold(), code)
    # A code is short; comparing more of a pasted text than this would only cost time.
    import difflib

    close = difflib.get_close_matches(wanted.strip().casefold()[:60], code_of, n=6, cutoff=0.7)
    return ", ".join(list(dict.fromkeys(code_of[word] for word in close))[:3])

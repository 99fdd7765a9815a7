"""What the trade sorts things into: groups, categories, reasons to refuse, climate factors; loaded and checked.

The content is data in CSV files, explained in docs/catalogue.md, and read by catalogue_reading.py.
"""

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Literal

import msgspec

from domain.catalogue_error import CatalogueError
from domain.catalogue_factors import Factor, FactorSet, Metric
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


class Names(msgspec.Struct, frozen=True):
    """One text in Norwegian bokmål, nynorsk and English."""

    nb: str
    nn: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the text in `language` ("nb", "nn" or "en"); bokmål for any other."""
        return self.nn if language == "nn" else self.en if language == "en" else self.nb


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
    import hashlib

    content = msgspec.structs.replace(catalogue, version="")
    return hashlib.sha256(msgspec.json.encode(content, order="sorted")).hexdigest()[:12]


def load_catalogue(folder: Path) -> Catalogue:
    """Return the checked catalogue from the CSV files in `folder`. Raises CatalogueError naming file and line."""
    # Loaded here: the counter reads the tables only when they are other ones than at its last start.
    from domain.catalogue_reading import read_catalogue

    return read_catalogue(folder)


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

"""Reads the climate factors from the catalogue's files."""

from collections.abc import Collection
from pathlib import Path
from typing import cast, get_args

from domain.catalogue_factors import Factor, FactorSet, Metric
from domain.catalogue_files import Row, check_unique, read_table

_SET_COLUMNS = ("code", "name", "metric", "year", "displacement_percent", "source", "caveat", "default")
_FACTOR_COLUMNS = ("set", "category", "grams_co2e_per_kg", "source", "year", "caveat")
_MOST_GRAMS_CO2E_PER_KG = 1_000_000


def read_factor_sets(folder: Path, categories: Collection[str]) -> tuple[FactorSet, ...]:
    """Return the sets of factor_sets.csv with the factors of factors.csv; `categories` are the known codes.

    Raises CatalogueError naming file and line.
    """
    set_rows = read_table(folder, "factor_sets.csv", _SET_COLUMNS)
    check_unique(set_rows, "code")
    factor_rows = read_table(folder, "factors.csv", _FACTOR_COLUMNS)
    check_unique(factor_rows, "set", "category")
    factors: dict[str, list[Factor]] = {row.code("code"): [] for row in set_rows}
    for row in factor_rows:
        factors[row.known_code("set", factors)].append(_factor(row, categories))
    defaults = [row for row in set_rows if row.flag("default")]
    if len(defaults) != 1:
        (defaults or set_rows)[-1].fail(f"{len(defaults)} sets have default yes; exactly one must")
    return tuple(_factor_set(row, tuple(factors[row.code("code")])) for row in set_rows)


def _factor(row: Row, categories: Collection[str]) -> Factor:
    return Factor(
        category=row.known_code("category", categories),
        grams_co2e_per_kg=row.number("grams_co2e_per_kg", 1, _MOST_GRAMS_CO2E_PER_KG),
        source=row.text("source"),
        year=row.optional_number("year", 1990, 2100),
        caveat=row.text("caveat"),
    )


def _factor_set(row: Row, factors: tuple[Factor, ...]) -> FactorSet:
    if not factors:
        row.fail("no factor is in this set")
    return FactorSet(
        code=row.code("code"),
        name=row.text("name"),
        metric=cast("Metric", row.choice("metric", get_args(Metric))),
        year=row.number("year", 1990, 2100),
        displacement_percent=row.number("displacement_percent", 1, 100),
        source=row.text("source"),
        caveat=row.text("caveat"),
        default=row.flag("default"),
        factors=factors,
    )

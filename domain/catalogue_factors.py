"""Climate factors per category: what they say. Choosing a set and adding up a report is not done here."""

from typing import Literal

import msgspec

# What a climate figure says; figures of different metrics are never added up.
Metric = Literal["net_avoided", "embodied", "derived"]


class Factor(msgspec.Struct, frozen=True):
    """Grams of CO2 equivalents per kilogram of one category; `year` is None where the source states none."""

    category: str
    grams_co2e_per_kg: int
    source: str
    year: int | None
    caveat: str


class FactorSet(msgspec.Struct, frozen=True):
    """Climate factors of one metric from one method; a report uses one set and names it.

    `displacement_percent` is the share of things that replace a new one, to be multiplied in; 100 for a net-avoided
    metric means that the factors hold it already.
    """

    code: str
    name: str
    metric: Metric
    year: int
    displacement_percent: int
    source: str
    caveat: str
    default: bool
    factors: tuple[Factor, ...]

    def factor(self, category: str) -> Factor | None:
        """Return the factor of the category with this code, None for "no figure"."""
        return next((factor for factor in self.factors if factor.category == category), None)

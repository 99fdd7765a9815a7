"""Weights: whole grams, where they came from, and what is plausible. How they are shown belongs to the languages."""

import re
from decimal import Decimal
from enum import StrEnum

from domain.refused import Refused

MAX_GRAMS = 2_000_000
"""Two tonnes. Nothing heavier is carried over a counter; each category has a limit of its own below this."""

_KILOGRAMS = r"(?P<sign>[-+−–]?)(?P<whole>\d{1,9})(?:[.,](?P<part>\d{1,12}))?(?:\s*kg)?"


class WeightSource(StrEnum):
    """Where a weight came from; every report says how much of its mass was weighed."""

    SCALE = "scale"
    TYPED = "typed"
    DEFAULT = "default"


def parse_kg(text: str) -> int:
    """Read kilograms as people type them (`4,2`, `4.2`, `4 kg`) and return whole grams > 0.

    Raises Refused `weight_unreadable`, `weight_negative`, `weight_zero` or `weight_too_fine` (below a gram).
    """
    match = re.fullmatch(_KILOGRAMS, text.strip().replace("\N{NO-BREAK SPACE}", " "), re.ASCII | re.IGNORECASE)
    if match is None:
        raise Refused("weight_unreadable", text=text[:40])
    grams = Decimal(f"{match['whole']}.{match['part'] or 0}") * 1000
    if grams == 0:
        raise Refused("weight_zero")
    if match["sign"] in ("-", "−", "–"):
        raise Refused("weight_negative", text=text[:40])
    if grams != int(grams):
        raise Refused("weight_too_fine", text=text[:40])
    return int(grams)


def check_grams(grams: int, *, category: str, max_grams: int) -> int:
    """Return `grams` when it is above 0 and at most the category's limit.

    Raises Refused `weight_zero`, `weight_negative` or `weight_implausible`: the limit stops grams typed as kilograms.
    """
    if grams == 0:
        raise Refused("weight_zero")
    if grams < 0:
        raise Refused("weight_negative", text=str(grams))
    limit = min(max_grams, MAX_GRAMS)
    if grams > limit:
        raise Refused("weight_implausible", grams=grams, limit_grams=limit, category=category)
    return grams

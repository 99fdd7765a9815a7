"""The words for everything that a person can mend: a sentence that says what is wrong and one that says what to do.

Codes are stable; sentences are English message ids, translated when they are shown.
"""

import datetime
from typing import Any

import msgspec

from domain.numbers import LENGTH, grouped
from domain.refused import Refused
from station_app.language import format_kg, format_time, translation
from station_app.sentences import FIELDS, NUMBERED_THINGS, SENTENCES, VERDICTS
from station_app.sentences.causes import CAUSES
from station_app.sentences.counter import ROLES


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """What a person is told. `code` is for programs."""

    error: str
    remedy: str
    code: str


def explain(refused: Refused, language: str) -> Explanation:
    """Put a refusal into words of `language` (nb, nn, en)."""
    _ = translation(language).gettext
    none_like_it = refused.facts.get("known") == ""
    error, remedy = SENTENCES[f"{refused.code}_and_none_like_it" if none_like_it else refused.code]
    facts = {name: _shown(name, value, language) for name, value in refused.facts.items()}
    if cause := CAUSES.get(facts.get("what", "")):
        facts["what"] = _(cause).format(**facts)
    return Explanation(error=_(error).format(**facts), remedy=_(remedy).format(**facts), code=refused.code)


def explain_verdict(reason: str, language: str) -> str:
    """Put the reason of a verdict per line into words."""
    return translation(language).gettext(VERDICTS[reason])


def _shown(name: str, value: Any, language: str) -> str:
    if name in ("grams", "limit_grams") and isinstance(value, int):
        return format_kg(value, language)
    if name == "field":
        return translation(language).gettext(FIELDS[str(value)])
    if name == "kind":
        return translation(language).gettext(NUMBERED_THINGS[str(value)])
    if name == "role":
        return translation(language).gettext(ROLES[str(value)])
    if name == "instant":
        return format_time(datetime.datetime.fromisoformat(str(value)), language)
    if name == "verdict":
        return explain_verdict(str(value), language)
    shown = str(value)
    if name in ("number", "receipt", "reversal") and len(shown) == LENGTH and shown.isdigit():
        return grouped(shown)
    return shown if len(shown) <= LONGEST_FACT else shown[:LONGEST_FACT] + "…"


LONGEST_FACT = 200
"""Characters of what a person gave that are repeated in a sentence."""


def explain_code(code: str, language: str) -> str:
    """The sentence for a code without its facts, for notes that were kept as a code; the code itself if unknown."""
    if code not in SENTENCES:
        return code
    return translation(language).gettext(SENTENCES[code][0]).partition(" (")[0].partition(": {")[0]

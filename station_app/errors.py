"""The words for everything that a person can mend: a sentence that says what is wrong and one that says what to do.

Codes are stable; sentences are English message ids, translated when they are shown.
"""

from typing import Any

import msgspec

from domain.refused import Refused
from station_app.language import format_kg, translation
from station_app.sentences import SENTENCES, VERDICTS


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """What a person is told. `code` is for programs."""

    error: str
    remedy: str
    code: str


def explain(refused: Refused, language: str) -> Explanation:
    """Put a refusal into words of `language` (nb, nn, en)."""
    _ = translation(language).gettext
    error, remedy = SENTENCES[refused.code]
    facts = {name: _shown(name, value, language) for name, value in refused.facts.items()}
    return Explanation(error=_(error).format(**facts), remedy=_(remedy).format(**facts), code=refused.code)


def explain_verdict(reason: str, language: str) -> str:
    """Put the reason of a verdict per line into words."""
    return translation(language).gettext(VERDICTS[reason])


def _shown(name: str, value: Any, language: str) -> str:
    if name in ("grams", "limit_grams") and isinstance(value, int):
        return format_kg(value, language)
    if name == "field":
        return translation(language).gettext(FIELDS.get(str(value), str(value)))
    return str(value)


FIELDS = {"title": "title", "note": "note", "representative": "the representative's name", "reason": "reason"}
"""Names of fields in sentences, as message ids."""

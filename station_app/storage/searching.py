"""From what a person types and chooses to an expression for the search index, where state and category are words too.

So a rare state among a broad word is found by walking both lists at once, not by looking at every row with the word.
"""

import re
import unicodedata
from collections.abc import Sequence

from domain.item import State
from domain.numbers import LENGTH, Kind

_STATE, _CATEGORY, _UNLABELLED, _UNDERSCORE = "\ue000", "\ue001", "\ue002", "\ue003"
"""Private-use characters begin the words that people cannot type; they stand in the schema too (migrations.py)."""
_DIGITS_OF_A_NUMBER = 8
"""More digits in a row than a running number has are the beginning of a whole number."""


def number_beginning(search: str) -> str:
    """The first digits of a number that was typed as it stands on the label, in groups or not; empty for other text."""
    groups = search.split()
    digits = "".join(groups)
    if not (digits.isascii() and digits.isdigit()) or len(digits) > LENGTH:
        return ""
    in_groups = len(groups) > 1 and groups[0] == str(int(Kind.ITEM))
    return digits if in_groups or len(digits) >= _DIGITS_OF_A_NUMBER else ""


def words_of(search: str) -> list[str]:
    """The words in what was typed, as the index splits them."""
    known = unicodedata.ucd_3_2_0
    # SQLite's tokenizer knows Unicode 6.1; a sign it does not know would part a word where this does not.
    plain = (sign if known.category(sign)[0] in "LN" else " " for sign in unicodedata.normalize("NFC", search))
    return re.findall(r"\w+", "".join(plain))


def fewest_words(text: str) -> str:
    """The words of a text, each once, without those that begin another: typed words are looked for as beginnings."""
    kept: list[str] = []
    # Sorted, a word stands right before those that it begins.
    for word in sorted({word.lower() for word in words_of(text)}, reverse=True):
        if not (kept and kept[-1].startswith(word)):
            kept.append(word)
    return " ".join(kept)


def match_expression(
    words: Sequence[str], state: State | None, categories: Sequence[str], *, unlabelled: bool = False
) -> str:
    """An FTS5 expression: every word as a word's beginning, in this state, in one of these categories (none: in any).

    `state` None leaves out what is void. Empty when nothing is asked: then nearly every row is wanted.
    """
    parts = [_word(word) for word in words]
    if categories:
        parts.append("(" + " OR ".join(f'"{_category(code)}"' for code in categories) + ")")
    if unlabelled:
        parts.append(f'"{_UNLABELLED}"')
    if state is not None:
        return " AND ".join([*parts, f'"{_state(state)}"'])
    if not parts:
        return ""
    return f'({" AND ".join(parts)}) NOT "{_state(State.VOID)}"'


def _word(word: str) -> str:
    # A running number is typed as it stands on the label, with zeros in front.
    short = word.lstrip("0")
    return f'("{word}"* OR "{short}"*)' if word.isdigit() and short not in ("", word) else f'"{word}"*'


def _state(state: State) -> str:
    return _STATE + state[0]


def _category(code: str) -> str:
    return _CATEGORY + code.replace("_", _UNDERSCORE)

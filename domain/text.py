"""What free text may hold: length, no control characters, no invisible marks that turn the reading direction."""

import re
import unicodedata

from domain.refused import Refused

TITLE_LIMIT = 80
NAME_LIMIT = 120
NOTE_LIMIT = 2_000
REASON_LIMIT = 500
STAFF_LIMIT = 20

_DIRECTION_MARKS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Unicode Bidi_Control (UAX #9). They are invisible and can make a receipt read as another than was written."""


_INVISIBLE = str.maketrans("", "", "\u00ad\u200b\u2060\ufeff")
"""Soft hyphen, zero-width space, word joiner, byte order mark: they come along with pasted text and say nothing.

The joiners U+200C and U+200D stay: Persian and emoji need them.
"""

_PLAIN = re.compile("[ -~\u00c0-\u024f]*")
"""Printable ASCII and the letters of European languages, each of them one character in NFC."""


def clean(text: str, *, field: str, limit: int, lines: bool = False) -> str:
    """Return `text` in NFC, trimmed, with inner white space folded (line ends kept where `lines`), and without
    invisible characters that say nothing.

    `limit` counts characters. Raises Refused `text_too_long` or `text_hidden_characters`.
    """
    if not text:
        return text
    # In most texts there is nothing to find but white space.
    text = " ".join(text.split()) if _PLAIN.fullmatch(text) else _cleaned(text, field=field, lines=lines)
    if len(text) > limit:
        raise Refused("text_too_long", field=field, length=len(text), limit=limit)
    return text


def _cleaned(text: str, *, field: str, lines: bool) -> str:
    text = unicodedata.normalize("NFC", text.translate(_INVISIBLE).replace("\r\n", "\n").replace("\r", "\n"))
    rows = text.split("\n") if lines else [text.replace("\n", " ")]
    text = "\n".join(" ".join(row.split()) for row in rows).strip()
    if any(mark in _DIRECTION_MARKS or unicodedata.category(mark) in ("Cc", "Cs") for mark in text.replace("\n", "")):
        raise Refused("text_hidden_characters", field=field)
    return text


def required(text: str, *, field: str, limit: int) -> str:
    """Like `clean`, for a field that must hold something. Raises Refused `text_missing` as well."""
    text = clean(text, field=field, limit=limit)
    if not text:
        raise Refused("text_missing", field=field)
    return text


def safe_cell(text: str) -> str:
    """Guard a value for CSV and spreadsheets: what a program would run as a formula is prefixed with an apostrophe.

    Source: OWASP, CSV Injection (cells beginning with = + - @, tab or carriage return).
    """
    return "'" + text if text.startswith(("=", "+", "-", "@", "\t", "\r", "'")) else text


def unguarded_cell(text: str) -> str:
    """Undo `safe_cell`, so that a file that was written back can be read again."""
    return text[1:] if text.startswith(("'=", "'+", "'-", "'@", "'\t", "'\r", "''")) else text

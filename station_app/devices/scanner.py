"""Tells a scanner that types (a "wedge") from a person at the keyboard: pure, keys and times in, decisions out.

Who delivers the keys, and what a scanned number means, is decided elsewhere.
"""

from enum import Enum
from typing import Generic, TypeVar

import msgspec

from domain.refused import Refused

GAP_MS = 35.0
"""Longest pause between two keys of one scan, in ms. Scanners send every 1-25 ms; people need 60 and more."""
SHORTEST = 6
"""Fewer characters than this before Enter are not a scan."""
REPEAT_MS = 1_500.0
"""The same code again within this time is the trigger held too long, and is passed over."""
PRODUCT_LENGTHS = (8, 12, 13)
"""Digits of EAN-8, UPC-A and EAN-13, which shops put on things."""

Key = TypeVar("Key")
"""Whatever the caller needs to play a key back; never looked into."""


class Press(Enum):
    """What kind of key went down."""

    CHARACTER = "character"
    END = "end"
    """Enter or Tab, with which scanners end a code."""
    MODIFIER = "modifier"
    """Shift and the like alone: a scanner sends Shift for capitals, so it means nothing by itself."""
    OTHER = "other"


class Heard(msgspec.Struct, Generic[Key], frozen=True):
    """What to do now: first play `back` these keys, in order; then swallow the present key if `held`.

    `scan` is a finished code; `keys` are then the keys of which it was made, the last one the end.
    """

    back: tuple[Key, ...] = ()
    held: bool = False
    scan: str | None = None
    keys: tuple[Key, ...] = ()
    repeated: bool = False


def unread(text: str) -> Refused:
    """Why a code without 14 digits is none of ours: a shop's barcode on the thing, another system's, or cut short."""
    if not (text.isascii() and text.isdigit()):
        return Refused("code_of_other_system", number=text[:40])
    if len(text) in PRODUCT_LENGTHS:
        return Refused("code_of_product", number=text)
    return Refused("number_not_14_digits", number=text[:40])


class WedgeDecoder(Generic[Key]):
    """Holds characters back until it is clear whether they are a scan: at most one gap after the last of them."""

    def __init__(self, gap_ms: float = GAP_MS, shortest: int = SHORTEST, repeat_ms: float = REPEAT_MS) -> None:
        self.gap_ms = gap_ms
        self._shortest = shortest
        self._repeat_ms = repeat_ms
        self._text = ""
        self._keys: list[Key] = []
        self._last_ms = 0.0
        self._scanned: tuple[str, float] | None = None

    @property
    def holding(self) -> bool:
        """Whether keys are held back now."""
        return bool(self._keys)

    def press(self, kind: Press, character: str, at_ms: float, key: Key) -> Heard[Key]:
        """One key went down at `at_ms` (any clock that runs forward). `character` is what it types, else empty."""
        if kind is Press.MODIFIER:
            return Heard()
        late = self._take() if self._keys and not 0 <= at_ms - self._last_ms <= self.gap_ms else ()
        if kind is Press.CHARACTER and (self._keys or not character.isspace()):
            self._text += character
            self._keys.append(key)
            self._last_ms = at_ms
            return Heard(back=late, held=True)
        if kind is Press.END and len(self._text) >= self._shortest:
            return self._finish(late, at_ms, key)
        return Heard(back=late + self._take())

    def give_up(self) -> tuple[Key, ...]:
        """A whole gap went by without a key: the keys to play back, because no scan came of them."""
        return self._take()

    def _finish(self, late: tuple[Key, ...], at_ms: float, key: Key) -> Heard[Key]:
        text = self._text
        keys = (*self._take(), key)
        repeated = (
            self._scanned is not None and self._scanned[0] == text and 0 <= at_ms - self._scanned[1] <= self._repeat_ms
        )
        self._scanned = (text, at_ms)
        return Heard(back=late, held=True, scan=text, keys=keys, repeated=repeated)

    def _take(self) -> tuple[Key, ...]:
        keys, self._keys, self._text = tuple(self._keys), [], ""
        return keys

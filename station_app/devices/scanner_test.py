"""Judges what a scanner typed when it read a known code: pace, ending, what the keyboard layout made of it. Pure."""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from statistics import median

SHOWN = "Ombruk-Zy/4+7"
"""What the code on the screen holds: capitals (Shift, Caps Lock), and the characters that layouts disagree on most.

A scanner set to US layout on a Norwegian PC types + for - and - for /; a German one changes Z and Y.
"""
SPARE = 1.5
"""The suggested gap is so many times the longest pause: the next scan may come while the PC is busy."""
LEAST_GAP_MS = 20
PERSON_MS = 60
"""People need as much between two keys; with a longer gap their typing would be taken for a scan."""
LONGEST_GAP_MS = 200
ALIKE = 0.5
"""From this likeness on (difflib's ratio, capitals aside) it is the shown code that was scanned."""


@dataclass(frozen=True, slots=True)
class Key:
    """One character that came, and when, in ms of a clock that runs forward."""

    character: str
    at_ms: float


@dataclass(frozen=True, slots=True)
class Swap:
    """What stands in the code, and what came instead; `came` is empty where nothing came."""

    printed: str
    came: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be said of one scan. Times are ms between two keys; None when fewer than two came.

    `digits_whole` says whether at least the digits came as they are in the code: our labels hold nothing else.
    """

    text: str
    whole: bool
    other: bool
    """Something else was scanned than the code on the screen; of the layout nothing can be said then."""
    swaps: tuple[Swap, ...]
    digits_whole: bool
    ended: bool
    median_ms: float | None
    longest_ms: float | None
    gap_ms: int | None
    """The setting of the gap that this scanner needs; None when nothing can be said."""

    @property
    def slow(self) -> bool:
        """Whether the gap that it needs is so long that a person's typing may be taken for a scan."""
        return self.gap_ms is not None and self.gap_ms > PERSON_MS


def judge(keys: Sequence[Key], *, ended: bool, shown: str = SHOWN, end_ms: float | None = None) -> Verdict:
    """Judge the characters that came, oldest first. `ended`: whether Enter or Tab came behind them, at `end_ms`."""
    text = "".join(key.character for key in keys)
    times = [key.at_ms for key in keys] + ([end_ms] if end_ms is not None else [])
    pauses = [max(0.0, later - sooner) for sooner, later in itertools.pairwise(times)]
    swaps = _swaps(shown, text)
    changed = {swap.printed for swap in swaps} | {swap.came for swap in swaps}
    return Verdict(
        text=text,
        whole=text == shown,
        other=SequenceMatcher(None, shown.casefold(), text.casefold(), autojunk=False).ratio() < ALIKE,
        swaps=swaps,
        digits_whole=_digits(shown) == _digits(text) and not any(_digits(part) for part in changed),
        ended=ended,
        median_ms=median(pauses) if pauses else None,
        longest_ms=max(pauses, default=None),
        gap_ms=_gap(max(pauses)) if pauses else None,
    )


def _swaps(shown: str, text: str) -> tuple[Swap, ...]:
    """Each difference once, in the order of the code."""
    if len(shown) == len(text):
        pairs = [(a, b) for a, b in zip(shown, text, strict=True) if a != b]
    else:
        steps = SequenceMatcher(None, shown, text, autojunk=False).get_opcodes()
        pairs = [(shown[a:b], text[c:d]) for step, a, b, c, d in steps if step != "equal"]
    return tuple(Swap(*pair) for pair in dict.fromkeys(pairs))


def _digits(text: str) -> str:
    return "".join(character for character in text if character in "0123456789")


def _gap(longest_ms: float) -> int:
    wanted = math.ceil((longest_ms * SPARE + 5) / 5) * 5
    return min(max(wanted, LEAST_GAP_MS), LONGEST_GAP_MS)

"""A handover's lines and their sums, and the drawn signature. Who may fetch what is in agreement.py."""

from collections.abc import Iterable
from itertools import pairwise

import msgspec

from domain.refused import Refused
from domain.weight import WeightSource

SHORTEST_SIGNATURE = 0.05
"""A signature's strokes together must be at least this share of the pad's width; less is an accidental touch."""

LONGEST_SIGNING = 86_400_000
"""Milliseconds; a day."""


class Line(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing handed over, with the verdict that let it go. Weight in whole grams.

    `override` is why somebody with that right let it go although the verdict, which stays in `reason`, said no;
    `override_by` are their initials where the handover itself was noted under others.
    """

    item: str
    number: str
    category: str
    grams: int
    weight_source: WeightSource
    reason: str
    agreement: str | None
    override: str = ""
    override_by: str = ""


class Override(msgspec.Struct, frozen=True, kw_only=True):
    """Why one thing goes although the verdict says no, as somebody with that right said.

    `by` are the initials of who gave the reason, empty where whoever hands over gives it with the order. `kept_for` is
    for whom the thing was reserved when it was given (organisation number, empty for nobody).
    """

    reason: str
    by: str = ""
    kept_for: str = ""

    def knows_of(self, kept_for: str) -> bool:
        """Whether it was given knowing that the thing is kept for this organisation (empty: for nobody).

        What is given with the order is about what is so now. A reservation that has ended takes nothing from a reason.
        """
        return not kept_for or not self.by or self.kept_for == kept_for


class Sum(msgspec.Struct, frozen=True):
    """Pieces, grams, and how many of the grams were weighed on a scale."""

    pieces: int = 0
    grams: int = 0
    weighed_grams: int = 0

    def plus(self, line: Line) -> "Sum":
        """This sum with one more line."""
        weighed = line.grams if line.weight_source is WeightSource.SCALE else 0
        return Sum(self.pieces + 1, self.grams + line.grams, self.weighed_grams + weighed)


def total(lines: Iterable[Line]) -> Sum:
    """The sum over all lines."""
    result = Sum()
    for line in lines:
        result = result.plus(line)
    return result


def totals_by_category(lines: Iterable[Line]) -> dict[str, Sum]:
    """Sums per category code, in the order in which the categories first appear."""
    sums: dict[str, Sum] = {}
    for line in lines:
        sums[line.category] = sums.get(line.category, Sum()).plus(line)
    return sums


class Signature(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A drawn signature: pad size in px, strokes of (x px, y px, milliseconds since the first touch)."""

    width: int
    height: int
    strokes: tuple[tuple[tuple[int, int, int], ...], ...]


def check_signature(signature: Signature) -> Signature:
    """Return the signature when something was really drawn inside the pad.

    Raises Refused `signature_empty` or `signature_damaged` (no area, points outside the pad, or out of bounds in size).
    """
    if not (0 < signature.width <= 20_000 and 0 < signature.height <= 20_000):
        raise Refused("signature_damaged")
    if sum(len(stroke) for stroke in signature.strokes) > 20_000:
        raise Refused("signature_damaged")
    drawn = 0.0
    for stroke in signature.strokes:
        for x, y, milliseconds in stroke:
            inside = 0 <= x <= signature.width and 0 <= y <= signature.height
            if not inside or not 0 <= milliseconds <= LONGEST_SIGNING:
                raise Refused("signature_damaged")
        for (x0, y0, _), (x1, y1, _) in pairwise(stroke):
            drawn += ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
    if drawn < SHORTEST_SIGNATURE * signature.width:
        raise Refused("signature_empty")
    return signature

"""The fonts of documents: loaded once, asked which characters they hold. Choosing and shaping runs is in text.py."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import uharfbuzz
from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from resources import path

REGULAR = "Inter-Regular"
SEMIBOLD = "Inter-SemiBold"
# Asked in this order for what Inter lacks. Unifont holds the whole Basic Multilingual Plane, plainly drawn; what even
# that lacks is shown as its box.
FALLBACKS = (
    "NotoSansArabic-Regular",
    "NotoSansHebrew-Regular",
    "NotoSansDevanagari-Regular",
    "NotoSansThai-Regular",
    "NotoSansTamil-Regular",
    "NotoSansEthiopic-Regular",
    "Unifont-Regular",
)

_PRIVATE_USE = range(0xE000, 0xF900)


@dataclass(frozen=True, eq=False, slots=True)
class Face:
    """One font: its name in documents, its characters, and the character that stands for each of its glyphs."""

    name: str
    characters: frozenset[int]
    plain: frozenset[int]
    """Characters that need neither shaping nor reordering."""
    stand_ins: dict[int, str]
    """Glyph id to a character that draws it; never changed after loading."""
    shaper: uharfbuzz.Font
    font: TTFont

    def advance(self, character: str) -> float:
        """Return a character's width in thousandths of the font size."""
        metrics: Any = self.font.face
        return float(metrics.getCharWidth(ord(character)))


@cache
def face(name: str) -> Face:
    """Load a font from resources/vendor/fonts and make it known to reportlab.

    Glyphs without a character (joined and stacked forms) get a private-use one here, all at once and by glyph id:
    giving them out during use would make a document's bytes depend on what was rendered before it.
    """
    # A quarter smaller than reportlab's text-safe streams; receipts are stored by the thousand.
    rl_config.useA85 = 0
    place = path(f"vendor/fonts/{name}.ttf")
    font = TTFont(name, str(place), shapable=True)
    pdfmetrics.registerFont(font)
    metrics: Any = font.face  # its tables are known at run time only
    # Code 0 draws what a font lacks: its box, not a picture of the control character NUL.
    metrics.charToGlyph.pop(0, None)
    characters = frozenset(metrics.charToGlyph)
    stand_ins = {glyph: chr(min(codes)) for glyph, codes in metrics.glyphToChar.items()}
    free = (code for code in _PRIVATE_USE if code not in characters)
    scale = 1000 / metrics.unitsPerEm
    for glyph in range(1, len(metrics.hmetrics)):
        if glyph not in stand_ins and (code := next(free, None)) is not None:
            stand_ins[glyph] = chr(code)
            metrics.charToGlyph[code] = glyph
            metrics.charWidths[code] = metrics.hmetrics[glyph][0] * scale
    shaper = uharfbuzz.Font(uharfbuzz.Face(place.read_bytes()))
    return Face(name, characters, frozenset(filter(_is_plain, characters)), stand_ins, shaper, font)


def faces(bold: bool) -> Iterator[Face]:
    """Yield the fonts in the order in which they are asked; each is loaded only when the ones before did not do."""
    yield face(SEMIBOLD if bold else REGULAR)
    for name in FALLBACKS:
        yield face(name)


def _is_plain(code: int) -> bool:
    character = chr(code)
    if unicodedata.category(character)[0] in "MC":
        return False
    return unicodedata.bidirectional(character) not in ("R", "AL", "AN", "")

"""Words and boxes as the dots of a label printer, black or blank. Where they stand and how they are sent others say."""

from collections.abc import Iterator
from math import ceil
from typing import Any

import uharfbuzz
from PIL import Image
from reportlab.pdfbase.ttfonts import ShapedStr

from station_app.documents.fonts import face
from station_app.documents.marks import Words, shift
from station_app.documents.text import Line, Piece

INKED = 112
"""From this coverage of 255 on a dot is printed: a little under the half keeps thin strokes whole at 203 dpi."""

BLACK, BLANK = 255, 0


class Dots:
    """A label as dots: `image` is a picture of mode 1 in which white stands for ink. Lengths are mm."""

    def __init__(self, size_mm: tuple[float, float], per_mm: float) -> None:
        self.per_mm = per_mm
        self.image = Image.new("1", (round(size_mm[0] * per_mm), round(size_mm[1] * per_mm)))

    def nearest(self, length: float) -> float:
        """Return the nearest whole dot in mm."""
        return round(length * self.per_mm) / self.per_mm

    def fill(self, boxes: list[tuple[float, float, float, float]], /) -> None:
        """Fill boxes black, each edge on the nearest dot; what lies outside is cut off."""
        for x, y, width, height in boxes:
            left, top = round(x * self.per_mm), round(y * self.per_mm)
            right, bottom = round((x + width) * self.per_mm), round((y + height) * self.per_mm)
            self.image.paste(BLACK, (left, top, max(right, left + 1), max(bottom, top + 1)))

    def write(self, words: Words) -> None:
        """Write a line of text, black or, where its colour is light, blank on what is black already."""
        per_point = self.per_mm * 25.4 / 72
        ink, base = _inked(words.line, words.style.size, per_point)
        start = shift(words) * per_point + _MARGIN
        x, y = words.x * self.per_mm, words.y * self.per_mm
        if words.turned:
            ink = ink.transpose(Image.Transpose.ROTATE_90)
            corner = (x - base, y + start - ink.height)
        else:
            corner = (x - start, y - base)
        colour = BLACK if sum(words.style.colour) < 1.5 else BLANK
        self.image.paste(colour, (round(corner[0]), round(corner[1])), ink)


_MARGIN = 4
"""Dots left blank around a line, for letters that reach beyond their place."""


def _inked(line: Line, size: float, per_point: float) -> tuple[Image.Image, int]:
    """Return the dots of a line of text of `size` points, and how far its base line is below the upper edge.

    Every letter stands on a whole dot, so that the same letter looks the same throughout.
    """
    em = size * per_point
    base = ceil(em * 1.25) + _MARGIN
    width, height = ceil(line.width * per_point) + 2 * _MARGIN, base + ceil(em * 0.5) + _MARGIN
    picture = uharfbuzz.RasterDraw()
    pen = 0.0
    for piece in line.pieces:
        font = face(piece.font)
        characters: Any = font.font.face  # its tables are known at run time only
        scale = em / font.shaper.face.upem
        for character, advance, right, up in _glyphs(piece):
            x = _MARGIN + round(pen + right * em / 1000)
            # HarfBuzz draws from the lower edge upwards, pictures begin at the upper edge.
            picture.transform = (scale, 0, 0, -scale, x, base - round(up * em / 1000))
            picture.draw_glyph(font.shaper, characters.charToGlyph.get(ord(character), 0))
            pen += advance * em / 1000
    picture.extents = uharfbuzz.RasterExtents(0, 0, width, height, width)
    grey = picture.render()
    bits = Image.frombytes("L", (width, height), bytes(grey.buffer), "raw", "L", grey.extents.stride)
    return bits.point(lambda cover: 255 if cover >= INKED else 0, "1"), base


def _glyphs(piece: Piece) -> Iterator[tuple[str, float, float, float]]:
    """Yield each character to draw, its advance and how far it is moved right and up, in thousandths of the size."""
    if isinstance(piece.drawn, ShapedStr):
        shaped: Any = piece.drawn  # its placings are known at run time only
        for character, data in zip(str(shaped), shaped.__shapeData__, strict=True):
            yield character, data.x_advance, data.x_offset, data.y_offset
    else:
        owner = face(piece.font)
        for character in piece.drawn:
            yield character, owner.advance(character), 0.0, 0.0

"""Text of any script as positioned glyphs: font per character, reading direction, shaping, width, line breaks.

Where text goes on a page is for the documents to say.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any

import uharfbuzz
from bidi import algorithm as bidi
from reportlab.pdfbase.ttfonts import ShapeData, ShapedStr
from reportlab.pdfgen.canvas import Canvas

from station_app.documents.fonts import Face, faces

ELLIPSIS = "…"
BLACK = (0.0, 0.0, 0.0)

# Explicit embeddings, overrides and isolates: they can make a text read as another than was written.
_DIRECTION_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_JOINERS = frozenset("\u200c\u200d")


@dataclass(frozen=True, slots=True)
class Style:
    """How text looks: size in points, weight, colour as red, green and blue from 0 to 1."""

    size: float
    bold: bool = False
    colour: tuple[float, float, float] = BLACK

    @property
    def leading(self) -> float:
        """Distance between base lines in points."""
        return self.size * 1.32


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of one font, in drawing order: what reportlab draws, and its width in points."""

    font: str
    drawn: str
    width: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line ready to draw: pieces from left to right, width in points, the text as it is read."""

    pieces: tuple[Piece, ...]
    width: float
    text: str
    shaped: bool


def tidy(text: str) -> str:
    """Return `text` as one line in NFC without control characters and without marks that turn its direction."""
    if not text.isprintable():
        kept = (
            " " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in text if c not in _DIRECTION_CONTROLS
        )
        text = "".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(c) == "Cs" else c for c in kept)
    return " ".join(unicodedata.normalize("NFC", text).split())


def set_line(text: str, style: Style) -> Line:
    """Choose fonts, order and shapes for one line of text; it may hold any Unicode text."""
    text = tidy(text)
    main = next(faces(style.bold))
    if main.plain.issuperset(map(ord, text)):
        width = float(main.font.stringWidth(text, style.size))
        return Line((Piece(main.name, text, width),) if text else (), width, text, shaped=False)
    pieces: list[Piece] = []
    for level, run in _level_runs(text):
        parts = [_shape(owner, part, style.size, level) for owner, part in _font_runs(run, style.bold)]
        pieces += reversed(parts) if level % 2 else parts
    return Line(tuple(pieces), sum(piece.width for piece in pieces), text, shaped=True)


def draw_line(canvas: Canvas, x: float, y: float, line: Line, style: Style) -> None:
    """Draw a line with its base line starting at x, y (points from the lower left corner)."""
    canvas.setFillColorRGB(*style.colour)
    if line.shaped:
        # Readers copy and speak the text as it was written, not the glyphs in drawing order.
        canvas.addLiteral(f"/Span <</ActualText <FEFF{line.text.encode('utf-16-be').hex().upper()}>>> BDC")
    for piece in line.pieces:
        canvas.setFont(piece.font, style.size)
        canvas.drawString(x, y, piece.drawn)
        x += piece.width
    if line.shaped:
        canvas.addLiteral("EMC")


def wrap(text: str, style: Style, width: float) -> list[Line]:
    """Break text into lines of at most `width` points, at spaces, and inside a word only when it is alone too long."""
    whole = set_line(text, style)
    if whole.width <= width:
        return [whole] if whole.text else []
    lines: list[Line] = []
    current = ""
    for word in whole.text.split(" "):
        longer = f"{current} {word}" if current else word
        if set_line(longer, style).width <= width:
            current = longer
            continue
        if current:
            lines.append(set_line(current, style))
        current = word
        while (first := _longest_start(current, style, width)) != current:
            lines.append(set_line(first, style))
            current = current[len(first) :]
    return [*lines, set_line(current, style)] if current else lines


def fit(text: str, style: Style, width: float, height: float, smallest: float) -> tuple[list[Line], Style]:
    """Set text into a box of `width` × `height` points: first smaller, down to `smallest` points, then cut.

    There is always room for one line; what is cut ends with an ellipsis. Returns the lines and the style in which
    they were set.
    """
    while True:
        broken = wrap(text, style, width)
        lines = max(1, int(height / style.leading))
        if len(broken) <= lines:
            return broken, style
        if style.size <= smallest:
            break
        style = replace(style, size=max(style.size - 0.5, smallest))
    rest = " ".join(line.text for line in broken[lines - 1 :])
    room = width - set_line(ELLIPSIS, style).width
    last = _longest_start(rest, style, room).rstrip() + ELLIPSIS
    return [*broken[: lines - 1], set_line(last, style)], style


def _longest_start(text: str, style: Style, width: float) -> str:
    """Return the longest start of text, whole characters with their marks, that fits; at least one character."""
    ends = [*[*_cluster_starts(text)][1:], len(text)]
    low, high = 0, len(ends) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if set_line(text[: ends[middle]], style).width <= width:
            low = middle
        else:
            high = middle - 1
    return text[: ends[low]]


def _cluster_starts(text: str) -> Iterator[int]:
    """Yield where each visible character starts; marks and joiners belong to the one before."""
    for index, character in enumerate(text):
        joined = index and (text[index - 1] == "\u200d" or character in _JOINERS)
        if not joined and (index == 0 or unicodedata.category(character)[0] != "M"):
            yield index


def _level_runs(text: str) -> list[tuple[int, str]]:
    """Split text into runs of one direction level (Unicode UAX 9), in drawing order, each run in reading order."""
    base = bidi.get_base_level(text)
    storage: dict[str, Any] = {**bidi.get_empty_storage(), "base_level": base, "base_dir": "LR"[base]}
    bidi.get_embedding_levels(text, storage)
    for entry in storage["chars"]:
        # Unassigned characters have no direction class in Python's tables; the standard reads most of them as L.
        entry["type"] = entry["orig"] = entry["type"] or "L"
    bidi.explicit_embed_and_overrides(storage)
    bidi.resolve_weak_types(storage)
    bidi.resolve_neutral_types(storage, debug=False)
    bidi.resolve_implicit_levels(storage, debug=False)
    grouped = groupby(storage["chars"], key=lambda entry: int(entry["level"]))
    runs = [(level, "".join(entry["ch"] for entry in entries)) for level, entries in grouped]
    # Rule L2: from the highest level down to the lowest odd one, turn round every sequence at that level or above.
    for turned in range(max((level for level, _ in runs), default=0), 0, -1):
        ordered: list[tuple[int, str]] = []
        marked = [(level >= turned, (level, run)) for level, run in runs]
        for inside, group in groupby(marked, key=itemgetter(0)):
            sequence = [run for _, run in group]
            ordered += reversed(sequence) if inside else sequence
        runs = ordered
    return runs


def _font_runs(text: str, bold: bool) -> Iterator[tuple[Face, str]]:
    """Split a run of one direction by the font that holds its characters, in reading order."""
    starts = [*_cluster_starts(text), len(text)]
    owner: Face | None = None
    collected = ""
    for start, end in pairwise(starts):
        cluster = text[start:end]
        # Spaces and punctuation stay with their neighbours, which keeps words in one piece for the shaper.
        if owner is None or cluster[0].isalnum() or not _holds(owner, cluster):
            chosen = _choose(cluster, bold)
            if owner is not None and chosen is not owner:
                yield owner, collected
                collected = ""
            owner = chosen
        collected += cluster
    if owner is not None:
        yield owner, collected


def _choose(cluster: str, bold: bool) -> Face:
    for candidate in faces(bold):
        if _holds(candidate, cluster):
            return candidate
    # No font holds all of it: the base decides, and what is missing is shown as a box.
    return next((candidate for candidate in faces(bold) if ord(cluster[0]) in candidate.characters), next(faces(bold)))


def _holds(owner: Face, cluster: str) -> bool:
    return all(
        ord(c) in owner.characters or unicodedata.category(c) == "Cf" or "\ufe00" <= c <= "\ufe0f" for c in cluster
    )


def _shape(owner: Face, text: str, size: float, level: int) -> Piece:
    """Turn one run of one font and direction into glyphs with places, left to right."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if level % 2 else "ltr"
    # Inter would turn "->" into an arrow; documents show what was written.
    uharfbuzz.shape(owner.shaper, buffer, {"calt": False} if owner.name.startswith("Inter") else {})
    scale = 1000 / owner.shaper.face.upem
    drawn = ""
    places: Any = []
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        stand_in = owner.stand_ins.get(info.codepoint, "\0")
        advance, right, up = position.x_advance * scale, position.x_offset * scale, position.y_offset * scale
        drawn += stand_in
        places.append(ShapeData(info.cluster, advance, 0, right, up, owner.advance(stand_in)))
    return Piece(owner.name, ShapedStr(drawn, shapeData=places), sum(place.x_advance for place in places) * size / 1000)

"""What a tile says and how it looks: its words, the key that presses it, the room that they need, how they are drawn.

The tiles themselves are in tiles.py: the same face is on radio buttons, push buttons and check boxes.
"""

from functools import lru_cache

import msgspec
from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from ui.theme import LARGE_TARGET, Theme

PAD, NARROW = 10, 6
"""Room in px beside the words; and where many small tiles share a row."""
MEASURED = 2_000
"""How many measured words are kept: every category in every width that it had lately."""
MARKED = "✓"
"""The key of a tile that has a box in the place of a key."""
_WRAP = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignVCenter) | int(Qt.AlignmentFlag.AlignLeft)


class Choice(msgspec.Struct, frozen=True):
    """One tile: what it stands for, its words, the key that presses it (empty for none).

    A `leading` tile goes somewhere and is never chosen.
    """

    value: str
    words: str
    key: str = ""
    leading: bool = False


class Face:
    """The face of one tile. Everything is measured as it is when chosen, in bold, so that nothing is cut off then.

    It does not keep the tile, which keeps it: the two would live until somebody looked for garbage.
    """

    def __init__(self, choice: Choice, theme: Theme, least: int, pad: int = PAD) -> None:
        """`least` is the least height in px, `pad` the room beside the words."""
        self._choice, self._theme, self._least, self._pad = choice, theme, least, pad

    def put_on(self, tile: QAbstractButton) -> None:
        """Have a button be named and measured by this face."""
        tile.setAccessibleName(self._choice.words)
        tile.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        tile.setSizePolicy(policy)

    def in_one_row(self, tile: QAbstractButton) -> QSize:
        """Room in px for all words in one row."""
        width = self._left(tile) + _advance(_bold(tile).toString(), self._choice.words) + 2 * self._pad
        return QSize(width, self.height_in(tile, width))

    def smallest(self, tile: QAbstractButton) -> QSize:
        """Room in px for the longest word."""
        bold = _bold(tile).toString()
        words = max((_advance(bold, word) for word in self._choice.words.split()), default=0)
        return QSize(max(min(self._least, LARGE_TARGET), self._left(tile) + words + self._pad), self._least)

    def height_in(self, tile: QAbstractButton, width: int) -> int:
        """Height in px for all words in this width."""
        room = max(1, width - self._left(tile) - self._pad)
        return max(self._least, _wrapped(_bold(tile).toString(), self._choice.words, room) + 2 * PAD)

    def draw(self, tile: QAbstractButton) -> None:
        """Draw frame, key and words."""
        choice, theme = self._choice, self._theme
        painter = QPainter(tile)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        checked, down = tile.isChecked(), tile.isDown()
        family = "accent" if checked else "neutral"
        surface = f"{family}-surface-{'active' if down else 'tinted' if checked else 'default'}"
        pen = QPen(theme.colour("accent-border-strong" if checked else "neutral-border-default"), 2 if checked else 1)
        if tile.hasFocus():
            pen = QPen(theme.colour("focus-outer"), 3)
        inset = pen.widthF() / 2
        painter.setPen(pen)
        painter.setBrush(theme.colour(surface))
        painter.drawRoundedRect(QRectF(tile.rect()).adjusted(inset, inset, -inset, -inset), 4, 4)
        if choice.key == MARKED:
            self._draw_box(tile, painter)
        elif choice.key:
            painter.setPen(theme.colour("accent-text-default" if checked else "neutral-text-subtle"))
            room = tile.rect().adjusted(PAD, 0, 0, 0)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, choice.key)
        painter.setPen(theme.colour(f"{family}-text-default" if tile.isEnabled() else "neutral-text-subtle"))
        if checked:
            painter.setFont(_bold(tile))
        painter.drawText(tile.rect().adjusted(self._left(tile), 4, -self._pad, -4), _WRAP, choice.words)
        painter.end()

    def _draw_box(self, tile: QAbstractButton, painter: QPainter) -> None:
        """In the place of a key, a box with or without its mark."""
        theme = self._theme
        side = tile.fontMetrics().ascent()
        box = QRectF(PAD, (tile.height() - side) / 2, side, side)
        role = "accent-base-default" if tile.isChecked() else "neutral-border-default"
        painter.setPen(QPen(theme.colour(role if tile.isEnabled() else "neutral-border-subtle"), 1.5))
        painter.setBrush(theme.colour(role) if tile.isChecked() else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 3, 3)
        if tile.isChecked():
            painter.drawPixmap(box.topLeft(), theme.pixmap("Checkmark", "accent-base-contrast-default", side))

    def _left(self, tile: QAbstractButton) -> int:
        """Where the words begin: behind the key, with the same room for every digit and for every letter."""
        key = self._choice.key
        if not key:
            return self._pad
        return 2 * PAD + _advance(tile.font().toString(), "0" if key.isdigit() else "W")


def _bold(tile: QAbstractButton) -> QFont:
    font = QFont(tile.font())
    font.setWeight(QFont.Weight.DemiBold)
    return font


@lru_cache(maxsize=MEASURED)
def _metrics(font: str) -> QFontMetrics:
    """Of a font as Qt writes it down."""
    made = QFont()
    made.fromString(font)
    return QFontMetrics(made)


@lru_cache(maxsize=MEASURED)
def _advance(font: str, words: str) -> int:
    """Width in px of words in one row. Kept: layouts ask a dozen times for each tile until all have their places."""
    return _metrics(font).horizontalAdvance(words)


@lru_cache(maxsize=MEASURED)
def _wrapped(font: str, words: str, width: int) -> int:
    """Height in px of words that wrap at a width."""
    return _metrics(font).boundingRect(QRect(0, 0, width, 10_000), _WRAP, words).height()

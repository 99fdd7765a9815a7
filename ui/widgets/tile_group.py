"""Large things to press: tiles that are drawn the same whether they choose (radio buttons) or lead on (push buttons).

What they stand for is the screens' business.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache

import msgspec
from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QCheckBox, QPushButton, QRadioButton, QSizePolicy, QWidget

from ui.theme import LARGE_TARGET, TILE, Theme
from ui.widgets.flow import FlowLayout

PAD = 10
MEASURED = 2_000
"""How many measured words are kept: every category in every width that it had lately."""
_WRAP = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignVCenter) | int(Qt.AlignmentFlag.AlignLeft)


class Choice(msgspec.Struct, frozen=True):
    """One tile: what it stands for, its words, the key that presses it (empty for none).

    A `leading` tile goes somewhere and is never chosen.
    """

    value: str
    words: str
    key: str = ""
    leading: bool = False


class RadioTile(QRadioButton):
    """A tile that is one of several; read aloud as a radio button."""

    def __init__(self, choice: Choice, theme: Theme, least: int) -> None:
        super().__init__(choice.words)
        self._choice, self._theme, self._least = choice, theme, least
        _prepare(self, choice)

    def hitButton(self, pos: object) -> bool:  # noqa: ARG002, N802 (Qt's name)
        """All of the tile can be pressed, not only the words."""
        return True

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Room for the words in two rows at most."""
        return _hint(self, self._choice, self._least)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Never smaller than its words."""
        return _smallest(self, self._choice, self._least)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 (Qt's name)
        """Words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 (Qt's name)
        """Height in px for all words in this width."""
        return _height(self, self._choice, self._least, width)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Draw the tile."""
        _draw(self, self._choice, self._theme)


class PushTile(QPushButton):
    """A tile that leads on to others; read aloud as a button."""

    def __init__(self, choice: Choice, theme: Theme, least: int) -> None:
        super().__init__(choice.words)
        self._choice, self._theme, self._least = choice, theme, least
        _prepare(self, choice)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Room for the words in two rows at most."""
        return _hint(self, self._choice, self._least)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Never smaller than its words."""
        return _smallest(self, self._choice, self._least)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 (Qt's name)
        """Words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 (Qt's name)
        """Height in px for all words in this width."""
        return _height(self, self._choice, self._least, width)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Draw the tile."""
        _draw(self, self._choice, self._theme)


class CheckTile(QCheckBox):
    """A tile that is on or off; read aloud as a check box."""

    def __init__(self, words: str, theme: Theme, *, name: str) -> None:
        super().__init__(words)
        self._choice, self._theme = Choice("", words, "✓"), theme
        _prepare(self, self._choice)
        self.setObjectName(name)

    def show_words(self, words: str) -> None:
        """Have other words on it, in another language."""
        self._choice = Choice("", words, "✓")
        self.setText(words)
        _prepare(self, self._choice)
        self.updateGeometry()

    def hitButton(self, pos: object) -> bool:  # noqa: ARG002, N802 (Qt's name)
        """All of the tile can be pressed, not only the words."""
        return True

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Room for box and words in one row."""
        return _hint(self, self._choice, self._theme.least())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Never smaller than its words."""
        return _smallest(self, self._choice, self._theme.least())

    def hasHeightForWidth(self) -> bool:  # noqa: N802 (Qt's name)
        """Words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 (Qt's name)
        """Height in px for all words in this width."""
        return _height(self, self._choice, self._theme.least(), width)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Draw the tile, and in the place of a digit a box with or without its mark."""
        _draw(self, Choice("", self._choice.words), self._theme, _left(self, self._choice))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = self.fontMetrics().ascent()
        box = QRectF(PAD, (self.height() - side) / 2, side, side)
        role = "accent-base-default" if self.isChecked() else "neutral-border-default"
        painter.setPen(QPen(self._theme.colour(role if self.isEnabled() else "neutral-border-subtle"), 1.5))
        painter.setBrush(self._theme.colour(role) if self.isChecked() else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 3, 3)
        if self.isChecked():
            mark = self._theme.pixmap("Checkmark", "accent-base-contrast-default", side)
            painter.drawPixmap(box.topLeft(), mark)
        painter.end()


class TileGroup(QWidget):
    """Tiles in even columns. `chosen` tells the value that a person pressed; nothing is told for `choose`."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, *, name: str, meaning: str, column: int = 170, least: int = TILE) -> None:
        super().__init__()
        self._theme, self._least = theme, theme.least(least)
        self.setObjectName(name)
        self.setAccessibleName(meaning)
        self._flow = FlowLayout(self, columns_of=round(column * (0.6 + 0.4 * theme.text_percent / 100)))
        self._group = QButtonGroup(self)
        self._tiles: dict[str, QAbstractButton] = {}
        self._keys: dict[str, str] = {}
        self._shown: tuple[tuple[Choice, ...], int] = ((), 0)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def value(self) -> str:
        """What is chosen now; empty for nothing."""
        return next((value for value, tile in self._tiles.items() if tile.isChecked()), "")

    def tile(self, value: str) -> QAbstractButton | None:
        """The tile that stands for `value`."""
        return self._tiles.get(value)

    def fill(self, choices: Sequence[Choice], *, across: int = 0) -> None:
        """Show these tiles instead of the present ones; `across` of them in each row, 0 for as many as there is room.

        What is shown already stays as it is: nothing flickers, and the focus is not lost.
        """
        if (tuple(choices), across) == self._shown:
            return
        self._shown = (tuple(choices), across)
        self._clear()
        self._flow.across = across
        for choice in choices:
            tile: QAbstractButton = (PushTile if choice.leading else RadioTile)(choice, self._theme, self._least)
            tile.setObjectName(f"{self.objectName()}-{choice.value}")
            tile.clicked.connect(self._told(choice.value))
            if not choice.leading:
                self._group.addButton(tile)
            self._flow.addWidget(tile)
            tile.show()
            self._tiles[choice.value] = tile
            if choice.key:
                self._keys[choice.key] = choice.value
        self._put_in_tab_order()
        self.updateGeometry()

    def choose(self, value: str) -> None:
        """Check the tile for `value`; an unknown or empty value leaves none checked."""
        self._group.setExclusive(False)
        for known, tile in self._tiles.items():
            if tile.isCheckable():
                tile.setChecked(known == value)
        self._group.setExclusive(True)

    def press_key(self, key: str) -> bool:
        """Press the tile with this key, as a person would; False when there is none."""
        tile = self._tiles.get(self._keys.get(key, ""))
        if tile is None or not tile.isEnabled():
            return False
        # The focus follows, so that its ring is not on another tile than the one that was chosen.
        tile.setFocus(Qt.FocusReason.ShortcutFocusReason)
        tile.click()
        return True

    def focus(self) -> None:
        """Put the focus on the chosen tile, else on the first."""
        tile = self._tiles.get(self.value) or next(iter(self._tiles.values()), None)
        if tile is not None:
            tile.setFocus(Qt.FocusReason.OtherFocusReason)

    def _put_in_tab_order(self) -> None:
        """New widgets come last in the order of Tab; these come where the group stands."""
        policy = self.focusPolicy()
        # Qt takes nothing into the order that cannot have the focus.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        before: QWidget = self
        for tile in self._tiles.values():
            QWidget.setTabOrder(before, tile)
            before = tile
        self.setFocusPolicy(policy)

    def _told(self, value: str) -> Callable[[], None]:
        return lambda: self.chosen.emit(value)

    def _clear(self) -> None:
        for tile in self._tiles.values():
            self._group.removeButton(tile)
            self._flow.removeWidget(tile)
            tile.hide()
            tile.deleteLater()
        self._tiles.clear()
        self._keys.clear()


def _prepare(tile: QAbstractButton, choice: Choice) -> None:
    tile.setAccessibleName(choice.words)
    tile.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    tile.setSizePolicy(policy)


def _left(tile: QWidget, choice: Choice) -> int:
    """Where the words begin: behind the key, with the same room for every digit and for every letter."""
    if not choice.key:
        return PAD
    return 2 * PAD + _advance(tile.font().toString(), "0" if choice.key.isdigit() else "W")


def _hint(tile: QWidget, choice: Choice, least: int) -> QSize:
    width = _left(tile, choice) + _advance(_bold(tile).toString(), choice.words) + 2 * PAD
    return QSize(width, _height(tile, choice, least, width))


def _smallest(tile: QWidget, choice: Choice, least: int) -> QSize:
    # Measured as it is when chosen, in bold, so that nothing is cut off then.
    bold = _bold(tile).toString()
    words = max((_advance(bold, word) for word in choice.words.split()), default=0)
    return QSize(max(min(least, LARGE_TARGET), _left(tile, choice) + words + PAD), least)


def _height(tile: QWidget, choice: Choice, least: int, width: int) -> int:
    room = max(1, width - _left(tile, choice) - PAD)
    return max(least, _wrapped(_bold(tile).toString(), choice.words, room) + 2 * PAD)


def _bold(tile: QWidget) -> QFont:
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


def _draw(tile: QAbstractButton, choice: Choice, theme: Theme, left: int = 0) -> None:
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
    if choice.key:
        painter.setPen(theme.colour("accent-text-default" if checked else "neutral-text-subtle"))
        room = tile.rect().adjusted(PAD, 0, 0, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, choice.key)
    painter.setPen(theme.colour(f"{family}-text-default" if tile.isEnabled() else "neutral-text-subtle"))
    if checked:
        painter.setFont(_bold(tile))
    painter.drawText(tile.rect().adjusted(left or _left(tile, choice), 4, -PAD, -4), _WRAP, choice.words)
    painter.end()

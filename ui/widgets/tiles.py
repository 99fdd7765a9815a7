"""Large things to press. A button of each kind, so that it is read aloud as what it is, with the same face on it.

What a face says and how it looks is in tile_face.py.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QPushButton, QRadioButton

from ui.theme import Theme
from ui.widgets.tile_face import MARKED, PAD, Choice, Face

if TYPE_CHECKING:
    _Button = QAbstractButton
else:
    # Qt's class comes from the tile: a class may have one Qt parent only.
    _Button = object


class _Faced(_Button):
    """What Qt asks a button about its looks, answered by the face that was put on it."""

    _face: Face

    def _wear(self, face: Face) -> None:
        self._face = face
        face.put_on(self)

    def hitButton(self, pos: object) -> bool:  # noqa: ARG002, N802 (Qt's name)
        """All of the tile can be pressed, not only the words."""
        return True

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Room for the words in one row."""
        return self._face.in_one_row(self)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Never smaller than its words."""
        return self._face.smallest(self)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 (Qt's name)
        """Words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 (Qt's name)
        """Height in px for all words in this width."""
        return self._face.height_in(self, width)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Draw the tile."""
        self._face.draw(self)


class RadioTile(_Faced, QRadioButton):
    """A tile that is one of several; read aloud as a radio button."""

    def __init__(self, choice: Choice, theme: Theme, least: int, pad: int = PAD) -> None:
        super().__init__(choice.words)
        self._wear(Face(choice, theme, least, pad))


class PushTile(_Faced, QPushButton):
    """A tile that leads on to others; read aloud as a button."""

    def __init__(self, choice: Choice, theme: Theme, least: int, pad: int = PAD) -> None:
        super().__init__(choice.words)
        self._wear(Face(choice, theme, least, pad))


class CheckTile(_Faced, QCheckBox):
    """A tile that is on or off; read aloud as a check box."""

    def __init__(self, words: str, theme: Theme, *, name: str) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName(name)
        self.show_words(words)

    def show_words(self, words: str) -> None:
        """Have these words on it, now in this language."""
        self.setText(words)
        self._wear(Face(Choice("", words, MARKED), self._theme, self._theme.least()))
        self.updateGeometry()

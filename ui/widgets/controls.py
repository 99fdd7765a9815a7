"""Small builders for labels, buttons, fields and notices, so that all of them look, measure and read aloud alike."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionFrame,
    QVBoxLayout,
    QWidget,
)

from ui.theme import TARGET, Theme
from ui.widgets.wrapped import Wrapped

_Box = TypeVar("_Box", bound=QBoxLayout)
GAP = 8
"""Least distance in px between two things that can be pressed."""
BESIDE_WORDS = 2
"""Room in px that Qt leaves on each side of the words in a field of one line."""
TONE_ICONS = {
    "danger": "XMarkOctagonFill",
    "warning": "ExclamationmarkTriangleFill",
    "success": "CheckmarkCircleFill",
    "info": "InformationSquare",
}
"""By how words are toned: the same sign says the same everywhere."""


def label(text: str = "", role: str = "", *, name: str = "") -> QLabel:
    """A text that wraps. `role` is title, heading, strong, subtle or number."""
    made = Wrapped(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("role", role)
    if name:
        made.setObjectName(name)
    return made


class _Button(QPushButton):
    """Never smaller than a gloved finger needs, and never smaller than its words."""

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """As large as its words, and large enough."""
        return super().sizeHint().expandedTo(self._least())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """The same: words are not cut off."""
        return super().minimumSizeHint().expandedTo(self._least())

    def _least(self) -> QSize:
        # The look gives it a least height; it is never narrower than that.
        side = max(TARGET, self.minimumHeight())
        return QSize(side, side)


def button(
    text: str, pressed: Callable[[], object], *, name: str, kind: str = "", enter: bool = True, tip: str = ""
) -> QPushButton:
    """A button. `kind` is primary, quiet, danger, destroy or tab; with `enter` it answers to Enter as well as to Space.

    `danger` leads to what cannot be taken back, `destroy` does it.
    """
    made = _Button(text)
    made.setObjectName(name)
    if kind:
        made.setProperty("kind", kind)
    made.setIconSize(QSize(20, 20).scaled(made.fontMetrics().height(), 200, Qt.AspectRatioMode.KeepAspectRatio))
    made.setAutoDefault(enter)
    if tip:
        made.setToolTip(tip)
    made.clicked.connect(lambda: pressed())
    return made


def icon_beside(pressed: QPushButton, theme: Theme, icon: str, role: str = "neutral-text-default") -> None:
    """Set an icon before the words of a button, apart from them at any size of text."""
    side = theme.icon_side()
    gap = side // 4
    pressed.setIcon(theme.icon(icon, role, gap))
    pressed.setIconSize(QSize(side + gap, side))


def icon_button(
    theme: Theme, icon: str, meaning: str, pressed: Callable[[], object], *, name: str, kind: str = "quiet"
) -> QPushButton:
    """A button without words on it: `meaning` is what it is called aloud and in its tip."""
    made = button("", pressed, name=name, kind=kind, tip=meaning)
    made.setIcon(theme.icon(icon))
    made.setIconSize(QSize(theme.icon_side(), theme.icon_side()))
    made.setAccessibleName(meaning)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


class Line(QLineEdit):
    """A field of one line that takes Ctrl+Z only while it has typing of its own to undo, and hints at what it is for
    only in words that have room.
    """

    def __init__(self) -> None:
        super().__init__()
        self._hints: tuple[str, ...] = ()

    def hint_at(self, *hints: str) -> None:
        """While it is empty, show the first of these that has room: the one that says most comes first."""
        self._hints = hints
        self.setPlaceholderText(hints[0])

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """More or less has room."""
        super().resizeEvent(event)
        if self._hints:
            room, measure = self._room(), self.fontMetrics().horizontalAdvance
            self.setPlaceholderText(next((hint for hint in self._hints if measure(hint) <= room), ""))

    def _room(self) -> int:
        """Width in px that words have."""
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        inside = self.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, self)
        margins = self.textMargins()
        return inside.width() - margins.left() - margins.right() - 2 * BESIDE_WORDS

    def clear(self) -> None:
        """Empty the field for the next one; what stood there is not brought back by Ctrl+Z."""
        self.setText("")

    def event(self, event: QEvent) -> bool:
        """Leave Ctrl+Z to the window when there is nothing to undo here."""
        undo = isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Undo)
        if undo and event.type() is QEvent.Type.ShortcutOverride and not self.isUndoAvailable():
            event.ignore()
            return False
        return super().event(event)


def line(meaning: str, *, name: str, hint: str = "", limit: int = 0) -> Line:
    """A field of one line. `meaning` is what it is called aloud; `limit` characters at most, 0 for any number."""
    made = Line()
    made.setObjectName(name)
    made.setAccessibleName(meaning)
    made.setMinimumHeight(TARGET)
    if hint:
        made.hint_at(hint)
    if limit:
        made.setMaxLength(limit)
    return made


def field(title: str, *parts: QWidget | QLayout, buddy: QWidget | None = None) -> QVBoxLayout:
    """A heading with its control below it."""
    column = QVBoxLayout()
    column.setSpacing(GAP)
    words = label(title, "strong")
    if buddy is not None:
        words.setBuddy(buddy)
    column.addWidget(words)
    for part in parts:
        if isinstance(part, QWidget):
            column.addWidget(part)
        else:
            column.addLayout(part)
    return column


def row(*parts: QWidget | QLayout | None, spacing: int = GAP) -> QHBoxLayout:
    """Things beside each other; None is a space that grows."""
    return _filled(QHBoxLayout(), parts, spacing)


def column(*parts: QWidget | QLayout | None, spacing: int = GAP) -> QVBoxLayout:
    """Things below each other; None is a space that grows."""
    return _filled(QVBoxLayout(), parts, spacing)


def _filled(box: _Box, parts: tuple[QWidget | QLayout | None, ...], spacing: int) -> _Box:
    box.setSpacing(spacing)
    box.setContentsMargins(0, 0, 0, 0)
    for part in parts:
        if part is None:
            box.addStretch(1)
        elif isinstance(part, QWidget):
            box.addWidget(part)
        else:
            box.addLayout(part)
    return box


def card(content: QLayout, *, name: str = "") -> QFrame:
    """A framed surface around what belongs together."""
    frame = QFrame()
    frame.setProperty("card", True)
    if name:
        frame.setObjectName(name)
    content.setContentsMargins(16, 12, 16, 14)
    frame.setLayout(content)
    return frame


class Notice(QFrame):
    """Words on a tinted surface, with an icon: what is wrong and what to do. Takes no room while it has no words.

    Icon and words are made with the first words: most notices never say anything.
    """

    def __init__(self, theme: Theme, *, name: str, tone: str = "danger", pad: int = 8) -> None:
        super().__init__()
        self._theme, self._tone, self._pad = theme, tone, pad
        self._inside: tuple[QLabel, QLabel] | None = None
        self.setObjectName(name)
        self.setProperty("tone", tone)
        self.hide()

    @property
    def words(self) -> str:
        """What stands in it now."""
        return self._inside[1].text() if self._inside else ""

    def set_tone(self, tone: str) -> None:
        """danger, warning, success or info."""
        if tone == self._tone:
            return
        self._tone = tone
        self.setProperty("tone", tone)
        restyle(self)
        if self._inside:
            self._draw_icon(self._inside[0])
            restyle(self._inside[1])

    def show_words(self, words: str, *, aloud: bool = True) -> None:
        """Show these words and say them to a screen reader; empty words hide the notice."""
        if self._inside is None:
            if not words:
                return
            self._inside = self._made()
        self._inside[1].setText(words)
        self.setAccessibleName(words)
        self.setVisible(bool(words))
        if words and aloud:
            announce(self, words, urgent=self._tone == "danger")

    def _made(self) -> tuple[QLabel, QLabel]:
        icon, words = QLabel(), label()
        icon.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._draw_icon(icon)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        inside = row(icon, words)
        inside.setStretch(1, 1)
        inside.setContentsMargins(12, self._pad, 12, self._pad)
        self.setLayout(inside)
        return icon, words

    def _draw_icon(self, icon: QLabel) -> None:
        icon.setPixmap(self._theme.pixmap(TONE_ICONS[self._tone], f"{self._tone}-text-subtle", self._theme.icon_side()))


def announce(widget: QWidget, words: str, *, urgent: bool = False) -> None:
    """Have a screen reader say this now (`urgent`) or when it has a pause."""
    from ui.widgets.aloud import say_aloud

    say_aloud(widget, words, urgent=urgent)


def restyle(widget: QWidget) -> None:
    """Let the style sheet look at a widget's properties again; at one that was never shown it will look anyway."""
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return
    widget.style().unpolish(widget)
    widget.style().polish(widget)

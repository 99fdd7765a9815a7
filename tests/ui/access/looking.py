"""What the walks measure: the things on a window that are pressed or filled in, and the words that are cut off."""

from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QStyle,
    QStyleOptionFrame,
    QTabBar,
    QTextEdit,
    QToolButton,
    QWidget,
)

from ui.theme import TARGET, TILE
from ui.widgets.controls import BESIDE_WORDS, GAP
from ui.widgets.tiles import PushTile, RadioTile
from ui.window import MainWindow

INTERACTIVE = (QAbstractButton, QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractItemView, QTabBar)
BREAK = "\N{ZERO WIDTH SPACE}"
CATEGORY_TILES = ("register-category-tiles", "item-category-tiles")
"""Groups whose tiles are of the full height; the others are rows of small choices."""


def name_of(widget: QWidget) -> str:
    """How a fault names a widget."""
    return widget.objectName() or f"{type(widget).__name__} in {widget.parentWidget().objectName()}"


def interactive(window: MainWindow) -> list[QWidget]:
    """What can be pressed or filled in now, but for parts of a control (the arrow in a box, the cross in a field)."""
    return [
        widget
        for widget in window.centralWidget().findChildren(QWidget)
        if isinstance(widget, INTERACTIVE) and widget.isVisible() and not isinstance(widget.parentWidget(), INTERACTIVE)
    ]


def crosses(window: MainWindow) -> Iterator[QToolButton]:
    """The small crosses in search fields; Ctrl+A and Delete do the same."""
    yield from (found for found in window.centralWidget().findChildren(QToolButton) if found.isVisible())


def rect_of(widget: QWidget, window: MainWindow) -> QRect:
    """Where a widget is in the window."""
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def seen_of(widget: QWidget, window: MainWindow) -> QRect:
    """The part of it that is not scrolled away."""
    seen = rect_of(widget, window)
    around = widget.parentWidget()
    while around is not None and around is not window:
        if isinstance(around.parentWidget(), QAbstractScrollArea):
            seen &= rect_of(around, window)
        around = around.parentWidget()
    return seen


def small_targets(window: MainWindow) -> Iterator[str]:
    """Whatever is smaller than a gloved finger needs."""
    for widget in interactive(window):
        least = min(widget.width(), widget.height())
        tile = isinstance(widget, RadioTile | PushTile) and widget.objectName().startswith(CATEGORY_TILES)
        if least < window.desk.theme.least(TILE if tile else TARGET):
            yield f"{name_of(widget)}: {widget.width()} × {widget.height()} px"


def narrow_gaps(window: MainWindow) -> Iterator[str]:
    """Pairs of targets that lie closer to each other than a finger can tell."""
    placed = [(widget, seen_of(widget, window)) for widget in interactive(window)]
    placed = [(widget, rect) for widget, rect in placed if not rect.isEmpty()]
    for (one, a), (other, b) in combinations(placed, 2):
        if one.isAncestorOf(other) or other.isAncestorOf(one):
            continue
        across = max(a.left() - b.right(), b.left() - a.right()) - 1
        down = max(a.top() - b.bottom(), b.top() - a.bottom()) - 1
        if max(across, down) < GAP:
            yield f"{name_of(one)} and {name_of(other)}: {max(across, down)} px apart"


def cut_off(window: MainWindow) -> Iterator[str]:
    """Words that do not fit where they stand, and controls that reach out of the window."""
    for widget in window.centralWidget().findChildren(QWidget):
        if not widget.isVisible():
            continue
        if isinstance(widget, QLabel) and widget.text():
            yield from _cut_label(widget)
        elif isinstance(widget, QAbstractButton) and not isinstance(widget, QToolButton):
            yield from _cut_button(widget)
        elif isinstance(widget, QLineEdit) and not widget.text():
            yield from _cut_hint(widget)
    yield from _outside(window)


def _cut_label(label: QLabel) -> Iterator[str]:
    wanted = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
    # Half a pixel of rounding is no word.
    if label.height() + 1 < wanted or (label.wordWrap() and label.width() + 1 < _longest_word(label)):
        yield f"{name_of(label)}: “{label.text()[:40]}” wants {wanted} px of height and has {label.height()}"
    elif not label.wordWrap() and label.width() + 1 < label.sizeHint().width():
        yield f"{name_of(label)}: “{label.text()[:40]}” wants {label.sizeHint().width()} px and has {label.width()}"


def _longest_word(label: QLabel) -> int:
    return max(
        (label.fontMetrics().horizontalAdvance(word) for word in label.text().replace(BREAK, " ").split()), default=0
    )


def _cut_button(button: QAbstractButton) -> Iterator[str]:
    wanted = button.minimumSizeHint()
    if button.hasHeightForWidth():
        wanted.setHeight(max(wanted.height(), button.heightForWidth(button.width())))
    if button.width() < wanted.width() or button.height() < wanted.height():
        have = f"{button.width()} × {button.height()}"
        yield f"{name_of(button)}: “{button.text()[:40]}” wants {wanted.width()} × {wanted.height()} px and has {have}"


def _cut_hint(field: QLineEdit) -> Iterator[str]:
    option = QStyleOptionFrame()
    field.initStyleOption(option)
    inside = field.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, field)
    room = inside.width() - field.textMargins().left() - field.textMargins().right() - 2 * BESIDE_WORDS
    wanted = field.fontMetrics().horizontalAdvance(field.placeholderText())
    if wanted > room:
        yield f"{name_of(field)}: “{field.placeholderText()[:40]}” wants {wanted} px and has {room}"


def _outside(window: MainWindow) -> Iterator[str]:
    """Sideways nothing scrolls, so what reaches over an edge of what scrolls or of the window can never be seen."""
    for widget in interactive(window):
        rect = rect_of(widget, window)
        around: QWidget | None = widget.parentWidget()
        while around is not None:
            edge = rect_of(around, window) if around is not window else window.rect()
            clips = around is window or isinstance(around.parentWidget(), QAbstractScrollArea)
            if clips and (rect.left() < edge.left() or rect.right() > edge.right()):
                where = "the window" if around is window else name_of(around)
                yield f"{name_of(widget)}: reaches over the edge of {where}"
                break
            if around is window:
                break
            around = around.parentWidget()


def reachable(widget: QWidget) -> bool:
    """Whether Tab should come here."""
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isVisible() and widget.isEnabled()

"""The band across the window while practising: nobody takes it for the real one. With the way back, if there is one."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPolygon
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.desk import Texts
from ui.theme import Theme
from ui.widgets.controls import button, label

STRIPE = 14
"""Width of a stripe in px."""


class PracticeBand(QWidget):
    """Words on a surface of their own, between stripes that no other part of the window has."""

    def __init__(self, theme: Theme, texts: Texts, leave: Callable[[], None] | None) -> None:
        super().__init__()
        _ = texts.gettext
        self._theme = theme
        self.setObjectName("practice-band")
        self.setAccessibleName(_("Practice – nothing is sent"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        words = label(_("Practice – nothing is sent"), "strong", name="practice-words")
        box = QHBoxLayout(self)
        box.setContentsMargins(STRIPE * 6, 4, STRIPE * 6, 4)
        box.addWidget(words, 1)
        if leave is not None:
            box.addWidget(button(_("Back to the real counter"), leave, name="practice-leave"))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Stripes at both ends: the band is known by more than its colour."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("warning-text-default"))
        height = self.height()
        for start in (0, self.width() - STRIPE * 5):
            painter.setClipRect(start, 0, STRIPE * 5, height)
            for left in range(start - height - STRIPE * 2, start + STRIPE * 5, STRIPE * 2):
                painter.drawPolygon(_slanted(left, height))
        painter.end()


def _slanted(left: int, height: int) -> QPolygon:
    corners = ((left, height), (left + height, 0), (left + height + STRIPE, 0), (left + STRIPE, height))
    return QPolygon([QPoint(*corner) for corner in corners])

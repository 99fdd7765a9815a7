"""A list to choose one thing from, folded together: a box that looks like the text fields around it."""

from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyledItemDelegate

from ui.theme import TARGET, Theme

EDGE = 10
"""Between the arrow and the right edge, in px."""


class ChoiceBox(QComboBox):
    """`meaning` is what it is called aloud."""

    def __init__(self, theme: Theme, meaning: str, *, name: str) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName(name)
        self.setAccessibleName(meaning)
        self.setMinimumHeight(TARGET)
        # Qt's own delegate for boxes takes no notice of the style sheet: its rows are too low for a finger.
        self.setItemDelegate(QStyledItemDelegate(self))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Draw the box, and the arrow in the colour of the look: a style sheet knows only files of one colour."""
        super().paintEvent(event)
        side = self._theme.icon_side()
        role = "neutral-text-default" if self.isEnabled() else "neutral-text-subtle"
        painter = QPainter(self)
        left, top = self.width() - side - EDGE, (self.height() - side) // 2
        painter.drawPixmap(left, top, self._theme.pixmap("ChevronDown", role, side, self.devicePixelRatioF()))
        painter.end()

    def showPopup(self) -> None:  # noqa: N802 (Qt's name)
        """Unfold the list, wide enough for its words, but not wider than the window."""
        view = self.view()
        wanted = view.sizeHintForColumn(0) + view.verticalScrollBar().sizeHint().width() + 2 * view.frameWidth()
        view.setMinimumWidth(min(wanted, self.window().width() - 2 * EDGE))
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 (Qt's name)
        """Turning the wheel scrolls what is around it: nobody changes a setting in passing."""
        event.ignore()

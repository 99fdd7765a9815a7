"""What scrolls up and down when window or text leave it no room: bodies of screens and columns."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QWidget

from ui.widgets.controls import column


def scrolling(body: QWidget, *, edge: int = 0) -> QScrollArea:
    """The body of a screen, which scrolls when window or text leave it no room.

    `edge` is the room in px that the body leaves at its right; the scroll bar stands in it, so that nothing moves when
    it comes or goes.
    """
    area = _Scrolled(body, edge)
    scroll_in(area, column(body))
    return area


def scroll_in(area: QScrollArea, body: QLayout) -> None:
    """Let `area` scroll `body` up and down, without a frame of its own and without a place where the keys go."""
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    holder = _Body()
    holder.setObjectName("body")
    # Empty: Qt measures what it is given at once, and again when it has its place.
    area.setWidget(holder)
    holder.setLayout(body)


class _Scrolled(QScrollArea):
    """A body whose words and buttons stay where they are, with a scroll bar beside them and without."""

    def __init__(self, body: QWidget, edge: int) -> None:
        super().__init__()
        self._body, self._edge = body, edge

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """A scroll bar came or went: it stands in the body's own edge."""
        super().resizeEvent(event)
        layout = self._body.layout()
        if layout is None or not self._edge:
            return
        margins = layout.contentsMargins()
        right = max(0, self._edge - (self.width() - event.size().width()))
        if margins.right() != right:
            margins.setRight(right)
            layout.setContentsMargins(margins)


class _Body(QWidget):
    """Its least height is that of its present width; Qt would take that of its least width, where all text wraps."""

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        least = super().minimumSizeHint()
        return QSize(least.width(), 0) if self.hasHeightForWidth() else least

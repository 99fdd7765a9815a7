"""A field to sign in with mouse, pen or finger. It gathers strokes; whether they are enough is checked in domain."""

from PySide6.QtCore import QElapsedTimer, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTabletEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from domain.handover import Signature
from ui.theme import Theme

Stroke = list[tuple[int, int, int]]


class SignaturePad(QWidget):
    """Strokes of (x px, y px, ms since the first touch). Tab leaves it; Delete or Backspace clears it."""

    changed = Signal()

    def __init__(self, theme: Theme, *, name: str, meaning: str) -> None:
        super().__init__()
        self._theme = theme
        self._strokes: list[Stroke] = []
        self._drawing = False
        self._drawn_in = QSize()
        self._clock, self._before_ms = QElapsedTimer(), 0
        self.setObjectName(name)
        self.setAccessibleName(meaning)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setMinimumHeight(150)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def empty(self) -> bool:
        """Whether nothing is drawn."""
        return not self._strokes

    def signature(self) -> Signature:
        """What is drawn now; without strokes when nothing is."""
        strokes = tuple(tuple(stroke) for stroke in self._strokes)
        return Signature(width=self.width(), height=self.height(), strokes=strokes)

    def restore(self, signature: Signature) -> None:
        """Show what was drawn, perhaps in a field of another size; it may be gone on with."""
        self._strokes = [list(stroke) for stroke in signature.strokes]
        self._drawn_in = QSize(signature.width, signature.height)
        self._before_ms = max((stroke[-1][2] for stroke in self._strokes), default=0)
        self._clock.start()
        self._fit()
        self.changed.emit()

    def clear(self) -> None:
        """Begin anew."""
        self._strokes.clear()
        self._drawing = False
        self.update()
        self.changed.emit()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """About the shape of a signature."""
        return QSize(320, 150)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """A stroke begins; touches arrive as a mouse, too."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._begin(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """The stroke goes on."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go_on(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """The stroke ends."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._end()

    def tabletEvent(self, event: QTabletEvent) -> None:  # noqa: N802 (Qt's name)
        """The same with a pen, at its finer pace."""
        kinds = QTabletEvent.Type
        if event.type() == kinds.TabletPress:
            self._begin(event.position())
        elif event.type() == kinds.TabletMove and self._drawing:
            self._go_on(event.position())
        elif event.type() == kinds.TabletRelease:
            self._end()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Delete and Backspace clear; everything else goes on to the screen."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.clear()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Keep what is drawn inside the field when the window changes."""
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """White paper in every theme, because the receipt is white; a line to sign on."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.hasFocus()
        width = 3.0 if focused else 1.0
        painter.setPen(QPen(self._theme.colour("focus-outer" if focused else "neutral-border-default"), width))
        painter.setBrush(Qt.GlobalColor.white)
        painter.drawRoundedRect(self.rect().toRectF().adjusted(width / 2, width / 2, -width / 2, -width / 2), 4, 4)
        if focused:
            # A light ring is not seen on white paper, a dark one not on a dark surface: one of the two always is.
            painter.setPen(QPen(self._theme.colour("focus-inner"), width))
            painter.drawRoundedRect(self.rect().toRectF().adjusted(4.5, 4.5, -4.5, -4.5), 2, 2)
        base = self.height() * 0.78
        painter.setPen(QPen(Qt.GlobalColor.gray, 1))
        painter.drawLine(QPointF(20, base), QPointF(self.width() - 20, base))
        pen = QPen(Qt.GlobalColor.black, 2.4)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for stroke in self._strokes:
            path = QPainterPath(QPointF(stroke[0][0], stroke[0][1]))
            for x, y, _ in stroke:
                path.lineTo(x, y)
            painter.drawPath(path)
        painter.end()

    def _begin(self, place: QPointF) -> None:
        if not self._strokes:
            self._clock.start()
            self._drawn_in, self._before_ms = self.size(), 0
        self._drawing = True
        self._strokes.append([self._point(place)])
        self.update()

    def _go_on(self, place: QPointF) -> None:
        if not self._drawing:
            return
        point = self._point(place)
        if point[:2] != self._strokes[-1][-1][:2]:
            self._strokes[-1].append(point)
            self.update()

    def _end(self) -> None:
        if self._drawing:
            self._drawing = False
            self.changed.emit()

    def _point(self, place: QPointF) -> tuple[int, int, int]:
        x = min(max(round(place.x()), 0), self.width())
        y = min(max(round(place.y()), 0), self.height())
        return x, y, self._before_ms + self._clock.elapsed()

    def _fit(self) -> None:
        """Strokes that were drawn in a field of another size, in the size that it has now."""
        if self._strokes and self._drawn_in != self.size() and self.width() > 0 and self.height() > 0:
            across, down = self.width() / self._drawn_in.width(), self.height() / self._drawn_in.height()
            self._strokes = [
                [(round(x * across), round(y * down), ms) for x, y, ms in stroke] for stroke in self._strokes
            ]
            self._drawn_in = self.size()
            self.update()

"""Where a picture is seen: the live camera, the frozen frame with the live one in its corner, a photo, or words."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from ui.theme import Theme

CORNER = 0.3
"""Share of the width that the live picture takes beside a frozen one."""
_KEEP = Qt.AspectRatioMode.KeepAspectRatio
_SMOOTH = Qt.TransformationMode.SmoothTransformation


class CameraView(QLabel):
    """Paints what it was given last. Frames come at its own size (`resized` tells which, in dots) and cost a copy."""

    resized = Signal(QSize)

    def __init__(self, theme: Theme, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWordWrap(True)
        self.setMinimumSize(200, 180)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._edge: QColor = theme.colour("accent-base-default")
        self._live, self._picture, self._scaled = QImage(), QImage(), QImage()

    def say(self, words: str, aloud: str = "") -> None:
        """What stands here without a picture, and what the whole is called aloud."""
        self.setText(words)
        self.setAccessibleName(aloud or words)

    def show_live(self, frame: QImage) -> None:
        """A newer frame of the camera; a null image when there are none any more."""
        self._live = frame
        self.update()

    def show_picture(self, picture: QImage) -> None:
        """A still picture in front of the live one; a null image takes it away."""
        self._picture, self._scaled = picture, QImage()
        self.update()

    @property
    def shows(self) -> QImage:
        """What fills it now: the still picture, else the newest frame, else a null image."""
        return self._live if self._picture.isNull() else self._picture

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Picture, frame, both, or words."""
        if self.shows.isNull():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self._picture.isNull():
            painter.drawImage(_fitted(self._live.size(), self.rect()), self._live)
            return
        place = _fitted(self._picture.size(), self.rect())
        dots = place.size() * self.devicePixelRatioF()
        if self._scaled.size() != dots:
            self._scaled = self._picture.scaled(dots, Qt.AspectRatioMode.IgnoreAspectRatio, _SMOOTH)
        painter.drawImage(place, self._scaled)
        if not self._live.isNull():
            self._paint_corner(painter, place)

    def _paint_corner(self, painter: QPainter, place: QRect) -> None:
        size = self._live.size().scaled(place.size() * CORNER, _KEEP)
        corner = QRect(place.right() - size.width() - 6, place.bottom() - size.height() - 6, *size.toTuple())
        painter.drawImage(corner, self._live)
        painter.setPen(self._edge)
        painter.drawRect(corner.adjusted(-1, -1, 0, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Frames should come in another size now."""
        super().resizeEvent(event)
        self.resized.emit(event.size() * self.devicePixelRatioF())


def _fitted(size: QSize, room: QRect) -> QRect:
    fitted = QRect(room.topLeft(), size.scaled(room.size(), _KEEP))
    fitted.moveCenter(room.center())
    return fitted

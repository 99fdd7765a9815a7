"""What the window showed before it was drawn anew: it lives on for a while, because answers may still come to it."""

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from ui.background import Background

PAST_MS = 60_000
"""How long it lives on."""


class Earlier(QObject):
    """The earlier drawings of one window. Nothing that is still offered to people refers to one of them."""

    def __init__(self, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._background = background
        self._drawn: list[QWidget] = []

    def keep(self, drawn: QWidget) -> None:
        """Put this out of sight; it is taken apart later."""
        drawn.hide()
        self._drawn.append(drawn)
        QTimer.singleShot(PAST_MS, self, self.forget)

    def forget(self) -> None:
        """Take the oldest apart, unless an answer may still come to it."""
        if self._background.busy:
            QTimer.singleShot(PAST_MS, self, self.forget)
        elif self._drawn:
            self._drawn.pop(0).deleteLater()

    def close(self) -> None:
        """Take all of them apart: they have timers, too."""
        while self._drawn:
            self._drawn.pop().deleteLater()

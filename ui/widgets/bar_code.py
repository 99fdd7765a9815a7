"""A Code 128 on the screen, for scanners to be tried on."""

from barcode.codex import Code128
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

QUIET = 10
"""Blank modules on both sides (ISO/IEC 15417)."""
HEIGHT = 120
"""In px: high enough to be hit by hand."""


class BarCode(QWidget):
    """Black on white in every theme, each module a whole number of dots wide."""

    def __init__(self, text: str, *, name: str, meaning: str) -> None:
        super().__init__()
        self._modules: str = Code128(text).build()[0]
        self.setObjectName(name)
        self.setAccessibleName(meaning)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Modules of three px."""
        return QSize((len(self._modules) + 2 * QUIET) * 3, HEIGHT)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Modules of one px, which scanners still read."""
        return QSize(len(self._modules) + 2 * QUIET, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """As wide as fits, up to four px a module, in the middle."""
        painter = QPainter(self)
        count = len(self._modules) + 2 * QUIET
        module = max(1, min(4, self.width() // count))
        left = (self.width() - module * count) // 2
        painter.fillRect(left, 0, module * count, self.height(), Qt.GlobalColor.white)
        for place, inked in enumerate(self._modules):
            if inked == "1":
                painter.fillRect(left + (QUIET + place) * module, 8, module, self.height() - 16, Qt.GlobalColor.black)
        painter.end()

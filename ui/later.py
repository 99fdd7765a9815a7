"""What is made once the window was seen: piece by piece, so that a key or a scan never waits for more than one piece.

Whatever is needed sooner is made when it is needed. What belongs here is said in docs/architecture.md, "The start".
"""

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal


class Later(QObject):
    """Pieces in the order in which they were added. `finished` tells that all of them are made."""

    finished = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pieces: deque[Callable[[], object]] = deque()
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.timeout.connect(self._next)
        self._begun = False

    @property
    def begun(self) -> bool:
        """Whether the window was seen."""
        return self._begun

    @property
    def waiting(self) -> int:
        """How many pieces are still to be made."""
        return len(self._pieces)

    def add(self, *pieces: Callable[[], object]) -> None:
        """Make these, too; each must be one that nothing happens to when it was made already."""
        self._pieces.extend(pieces)
        if self._begun:
            self._turn.start()

    def begin(self) -> None:
        """The window is seen: from the next turn of the event loop on, make one piece at a turn."""
        if not self._begun:
            self._begun = True
            self._turn.start()

    def all_now(self) -> None:
        """Make at once what is still to be made."""
        while self._pieces:
            self._pieces.popleft()()

    def forget(self) -> None:
        """The window goes: nothing more is made."""
        self._pieces.clear()
        self._turn.stop()

    def _next(self) -> None:
        if self._pieces:
            self._pieces.popleft()()
        if self._pieces:
            self._turn.start()
        else:
            self.finished.emit()

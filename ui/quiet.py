"""Work that nobody waits for, a little at a time, in moments in which nobody touches anything."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer

QUIET_MS = 400
"""How long after the last key, press or touch it goes on: whoever types or scans is not held up in the middle."""
BETWEEN_MS = 30
"""Between two pieces, so that whatever comes meanwhile waits for one of them only."""
_TOUCHES = frozenset((QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.TouchBegin))


class Quiet(QObject):
    """Asks for the next piece of the work until there is none, or one fails. `quiet_ms` is for tests.

    Nothing is done while another thread is `busy`: beside one that computes, a piece takes several times as long.
    """

    def __init__(self, parent: QObject, quiet_ms: int = QUIET_MS, busy: Callable[[], bool] = lambda: False) -> None:
        super().__init__(parent)
        self.quiet_ms = quiet_ms
        self._busy = busy
        self._work: Iterator[object] | None = None
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.timeout.connect(self._next)

    @property
    def working(self) -> bool:
        """Whether anything is left to do."""
        return self._work is not None

    def begin(self, work: Iterator[object]) -> None:
        """Do this, instead of what was left to do."""
        self.end()
        application = QCoreApplication.instance()
        if application is not None:
            self._work = work
            # Only while there is work: every event of the program passes a filter.
            application.installEventFilter(self)
            self._turn.start(self.quiet_ms)

    def end(self) -> None:
        """Leave what is left."""
        self._turn.stop()
        self._work = None
        application = QCoreApplication.instance()
        if application is not None:
            application.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002, N802 (Qt's name)
        """Somebody is at it."""
        if event.type() in _TOUCHES and self.working:
            self._turn.start(self.quiet_ms)
        return False

    def _next(self) -> None:
        work = self._work
        if work is None:
            return
        if self._busy():
            self._turn.start(self.quiet_ms)
            return
        try:
            next(work)
        except BaseException as stopped:
            self.end()
            if not isinstance(stopped, StopIteration):
                raise
        else:
            self._turn.start(BETWEEN_MS)

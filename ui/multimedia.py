"""A thread of its own for whatever opens cameras or loudspeakers: drivers may take seconds, the window may not."""

import atexit
import threading
from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QLoggingCategory, QObject, QThread, Signal, Slot

LAST_WAIT_MS = 10_000
"""How long the end waits for a driver that does not answer."""
_QUIET = "qt.multimedia.symbolsresolver=false"
"""Qt lists every optional system library that it did without; nobody at a counter can use that."""


_MAKING = threading.Lock()
"""Workers are made one after another. Qt starts its multimedia under a lock of its own and needs Python's meanwhile;
a second thread that comes along with Python's and waits for Qt's would stop the whole program for ever."""


def load_multimedia() -> None:
    """Load QtMultimedia, in the window's thread: 15 ms once, drivers are not touched by it.

    PySide makes its types when they are first asked for, and not safely in two threads at once: a window that was drawn
    while another thread imported this died of it. So every type is asked for here, before there is another thread.
    """
    QLoggingCategory.setFilterRules(_QUIET)
    from PySide6 import QtMultimedia

    for name in dir(QtMultimedia):
        getattr(QtMultimedia, name)


class Worker(Protocol):
    """What lives in the thread: a QObject that lets go of its devices when told."""

    def close(self) -> None:
        """Let go of everything; the thread ends next."""


class MediaThread(QThread):
    """Makes a worker in itself, runs its events, and ends with its owner or the program, whichever is first.

    `make` is called in the thread; what it imports was imported before (`load_multimedia`), and it must not touch the
    owner, which may be gone by then. `ready` hands the worker to the owner, to be connected to; never after `end`.
    """

    _made = Signal(object)

    def __init__(self, make: Callable[[], Worker], owner: QObject, ready: Callable[[Any], None]) -> None:
        super().__init__()
        self._make, self._ready = make, ready
        self._ended = False
        self._made.connect(self._hand_over)
        owner.destroyed.connect(self.end)
        # Also keeps this object until the thread has ended.
        atexit.register(self.end)
        self.start()

    def run(self) -> None:
        """Qt's own entry into the thread."""
        with _MAKING:
            worker = self._make()
        self._made.emit(worker)
        self.exec()
        worker.close()

    def end(self) -> None:
        """Stop and wait. A driver that hangs is left behind after 10 s."""
        atexit.unregister(self.end)
        self._ended = True
        if not self.isRunning():
            return
        self.quit()
        if not self.wait(LAST_WAIT_MS):
            self.terminate()
            self.wait(LAST_WAIT_MS)

    @Slot(object)
    def _hand_over(self, worker: Worker) -> None:
        # One that was made while the end was asked for is of no use to anybody.
        if not self._ended:
            self._ready(worker)

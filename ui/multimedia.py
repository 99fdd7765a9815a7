"""A thread of its own for whatever opens cameras or loudspeakers: drivers may take seconds, the window may not."""

import atexit
from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QLoggingCategory, QObject, QThread, Signal

LAST_WAIT_MS = 10_000
"""How long the end waits for a driver that does not answer."""
_QUIET = "qt.multimedia.symbolsresolver=false"
"""Qt lists every optional system library that it did without; nobody at a counter can use that."""


class Worker(Protocol):
    """What lives in the thread: a QObject that lets go of its devices when told."""

    def close(self) -> None:
        """Let go of everything; the thread ends next."""


class MediaThread(QThread):
    """Makes a worker in itself, runs its events, and ends with its owner or the program, whichever is first.

    `make` is called in the thread, and should import there what takes long to load; it must not touch the owner, which
    may be gone by then. `ready` hands the worker to the owner, to be connected to.
    """

    ready = Signal(object)

    def __init__(self, make: Callable[[], Worker], owner: QObject, ready: Callable[[Any], None]) -> None:
        super().__init__()
        self._make = make
        self.ready.connect(ready)
        owner.destroyed.connect(self.end)
        # Also keeps this object until the thread has ended.
        atexit.register(self.end)
        self.start()

    def run(self) -> None:
        """Qt's own entry into the thread."""
        QLoggingCategory.setFilterRules(_QUIET)
        worker = self._make()
        self.ready.emit(worker)
        self.exec()
        worker.close()

    def end(self) -> None:
        """Stop and wait. A driver that hangs is left behind after 10 s."""
        atexit.unregister(self.end)
        if not self.isRunning():
            return
        self.quit()
        if not self.wait(LAST_WAIT_MS):
            self.terminate()
            self.wait(LAST_WAIT_MS)

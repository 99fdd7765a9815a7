"""A thread of its own for whatever opens cameras or loudspeakers: drivers may take seconds, the window may not."""

import atexit
import logging
import os
import threading
from collections.abc import Callable
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QLoggingCategory, QObject, QThread, QTimer, Signal, Slot

LAST_WAIT_MS = 3_000
"""How long the end waits for a driver that does not answer."""
_QUIET = "qt.multimedia.symbolsresolver=false"
"""Qt lists every optional system library that it did without; nobody at a counter can use that."""


log = logging.getLogger(__name__)
_MAKING = threading.Lock()
"""Workers are made one after another. Qt starts its multimedia under a lock of its own and needs Python's meanwhile;
a second thread that comes along with Python's and waits for Qt's would stop the whole program for ever."""


def load_multimedia() -> None:
    """Load QtMultimedia at once, in the window's thread: 15 ms of the processor once, drivers are not touched by it.

    PySide makes its types when they are first asked for, and not safely in two threads at once: a window that was drawn
    while another thread imported this died of it. So every type is asked for here, before there is another thread.
    """
    load_network()
    load_types(0, 1)


def load_network() -> None:
    """The first third of it: what QtMultimedia loads first."""
    QLoggingCategory.setFilterRules(_QUIET)
    import PySide6.QtNetwork  # noqa: F401


def load_types(number: int, parts: int) -> None:
    """The rest, or the part `number` (from 0) of so many."""
    from PySide6 import QtMultimedia

    for name in dir(QtMultimedia)[number::parts]:
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
        """Stop and wait a little. A driver that hangs is left behind: nothing that it may hold is freed under it."""
        self.leave()
        if self.isRunning() and not self.wait(LAST_WAIT_MS):
            log.warning("a driver of a camera or loudspeaker does not answer; its thread is left behind")

    def leave(self) -> None:
        """Have it end by itself, without waiting; it is kept until it has."""
        atexit.unregister(self.end)
        self._ended = True
        # Else it might take its owner along when it goes, and that would ask it to end once more.
        self._ready = _nobody
        if self.isRunning():
            _LEFT.add(self)
            self.finished.connect(self._gone)
            self.quit()

    @Slot()
    def _gone(self) -> None:
        # Not at once: nothing may go while it is being called.
        QTimer.singleShot(0, partial(_LEFT.discard, self))

    @Slot(object)
    def _hand_over(self, worker: Worker) -> None:
        # One that was made while the end was asked for is of no use to anybody.
        if not self._ended:
            self._ready(worker)


def _nobody(_worker: object) -> None:
    """Nobody waits for it any more."""


_LEFT: set[MediaThread] = set()
"""Threads that were asked to end and have not yet. Qt ends a program at once that frees one while it runs."""


def end_program(code: int) -> int:
    """Returns the exit code, or ends the program here when a driver still hangs; after everything was closed.

    The usual end frees all objects of Qt, also a thread that runs, and Qt takes that for a crash.
    """
    if any(thread.isRunning() for thread in _LEFT):
        logging.shutdown()
        os._exit(code)
    return code

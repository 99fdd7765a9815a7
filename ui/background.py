"""The only thread pool: plain data in, plain data out, the answer back in the window's thread.

What runs here never touches a widget, nor the window's own Station; it opens another one.
"""

import itertools
import sys
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec
from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal, Slot

from domain.refused import Refused

Answer = TypeVar("Answer")
BUG = "program_error"
"""The refusal that a caller gets when the work failed for a reason that nobody at the counter can mend."""
TURN_SECONDS = 0.0005
"""How long a thread computes before another may: a tenth of Python's own choice."""


def favour_window() -> None:
    """Let no thread that computes keep the window waiting for long; once, at the start of the program.

    Between two statements to the store the window's thread gives its turn away, and gets it back only when the thread
    that computes (a label's fonts, an event's signature) has had its own.
    """
    sys.setswitchinterval(TURN_SECONDS)


class _Callbacks(msgspec.Struct, frozen=True):
    done: Callable[[Any], None]
    error: Callable[[Refused], None]


class _Work(QRunnable):
    """One function on its way through the pool."""

    def __init__(
        self, number: int, function: Callable[[], Any], finished: Callable[[int, object, object], None]
    ) -> None:
        super().__init__()
        self._number, self._function, self._finished = number, function, finished

    def run(self) -> None:
        answer: object = None
        error: BaseException | None = None
        try:
            answer = self._function()
        except Exception as caught:  # noqa: BLE001 (handed on to the window's thread, which shows or logs it)
            error = caught
        self._finished(self._number, answer, error)


class Background(QObject):
    """Runs functions beside the window. `run` is called in the window's thread only."""

    _finished = Signal(int, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        # Two: a counter PC has few cores, and one long document must not hold up a photo.
        self._pool.setMaxThreadCount(2)
        self._waiting: dict[int, _Callbacks] = {}
        self._numbers = itertools.count()
        self._ended = False
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> int:
        """How many functions have not answered yet."""
        return len(self._waiting)

    @property
    def ended(self) -> bool:
        """Whether the window is closing: work that takes long asks now and then, from any thread."""
        return self._ended

    def run(
        self,
        function: Callable[[], Answer],
        on_done: Callable[[Answer], None],
        on_error: Callable[[Refused], None],
    ) -> None:
        """Run `function` in the pool, then one of the two others in the window's thread.

        A Refused goes to `on_error` as it is. Anything else is a bug: it goes to sys.excepthook, and `on_error` gets
        the refusal `program_error`, so that the screen can go on. After `finish` nothing is begun and nothing answered.
        """
        if self._ended:
            # A timer of a screen that is being taken apart. The pool's own end waits for its threads while it keeps
            # Python's lock, so that a function begun now would stop the program for ever.
            return
        number = next(self._numbers)
        self._waiting[number] = _Callbacks(on_done, on_error)
        self._pool.start(_Work(number, function, self._finished.emit))

    def finish(self, timeout_ms: int) -> bool:
        """Begin nothing more, and wait for what is under way, at most `timeout_ms`; True when all of it ended."""
        self._ended = True
        return self._pool.waitForDone(timeout_ms)

    @Slot(int, object, object)
    def _deliver(self, number: int, answer: object, error: object) -> None:
        callbacks = self._waiting.pop(number)
        if isinstance(error, Refused):
            callbacks.error(error)
        elif isinstance(error, BaseException):
            sys.excepthook(type(error), error, error.__traceback__)
            callbacks.error(Refused(BUG))
        else:
            callbacks.done(answer)

"""Catches every key for a moment, with its time, before anything else in the program sees it."""

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from station_app.devices.scanner_test import Key

_ENDS = frozenset((Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab))
STILL_MS = 1_000
"""So long after the last key it is taken that no more come."""


class KeyTrap(QObject):
    """`caught` tells the keys and when Enter or Tab came behind them (ms; None for neither). Escape stops it."""

    caught = Signal(object, object)
    stopped = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._keys: list[Key] = []
        self._on = False
        self._clock = QElapsedTimer()
        self._clock.start()
        self._still = QTimer(self)
        self._still.setSingleShot(True)
        self._still.setInterval(STILL_MS)
        self._still.timeout.connect(lambda: self._finish(None))

    @property
    def on(self) -> bool:
        """Whether keys are being caught."""
        return self._on

    def start(self) -> None:
        """Catch keys from now on."""
        self._keys = []
        application = QApplication.instance()
        if not self._on and application is not None:
            self._on = True
            # The last filter that is installed is asked first.
            application.installEventFilter(self)

    def stop(self) -> None:
        """Let keys go where they go."""
        self._still.stop()
        application = QApplication.instance()
        if self._on and application is not None:
            self._on = False
            application.removeEventFilter(self)
            self.stopped.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Take a key press on its way to a widget; everything else passes."""
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return False
        if not isinstance(watched, QWidget):
            return False
        at = float(event.timestamp() or self._clock.elapsed())
        if event.key() == Qt.Key.Key_Escape:
            self.stop()
        elif event.key() in _ENDS:
            # One before anything else is what pressed the button.
            if self._keys:
                self._finish(at)
        elif len(event.text()) == 1 and event.text().isprintable():
            self._keys.append(Key(event.text(), at))
            self._still.start()
        else:
            return False
        return True

    def _finish(self, end_ms: float | None) -> None:
        keys = tuple(self._keys)
        self.stop()
        self.caught.emit(keys, end_ms)

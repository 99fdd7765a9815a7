"""The one filter on the application that hears scans, whatever has the focus, and plays everything else back."""

from collections.abc import Callable

import msgspec
import shiboken6
from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from station_app.devices.scanner import Heard, Press, WedgeDecoder

_MODIFIERS = frozenset(
    (
        Qt.Key.Key_Shift,
        Qt.Key.Key_Control,
        Qt.Key.Key_Alt,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Meta,
        Qt.Key.Key_CapsLock,
        Qt.Key.Key_NumLock,
    )
)
_ENDS = frozenset((Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab))
_ONCE = frozenset((Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape))
"""Keys that order something: held down they order it once, else one press would save and then find nothing to save."""
_END_TEXTS = frozenset(("\r", "\n", "\t"))
"""Some scanners end with a line feed, for which Qt has no key of its own."""
_PLAIN = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
"""Modifiers with which a key still types; with any other it is a command."""


class _Kept(msgspec.Struct, frozen=True):
    """A key that is held back: a copy of its event, and who would have got it."""

    event: QKeyEvent
    receiver: QWidget


class ScanFilter(QObject):
    """Install on the application. `scanned` tells the characters of a scan; `wanted` says whether scans count now.

    Where they do not (a form to fill in by scanning), the keys are played back like typing.
    """

    scanned = Signal(str)

    def __init__(self, wanted: Callable[[], bool], gap_ms: float, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted = wanted
        self._decoder: WedgeDecoder[_Kept] = WedgeDecoder(gap_ms)
        self._playing = False
        self._clock = QElapsedTimer()
        self._clock.start()
        self._arrived_ms = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._look)
        self.set_gap(gap_ms)

    def set_gap(self, gap_ms: float) -> None:
        """Take keys for a scan up to this many ms apart, from the next key on."""
        self._decoder.gap_ms = gap_ms
        self._timer.setInterval(round(gap_ms) + 3)

    @property
    def holding(self) -> bool:
        """Whether keys are held back now, for at most one gap."""
        return self._decoder.holding

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Hear key presses on their way to a widget; everything else passes untouched."""
        if event.type() is not QEvent.Type.KeyPress or self._playing:
            return False
        if not isinstance(event, QKeyEvent) or not isinstance(watched, QWidget):
            return False
        if event.isAutoRepeat() and event.key() in _ONCE:
            return True
        # The keyboard's own time, so that a busy moment of ours does not tear a scan apart.
        at = event.timestamp() or self._clock.elapsed()
        kept = _Kept(event.clone(), watched)
        heard = self._decoder.press(_kind(event), _character(event), at, kept)
        self._play(heard.back)
        if heard.scan is not None:
            return self._finished(heard)
        if heard.held:
            self._arrived_ms = self._clock.elapsed()
            self._timer.start()
        return heard.held

    def _finished(self, heard: Heard[_Kept]) -> bool:
        self._timer.stop()
        if not self._wanted():
            self._play(heard.keys)
        elif not heard.repeated and heard.scan is not None:
            self.scanned.emit(heard.scan)
        return True

    def _look(self) -> None:
        # Keys that have already arrived but were not handed out yet come first: they may belong to the scan.
        QTimer.singleShot(0, self, self._give_back)

    def _give_back(self) -> None:
        if self._decoder.holding and self._clock.elapsed() - self._arrived_ms >= self._timer.interval():
            self._play(self._decoder.give_up())

    def _play(self, keys: tuple[_Kept, ...]) -> None:
        """Give keys to who would have got them, or to who has the focus now when that one is gone."""
        self._playing = True
        try:
            for kept in keys:
                there = shiboken6.isValid(kept.receiver) and kept.receiver.isVisible()
                receiver = kept.receiver if there else QApplication.focusWidget()
                if receiver is not None:
                    QApplication.sendEvent(receiver, kept.event)
        finally:
            self._playing = False


def _character(event: QKeyEvent) -> str:
    text = event.text()
    return text if len(text) == 1 and text.isprintable() else ""


def _kind(event: QKeyEvent) -> Press:
    if event.key() in _MODIFIERS:
        return Press.MODIFIER
    if event.isAutoRepeat() or event.modifiers() & ~_PLAIN:
        return Press.OTHER
    if event.key() in _ENDS or event.text() in _END_TEXTS:
        return Press.END
    return Press.CHARACTER if _character(event) else Press.OTHER

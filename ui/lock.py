"""The window locks when nobody has touched it for a while: warned before, put off by any key, and nothing is lost."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from domain.staff import Role
from ui.desk import Desk
from ui.widgets.controls import Notice, column

WARNED_SECONDS = 20
"""How long before the lock it is said. EN 301 549, 11.2.2.1: at least 20 seconds to put it off with a simple deed."""
_TOUCHES = frozenset((QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.TouchBegin))


class IdleLock(QObject):
    """Counts from the last key, press, scan or touch. `left` tells the seconds when few are left, and 0 when somebody
    touched something after all; `due` is told once, at the end. Nothing is kept from whom it is for.
    """

    left = Signal(int)
    due = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._idle_ms, self._seconds = 0, 0
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.timeout.connect(self._warn)
        self._tick = QTimer(self)
        self._tick.setInterval(1_000)
        self._tick.timeout.connect(self._count)

    @property
    def armed(self) -> bool:
        """Whether it counts now."""
        return self._idle_ms > 0

    def arm(self, idle_seconds: float, tick_ms: int = 1_000) -> None:
        """Lock after so many seconds of quiet, of which the last 20 are warned; 0 for never. `tick_ms` is for tests."""
        application = QApplication.instance()
        if application is None:
            return
        # Only while it is needed: every event of the program passes a filter.
        application.removeEventFilter(self)
        self._idle_ms = round(idle_seconds * 1_000)
        self._tick.setInterval(tick_ms)
        if self.armed:
            application.installEventFilter(self)
            self._begin()
        else:
            self._stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002, N802 (Qt's name)
        """Somebody is there."""
        if event.type() in _TOUCHES:
            self._begin()
        return False

    def _begin(self) -> None:
        if self._seconds:
            self._seconds = 0
            self.left.emit(0)
        self._tick.stop()
        self._quiet.start(max(0, self._idle_ms - WARNED_SECONDS * self._tick.interval()))

    def _warn(self) -> None:
        self._seconds = WARNED_SECONDS
        self.left.emit(self._seconds)
        self._tick.start()

    def _count(self) -> None:
        self._seconds -= 1
        if self._seconds:
            self.left.emit(self._seconds)
            return
        self.left.emit(0)
        self.arm(0)
        self.due.emit()

    def _stop(self) -> None:
        self._quiet.stop()
        self._tick.stop()
        if self._seconds:
            self._seconds = 0
            self.left.emit(0)


class DutyBand(QWidget):
    """What must be known of who is on duty, above the strip: that the window locks soon, that nothing can be saved."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.soon = Notice(desk.theme, name="lock-soon", tone="warning")
        self.read_only = Notice(desk.theme, name="read-only", tone="info", pad=4)
        self.setLayout(column(self.read_only, self.soon, spacing=0))

    def show_left(self, seconds: int) -> None:
        """Say that the window locks; 0 for not any more. Said aloud once, not every second."""
        words = self._desk.texts.ngettext(
            "Locks in {seconds} second. Any key puts it off, such as Shift.",
            "Locks in {seconds} seconds. Any key puts it off, such as Shift.",
            seconds,
        )
        aloud = seconds == WARNED_SECONDS
        self.soon.show_words(words.format(seconds=seconds) if seconds else "", aloud=aloud)

    def show_duty(self) -> None:
        """Say what whoever is on duty may not."""
        duty = self._desk.station.duty
        looks = duty is not None and duty.role is Role.READ_ONLY
        words = self._desk.texts.gettext("Read-only: {initials} may look at everything here, but save nothing.")
        self.read_only.show_words(words.format(initials=duty.initials) if duty and looks else "", aloud=False)

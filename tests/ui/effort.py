"""What a person does, as the window's own events tell it, and how long that takes by the keystroke-level model."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

MENTAL, POINT, HOME, KEY, CLICK, SCAN = 1.35, 1.1, 0.4, 0.5, 0.2, 1.5
"""Seconds of each operator; a key takes 0.5 instead of 0.28, because of gloves (counter-ux.md 5.3)."""
PHOTO_RESPONSE, SAVE_RESPONSE = 0.5, 0.3
"""Seconds until the picture stands still, and until the thing is said to be saved."""


class Effort(QObject):
    """Install on the application. `actions` are keys and clicks, `modal` counts events while a window was modal."""

    def __init__(self) -> None:
        super().__init__()
        self.actions: list[str] = []
        self.modal = 0
        self._before: QObject | None = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Log each key once, when it is let go: a pressed one may be a shortcut, or be held back and played again."""
        self.modal += QApplication.activeModalWidget() is not None
        if isinstance(watched, QWidget) and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyRelease:
            # What a widget ignores goes on to its parent.
            again = isinstance(self._before, QWidget) and self._before.parentWidget() is watched
            self._before = watched
            if not again and event.key() not in (Qt.Key.Key_Shift, Qt.Key.Key_Control):
                self.actions.append(QKeySequence(event.key()).toString())
        elif isinstance(event, QMouseEvent) and event.type() is QEvent.Type.MouseButtonRelease:
            self.actions.append("click")
        return False

    def seconds(self) -> float:
        """For actions that begin with a photo: the hands go to the keys once, but to each place on the screen."""
        touch = all(action == "click" for action in self.actions)
        each, first = (POINT + CLICK, 0.0) if touch else (KEY, HOME)
        decisions = len(self.actions) - 1
        return first + len(self.actions) * each + decisions * MENTAL + PHOTO_RESPONSE + SAVE_RESPONSE

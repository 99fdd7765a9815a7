"""Help for the screen in front: beside it where there is room, in its place where there is none. Never modal."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

if TYPE_CHECKING:
    from ui.screens.help_panel import HelpPanel

WIDTH = 34
"""Width of the panel, in digits of the text in use."""
REST = 85
"""What a screen beside it must have left, in digits."""


class WithHelp(QWidget):
    """The screens, and the help when it is wanted. Scans go on meaning what they mean on the screen in front."""

    def __init__(self, stack: QStackedWidget, make: "Callable[[], HelpPanel]", titles: dict[str, str]) -> None:
        super().__init__()
        self._stack, self._make, self._titles = stack, make, titles
        self._before: QWidget | None = None
        self._box = QHBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self._box.addWidget(stack, 1)

    @cached_property
    def panel(self) -> "HelpPanel":
        """The words; made when somebody first wants help."""
        panel = self._make()
        panel.hide()
        self._box.addWidget(panel)
        panel.closed.connect(self.close_help)
        return panel

    @property
    def is_open(self) -> bool:
        """Whether the help is shown."""
        return "panel" in self.__dict__ and self.panel.isVisibleTo(self)

    def toggle(self, screen: str) -> None:
        """Open the help for a screen, or close it."""
        if self.is_open:
            self.close_help()
            return
        self._before = self.window().focusWidget()
        self.panel.show_help(screen, self._titles[screen])
        self.panel.show()
        self._share_room()
        self.panel.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_help(self) -> None:
        """Close the help; the focus goes back to where it was."""
        if "panel" in self.__dict__:
            self.panel.hide()
        self._stack.show()
        before, self._before = self._before, None
        if before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def follow(self, screen: str) -> None:
        """Another screen comes to the front: its help, or no help where that would hide the screen."""
        self._before = None
        if self.is_open and self._stack.isVisibleTo(self):
            self.panel.show_help(screen, self._titles[screen])
        else:
            self.close_help()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Beside each other where both fit."""
        self._share_room()

    def _share_room(self) -> None:
        if "panel" not in self.__dict__:
            return
        digit = self.fontMetrics().horizontalAdvance("0")
        wanted, beside = digit * WIDTH, self.width() >= digit * (WIDTH + REST)
        if beside:
            self.panel.setFixedWidth(wanted)
        else:
            self.panel.setMinimumWidth(0)
            self.panel.setMaximumWidth(16_777_215)
        self._stack.setVisible(beside or not self.is_open)

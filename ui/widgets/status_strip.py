"""The strip at the bottom: ready to scan, the last result with a way back, and what stays until it is dealt with.

It never moves and never grows, whatever it says.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from ui.desk import Desk
from ui.undoing import Undo
from ui.widgets.controls import Notice, announce, button, icon_button, label, row
from ui.widgets.key_orders import on_key

if TYPE_CHECKING:
    from ui.said import Sayable

CROWDED = 120
"""Below this many digits' width there is no room for a result and a problem side by side."""
ROWS = 3
"""Rows of text that always have room."""
AROUND = 14
"""What stands around the rows of a problem, in px: margins of the strip, padding and edge of the notice."""


class StatusStrip(QWidget):
    """Says how things went, on screen and to a screen reader. `undo_wanted`: the last result is to be taken back."""

    undo_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        _, theme = desk.texts.gettext, desk.theme
        self._desk = desk
        self._said: Sayable | None = None
        self._warned: Sayable | None = None
        self._deed: Undo | None = None
        self.setObjectName("strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(_("Results"))
        picture = QLabel()
        picture.setPixmap(theme.pixmap("QrCode", "neutral-text-default", theme.icon_side()))
        self.ready = label(_("Ready to scan"), name="strip-ready")
        self.ready.setWordWrap(theme.text_percent > 150)
        self.result = label(name="strip-result")
        self._tick = QLabel()
        self._tick.hide()
        self.undo = button(_("Undo (Ctrl+Z)"), self.undo_wanted.emit, name="strip-undo")
        self.undo.hide()
        self.problem = Notice(theme, name="strip-problem", pad=5)
        self.dismiss = icon_button(theme, "XMark", _("Close this message"), self.clear_problem, name="strip-dismiss")
        self.dismiss.hide()
        self._lay_out(picture)
        on_key(self, QKeySequence.StandardKey.Undo, self.undo_wanted.emit)
        self.setFont(theme.font(0.9))
        self.setFixedHeight(max(QFontMetrics(theme.font()).lineSpacing() * ROWS + AROUND, theme.least() + 12))

    def _lay_out(self, picture: QLabel) -> None:
        left = row(picture, self.ready)
        left.setStretch(1, 1)
        middle = row(self._tick, self.result, self.undo)
        middle.setStretch(1, 1)
        right = row(self.problem, self.dismiss)
        right.setStretch(0, 1)
        # As high as its words: stretched, its icon would stand above them.
        right.setAlignment(self.problem, Qt.AlignmentFlag.AlignVCenter)
        line = QFrame()
        line.setFrameShape(QFrame.Shape.VLine)
        line.setObjectName("strip-line")
        box = QHBoxLayout(self)
        box.setContentsMargins(20, 1, 20, 1)
        box.setSpacing(12)
        box.addLayout(left)
        box.addWidget(line)
        box.addLayout(middle, 5)
        box.addLayout(right, 6)

    @property
    def deed(self) -> Undo | None:
        """What can be taken back now."""
        return self._deed

    @property
    def warned(self) -> "Sayable | None":
        """The problem that is shown now."""
        return self._warned

    def offer(self, deed: Undo | None) -> None:
        """Offer to take this back, or nothing any more."""
        self._deed = deed
        self._share_room()

    def say(self, said: "Sayable | None", undo: Undo | None = None) -> None:
        """Say a result, or nothing any more; with `undo` there is a way back until the next result."""
        self._said, theme = said, self._desk.theme
        words = said.words(self._desk) if said is not None else ""
        if words and self._tick.pixmap().isNull():
            self._tick.setPixmap(theme.pixmap("CheckmarkCircleFill", "success-text-subtle", theme.icon_side()))
        self.result.setText(words)
        self.result.setAccessibleName(words)
        self.offer(undo)
        if words:
            announce(self.result, words)

    def warn(self, problem: "Sayable | None") -> None:
        """Say what is wrong and what to do; it stays until it is closed or another problem comes."""
        self._warned = problem
        words = problem.words(self._desk) if problem is not None else ""
        self.problem.show_words(words)
        self.dismiss.setVisible(bool(words))
        self._share_room()

    def take_over(self, before: "StatusStrip") -> None:
        """Say what the strip of a window that is drawn anew said, in the language of now, with the same way back."""
        self.say(before._said, before.deed)
        self.warn(before.warned)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Where there is no room for both, a problem stands in the place of the result until it is closed."""
        self._share_room()

    def _share_room(self) -> None:
        crowded = self.width() < self.fontMetrics().horizontalAdvance("0") * CROWDED
        alone = crowded and bool(self.problem.words)
        # Without a result its room is the problem's, which then needs fewer rows.
        unneeded = bool(self.problem.words) and not self.result.text()
        self.ready.setVisible(not alone)
        self.result.setVisible(not alone and not unneeded)
        self._tick.setVisible(not alone and bool(self.result.text()))
        self.undo.setVisible(not alone and self._deed is not None)

    def clear_problem(self) -> None:
        """It was dealt with."""
        self.warn(None)

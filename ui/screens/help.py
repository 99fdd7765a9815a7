"""Help for the screen in front: beside it where there is room, in its place where there is none. Never modal."""

from html import escape

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QTextBrowser, QWidget

from ui.desk import Desk
from ui.help_texts import EVERYWHERE, HELP
from ui.widgets.controls import announce, button, column, icon_button, label, row
from ui.widgets.flow import FlowLayout
from ui.widgets.top_bar import HELP_KEY

WIDTH = 34
"""Width of the panel, in digits of the text in use."""
ROWS = 3
"""Rows of words that are seen at least."""
REST = 85
"""What a screen beside it must have left, in digits."""


class HelpPanel(QFrame):
    """The words. `closed`, `guide_asked` and `practice_asked` are told when somebody wants that.

    `leads_on` False offers no way to or from practising: a copy of a practice store belongs to no counter.
    """

    closed = Signal()
    guide_asked = Signal()
    practice_asked = Signal()

    def __init__(self, desk: Desk, *, leads_on: bool = True) -> None:
        super().__init__()
        _ = desk.texts.gettext
        self._desk = desk
        self.setObjectName("help")
        self.setAccessibleName(_("Help"))
        self.title = label(role="heading", name="help-title")
        close_words = _("Close the help ({key})").format(key=HELP_KEY)
        self.close_button = icon_button(desk.theme, "XMark", close_words, self.closed.emit, name="help-close")
        self.text = QTextBrowser()
        # Inter comes as regular and semi-bold; a heading's own bold would be drawn by smearing.
        self.text.document().setDefaultStyleSheet("h4 { font-weight: 600 }")
        self.text.setObjectName("help-text")
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setMinimumHeight(self.text.fontMetrics().lineSpacing() * ROWS)
        self.guide = button(_("Show the guide"), self.guide_asked.emit, name="help-guide")
        practice_words = _("Back to the real counter") if desk.station.practice else _("Practise")
        self.practice = button(practice_words, self.practice_asked.emit, name="help-practice")
        if not leads_on:
            self.practice.hide()
        if desk.station.practice:
            # Never shown here: without a parent yet, it would be a window of its own and take the focus.
            self.guide.hide()
        head = row(self.title, self.close_button)
        head.setStretch(0, 1)
        ways = FlowLayout()
        ways.addWidget(self.guide)
        ways.addWidget(self.practice)
        inside = column(head, self.text)
        inside.addLayout(ways)
        inside.setContentsMargins(16, 12, 16, 12)
        self.setLayout(inside)
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self.closed)

    def show_help(self, screen: str, title: str) -> None:
        """Show what is to be said about a screen."""
        _ = self._desk.texts.gettext
        self.title.setText(_("Help: {screen}").format(screen=title))
        self.text.setAccessibleName(self.title.text())
        entries = (*HELP[screen], *EVERYWHERE)
        self.text.setHtml("".join(f"<h4>{escape(_(e.about))}</h4><p>{escape(_(e.words))}</p>" for e in entries))
        announce(self, self.title.text())


class WithHelp(QWidget):
    """The screens, and the help when it is wanted. Scans go on meaning what they mean on the screen in front."""

    def __init__(self, stack: QStackedWidget, panel: HelpPanel, titles: dict[str, str]) -> None:
        super().__init__()
        self._stack, self.panel, self._titles = stack, panel, titles
        self._before: QWidget | None = None
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(stack, 1)
        box.addWidget(panel)
        panel.hide()
        panel.closed.connect(self.close_help)

    @property
    def is_open(self) -> bool:
        """Whether the help is shown."""
        return self.panel.isVisibleTo(self)

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
        digit = self.fontMetrics().horizontalAdvance("0")
        wanted, beside = digit * WIDTH, self.width() >= digit * (WIDTH + REST)
        if beside:
            self.panel.setFixedWidth(wanted)
        else:
            self.panel.setMinimumWidth(0)
            self.panel.setMaximumWidth(16_777_215)
        self._stack.setVisible(beside or not self.is_open)

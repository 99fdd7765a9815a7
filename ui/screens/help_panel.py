"""The words of the help about a screen."""

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QTextBrowser

from ui.desk import Desk
from ui.help_texts import EVERYWHERE, HELP
from ui.widgets.controls import announce, button, column, icon_button, label, row
from ui.widgets.flow import FlowLayout
from ui.widgets.key_orders import on_key
from ui.widgets.top_bar import HELP_KEY

ROWS = 3
"""Rows of words that are seen at least."""


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
        # Away from the ring that is drawn around what has the focus.
        self.text.document().setDocumentMargin(8)
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
        on_key(self, Qt.Key.Key_Escape, self.closed.emit, within=True)

    def show_help(self, screen: str, title: str) -> None:
        """Show what is to be said about a screen."""
        _ = self._desk.texts.gettext
        self.title.setText(_("Help: {screen}").format(screen=title))
        self.text.setAccessibleName(self.title.text())
        entries = (*HELP[screen], *EVERYWHERE)
        self.text.setHtml("".join(f"<h4>{escape(_(e.about))}</h4><p>{escape(_(e.words))}</p>" for e in entries))
        announce(self, self.title.text())

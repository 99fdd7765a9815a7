"""What stands below both halves of a handover: how much is gathered, the ways on and back, and why it goes no further.

The representative's own buttons stand in it, too, where nothing scrolls or pushes them out of sight.
"""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.desk import Desk
from ui.parts.sign_panel import SignPanel
from ui.widgets.controls import button, column, label, row
from ui.widgets.flow import wrapping


class HandoverBar:
    """Which of it is seen goes by who the screen is turned to."""

    def __init__(
        self,
        desk: Desk,
        sign: SignPanel,
        *,
        aside: Callable[[], object],
        back: Callable[[], object],
        on: Callable[[], object],
    ) -> None:
        _ = desk.texts.gettext
        self._sign = sign
        self.total = label(role="number", name="handover-total")
        self.total.setWordWrap(False)
        self.total.setContentsMargins(0, 0, 4, 0)
        self.aside = button(_("Set aside (Esc)"), aside, name="handover-set-aside")
        self.back = button(_("Back to the list (Esc)"), back, name="handover-back")
        self.on = button(_("To signing (F8)"), on, name="handover-to-signing", kind="primary")
        self.why_not = label(role="subtle", name="handover-why-not")
        self.why_not.setWordWrap(False)

    def layout(self) -> QVBoxLayout:
        """All of it, below what went wrong with signing."""
        sign = self._sign
        # The last ones stay together: the words about why it cannot be signed yet stand beside what they are about.
        last = row(self.total, self.aside, sign.paper, self.back, row(self.why_not, self.on, sign.accept))
        return column(sign.error, wrapping(last))

    def turn(self, *, signing: bool) -> None:
        """Show what is for the representative, or for whoever works here."""
        theirs: tuple[QWidget, ...] = (self.back, self._sign.accept, self._sign.paper)
        ours: tuple[QWidget, ...] = (self.total, self.aside, self.on)
        for each in (*theirs, *ours):
            each.setVisible(signing is (each in theirs))
        self._show_why_not(signing=signing)

    def tell(self, total: str, *, empty: bool) -> None:
        """How much is gathered; nothing at all cannot be set aside."""
        self.total.setText(total)
        self.aside.setEnabled(not empty)

    def tell_why_not(self, words: str, *, signing: bool) -> None:
        """Why it may not be signed yet; no words when it may."""
        self.on.setEnabled(not words)
        self.why_not.setText(words)
        self._show_why_not(signing=signing)

    def _show_why_not(self, *, signing: bool) -> None:
        self.why_not.setVisible(bool(self.why_not.text()) and not signing)

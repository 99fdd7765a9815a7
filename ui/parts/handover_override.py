"""Letting a thing go that the agreement leaves out or that is kept for another: why, or thinking better of it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from domain.numbers import grouped
from domain.staff import Right, may
from domain.text import REASON_LIMIT
from ui.desk import Desk
from ui.widgets.controls import button, column, label, line, row


class OverrideRow(QWidget):
    """`given` tells why; nothing when it does not go after all. Who may not do it is told so beforehand."""

    given = Signal(str)

    def __init__(self, desk: Desk, number: str) -> None:
        super().__init__()
        _ = desk.texts.gettext
        self._desk = desk
        words = _("Why does {number} go all the same?").format(number=grouped(number))
        self.offer = button(_("Hand over all the same …"), self._ask, name=f"line-override-{number}", kind="danger")
        self.back = button(_("No, it stays here"), self._withdraw, name=f"line-override-back-{number}")
        self.reason = line(words, name=f"line-reason-{number}", limit=REASON_LIMIT)
        self.reason.hint_at(words, _("Reason"))
        self.reason.returnPressed.connect(self._give)
        self.save = button(_("It goes"), self._give, name=f"line-override-save-{number}")
        self.lead = label(_("A shift lead may hand it over all the same."), "subtle")
        entry = row(self.reason, self.save)
        entry.setStretch(0, 1)
        self.setLayout(column(row(self.offer, self.back, None), entry, self.lead, spacing=4))
        self._show_entry(False)
        self.show_state(goes=False)

    def show_state(self, *, goes: bool) -> None:
        """Show whether it goes all the same; what is being typed stays."""
        duty = self._desk.station.duty
        allowed = duty is not None and may(duty.role, Right.OVERRIDE)
        asking = self.asking and not goes
        self.offer.setVisible(allowed and not goes and not asking)
        self.back.setVisible(goes)
        self.lead.setVisible(not allowed and not goes)
        self._show_entry(asking)

    @property
    def asking(self) -> bool:
        """Whether a reason is being asked for."""
        return self.reason.isVisibleTo(self)

    def ask(self) -> None:
        """Ask for a reason, unless one was given."""
        if not self.back.isVisibleTo(self):
            self.offer.hide()
            self._show_entry(True)

    def _ask(self) -> None:
        self.ask()
        self.reason.setFocus()

    def _show_entry(self, asking: bool) -> None:
        self.reason.setVisible(asking)
        self.save.setVisible(asking)

    def _give(self) -> None:
        if why := self.reason.text().strip():
            self._show_entry(False)
            self.given.emit(why)

    def _withdraw(self) -> None:
        self.given.emit("")

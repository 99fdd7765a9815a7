"""Why a handover is reversed, and reversing it: its own receipt is made in the background first."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from domain.numbers import grouped
from domain.refused import Refused
from station_app.actions.reverse import PreparedReversal, prepare_reversal, reverse_handover
from ui.desk import Desk
from ui.parts.receipt_drawing import draw_receipt
from ui.parts.receipt_files import ReceiptFiles
from ui.said import Said
from ui.widgets.controls import Notice, button, card, column, label, line, row


class HistoryReversal(QWidget):
    """Hidden until `begin`. `reversed` tells the number of the reversal's receipt; `closed` that the deed was given up.

    A reason that was begun for one receipt is kept aside while another is looked at.
    """

    reversed = Signal(str)
    closed = Signal()

    def __init__(self, desk: Desk, files: ReceiptFiles) -> None:
        super().__init__()
        _ = desk.texts.gettext
        self._desk, self._files = desk, files
        self._receipt = ""
        self._aside: dict[str, str] = {}
        self.reason = line(_("Reason"), name="history-reason")
        self.reason.returnPressed.connect(self.save)
        self.error = Notice(desk.theme, name="history-error")
        title = label(_("Why is the handover reversed? Its items come back to the shelf, and nothing is deleted."))
        title.setBuddy(self.reason)
        entered = row(
            self.reason,
            button(_("Reverse handover"), self.save, name="history-reverse-save", kind="destroy"),
            button(_("Cancel"), self.closed.emit, name="history-reverse-cancel"),
        )
        entered.setStretch(0, 1)
        inside = QVBoxLayout()
        for part in (title, label(_("This cannot be undone."), "strong"), entered, self.error):
            if isinstance(part, QWidget):
                inside.addWidget(part)
            else:
                inside.addLayout(part)
        self.setLayout(column(card(inside, name="history-reason-panel")))
        self.hide()

    @property
    def busy(self) -> bool:
        """Whether the reversal's receipt is being made."""
        return not self.isEnabled()

    @property
    def aside(self) -> Mapping[str, str]:
        """Reasons that were begun, by receipt."""
        return dict(self._aside)

    def keep_aside(self, reasons: Mapping[str, str]) -> None:
        """Offer these reasons again, each when its receipt is to be reversed after all."""
        self._aside = dict(reasons)

    def begin(self, receipt: str) -> None:
        """Ask why this handover is to be reversed."""
        self._receipt = receipt
        self.error.show_words("")
        self.reason.setText(self._aside.pop(receipt, ""))
        self.show()
        self.reason.setFocus()

    def set_aside(self) -> None:
        """Another receipt is looked at; what was typed is there again when this one is to be reversed after all."""
        if not self.isHidden() and self.reason.text().strip():
            self._aside[self._receipt] = self.reason.text()

    def close_panel(self) -> None:
        """The reason is not asked for any more."""
        self.setEnabled(True)
        self.hide()
        self.reason.clear()

    def save(self) -> None:
        """Reverse the handover, when a reason is given."""
        self.error.show_words("")
        try:
            prepared = prepare_reversal(self._desk.station, self._receipt, self.reason.text())
        except Refused as refused:
            self._failed(refused)
            return
        self.setEnabled(False)
        self._desk.background.run(
            lambda: draw_receipt(prepared.receipt),
            lambda document: self._rendered(prepared, document),
            self._failed,
        )

    def _rendered(self, prepared: PreparedReversal, document: bytes) -> None:
        try:
            changed = reverse_handover(self._desk.station, prepared, document)
        except Refused as refused:
            self._failed(refused)
            return
        self.close_panel()
        said = Said(
            "Reversed: {receipt}. Its items are back on the shelf. New receipt {reversal}",
            receipt=grouped(prepared.reverses),
            reversal=grouped(changed.number),
        )
        self._files.put_out(changed.number, document, lambda: None)
        self.reversed.emit(changed.number)
        self._desk.teller.say(said)

    def _failed(self, refused: Refused) -> None:
        self.setEnabled(True)
        self.error.show_words(self._desk.words(refused))
        self.reason.setFocus()

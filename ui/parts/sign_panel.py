"""Who signs, and the signature: drawn here, or on the paper that the receipt is printed on."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from domain.handover import Signature
from domain.refused import Refused
from ui.desk import Desk
from ui.widgets.controls import Notice, button, label, line, row
from ui.widgets.signature_pad import SignaturePad
from ui.widgets.tile_group import CheckTile


class SignPanel(QWidget):
    """`accepted` is told when a person says that all is right; what is wrong is then shown here.

    `total`, `error` and `accept` are set by the screen into its bar, where they stay in sight.
    """

    accepted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        _ = desk.texts.gettext
        self._desk = desk
        self.total = label(role="number", name="handover-total")
        self.name = line(_("Representative's name"), name="handover-representative")
        self.name_error = Notice(desk.theme, name="handover-name-error")
        self.pad = SignaturePad(
            desk.theme,
            name="handover-pad",
            meaning=_("Signature: draw with mouse, pen or finger, or choose to sign on paper"),
        )
        self.pad_error = Notice(desk.theme, name="handover-signature-error")
        self.pad.changed.connect(lambda: self.pad_error.show_words(""))
        self.paper = CheckTile(_("Sign on paper"), desk.theme, name="handover-paper")
        self.paper.toggled.connect(self._paper_chosen)
        self.clear_pad = button(_("Clear"), self.pad.clear, name="handover-clear-pad")
        self.error = Notice(desk.theme, name="handover-error", pad=4)
        self.accept = button(_("Accept (Ctrl+Enter)"), self.accepted.emit, name="handover-accept", kind="primary")
        title = label(_("Representative's name"), "strong")
        title.setBuddy(self.name)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        for widget in (title, self.name, self.name_error, label(_("Signature"), "strong"), self.pad):
            box.addWidget(widget)
        box.addWidget(self.pad_error)
        box.addLayout(row(self.paper, None, self.clear_pad))
        box.addStretch(1)

    def signature(self) -> Signature | None:
        """What is drawn; None when it is signed on paper."""
        return None if self.paper.isChecked() else self.pad.signature()

    def clear(self) -> None:
        """For the next one."""
        self.name.clear()
        self.pad.clear()
        self.paper.setChecked(False)
        self.clear_errors()

    def clear_errors(self) -> None:
        """Everything is tried anew."""
        for notice in (self.name_error, self.pad_error, self.error):
            notice.show_words("")

    def show_refusal(self, refused: Refused) -> None:
        """Show what is wrong beside what it is about."""
        words = self._desk.words(refused)
        if refused.facts.get("field") == "representative":
            self.name_error.show_words(words)
            self.name.setFocus()
        elif refused.code.startswith("signature_"):
            self.pad_error.show_words(words)
            self.pad.setFocus()
        else:
            self.error.show_words(words)

    def set_busy(self, busy: bool) -> None:
        """While the receipt is made nothing can be changed."""
        self.setEnabled(not busy)
        self.accept.setEnabled(not busy)
        _ = self._desk.texts.gettext
        self.accept.setText(_("Making the receipt …") if busy else _("Accept (Ctrl+Enter)"))

    def _paper_chosen(self, paper: bool) -> None:
        self.pad.setEnabled(not paper)
        self.clear_pad.setEnabled(not paper)
        self.pad_error.show_words("")

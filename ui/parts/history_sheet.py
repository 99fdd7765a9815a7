"""The sheet that was signed on paper, photographed or read from a file, and attached to its receipt."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from domain.numbers import grouped
from domain.refused import Refused
from station_app.actions.signed_copy import attach_signed_copy
from ui.desk import Desk
from ui.parts.photo_well import PhotoWell
from ui.said import Said
from ui.widgets.controls import Notice, button, card, column, label, row
from ui.widgets.key_orders import on_key
from ui.widgets.scrolled import scrolling


class HistorySheet(QWidget):
    """Hidden until `begin`. `closed` when the sheet is attached or the deed given up."""

    closed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        _ = desk.texts.gettext
        self._desk = desk
        self._receipt = ""
        self.setObjectName("history-sheet")
        self.title = label(role="strong", name="history-sheet-title")
        self.photos = PhotoWell(desk, name="history-sheet-photo")
        on_key(self, Qt.Key.Key_F2, self.photos.take, within=True)
        self.error = Notice(desk.theme, name="history-sheet-error")
        self.save = button(_("Attach"), self.attach, name="history-sheet-save", kind="primary")
        cancel = button(_("Cancel"), self.closed.emit, name="history-sheet-cancel")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        inside = column(self.title, self.photos, self.error)
        inside.setStretch(1, 1)
        box.addWidget(scrolling(card(inside)))
        box.addLayout(row(self.save, cancel, None))
        self.hide()

    def begin(self, receipt: str) -> None:
        """Ask for the signed sheet of this receipt."""
        words = self._desk.texts.gettext("Take a picture of the signed sheet of receipt {receipt}, or choose its file.")
        self._receipt = receipt
        self.title.setText(words.format(receipt=grouped(receipt)))
        self.error.show_words("")
        self.photos.clear()
        self.show()
        self.photos.add.setFocus()

    def attach(self) -> None:
        """Attach the last picture that was taken."""
        _ = self._desk.texts.gettext
        if self.photos.busy or not self.photos.photos:
            busy = _("The picture is still being prepared. Try again in a moment.")
            self.error.show_words(busy if self.photos.busy else _("There is no picture yet."))
            return
        try:
            attach_signed_copy(self._desk.station, self._receipt, self.photos.photos[-1])
        except Refused as refused:
            self.error.show_words(self._desk.words(refused))
            return
        self.closed.emit()
        self._desk.teller.say(Said("Signed copy attached: {receipt}", receipt=grouped(self._receipt)))

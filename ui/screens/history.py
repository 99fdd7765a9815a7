"""What was handed over and what was reversed: search, print again the very same file, attach the signed sheet, reverse
with a reason. The list, the reason and the sheet are parts of their own; what belongs to the chosen row is here.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from domain.numbers import grouped
from domain.refused import Refused
from station_app.language import format_kg
from station_app.station import Subject
from station_app.storage.handovers import Entry
from ui.desk import Desk
from ui.parts.history_list import HistoryList
from ui.parts.history_model import sending_words
from ui.parts.history_reversal import HistoryReversal
from ui.parts.history_sheet import HistorySheet
from ui.parts.receipt_files import ReceiptFiles
from ui.said import Said
from ui.screens.screen import Screen
from ui.widgets.controls import button, column, label
from ui.widgets.flow import FlowLayout
from wire.messages import Blob


@dataclass(frozen=True, slots=True)
class Looking:
    """What somebody is at here: what is searched, the receipt that is chosen (empty for none), the reason why it is
    reversed (None: it is not), the pictures of its signed sheet (None: none is attached now), and reasons set aside.
    """

    search: str
    unsigned: bool
    receipt: str
    reason: str | None
    sheet: tuple[Blob, ...] | None
    aside: Mapping[str, str]


class HistoryScreen(Screen):
    """One row per receipt, and what can be done with the chosen one."""

    subjects = frozenset({Subject.HANDOVERS, Subject.SENDING})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, name="history")
        _ = desk.texts.gettext
        self._files = ReceiptFiles(desk)
        self.list = HistoryList(desk)
        self.list.chosen.connect(self._row_chosen)
        self.search, self.unsigned = self.list.search, self.list.unsigned
        self.model, self.table, self.count = self.list.model, self.list.table, self.list.count
        self.panel = HistoryReversal(desk, self._files)
        self.panel.reversed.connect(self._reversed)
        self.panel.closed.connect(self._close_panels)
        self.reason, self.error = self.panel.reason, self.panel.error
        self.sheet = HistorySheet(desk)
        self.sheet.closed.connect(self._close_panels)
        self.chosen = label(role="strong", name="history-chosen")
        self.again = button(_("Print again"), self.reprint, name="history-reprint")
        self.open = button(_("Open receipt"), self._open, name="history-open")
        self.reverse = button(_("Reverse handover …"), self.ask_reason, name="history-reverse", kind="danger")
        self.attach = button(_("Attach signed copy …"), self._ask_sheet, name="history-attach")
        body = column(self.list, self.panel, self.sheet)
        for place in (0, 2):
            body.setStretch(place, 1)
        self._buttons = QWidget()
        flow = FlowLayout(self._buttons)
        for part in (self.open, self.again, self.attach, self.reverse):
            flow.addWidget(part)
        self.build(body, column(self.chosen, self._buttons, spacing=4))
        self._row_chosen()

    def refresh(self) -> None:
        """Ask again; the place in the list is kept, and a reason that is being typed is not disturbed."""
        self.list.refresh()
        self._show_chosen()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 (Qt's name)
        """What was typed last is searched when the screen is next seen."""
        super().hideEvent(event)
        if self.list.rest():
            self._stale = True

    def arrive(self) -> None:
        """Typing searches at once; what is done to a receipt goes on."""
        if self.panel.isVisibleTo(self):
            self.reason.setFocus()
        elif self.sheet.isVisibleTo(self):
            self.sheet.photos.add.setFocus()
        else:
            self.search.setFocus()

    def waits(self) -> bool:
        """The receipt of a reversal is being made, or a picture prepared."""
        return self.panel.busy or self.sheet.photos.busy

    def begun(self) -> Looking:
        """What somebody is at."""
        return Looking(
            search=self.search.text(),
            unsigned=self.unsigned.isChecked(),
            receipt=self.entry.receipt if self.entry else "",
            reason=self.reason.text() if self.panel.isVisibleTo(self) else None,
            sheet=self.sheet.photos.photos if self.sheet.isVisibleTo(self) else None,
            aside=self.panel.aside,
        )

    def go_on(self, begun: Looking) -> None:
        """Show the same receipts, and go on with what was begun with the chosen one."""
        self.panel.keep_aside(begun.aside)
        self._stale = False
        self.list.look_for(begun.search, unsigned=begun.unsigned)
        self.list.select(begun.receipt)
        if begun.reason is not None:
            self.ask_reason()
            self.reason.setText(begun.reason)
        elif begun.sheet is not None:
            self._ask_sheet()
            self.sheet.photos.restore(begun.sheet)

    @property
    def entry(self) -> Entry | None:
        """The row that is chosen."""
        return self.list.entry

    def show_receipt(self, receipt: str, *, reverse: bool = False) -> None:
        """Go to a receipt, and with `reverse` ask at once why it is to be reversed."""
        try:
            self.desk.station.handovers.document(receipt)
        except Refused as refused:
            self.desk.warn(refused)
            return
        self.list.look_for(receipt)
        self.list.select(receipt)
        self.table.setFocus()
        if reverse:
            self.ask_reason()

    def reprint(self) -> None:
        """Put the stored file out once more, byte for byte."""
        document = self._document()
        if document is None or self.entry is None:
            return
        receipt, shown = self.entry.receipt, grouped(self.entry.receipt)
        printed, written = (
            Said("Printed again: {receipt}", receipt=shown),
            Said("Written again: {receipt}", receipt=shown),
        )
        said = printed if self.desk.station.config.receipt_printer else written
        self._files.put_out(receipt, document, lambda: self.desk.teller.say(said), again=True)

    def ask_reason(self) -> None:
        """Ask why the handover is to be reversed."""
        entry = self.entry
        if entry is None or entry.kind != "handover" or entry.reversed_by:
            return
        self._close_panels()
        self.panel.begin(entry.receipt)
        self._offer_reversal()
        self.reveal(self.panel)

    def _reversed(self, reversal: str) -> None:
        self.list.clear()
        self.list.select(reversal)

    def _open(self) -> None:
        document, entry = self._document(), self.entry
        if document is not None and entry is not None:
            file = self._files.file(entry.receipt)
            if file.exists() and file.read_bytes() == document:
                self._files.open(file)
            else:
                self._files.write(entry.receipt, document, lambda: self._files.open(file))

    def _document(self) -> bytes | None:
        entry = self.entry
        if entry is None:
            return None
        try:
            return self.desk.station.blobs.read(self.desk.station.handovers.document(entry.receipt))
        except Refused as refused:
            self.desk.warn(refused)
            return None

    def _ask_sheet(self) -> None:
        if self.entry is not None:
            self.panel.hide()
            self._show_list(shown=False)
            self.sheet.begin(self.entry.receipt)

    def _row_chosen(self) -> None:
        self._show_chosen()
        self.panel.set_aside()
        self._close_panels()

    def _show_chosen(self) -> None:
        _ = self.desk.texts.gettext
        entry = self.entry
        self.again.setEnabled(entry is not None)
        self.open.setEnabled(entry is not None)
        self._offer_reversal()
        self.attach.setVisible(entry is not None and entry.unsigned)
        words = _("Choose a row to print, open or reverse it.")
        if entry is not None:
            count = self.desk.texts.ngettext("{count} item", "{count} items", entry.pieces).format(count=entry.pieces)
            weight = format_kg(entry.grams, self.desk.language)
            sent = sending_words(self.desk, at_hub=entry.at_hub, problem=entry.problem)
            told = (grouped(entry.receipt), entry.actor, count, weight, entry.staff, sent)
            words = " · ".join(filter(None, told))
            if entry.reversed_by:
                words += " · " + _("Reversed by {receipt}").format(receipt=grouped(entry.reversed_by))
            elif entry.reverses:
                words += " · " + _("Reverses {receipt}").format(receipt=grouped(entry.reverses))
        self.chosen.setText(words)

    def _offer_reversal(self) -> None:
        """While the reason is asked for, that is where the handover is reversed."""
        entry, asked = self.entry, self.panel.isVisibleTo(self)
        may = entry is not None and entry.kind == "handover" and entry.reversed_by is None
        self.reverse.setEnabled(may and not asked)

    def _close_panels(self) -> None:
        self.panel.close_panel()
        self.sheet.hide()
        self._show_list(shown=True)
        self._offer_reversal()

    def _show_list(self, *, shown: bool) -> None:
        """The list and what belongs to it; away while a sheet is photographed, which needs all the room there is."""
        for part in (self.list, self.chosen, self._buttons):
            part.setVisible(shown)

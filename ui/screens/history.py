"""What was handed over and what was reversed: search, print again the very same file, attach the signed sheet, reverse
with a reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from domain.numbers import grouped
from domain.refused import Refused
from station_app.actions.reverse import PreparedReversal, prepare_reversal, reverse_handover
from station_app.documents.receipt import render_receipt
from station_app.station import Subject
from station_app.storage.handovers import Entry
from ui.desk import Desk
from ui.parts.history_model import HistoryModel
from ui.parts.history_sheet import HistorySheet
from ui.parts.history_table import HistoryTable
from ui.parts.receipt_files import ReceiptFiles
from ui.screens.screen import Screen
from ui.widgets.controls import Notice, button, card, column, label, line, row
from ui.widgets.flow import FlowLayout
from ui.widgets.tile_group import CheckTile
from wire.messages import Blob

PAUSE_MS = 120
"""How long after the last key is searched; actors' names are looked through one by one."""


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
    """`item_asked` tells the number of a thing in a receipt."""

    subjects = frozenset({Subject.HANDOVERS, Subject.SENDING})
    item_asked = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, name="history")
        _ = desk.texts.gettext
        self._files = ReceiptFiles(desk)
        self._aside: dict[str, str] = {}
        self._asked_for = ""
        self.search = line(_("Search: receipt number, actor, organisation number"), name="history-search")
        self.search.setPlaceholderText(_("Search: receipt number, actor, organisation number"))
        self.search.setClearButtonEnabled(True)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self.search.textChanged.connect(self._pause.start)
        self.search.returnPressed.connect(self._first)
        self.unsigned = CheckTile(_("Signed copy missing"), desk.theme, name="history-unsigned")
        self.unsigned.clicked.connect(lambda _on: self._ask())
        self.unfilter = button(_("Remove filter"), self.clear, name="history-unfilter")
        self.model = HistoryModel(desk)
        self.table = HistoryTable(desk, self.model)
        self.table.selectionModel().currentRowChanged.connect(self._current_changed)
        self.sheet = HistorySheet(desk)
        self.sheet.closed.connect(self._close_panel)
        self.count = label(role="subtle", name="history-count")
        self.chosen = label(role="strong", name="history-chosen")
        self.again = button(_("Print again"), self.reprint, name="history-reprint")
        self.open = button(_("Open receipt"), self._open, name="history-open")
        self.reverse = button(_("Reverse handover …"), self.ask_reason, name="history-reverse", kind="danger")
        self.panel = self._reason_panel()
        self.attach = button(_("Attach signed copy …"), self._ask_sheet, name="history-attach")
        told = row(self.unsigned, self.count, self.unfilter)
        told.setStretch(1, 1)
        body = column(self.search, told, self.table, self.panel, self.sheet)
        for place in (2, 4):
            body.setStretch(place, 1)
        self._buttons = QWidget()
        flow = FlowLayout(self._buttons)
        for part in (self.open, self.again, self.attach, self.reverse):
            flow.addWidget(part)
        self.build(body, column(self.chosen, self._buttons, spacing=4))
        self._row_chosen()

    def refresh(self) -> None:
        """Ask again; the place in the list is kept, and a reason that is being typed is not disturbed."""
        before = self.entry
        self._pause.stop()
        self.model.look_for(self.search.text(), unsigned=self.unsigned.isChecked())
        selection = self.table.selectionModel()
        selection.blockSignals(True)
        self.model.reload()
        if before is not None:
            self._select(before.receipt)
        selection.blockSignals(False)
        self.table.viewport().update()
        self._say_count()
        now = self.entry
        if before is None or now is None or before.receipt != now.receipt:
            self._row_chosen()
        else:
            self._show_chosen()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 (Qt's name)
        """What was typed last is searched when the screen is next seen."""
        super().hideEvent(event)
        if self._pause.isActive():
            self._pause.stop()
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
        return not self.panel.isEnabled() or self.sheet.photos.busy

    def begun(self) -> Looking:
        """What somebody is at."""
        return Looking(
            search=self.search.text(),
            unsigned=self.unsigned.isChecked(),
            receipt=self.entry.receipt if self.entry else "",
            reason=self.reason.text() if self.panel.isVisibleTo(self) else None,
            sheet=self.sheet.photos.photos if self.sheet.isVisibleTo(self) else None,
            aside=self._aside,
        )

    def go_on(self, begun: Looking) -> None:
        """Show the same receipts, and go on with what was begun with the chosen one."""
        self._aside = dict(begun.aside)
        self.search.setText(begun.search)
        self.unsigned.setChecked(begun.unsigned)
        self._stale = False
        self._ask()
        self._select(begun.receipt)
        if begun.reason is not None:
            self.ask_reason()
            self.reason.setText(begun.reason)
        elif begun.sheet is not None:
            self._ask_sheet()
            self.sheet.photos.restore(begun.sheet)

    @property
    def entry(self) -> Entry | None:
        """The row that is chosen."""
        return self.model.entry(self.table.currentIndex().row())

    def show_receipt(self, receipt: str, *, reverse: bool = False) -> None:
        """Go to a receipt, and with `reverse` ask at once why it is to be reversed."""
        try:
            self.desk.station.handovers.document(receipt)
        except Refused as refused:
            self.desk.warn(refused)
            return
        self.unsigned.setChecked(False)
        self.search.setText(receipt)
        self._ask()
        self._select(receipt)
        self.table.setFocus()
        if reverse:
            self.ask_reason()

    def clear(self) -> None:
        """Show everything again."""
        self.search.clear()
        self.unsigned.setChecked(False)
        self._ask()

    def reprint(self) -> None:
        """Put the stored file out once more, byte for byte."""
        _ = self.desk.texts.gettext
        document = self._document()
        if document is None or self.entry is None:
            return
        receipt = self.entry.receipt
        printer = self.desk.station.config.receipt_printer
        words = _("Printed again: {receipt}") if printer else _("Written again: {receipt}")
        said = words.format(receipt=grouped(receipt))
        self._files.put_out(receipt, document, lambda: self.desk.teller.say(said), again=True)

    def ask_reason(self) -> None:
        """Ask why the handover is to be reversed."""
        entry = self.entry
        if entry is None or entry.kind != "handover" or entry.reversed_by:
            return
        self.error.show_words("")
        self._close_panel()
        self._asked_for = entry.receipt
        self.reason.setText(self._aside.pop(entry.receipt, ""))
        self.panel.show()
        self.reason.setFocus()
        self.reveal(self.panel)

    def reverse_chosen(self) -> None:
        """Reverse the chosen handover; its own receipt is made in the background first."""
        entry = self.entry
        if entry is None:
            return
        self.error.show_words("")
        try:
            prepared = prepare_reversal(self.desk.station, entry.receipt, self.reason.text())
        except Refused as refused:
            self._failed(refused)
            return
        self.panel.setEnabled(False)
        self.desk.background.run(
            lambda: render_receipt(prepared.receipt),
            lambda document: self._rendered(prepared, document),
            self._failed,
        )

    def _rendered(self, prepared: PreparedReversal, document: bytes) -> None:
        try:
            changed = reverse_handover(self.desk.station, prepared, document)
        except Refused as refused:
            self._failed(refused)
            return
        self._close_panel()
        words = self.desk.texts.gettext("Reversed: {receipt}. Its things are back on the shelf. New receipt {reversal}")
        shown = words.format(receipt=grouped(prepared.reverses), reversal=grouped(changed.number))
        self._files.put_out(changed.number, document, lambda: None)
        self.clear()
        self._select(changed.number)
        self.desk.teller.say(shown)

    def _failed(self, refused: Refused) -> None:
        self.panel.setEnabled(True)
        self.error.show_words(self.desk.words(refused))
        self.reason.setFocus()

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

    def _ask(self) -> None:
        self._pause.stop()
        self.model.ask(self.search.text(), unsigned=self.unsigned.isChecked())
        self._say_count()
        self._row_chosen()

    def _first(self) -> None:
        if self._pause.isActive():
            self._ask()
        if self.model.rowCount():
            self.table.selectRow(0)
            self.table.setFocus()

    def _select(self, receipt: str) -> None:
        place = self.model.row_of(receipt)
        if place >= 0:
            self.table.selectRow(place)

    def _row_chosen(self) -> None:
        self._show_chosen()
        if self.panel.isVisibleTo(self) and self.reason.text().strip():
            # There again when this receipt is to be reversed after all.
            self._aside[self._asked_for] = self.reason.text()
        self._close_panel()

    def _show_chosen(self) -> None:
        _ = self.desk.texts.gettext
        entry = self.entry
        self.again.setEnabled(entry is not None)
        self.open.setEnabled(entry is not None)
        self.reverse.setEnabled(entry is not None and entry.kind == "handover" and entry.reversed_by is None)
        self.attach.setVisible(entry is not None and entry.unsigned)
        words = _("Choose a row to print, open or reverse it.")
        if entry is not None:
            words = f"{grouped(entry.receipt)} · {entry.actor}"
            if entry.reversed_by:
                words += " · " + _("Reversed by {receipt}").format(receipt=grouped(entry.reversed_by))
            elif entry.reverses:
                words += " · " + _("Reverses {receipt}").format(receipt=grouped(entry.reverses))
        self.chosen.setText(words)

    def _say_count(self) -> None:
        _, ngettext = self.desk.texts.gettext, self.desk.texts.ngettext
        searching, unsigned = self.search.text().strip(), self.unsigned.isChecked()
        self.unfilter.setVisible(bool(searching) or unsigned)
        words = ""
        if not self.model.rowCount():
            nothing = _("No signed copy is missing.") if unsigned else _("Nothing handed over yet.")
            words = _("Nothing fits “{search}”.").format(search=searching) if searching else nothing
        elif not searching and (missing := self.desk.station.handovers.unsigned()):
            words = ngettext("{count} signed copy is missing.", "{count} signed copies are missing.", missing)
            words = words.format(count=missing)
        self.count.setText(words)

    def _close_panel(self) -> None:
        self.panel.setEnabled(True)
        self.panel.hide()
        self.sheet.hide()
        self._show_list(shown=True)
        self.reason.clear()

    def _show_list(self, *, shown: bool) -> None:
        """The list and what belongs to it; away while a sheet is photographed, which needs all the room there is."""
        for part in (self.search, self.unsigned, self.count, self.table, self.chosen, self._buttons):
            part.setVisible(shown)

    def _reason_panel(self) -> QWidget:
        _ = self.desk.texts.gettext
        self.reason = line(_("Reason"), name="history-reason")
        self.reason.returnPressed.connect(self.reverse_chosen)
        self.error = Notice(self.desk.theme, name="history-error")
        inside = QVBoxLayout()
        title = label(_("Why is the handover reversed? Its things come back to the shelf, and nothing is deleted."))
        title.setBuddy(self.reason)
        inside.addWidget(title)
        inside.addWidget(label(_("This cannot be undone."), "strong"))
        entered = row(
            self.reason,
            button(_("Reverse handover"), self.reverse_chosen, name="history-reverse-save", kind="destroy"),
            button(_("Cancel"), self._close_panel, name="history-reverse-cancel"),
        )
        entered.setStretch(0, 1)
        inside.addLayout(entered)
        inside.addWidget(self.error)
        panel = card(inside, name="history-reason-panel")
        panel.hide()
        return panel

    def _current_changed(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self._row_chosen()

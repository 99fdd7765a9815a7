"""What was handed over and what was reversed: search, print again the very same file, reverse with a reason."""

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QVBoxLayout, QWidget

from domain.numbers import grouped
from domain.refused import Refused
from station_app.actions.reverse import PreparedReversal, prepare_reversal, reverse_handover
from station_app.documents.receipt import render_receipt
from station_app.station import Subject
from station_app.storage.handovers import Entry
from ui.desk import Desk
from ui.parts.receipt_files import ReceiptFiles
from ui.screens.screen import Screen
from ui.tables import HistoryModel
from ui.theme import TARGET
from ui.widgets.controls import Notice, button, card, column, label, line, row


class HistoryScreen(Screen):
    """`item_asked` tells the number of a thing in a receipt."""

    subjects = frozenset({Subject.HANDOVERS})
    item_asked = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, name="history")
        _ = desk.texts.gettext
        self._files = ReceiptFiles(desk)
        self.search = line(_("Search: receipt number, actor, organisation number"), name="history-search")
        self.search.setPlaceholderText(_("Search: receipt number, actor, organisation number"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._ask)
        self.search.returnPressed.connect(self._first)
        self.model = HistoryModel(desk)
        self.table = self._made_table()
        self.count = label(role="subtle", name="history-count")
        self.chosen = label(role="strong", name="history-chosen")
        self.again = button(_("Print again"), self.reprint, name="history-reprint")
        self.open = button(_("Open receipt"), self._open, name="history-open")
        self.reverse = button(_("Reverse handover …"), self.ask_reason, name="history-reverse", kind="danger")
        self.panel = self._reason_panel()
        body = column(self.search, self.count, self.table, self.panel)
        body.setStretch(2, 1)
        actions = row(self.chosen, self.open, self.again, self.reverse)
        actions.setStretch(0, 1)
        self.build(body, actions, scrolls=False)
        self._row_chosen()

    def refresh(self) -> None:
        """Ask again, and keep the place in the list."""
        entry = self.entry
        self.model.reload()
        if entry is not None:
            self._select(entry.receipt)
        self._say_count()
        self._row_chosen()

    def arrive(self) -> None:
        """Typing searches at once."""
        self.search.setFocus()

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
        self.search.setText(receipt)
        self._select(receipt)
        self.table.setFocus()
        if reverse:
            self.ask_reason()

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
        self.panel.show()
        self.reason.setFocus()

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
        self.search.clear()
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
                self._files.put_out(entry.receipt, document, lambda: self._files.open(file))

    def _document(self) -> bytes | None:
        entry = self.entry
        if entry is None:
            return None
        try:
            return self.desk.station.blobs.read(self.desk.station.handovers.document(entry.receipt))
        except Refused as refused:
            self.desk.warn(refused)
            return None

    def _ask(self) -> None:
        self.model.ask(self.search.text())
        self._say_count()
        self._row_chosen()

    def _first(self) -> None:
        if self.model.rowCount():
            self.table.selectRow(0)
            self.table.setFocus()

    def _select(self, receipt: str) -> None:
        place = self.model.row_of(receipt)
        if place >= 0:
            self.table.selectRow(place)

    def _row_chosen(self) -> None:
        _ = self.desk.texts.gettext
        entry = self.entry
        self.again.setEnabled(entry is not None)
        self.open.setEnabled(entry is not None)
        self.reverse.setEnabled(entry is not None and entry.kind == "handover" and entry.reversed_by is None)
        words = _("Choose a row to print, open or reverse it.")
        if entry is not None:
            words = f"{grouped(entry.receipt)} · {entry.actor}"
            if entry.reversed_by:
                words += "\n" + _("Reversed by {receipt}").format(receipt=grouped(entry.reversed_by))
            elif entry.reverses:
                words += "\n" + _("Reverses {receipt}").format(receipt=grouped(entry.reverses))
        self.chosen.setText(words)
        self._close_panel()

    def _say_count(self) -> None:
        _ = self.desk.texts.gettext
        searching = self.search.text().strip()
        none = _("Nothing fits “{search}”.").format(search=searching) if searching else _("Nothing handed over yet.")
        self.count.setText("" if self.model.rowCount() else none)
        self.count.setVisible(not self.model.rowCount())

    def _close_panel(self) -> None:
        self.panel.setEnabled(True)
        self.panel.hide()
        self.reason.clear()

    def _reason_panel(self) -> QWidget:
        _ = self.desk.texts.gettext
        self.reason = line(_("Reason"), name="history-reason")
        self.reason.returnPressed.connect(self.reverse_chosen)
        self.error = Notice(self.desk.theme, name="history-error")
        inside = QVBoxLayout()
        title = label(_("Why is the handover reversed? Its things come back to the shelf, and nothing is deleted."))
        title.setBuddy(self.reason)
        inside.addWidget(title)
        entered = row(
            self.reason,
            button(_("Reverse handover"), self.reverse_chosen, name="history-reverse-save", kind="primary"),
            button(_("Cancel"), self._close_panel, name="history-reverse-cancel"),
        )
        entered.setStretch(0, 1)
        inside.addLayout(entered)
        inside.addWidget(self.error)
        panel = card(inside, name="history-reason-panel")
        panel.hide()
        return panel

    def _made_table(self) -> QTableView:
        table = QTableView()
        table.setObjectName("history-table")
        table.setAccessibleName(self.desk.texts.gettext("Handovers and reversals"))
        table.setModel(self.model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(max(TARGET, table.fontMetrics().lineSpacing() + 20))
        heads = table.horizontalHeader()
        heads.setHighlightSections(False)
        heads.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        heads.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        heads.setMinimumSectionSize(table.fontMetrics().horizontalAdvance("0") * 7)
        table.selectionModel().currentRowChanged.connect(self._current_changed)
        return table

    def _current_changed(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self._row_chosen()

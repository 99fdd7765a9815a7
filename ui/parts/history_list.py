"""The list of the history: what is searched, the rows that fit, how many signed sheets are missing, what is chosen."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from station_app.storage.handovers import Entry
from ui.desk import Desk
from ui.parts.history_model import HistoryModel
from ui.parts.history_table import HistoryTable
from ui.widgets.controls import button, column, label, line, row
from ui.widgets.tiles import CheckTile

PAUSE_MS = 120
"""How long after the last key is searched; actors' names are looked through one by one."""


class HistoryList(QWidget):
    """`chosen` when another row is chosen, or none any more."""

    chosen = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        _ = desk.texts.gettext
        self._desk = desk
        self.search = line(_("Search: receipt number, actor, organisation number"), name="history-search")
        self.search.setPlaceholderText(_("Search: receipt number, actor, organisation number"))
        self.search.setClearButtonEnabled(True)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.ask)
        self.search.textChanged.connect(self._pause.start)
        self.search.returnPressed.connect(self._first)
        self.unsigned = CheckTile(_("Signed copy missing"), desk.theme, name="history-unsigned")
        self.unsigned.clicked.connect(lambda _on: self.ask())
        self.unfilter = button(_("Remove filter"), self.clear, name="history-unfilter")
        self.count = label(role="subtle", name="history-count")
        self.model = HistoryModel(desk)
        self.table = HistoryTable(desk, self.model)
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self.chosen.emit())
        told = row(self.unsigned, self.count, self.unfilter)
        told.setStretch(1, 1)
        box = column(self.search, told, self.table)
        box.setStretch(2, 1)
        self.setLayout(box)

    @property
    def entry(self) -> Entry | None:
        """The row that is chosen."""
        return self.model.entry(self.table.currentIndex().row())

    def refresh(self) -> None:
        """Ask again; the place in the list is kept. `chosen` only when what was chosen is not there any more."""
        before = self.entry
        self._pause.stop()
        self.model.look_for(self.search.text(), unsigned=self.unsigned.isChecked())
        selection = self.table.selectionModel()
        selection.blockSignals(True)
        self.model.reload()
        if before is not None:
            self.select(before.receipt)
        selection.blockSignals(False)
        self.table.viewport().update()
        self._say_count()
        now = self.entry
        if before is None or now is None or before.receipt != now.receipt:
            self.chosen.emit()

    def ask(self) -> None:
        """Search for what stands in the field, now."""
        self._pause.stop()
        self.model.ask(self.search.text(), unsigned=self.unsigned.isChecked())
        self._say_count()
        self.chosen.emit()

    def rest(self) -> bool:
        """Search for nothing until it is seen again; True when something typed was still to be searched."""
        waiting = self._pause.isActive()
        self._pause.stop()
        return waiting

    def look_for(self, search: str, *, unsigned: bool = False) -> None:
        """Show what fits."""
        self.search.setText(search)
        self.unsigned.setChecked(unsigned)
        self.ask()

    def clear(self) -> None:
        """Show everything again."""
        self.look_for("")

    def select(self, receipt: str) -> None:
        """Choose the row of this receipt, if it is there."""
        place = self.model.row_of(receipt)
        if place >= 0:
            self.table.selectRow(place)

    def _first(self) -> None:
        if self._pause.isActive():
            self.ask()
        if self.model.rowCount():
            self.table.selectRow(0)
            self.table.setFocus()

    def _say_count(self) -> None:
        _, ngettext = self._desk.texts.gettext, self._desk.texts.ngettext
        searching, unsigned = self.search.text().strip(), self.unsigned.isChecked()
        self.unfilter.setVisible(bool(searching) or unsigned)
        words = ""
        if not self.model.rowCount():
            nothing = _("No signed copy is missing.") if unsigned else _("Nothing handed over yet.")
            words = _("Nothing fits “{search}”.").format(search=searching) if searching else nothing
        elif not searching and (missing := self._desk.station.handovers.unsigned()):
            words = ngettext("{count} signed copy is missing.", "{count} signed copies are missing.", missing)
            words = words.format(count=missing)
        self.count.setText(words)

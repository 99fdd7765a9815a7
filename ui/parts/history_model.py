"""The model of the history: handovers and reversals, newest first, fetched by key as the table is scrolled."""

import datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt

from domain.numbers import grouped
from station_app.language import format_day, format_kg
from station_app.storage.handovers import Entry
from ui.desk import Desk
from ui.tables import OBJECT, PAGE, Index
from ui.words import moment

TOLD_BELOW = (2, 6, 4, 7, 5)
"""The columns that the row that is chosen tells below the table, too, the least needed first: the receipt's number, who
made it, how many things, whether it is sent, their weight."""
STRETCHED = 3
"""The column of the actor's name, which takes the room that is left."""
_FIGURES = (4, 5)
"""Columns that stand at the right."""


class HistoryModel(QAbstractTableModel):
    """One row per receipt; what was fetched stays, because a counter makes dozens a day and not thousands."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._entries: list[Entry] = []
        self._search, self._unsigned, self._more = "", False, False

    def ask(self, search: str, *, unsigned: bool = False) -> None:
        """Show what fits number, actor or organisation number; `unsigned`: handovers whose signed sheet is missing."""
        self._entries = []
        self.look_for(search, unsigned=unsigned)
        self.reload()

    def look_for(self, search: str, *, unsigned: bool) -> None:
        """Ask for this from the next time on."""
        self._search, self._unsigned = search, unsigned

    def reload(self) -> None:
        """Ask again for as much as is shown."""
        self.beginResetModel()
        limit = max(PAGE, len(self._entries))
        self._entries = self._page(limit, after=None)
        self.endResetModel()

    def entry(self, row: int) -> Entry | None:
        """The entry in a row."""
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def row_of(self, receipt: str) -> int:
        """The row of a receipt among those fetched so far; -1 when it is not there."""
        return next((row for row, entry in enumerate(self._entries) if entry.receipt == receipt), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 (Qt's name and default)
        """Rows fetched so far."""
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 (Qt's name and default)
        """As many as there are headings."""
        return 0 if parent.isValid() else len(self._headings())

    def canFetchMore(self, parent: Index) -> bool:  # noqa: N802 (Qt's name)
        """Whether there may be more."""
        return not parent.isValid() and self._more

    def fetchMore(self, parent: Index) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Fetch the next page."""
        more = self._page(PAGE, after=self._entries[-1])
        if more:
            first = len(self._entries)
            self.beginInsertRows(QModelIndex(), first, first + len(more) - 1)
            self._entries.extend(more)
            self.endInsertRows()

    def headerData(  # noqa: N802 (Qt's name)
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        """What a column holds."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._headings()[section]
        return _side(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """A cell's words."""
        entry = self.entry(index.row())
        if entry is None:
            return None
        if role == OBJECT:
            return entry
        if role == Qt.ItemDataRole.DisplayRole and index.column() == 0 and self._same_day(index.row()):
            return moment(self._desk, entry.at)[len(self._day(entry)) :].strip()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._cells(entry)[index.column()]
        return _side(index.column()) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def _page(self, limit: int, after: Entry | None) -> list[Entry]:
        found = self._desk.station.handovers.history(
            search=self._search, unsigned=self._unsigned, limit=limit + 1, after=after.place if after else None
        )
        self._more = len(found) > limit
        return list(found[:limit])

    def _same_day(self, row: int) -> bool:
        """Whether the row above is of the same day; the day then stands only there."""
        above, entry = self.entry(row - 1), self.entry(row)
        return above is not None and entry is not None and self._day(above) == self._day(entry)

    def _day(self, entry: Entry) -> str:
        return format_day(datetime.datetime.fromisoformat(entry.at), self._desk.language)

    def _headings(self) -> list[str]:
        _ = self._desk.texts.gettext
        return [_("Time"), _("What"), _("Receipt"), _("Actor"), _("Items"), _("Weight"), _("Staff"), _("Sending")]

    def _cells(self, entry: Entry) -> list[str]:
        return [
            moment(self._desk, entry.at),
            kind_words(self._desk, entry),
            grouped(entry.receipt),
            entry.actor,
            str(entry.pieces),
            format_kg(entry.grams, self._desk.language),
            entry.staff,
            sending_words(self._desk, at_hub=entry.at_hub, problem=entry.problem),
        ]


def kind_words(desk: Desk, entry: Entry) -> str:
    """What an entry of the history is."""
    _ = desk.texts.gettext
    if entry.kind == "reversal":
        return _("Reversal")
    if entry.unsigned:
        return _("Handover, not signed")
    return _("Handover, reversed") if entry.reversed_by else _("Handover")


def sending_words(desk: Desk, *, at_hub: bool, problem: str | None = None) -> str:
    """How far something is on its way to the municipality: a sign for the eye, a word for everybody."""
    _ = desk.texts.gettext
    if problem is not None:
        return "! " + _("to be seen to")
    return "✓ " + _("sent") if at_hub else "… " + _("waiting")


def _side(column: int) -> Qt.AlignmentFlag:
    """Figures stand at the right of their column, words at the left."""
    side = Qt.AlignmentFlag.AlignRight if column in _FIGURES else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter

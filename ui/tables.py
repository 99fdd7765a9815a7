"""Models for long lists: items page by page, and the history. They hold what was asked for, and ask again when told."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from domain.item import State
from domain.numbers import grouped
from station_app.language import format_kg
from station_app.storage.handovers import Entry
from station_app.storage.items import LARGEST_PAGE, Item
from ui.desk import Desk
from ui.thumbnails import Thumbnails
from ui.words import item_line, moment

Index = QModelIndex | QPersistentModelIndex
PAGE = 60
OBJECT = int(Qt.ItemDataRole.UserRole) + 1
"""The role under which a row's item or entry is had."""


class ItemsModel(QAbstractListModel):
    """Items, newest first, fetched by key as the list is scrolled; the cost does not grow with the depth."""

    def __init__(self, desk: Desk, thumbnails: Thumbnails) -> None:
        super().__init__()
        self._desk, self._thumbnails = desk, thumbnails
        self._items: list[Item] = []
        self._next: int | None = None
        self._search, self._state = "", State.REGISTERED
        self._all_states = False
        thumbnails.ready.connect(self._picture_came)

    def ask(self, search: str, state: State | None) -> None:
        """Show what holds these words and is in this state (None for any)."""
        self._search, self._all_states = search, state is None
        self._state = state or State.REGISTERED
        self._load(PAGE)

    def reload(self) -> None:
        """Ask again for as much as is shown."""
        self._load(max(PAGE, min(len(self._items), LARGEST_PAGE)))

    def item(self, row: int) -> Item | None:
        """The item in a row."""
        return self._items[row] if 0 <= row < len(self._items) else None

    def row_of(self, number: str) -> int:
        """The row of an item among those fetched so far; -1 when it is not there."""
        return next((row for row, item in enumerate(self._items) if item.number == number), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 (Qt's name and default)
        """Rows fetched so far."""
        return 0 if parent.isValid() else len(self._items)

    def canFetchMore(self, parent: Index) -> bool:  # noqa: N802 (Qt's name)
        """Whether there are more."""
        return not parent.isValid() and self._next is not None

    def fetchMore(self, parent: Index) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Fetch the next page."""
        page = self._desk.station.items.page(search=self._search, state=self._wanted(), limit=PAGE, after=self._next)
        first = len(self._items)
        self._next = page.next
        if page.items:
            self.beginInsertRows(QModelIndex(), first, first + len(page.items) - 1)
            self._items.extend(page.items)
            self.endInsertRows()

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """A row's item, its words, its picture."""
        item = self.item(index.row())
        if item is None:
            return None
        if role == OBJECT:
            return item
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return item_line(self._desk, item)
        if role == Qt.ItemDataRole.DecorationRole and item.photos:
            return self._thumbnails.pixmap(item.photos[0])
        return None

    def _load(self, count: int) -> None:
        page = self._desk.station.items.page(search=self._search, state=self._wanted(), limit=count)
        self.beginResetModel()
        self._items = list(page.items)
        self._next = page.next
        self.endResetModel()

    def _wanted(self) -> State | None:
        return None if self._all_states else self._state

    def _picture_came(self, sha256: str) -> None:
        for row, item in enumerate(self._items):
            if item.photos and item.photos[0] == sha256:
                place = self.index(row)
                self.dataChanged.emit(place, place, [Qt.ItemDataRole.DecorationRole])


class HistoryModel(QAbstractTableModel):
    """Handovers and reversals, newest first."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._entries: tuple[Entry, ...] = ()
        self._search = ""
        self._limit = PAGE

    def ask(self, search: str) -> None:
        """Show what fits the number, the actor or the organisation number."""
        self._search, self._limit = search, PAGE
        self.reload()

    def reload(self) -> None:
        """Ask again."""
        self.beginResetModel()
        self._entries = self._desk.station.handovers.history(search=self._search, limit=self._limit)
        self.endResetModel()

    def entry(self, row: int) -> Entry | None:
        """The entry in a row."""
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def row_of(self, receipt: str) -> int:
        """The row of a receipt among those shown; -1 when it is not there."""
        return next((row for row, entry in enumerate(self._entries) if entry.receipt == receipt), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 (Qt's name and default)
        """Rows fetched so far."""
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 (Qt's name and default)
        """As many as there are headings."""
        return 0 if parent.isValid() else len(self._headings())

    def canFetchMore(self, parent: Index) -> bool:  # noqa: N802 (Qt's name)
        """Whether there may be more."""
        return not parent.isValid() and len(self._entries) == self._limit

    def fetchMore(self, parent: Index) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Ask for twice as many."""
        self._limit *= 2
        more = self._desk.station.handovers.history(search=self._search, limit=self._limit)
        if len(more) > len(self._entries):
            self.beginInsertRows(QModelIndex(), len(self._entries), len(more) - 1)
            self._entries = more
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
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._cells(entry)[index.column()]
        return _side(index.column()) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def _headings(self) -> list[str]:
        _ = self._desk.texts.gettext
        return [_("Time"), _("What"), _("Receipt"), _("Actor"), _("Things"), _("Weight"), _("Staff")]

    def _cells(self, entry: Entry) -> list[str]:
        return [
            moment(self._desk, entry.at),
            kind_words(self._desk, entry),
            grouped(entry.receipt),
            entry.actor,
            str(entry.pieces),
            format_kg(entry.grams, self._desk.language),
            entry.staff,
        ]


def _side(column: int) -> Qt.AlignmentFlag:
    """Figures stand at the right of their column, words at the left."""
    right = column in (4, 5)
    return (Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter


def kind_words(desk: Desk, entry: Entry) -> str:
    """What an entry of the history is."""
    _ = desk.texts.gettext
    if entry.kind == "reversal":
        return _("Reversal")
    return _("Handover, reversed") if entry.reversed_by else _("Handover")

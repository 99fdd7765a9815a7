"""The model of a long list of items: page by page either way. It holds what was asked for, and asks again when told."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from domain.item import State
from station_app.storage.items import LARGEST_PAGE, Item, Wanted
from ui.desk import Desk
from ui.thumbnails import Thumbnails
from ui.words import item_line

Index = QModelIndex | QPersistentModelIndex
PAGE = 60
WINDOW = 480
"""Rows that are held at once; those at the other end go, and come back when they are scrolled to."""
OBJECT = int(Qt.ItemDataRole.UserRole) + 1
"""The role under which a row's item or entry is had."""


@dataclass(frozen=True, slots=True)
class Held:
    """A window on a long list: what was asked for, the id of the first row (None for the newest), how many rows."""

    wanted: Wanted
    first: int | None
    count: int


class ItemsModel(QAbstractListModel):
    """Items, newest first, fetched by key as the list is scrolled either way; the cost does not grow with the depth.

    `moved` tells by how many rows everything that is held moved down (below zero: up).
    """

    moved = Signal(int)

    def __init__(self, desk: Desk, thumbnails: Thumbnails) -> None:
        super().__init__()
        self._desk, self._thumbnails = desk, thumbnails
        self._items: list[Item] = []
        self._next: int | None = None
        self._above = False
        self.wanted = Wanted(state=State.REGISTERED)
        thumbnails.ready.connect(self._picture_came)

    def ask(self, wanted: Wanted) -> None:
        """Show these, from the newest on."""
        self.wanted, self._above = wanted, False
        self._load(PAGE, None)

    def reload(self) -> None:
        """Ask again for as much as is shown, at the same place."""
        self.hold(self.held)

    @property
    def held(self) -> Held:
        """Which rows are held now."""
        return Held(self.wanted, self._items[0].id if self._above and self._items else None, len(self._items))

    def hold(self, held: Held) -> None:
        """Hold these rows again."""
        self.wanted, self._above = held.wanted, held.first is not None
        self._load(max(PAGE, min(held.count, LARGEST_PAGE)), None if held.first is None else held.first + 1)

    def item(self, row: int) -> Item | None:
        """The item in a row."""
        return self._items[row] if 0 <= row < len(self._items) else None

    def row_of(self, number: str) -> int:
        """The row of an item among those that are held; -1 when it is not there."""
        return next((row for row, item in enumerate(self._items) if item.number == number), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 (Qt's name and default)
        """Rows that are held."""
        return 0 if parent.isValid() else len(self._items)

    def canFetchMore(self, parent: Index) -> bool:  # noqa: N802 (Qt's name)
        """Whether there are more below."""
        return not parent.isValid() and self._next is not None

    def fetchMore(self, parent: Index) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Fetch the next page below."""
        page = self._desk.station.items.page(self.wanted, limit=PAGE, after=self._next)
        first, self._next = len(self._items), page.next
        if not page.items:
            return
        self.beginInsertRows(QModelIndex(), first, first + len(page.items) - 1)
        self._items.extend(page.items)
        self.endInsertRows()
        if (spare := len(self._items) - WINDOW) > 0:
            self.beginRemoveRows(QModelIndex(), 0, spare - 1)
            del self._items[:spare]
            self._above = True
            self.endRemoveRows()
            self.moved.emit(-spare)

    def fetch_above(self) -> None:
        """Fetch the page right above, if there is one."""
        if not self._above or not self._items:
            return
        page = self._desk.station.items.page(self.wanted, limit=PAGE, above=self._items[0].id)
        self._above = page.next is not None
        if not page.items:
            return
        self.beginInsertRows(QModelIndex(), 0, len(page.items) - 1)
        self._items[:0] = page.items
        self.endInsertRows()
        if (spare := len(self._items) - WINDOW) > 0:
            self.beginRemoveRows(QModelIndex(), WINDOW, len(self._items) - 1)
            del self._items[-spare:]
            self._next = self._items[-1].id
            self.endRemoveRows()
        self.moved.emit(len(page.items))

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

    def _load(self, count: int, after: int | None) -> None:
        page = self._desk.station.items.page(self.wanted, limit=count, after=after)
        self.beginResetModel()
        self._items = list(page.items)
        self._next = page.next
        self.endResetModel()

    def _picture_came(self, sha256: str) -> None:
        for row, item in enumerate(self._items):
            if item.photos and item.photos[0] == sha256:
                place = self.index(row)
                self.dataChanged.emit(place, place, [Qt.ItemDataRole.DecorationRole])

"""Everything the station has taken in: search as you type, choose by state, and one item in detail beside the list."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QListView, QVBoxLayout, QWidget

from domain.item import State
from station_app.station import Subject
from ui.desk import Desk
from ui.parts.category_picker import LOOKS_LIKE_A_NUMBER
from ui.parts.item_row import ItemRow
from ui.screens.item import ItemPanel
from ui.screens.screen import Screen
from ui.tables import ItemsModel
from ui.theme import TARGET
from ui.thumbnails import Thumbnails
from ui.widgets.controls import label, line, row
from ui.widgets.tile_group import Choice, TileGroup
from ui.words import state_words

ANY = "any"
BOTH = 110
"""From so many digits' width on, list and item stand side by side."""


class ShelfScreen(Screen):
    """`number_typed` tells a whole number that was typed instead of scanned."""

    subjects = frozenset({Subject.ITEMS, Subject.HANDOVERS, Subject.REFERENCE})
    number_typed = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, name="shelf")
        _ = desk.texts.gettext
        self.search = line(_("Search: number, words, category"), name="shelf-search")
        self.search.setPlaceholderText(_("Search: number, words, category"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._ask)
        self.search.returnPressed.connect(self._entered)
        self.filter = TileGroup(desk.theme, name="shelf-filter", meaning=_("State"), column=120, least=TARGET)
        states = [Choice(state.value, words) for state, words in state_words(desk.texts).items()]
        self.filter.fill([*states, Choice(ANY, _("All"))])
        self.filter.choose(State.REGISTERED)
        self.filter.chosen.connect(lambda _value: self._ask())
        self.model = ItemsModel(desk, Thumbnails(desk.station.blobs, desk.background))
        self.list = QListView()
        self.list.setObjectName("shelf-list")
        self.list.setAccessibleName(_("Items"))
        self.list.setUniformItemSizes(True)
        self.list.setModel(self.model)
        self._rows = ItemRow(desk)
        self.list.setItemDelegate(self._rows)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.selectionModel().currentChanged.connect(self._row_chosen)
        self.list.activated.connect(self._row_chosen)
        self.list.clicked.connect(self._row_chosen)
        self.count = label(role="subtle", name="shelf-count")
        self.panel = ItemPanel(desk)
        self.panel.closed.connect(self._close_panel)
        self.panel.hide()
        self._lay_out()
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(self._to_search)

    def refresh(self) -> None:
        """Ask again, and keep the place in the list."""
        shown = self.panel.number
        self.model.reload()
        self._say_count()
        if shown and self.panel.isVisible():
            self.panel.reload()
            self._select(shown)

    def arrive(self) -> None:
        """Typing searches at once."""
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_item(self, number: str) -> bool:
        """Show a scanned item beside the list."""
        self.show_item(number)
        return True

    def show_item(self, number: str) -> None:
        """Show this item in detail."""
        if self.panel.show_number(number):
            self._open_panel()
            self._select(number)

    def resizeEvent(self, event: object) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Without room for both, the item stands alone."""
        self._share_room()

    def _lay_out(self) -> None:
        self._left = QWidget()
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.addWidget(self.search)
        left.addWidget(self.filter)
        left.addLayout(row(self.count))
        left.addWidget(self.list, 1)
        body = QHBoxLayout()
        body.setSpacing(24)
        body.addWidget(self._left, 5)
        body.addWidget(self.panel, 4)
        self.build(body, scrolls=False)

    def _ask(self) -> None:
        chosen = self.filter.value
        self.model.ask(self.search.text(), None if chosen == ANY else State(chosen))
        self._say_count()

    def _entered(self) -> None:
        typed = "".join(self.search.text().split())
        if typed.isdigit() and len(typed) >= LOOKS_LIKE_A_NUMBER:
            self.search.clear()
            self.number_typed.emit(typed)
        elif self.model.rowCount():
            self.list.setFocus()
            self.list.setCurrentIndex(self.model.index(0))

    def _row_chosen(self, index: QModelIndex) -> None:
        item = self.model.item(index.row())
        if item is not None and index.isValid() and (item.number != self.panel.number or not self.panel.isVisible()):
            self.panel.show_number(item.number)
            self._open_panel()

    def _say_count(self) -> None:
        _, ngettext = self.desk.texts.gettext, self.desk.texts.ngettext
        rows, searching, chosen = self.model.rowCount(), self.search.text().strip(), self.filter.value
        if not rows:
            words = _("Nothing fits “{search}”.").format(search=searching) if searching else _("Nothing here yet.")
            if not searching and chosen == State.REGISTERED:
                words = _("Nothing on the shelf yet. F1 to register.")
        elif searching or chosen == ANY:
            more = self.model.canFetchMore(QModelIndex())
            words = ngettext("{count} thing", "{count} things", rows).format(count=f"{rows}+" if more else rows)
        else:
            count = self.desk.station.items.count(State(chosen))
            words = ngettext("{count} thing", "{count} things", count).format(count=count)
        self.count.setText(words)

    def _select(self, number: str) -> None:
        place = self.model.row_of(number)
        selection = self.list.selectionModel()
        selection.blockSignals(True)
        self.list.setCurrentIndex(self.model.index(place) if place >= 0 else QModelIndex())
        selection.blockSignals(False)
        self.list.viewport().update()

    def _open_panel(self) -> None:
        self.panel.show()
        self._share_room()

    def _close_panel(self) -> None:
        self.panel.hide()
        self._share_room()
        self.list.setFocus()

    def _share_room(self) -> None:
        narrow = self.width() < self.fontMetrics().horizontalAdvance("0") * BOTH
        self._left.setVisible(not (narrow and self.panel.isVisibleTo(self)))

    def _to_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

"""Everything the station has taken in: search as you type, choose by state, and one item in detail beside the list."""

from collections.abc import Callable
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.refused import Refused
from station_app.actions.printing import queue_print
from station_app.station import Changed, Subject
from station_app.storage.jobs import JobKind
from ui.desk import Desk
from ui.parts.browsing import Browsing
from ui.parts.category_picker import LOOKS_LIKE_A_NUMBER
from ui.parts.shelf_filters import ShelfFilters
from ui.parts.shelf_list import ShelfList
from ui.said import Said
from ui.screens.screen import Screen
from ui.tables import ItemsModel
from ui.thumbnails import Thumbnails
from ui.widgets.controls import announce, button, label, line, row
from ui.widgets.key_orders import on_key
from ui.widgets.order import stand_after

if TYPE_CHECKING:
    from ui.screens.item import ItemPanel

PAUSE_MS = 80
"""How long after the last key is searched: a person types on, a search takes a few milliseconds."""
COUNTED = 1_000
"""So many are counted; beyond that a number helps nobody and would take time."""
BOTH = 110
"""From so many digits' width on, list and item stand side by side."""


class ShelfScreen(Screen):
    """All signals tell a number; `number_typed` one that was typed instead of scanned."""

    subjects = frozenset({Subject.ITEMS, Subject.HANDOVERS, Subject.REFERENCE, Subject.RESERVATIONS})
    number_typed = Signal(str)
    hand_over_asked = Signal(str)
    receipt_asked = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, name="shelf")
        _ = desk.texts.gettext
        self.search = line(_("Search: number, words, category"), name="shelf-search")
        self.search.setPlaceholderText(_("Search: number, words, category"))
        self.search.setClearButtonEnabled(True)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self.search.textChanged.connect(self._pause.start)
        self.search.returnPressed.connect(self._entered)
        self.filters = ShelfFilters(desk)
        self.filters.changed.connect(self._ask)
        self.model = ItemsModel(desk, Thumbnails(desk.station.blobs, desk.background))
        self.list = ShelfList(desk, self.model)
        self.list.selectionModel().currentChanged.connect(self._row_chosen)
        self.list.activated.connect(self._row_chosen)
        self.list.clicked.connect(self._row_chosen)
        self.unfilter = button(_("Remove filter"), self.clear, name="shelf-unfilter")
        self.print_list = button(_("Print list (A4)"), self._print_list, name="shelf-print")
        self.count = label(role="subtle", name="shelf-count")
        self._lay_out()
        on_key(self, QKeySequence.StandardKey.Find, self._to_search)

    @property
    def later(self) -> tuple[Callable[[], object], ...]:
        """What makes the part of an item, which is not seen before one is chosen."""
        return (
            lambda: import_module("ui.screens.item"),
            lambda: self.panel,
            lambda: import_module("ui.parts.item_editor"),
            lambda: self.panel.editor,
            lambda: self.panel.edit_page,
            lambda: self.panel.discard_page,
        )

    @cached_property
    def panel(self) -> "ItemPanel":
        """The item beside the list."""
        from ui.screens.item import ItemPanel

        panel = ItemPanel(self.desk)
        panel.hand_over_asked.connect(self.hand_over_asked)
        panel.receipt_asked.connect(self.receipt_asked)
        panel.closed.connect(self._close_panel)
        panel.hide()
        self._beside.addWidget(panel, 4)
        stand_after(panel, self._left)
        return panel

    @property
    def _shown(self) -> "ItemPanel | None":
        """The item beside the list, if there is one now."""
        return self.panel if "panel" in self.__dict__ and self.panel.isVisibleTo(self) else None

    def refresh(self) -> None:
        """Ask again, and keep the place in the list."""
        self._pause.stop()
        wanted = self.filters.wanted(self.search.text())
        if wanted == self.model.wanted:
            self.model.reload()
        else:
            self.model.ask(wanted)
        self._say_count()
        if self._shown is not None and self._shown.number:
            self._shown.reload()
            self._select(self._shown.number)

    def arrive(self) -> None:
        """Typing searches at once; what is done to an item goes on where it was."""
        panel = self._shown
        if panel and (panel.deed.editing or panel.deed.reason is not None or not self._has_room()):
            panel.focus()
        else:
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def waits(self) -> bool:
        """A photo that is being prepared belongs to the change that is being made."""
        return "panel" in self.__dict__ and self.panel.busy

    def begun(self) -> Browsing:
        """What somebody is at."""
        item = self._shown.number if self._shown else ""
        deeds = self.panel.begun() if "panel" in self.__dict__ else {}
        return Browsing(self.filters.begun(), self.search.text(), self.model.held, item, deeds)

    def go_on(self, begun: Browsing) -> None:
        """Show the same part of the shelf, and the same item with what was begun."""
        self.filters.go_on(begun.filters)
        self.search.setText(begun.search)
        self._pause.stop()
        self._stale = False
        self.model.hold(begun.held)
        self._say_count()
        if begun.deeds:
            self.panel.go_on(begun.deeds)
        if begun.item and self.panel.show_number(begun.item):
            self._open_panel()
            self._select(begun.item)

    def take_item(self, number: str) -> bool:
        """Show a scanned item beside the list."""
        self.show_item(number)
        return True

    def show_item(self, number: str) -> None:
        """Show this item in detail, and in the list where it stands."""
        if self.panel.show_number(number):
            self._open_panel()
            self._select(number)
            self._to_selected()
            if not self._has_room():
                # It stands alone: Tab and Enter begin with the first thing that can be done.
                self.panel.focus()

    def clear(self) -> None:
        """Show all of the shelf again."""
        self.search.clear()
        self.filters.clear()
        self._ask()

    def note(self, changed: Changed) -> None:
        """A published catalogue may bring other categories; sending moves the marks in an item's history."""
        if Subject.REFERENCE in changed.subjects:
            self.filters.refill()
        if Subject.SENDING in changed.subjects and self._shown is not None and self.isVisible():
            self._shown.reload()
        super().note(changed)

    def resizeEvent(self, event: object) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Without room for both, the item stands alone."""
        self._share_room()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 (Qt's name)
        """What was typed last is searched when the screen is next seen."""
        super().hideEvent(event)
        if self._pause.isActive():
            self._pause.stop()
            self._stale = True

    def _lay_out(self) -> None:
        self._left = QWidget()
        left = QVBoxLayout(self._left)
        left.setSpacing(8)
        left.setContentsMargins(0, 0, 0, 0)
        left.addWidget(self.search)
        left.addWidget(self.filters)
        told = row(self.count, self.unfilter, self.print_list)
        told.setStretch(0, 1)
        left.addLayout(told)
        left.addWidget(self.list, 1)
        self._beside = QHBoxLayout()
        self._beside.setSpacing(24)
        self._beside.addWidget(self._left, 5)
        self.build(self._beside, listed=self.list)

    def _ask(self) -> None:
        self._pause.stop()
        self.model.ask(self.filters.wanted(self.search.text()))
        self._say_count()

    def _print_list(self) -> None:
        try:
            queue_print(self.desk.station, JobKind.SHELF_LIST)
        except Refused as refused:
            self.desk.warn(refused)
            return
        self.desk.teller.say(Said("The list of the shelf waits for the printer."))

    def _entered(self) -> None:
        typed = "".join(self.search.text().split())
        if self._pause.isActive():
            self._ask()
        if typed.isdigit() and len(typed) >= LOOKS_LIKE_A_NUMBER:
            self.search.clear()
            self.number_typed.emit(typed)
        elif self.model.rowCount():
            self.list.setFocus()
            self.list.setCurrentIndex(self.model.index(0))

    def _row_chosen(self, index: QModelIndex) -> None:
        item = self.model.item(index.row())
        shown = self._shown.number if self._shown else ""
        if item is not None and index.isValid() and item.number != shown:
            self.panel.show_number(item.number)
            self._open_panel()

    def _say_count(self) -> None:
        searching, plain = self.search.text().strip(), self.filters.plain
        self.unfilter.setVisible(bool(searching) or not plain)
        self.print_list.setVisible(not searching and plain and self.model.rowCount() > 0)
        words = self._how_many() if self.model.rowCount() else self._nothing(searching)
        if words != self.count.text():
            self.count.setText(words)
            announce(self.count, words)

    def _how_many(self) -> str:
        ngettext = self.desk.texts.ngettext
        count = self.desk.station.items.count(self.model.wanted, up_to=COUNTED)
        if count > COUNTED:
            return self.desk.texts.gettext("More than {count} items").format(count=COUNTED)
        return ngettext("{count} item", "{count} items", count).format(count=count)

    def _nothing(self, searching: str) -> str:
        _ = self.desk.texts.gettext
        if searching:
            words = _("Nothing fits “{search}”.").format(search=searching)
            return words if self.filters.plain else words + " " + _("Something else is filtered too.")
        if self.filters.plain:
            return _("Nothing on the shelf yet. F1 to register.")
        return _("Nothing fits what is chosen above.")

    def _select(self, number: str) -> None:
        place = self.model.row_of(number)
        selection = self.list.selectionModel()
        selection.blockSignals(True)
        self.list.setCurrentIndex(self.model.index(place) if place >= 0 else QModelIndex())
        selection.blockSignals(False)
        self.list.viewport().update()

    def _to_selected(self) -> None:
        """Scroll to the row that is chosen, once rows have their place; without one the list stays where it is."""
        QTimer.singleShot(0, self.list, lambda: self.list.scrollTo(self.list.currentIndex()))

    def _open_panel(self) -> None:
        self.panel.show()
        self._share_room()

    def _close_panel(self) -> None:
        self.panel.hide()
        self._share_room()
        self.list.setFocus()

    def _share_room(self) -> None:
        self._left.setVisible(self._has_room() or self._shown is None)

    def _has_room(self) -> bool:
        """Whether list and item have room beside each other."""
        return self.width() >= self.fontMetrics().horizontalAdvance("0") * BOTH

    def _to_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

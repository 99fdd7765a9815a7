"""What of the shelf is shown: by state, category or group, age, and what lacks a label."""

import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from domain.item import State
from station_app.language import oslo
from station_app.storage.items import Wanted
from ui.desk import Desk
from ui.theme import Theme
from ui.widgets.choice_box import ChoiceBox
from ui.widgets.flow import FlowLayout
from ui.widgets.tiles import CheckTile
from ui.words import state_words

ANY = "any"
"""Every state but void, which is shown only when asked for."""
AGES = (7, 14, 30, 90)
"""Days that a person can choose from."""


class ShelfFilters(QWidget):
    """`changed` when a person chose something else."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        _ = desk.texts.gettext
        self._desk = desk
        self.setObjectName("shelf-filters")
        self.state = _box(desk.theme, _("State filter"), "shelf-state", shown=13)
        self.category = _box(desk.theme, _("Category filter"), "shelf-category")
        self.age = _box(desk.theme, _("Age filter"), "shelf-age")
        self.unlabelled = CheckTile(_("Without label"), desk.theme, name="shelf-unlabelled")
        self._fill()
        self.clear()
        self.state.activated.connect(lambda _index: self._chosen())
        self.category.activated.connect(lambda _index: self._chosen())
        self.age.activated.connect(lambda _index: self._chosen())
        self.unlabelled.clicked.connect(lambda _on: self._chosen())
        flow = FlowLayout(self, spacing=8)
        for part in (self.state, self.category, self.age, self.unlabelled):
            flow.addWidget(part)

    @property
    def plain(self) -> bool:
        """Whether all of the shelf is shown and nothing else."""
        return self.wanted("") == Wanted(state=State.REGISTERED)

    def wanted(self, search: str) -> Wanted:
        """What is to be shown, with these words."""
        days, chosen = self.age.currentData(), self.state.currentData()
        return Wanted(
            search=search,
            state=None if chosen == ANY else State(chosen),
            categories=tuple(self.category.currentData() or ()),
            since=self._days_ago(days) if days and self.age.isEnabled() else "",
            unlabelled=self.unlabelled.isChecked(),
        )

    def begun(self) -> tuple[int, int, int, bool]:
        """What is chosen in each, by its place."""
        boxes = (self.state.currentIndex(), self.category.currentIndex(), self.age.currentIndex())
        return (*boxes, self.unlabelled.isChecked())

    def go_on(self, begun: tuple[int, int, int, bool]) -> None:
        """Choose what was chosen before the window was drawn anew. Nothing is told."""
        for box, place in zip((self.state, self.category, self.age), begun[:3], strict=True):
            box.setCurrentIndex(place)
        self.unlabelled.setChecked(begun[3])
        self.age.setEnabled(self.state.currentData() == State.REGISTERED.value)

    def clear(self) -> None:
        """All of the shelf, and nothing else."""
        self.state.setCurrentIndex(0)
        self.category.setCurrentIndex(0)
        self.age.setCurrentIndex(0)
        self.age.setEnabled(True)
        self.unlabelled.setChecked(False)

    def choose_state(self, value: str) -> None:
        """As if a person had chosen this state, or ANY."""
        self.state.setCurrentIndex(self.state.findData(value))
        self._chosen()

    def refill(self) -> None:
        """The catalogue may be another one now; what was chosen stays while there is such a category."""
        chosen = self.category.currentText()
        self._fill_categories()
        self.category.setCurrentIndex(max(0, self.category.findText(chosen)))

    def _chosen(self) -> None:
        # Age is time on the shelf; what has left it has none.
        self.age.setEnabled(self.state.currentData() == State.REGISTERED.value)
        self.changed.emit()

    def _fill(self) -> None:
        _, ngettext = self._desk.texts.gettext, self._desk.texts.ngettext
        for state, words in state_words(self._desk.texts).items():
            self.state.addItem(words, state.value)
        self.state.addItem(_("All"), ANY)
        self._fill_categories()
        self.age.addItem(_("Any age"), 0)
        for days in AGES:
            self.age.addItem(
                ngettext("Older than {count} day", "Older than {count} days", days).format(count=days), days
            )

    def _fill_categories(self) -> None:
        catalogue, language = self._desk.station.catalogue, self._desk.language
        self.category.clear()
        self.category.addItem(self._desk.texts.gettext("All categories"), ())
        for group in catalogue.groups:
            inside = catalogue.in_group(group.code)
            name = group.names.in_language(language)
            self.category.addItem(name, tuple(category.code for category in inside))
            for category in inside:
                self.category.addItem(f"{name} – {category.names.in_language(language)}", (category.code,))

    def _days_ago(self, days: int) -> str:
        """The last second of the day, here, that lies more than so many days back: age is told in whole days."""
        today = self._desk.station.clock().astimezone(oslo()).date() - datetime.timedelta(days=days)
        begin = datetime.datetime.combine(today, datetime.time(), oslo()).astimezone(datetime.UTC)
        return (begin - datetime.timedelta(seconds=1)).strftime("%Y-%m-%dT%H:%M:%SZ")


def _box(theme: Theme, meaning: str, name: str, *, shown: int = 16) -> QComboBox:
    box = ChoiceBox(theme, meaning, name=name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(shown)
    return box

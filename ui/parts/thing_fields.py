"""The fields that describe a thing beside its category: condition, number of copies, weight, title, note, data on it.

Each shows beside itself what is wrong with it.
"""

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from domain.catalogue import Category
from domain.item import Condition
from domain.refused import Refused
from ui.desk import Desk
from ui.parts.copies_field import CopiesField
from ui.parts.letter_keys import CONDITION_KEYS
from ui.parts.register_layout import as_widget, beside
from ui.parts.weight_field import WeightField
from ui.theme import LARGE_TEXT, TARGET
from ui.widgets.controls import GAP, Notice, column, field, line
from ui.widgets.order import stand_after
from ui.widgets.tile_face import Choice
from ui.widgets.tile_group import TileGroup
from ui.words import condition_words, data_choice_words

if TYPE_CHECKING:
    from ui.parts.scale_reading import ScaleReading

CLOSE, APART = 4, 10
"""Distance in px between rows of fields, and of words from their field, where height is short; and of rows else."""


class ThingFields(QObject):
    """Owns the fields, which lie in `whole`; those of a row may stand side by side. `changed` when one was.

    `resized` when words about the weight came or went without anybody's doing: a scale's, or what such things weigh.
    """

    changed = Signal()
    resized = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        _ = desk.texts.gettext
        self._desk = desk
        self._category: Category | None = None
        self._own_weights: dict[str, int] = {}
        conditions = condition_words(desk.texts)
        keys = CONDITION_KEYS if desk.digit_keys else ""
        self.condition = self._tiles("condition", _("Condition"), 118)
        named = enumerate(conditions.items())
        self.condition.fill([Choice(code.value, words, keys[place : place + 1]) for place, (code, words) in named])
        self.copies = CopiesField(desk, name="register-copies")
        self.weight = WeightField(desk, name="register-weight")
        self.title = line(_("Title"), name="register-title", hint=_("For example: child's bicycle 20″, red"))
        self.title_error = Notice(desk.theme, name="register-title-error")
        self.note = QPlainTextEdit()
        self.note.setObjectName("register-note")
        self.note.setAccessibleName(_("Note"))
        self.note.setTabChangesFocus(True)
        self.note_error = Notice(desk.theme, name="register-note-error")
        self._lay_out()
        for changed in (
            self.condition.chosen,
            self.weight.changed,
            self.copies.changed,
            self.title.textChanged,
            self.note.textChanged,
        ):
            changed.connect(self._told)

    @cached_property
    def scale(self) -> "ScaleReading":
        """What the scale says, below the weight."""
        from ui.parts.scale_reading import ScaleReading

        reading = ScaleReading(self._desk, self.weight, name="register-scale")
        if self._desk.theme.text_percent <= LARGE_TEXT:
            self.weight.show_in_heading(reading)
            reading.stand_with(self.weight.status)
            reading.show()
        else:
            self._weights.insertWidget(1, reading)
            stand_after(reading, self.weight)
        reading.comes_or_goes.connect(self.resized)
        self.resized.emit()
        return reading

    @cached_property
    def data_choice(self) -> TileGroup:
        """What was done about data on the thing; hidden for things that hold none."""
        _ = self._desk.texts.gettext
        tiles = self._tiles("data", _("Data on the item"), 180)
        tiles.fill([Choice(code.value, words) for code, words in data_choice_words(self._desk.texts).items()])
        self._data_field = as_widget(field(_("Data on the item (can wait until handover)"), tiles))
        self._data_field.hide()
        self._descriptions.insertWidget(0, self._data_field)
        stand_after(self._data_field, None)
        tiles.chosen.connect(self._told)
        return tiles

    def fit(self, *, note_rows: int, close: bool = False) -> None:
        """Give the note so many rows of words, and set the rows of fields `close` to each other."""
        row, least = self.note.fontMetrics().lineSpacing(), self._desk.theme.least()
        # The inner margin is Qt's own 4, or less, so that one row needs no scroll bar in a field as high as the others.
        self.note.document().setDocumentMargin(2 if close else 4)
        self.note.setFixedHeight(max(least, row * note_rows + 24) if close else max(least + 4, row * note_rows + 28))
        self._descriptions.setSpacing(CLOSE if close else APART)
        for labelled in self._labelled:
            labelled.setSpacing(CLOSE if close else GAP)

    def set_category(self, category: Category | None) -> None:
        """Offer the weights that are usual in it, and ask about data where things of it may hold some."""
        self._category = category
        self.weight.set_category(category, self._own_weights.get(category.code) if category else None)
        asked = category is not None and category.data_bearing
        if asked or "data_choice" in self.__dict__:
            _made = self.data_choice
            self._data_field.setVisible(asked)

    def learn_weights(self) -> None:
        """Find out, beside the window, what things of each category weigh here."""
        another = self._desk.station.another

        def ask() -> dict[str, int]:
            with another() as station:
                return station.usual_weights()

        self._desk.background.run(ask, self._learnt, self._desk.warn)

    def choose_data(self, choice: str) -> None:
        """Show what was done about data, empty for nothing said."""
        if choice or "data_choice" in self.__dict__:
            self.data_choice.choose(choice)

    def choose_condition(self, condition: Condition) -> None:
        """Press the tile of this condition."""
        if (tile := self.condition.tile(condition)) is not None:
            tile.click()

    def show_refusal(self, refused: Refused) -> bool:
        """Show a refusal beside the field that it is about and go there; False when it is about none of them."""
        words = self._desk.words(refused)
        if refused.code.startswith("weight_"):
            self.weight.set_error(words)
            self.weight.entry.setFocus()
        elif refused.code == "copies_out_of_range":
            self.copies.error.show_words(words)
            self.copies.entry.setFocus()
        elif refused.facts.get("field") == "title":
            self.title_error.show_words(words)
            self.title.setFocus()
        elif refused.facts.get("field") == "note":
            self.note_error.show_words(words)
            self.note.setFocus()
        else:
            return False
        return True

    @property
    def errors(self) -> tuple[Notice, ...]:
        """Where it is said what is wrong."""
        return (self.weight.error, self.copies.error, self.title_error, self.note_error)

    def clear_errors(self) -> None:
        """Everything is tried anew."""
        self.weight.set_error("")
        for notice in (self.copies.error, self.title_error, self.note_error):
            notice.show_words("")

    def _lay_out(self) -> None:
        _ = self._desk.texts.gettext
        title = field(_("Title or brand (optional)"), self.title, self.title_error, buddy=self.title)
        note = field(_("Note (optional)"), self.note, self.note_error, buddy=self.note)
        condition = column(field(_("Condition"), self.condition), None)
        copies = column(self.copies, None)
        title.addStretch(1)
        self._labelled = (title, note, self.copies.labelled)
        self._weights = column(self.weight, None, spacing=4)
        self.rows = (beside(condition, self._weights), beside(title, copies, note))
        self._descriptions = column(*self.rows, None)
        self.whole = QWidget()
        self.whole.setLayout(self._descriptions)

    def _learnt(self, weights: dict[str, int]) -> None:
        self._own_weights = weights
        self.weight.set_category(self._category, weights.get(self._category.code) if self._category else None)
        self.resized.emit()

    def _told(self) -> None:
        self.changed.emit()

    def _tiles(self, name: str, meaning: str, across: int) -> TileGroup:
        return TileGroup(self._desk.theme, name=f"register-{name}", meaning=meaning, column=across, least=TARGET)

"""The form in which a thing is described: its fields, where their errors are shown, and what stands in them."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QBoxLayout, QPlainTextEdit, QWidget

from domain.item import Condition, DataChoice
from domain.refused import Refused
from domain.weight import WeightSource
from ui.desk import Desk
from ui.parts.category_picker import CategoryPicker
from ui.parts.copies_field import CopiesField
from ui.parts.form_state import FormState
from ui.parts.letter_keys import CONDITION_KEYS
from ui.parts.register_layout import PhotoPlace, RegisterLayout, as_widget, beside
from ui.parts.weight_field import WeightField
from ui.theme import TARGET
from ui.widgets.controls import Notice, button, column, field, line, row
from ui.widgets.order import stand_after
from ui.widgets.tile_group import Choice, TileGroup
from ui.words import condition_words, data_choice_words

if TYPE_CHECKING:
    # Made soon after the window was seen, or when they are first needed.
    from station_app.actions.register import Draft
    from ui.parts.photo_well import PhotoWell
    from ui.parts.recall_check import RecallCheck
    from ui.parts.refuse_panel import RefusePanel
    from ui.parts.scale_reading import ScaleReading


class RegisterForm(QObject):
    """Owns the fields; the screen decides when they are saved. `changed` when something else stands in one.

    `refuse_asked` tells the reason for which the thing should be turned away, empty where nobody said; `refused` what
    RefusePanel tells of one that was.
    """

    refuse_asked = Signal(str)
    refused = Signal(str, str)
    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        _ = desk.texts.gettext
        self._desk = desk
        self._refusing = False
        self._own_weights: dict[str, int] = {}
        self.picker = CategoryPicker(desk, name="register-category")
        self.category_error = Notice(desk.theme, name="register-category-error")
        self.advice = Notice(desk.theme, name="register-advice", tone="warning")
        self.advice_refuse = button(_("Turn it away (F8)"), self._turn_away, name="register-advice-refuse", enter=False)
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
        self.note.setFixedHeight(max(desk.theme.least() + 4, self.note.fontMetrics().lineSpacing() * 2 + 28))
        self.note_error = Notice(desk.theme, name="register-note-error")
        self._lay_out()
        self._connect()
        self.clear()

    @property
    def later(self) -> tuple[Callable[[], object], ...]:
        """What makes the parts that nobody waits for at the start."""
        return (
            self.picker.complete,
            lambda: self.photos,
            lambda: self.refuse,
            lambda: self.recall,
            lambda: self.scale,
            lambda: self.data_choice,
        )

    def made(self, part: str) -> bool:
        """Whether a part that is made later is there already."""
        return part in self.__dict__

    @cached_property
    def photos(self) -> "PhotoWell":
        """The photos of the thing."""
        from ui.parts.photo_well import PhotoWell

        well = PhotoWell(self._desk, name="register-photos")
        well.setEnabled(not self._refusing)
        self._photo_place.fill(well)
        well.changed.connect(self._places.fit_photos)
        well.changed.connect(self._told)
        self._places.fit_photos()
        return well

    @cached_property
    def refuse(self) -> "RefusePanel":
        """Why a thing is turned away; hidden while it is not."""
        from ui.parts.refuse_panel import RefusePanel

        panel = RefusePanel(self._desk, name="refuse")
        panel.hide()
        self._right.addWidget(panel)
        stand_after(panel, self._described)
        panel.category_wanted.connect(self._category_wanted)
        panel.refused.connect(self.refused)
        return panel

    @cached_property
    def recall(self) -> "RecallCheck":
        """Whether the thing may be recalled."""
        from ui.parts.recall_check import RecallCheck

        check = RecallCheck(self._desk)
        self._right.insertWidget(self._right.indexOf(self._described), check)
        stand_after(check, self.advice_refuse)
        check.refuse_asked.connect(self._turn_away_recalled)
        return check

    @cached_property
    def scale(self) -> "ScaleReading":
        """What the scale says, below the weight."""
        from ui.parts.scale_reading import ScaleReading

        reading = ScaleReading(self._desk, self.weight, name="register-scale")
        self._weights.insertWidget(1, reading)
        stand_after(reading, self.weight)
        return reading

    @cached_property
    def data_choice(self) -> TileGroup:
        """What was done about data on the thing; hidden for things that hold none."""
        _ = self._desk.texts.gettext
        tiles = self._tiles("data", _("Data on the thing"), 180)
        tiles.fill([Choice(code.value, words) for code, words in data_choice_words(self._desk.texts).items()])
        self._data_field = as_widget(field(_("Data on the thing (can wait until handover)"), tiles))
        self._data_field.hide()
        self._descriptions.insertWidget(0, self._data_field)
        stand_after(self._data_field, None)
        tiles.chosen.connect(self._told)
        return tiles

    @property
    def refusing(self) -> bool:
        """Whether the thing is to be turned away."""
        return self._refusing

    @property
    def whole(self) -> QBoxLayout:
        """Everything in its place."""
        return self._places.whole

    def arrange(self, width: int, height: int) -> None:
        """Lay everything out for this width and visible height in px."""
        self._places.arrange(width, height)

    @property
    def blank(self) -> bool:
        """Whether nobody is at anything here: nothing is filled in, no photo is under way, no recall is warned of."""
        busy = self.made("photos") and self.photos.busy
        return self.state().blank and not busy and not (self.made("recall") and self.recall.hit)

    def draft(self) -> "Draft | None":
        """What is filled in, as the action wants it; None when it cannot be read, which is then shown."""
        from station_app.actions.register import Draft

        _ = self._desk.texts.gettext
        if not self.picker.code:
            words = _("What is it? Choose a category: a tile, its digit, or search for a word.")
            self.category_error.show_words(words)
            return None
        try:
            _count = self.copies.value
            grams, source = self.weight.reading()
        except Refused as refused:
            self.show_refusal(refused)
            return None
        state = self.state()
        return Draft(
            category=state.category,
            condition=state.condition,
            grams=grams,
            weight_source=source,
            title=state.title,
            note=state.note,
            photos=state.photos,
            data_choice=state.data_choice,
        )

    def show_refusal(self, refused: Refused) -> bool:
        """Show a refusal beside the field that it is about and go there; False when it is about none of them."""
        words = self._desk.words(refused)
        if refused.code.startswith("weight_"):
            self.weight.set_error(words)
            self.weight.entry.setFocus()
        elif refused.code == "category_unknown":
            self.category_error.show_words(words)
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

    def wrong(self) -> Notice | None:
        """The notice that says what is wrong, when one is shown."""
        return next((notice for notice in (self.weight.error, *self._errors()) if notice.words), None)

    def clear_errors(self) -> None:
        """Everything is tried anew."""
        self.weight.set_error("")
        for notice in self._errors():
            notice.show_words("")

    def state(self) -> FormState:
        """What is filled in now."""
        category = self.picker.category
        asked = category is not None and category.data_bearing
        chosen = self.data_choice.value if asked else ""
        return FormState(
            category=self.picker.code,
            condition=Condition(self.condition.value or Condition.GOOD),
            weight=self.weight.entry.text(),
            source=WeightSource(self.weight.source.value or WeightSource.TYPED),
            title=self.title.text(),
            note=self.note.toPlainText(),
            photos=self.photos.photos if self.made("photos") else (),
            data_choice=DataChoice(chosen) if chosen else None,
            copies=self.copies.entry.text(),
            barcode=self.recall.barcode if self.made("recall") else "",
        )

    def restore(self, state: FormState) -> None:
        """Fill in what was there."""
        self.picker.choose(state.category)
        self._show_category()
        self.condition.choose(state.condition)
        self.weight.set_reading(state.weight, state.source)
        self.title.setText(state.title)
        self.note.setPlainText(state.note)
        if state.photos or self.made("photos"):
            self.photos.restore(state.photos)
        if state.data_choice or self.made("data_choice"):
            self.data_choice.choose(state.data_choice or "")
        self.copies.set_text(state.copies)
        if state.barcode or self.made("recall"):
            self.recall.restore(state.barcode)
        self.changed.emit()

    def reload(self) -> None:
        """Draw what comes from the catalogue anew."""
        self.picker.reload()
        self._show_category()

    def clear(self) -> None:
        """An empty form with its usual choices."""
        if self.made("photos"):
            self.photos.clear()
        if self.made("recall"):
            self.recall.clear()
        self.clear_errors()
        self.restore(FormState())

    def learn_weights(self) -> None:
        """Find out, beside the window, what things of each category weigh here."""
        another = self._desk.station.another

        def ask() -> dict[str, int]:
            with another() as station:
                return station.usual_weights()

        self._desk.background.run(ask, self._learnt, self._desk.warn)

    def set_refusing(self, on: bool, reason: str = "") -> None:
        """Ask for a reason instead of a description; `reason` is the one that is already known."""
        self._refusing = on
        self._described.setVisible(not on)
        if on or self.made("refuse"):
            self.refuse.setVisible(on)
        if self.made("photos"):
            self.photos.setEnabled(not on)
        self.picker.use_digits(not on)
        if on:
            self.refuse.begin(self.picker.category, self.weight.entry.text(), reason)
        self._say_advice()

    def choose_condition(self, condition: Condition) -> None:
        """Press the tile of this condition."""
        if (tile := self.condition.tile(condition)) is not None:
            tile.click()

    def press_digit(self, digit: str) -> None:
        """Press the tile that has this digit now: of a reason while a thing is turned away, else of a category."""
        reasons = self.refusing and not self.refuse.waits_for_category
        (self.refuse.reasons if reasons else self.picker).press_key(digit)

    def _lay_out(self) -> None:
        _ = self._desk.texts.gettext
        advice = row(self.advice, self.advice_refuse)
        advice.setStretch(0, 1)
        title = field(_("Title or brand (optional)"), self.title, self.title_error, buddy=self.title)
        note = field(_("Note (optional)"), self.note, self.note_error, buddy=self.note)
        condition = column(field(_("Condition"), self.condition), self.copies, None, spacing=10)
        for part in (title, note):
            part.addStretch(1)
        self._weights = column(self.weight, None, spacing=4)
        pairs = (beside(condition, self._weights), beside(title, note))
        self._descriptions = column(*pairs, None, spacing=10)
        self._described = QWidget()
        self._described.setLayout(self._descriptions)
        self._right = column(self.picker, self.category_error, advice, self._described, spacing=10)
        self._right.setStretch(0, 1)
        self._photo_place = PhotoPlace()
        self._places = RegisterLayout(self._photo_place, self._right, pairs)

    def _connect(self) -> None:
        self.picker.chosen.connect(self._category_chosen)
        self.title.textChanged.connect(self._look_up)
        for changed in (
            self.picker.chosen,
            self.condition.chosen,
            self.weight.changed,
            self.copies.changed,
            self.title.textChanged,
            self.note.textChanged,
        ):
            changed.connect(self._told)

    def _told(self) -> None:
        self.changed.emit()

    def _errors(self) -> tuple[Notice, ...]:
        return (self.category_error, self.copies.error, self.title_error, self.note_error)

    def _category_chosen(self, code: str) -> None:
        self._show_category()
        if self.refusing:
            self.refuse.category_came(self.picker.category)
        elif code:
            self.weight.set_error("")

    def _show_category(self) -> None:
        category = self.picker.category
        self.category_error.show_words("")
        self.weight.set_category(category, self._own_weights.get(category.code) if category else None)
        asked = category is not None and category.data_bearing
        if asked or self.made("data_choice"):
            _made = self.data_choice
            self._data_field.setVisible(asked)
        self._say_advice()
        self._look_up()

    def _look_up(self) -> None:
        if self.title.text() or self.made("recall"):
            self.recall.look_up(self.title.text(), self.picker.code)

    def _learnt(self, weights: dict[str, int]) -> None:
        self._own_weights = weights
        category = self.picker.category
        self.weight.set_category(category, weights.get(category.code) if category else None)

    def _turn_away(self) -> None:
        self.refuse_asked.emit("")

    def _turn_away_recalled(self) -> None:
        self.refuse_asked.emit("recalled")

    def _category_wanted(self) -> None:
        self.picker.use_digits(True)
        self.picker.tiles.focus()

    def _say_advice(self) -> None:
        category = self.picker.category
        words = ""
        if category is not None and category.advice and not self.refusing:
            reason = self._desk.station.catalogue.refusal_reason(category.advice)
            language = self._desk.language
            words = f"{reason.names.in_language(language)}. {reason.instead.in_language(language)}"
        if words != self.advice.words:
            self.advice.show_words(words)
        self.advice_refuse.setVisible(bool(words))

    def _tiles(self, name: str, meaning: str, across: int) -> TileGroup:
        return TileGroup(self._desk.theme, name=f"register-{name}", meaning=meaning, column=across, least=TARGET)

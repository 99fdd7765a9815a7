"""The form in which a thing is described: its fields, where their errors are shown, and what stands in them."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QBoxLayout, QLayout, QPlainTextEdit, QWidget

from domain.item import Condition, DataChoice
from domain.refused import Refused
from domain.weight import WeightSource
from station_app.actions.register import Draft
from ui.desk import Desk
from ui.parts.category_picker import CategoryPicker
from ui.parts.photo_well import PhotoWell
from ui.parts.refuse_panel import RefusePanel
from ui.parts.weight_field import WeightField
from ui.theme import TARGET
from ui.widgets.controls import Notice, button, column, field, line, row
from ui.widgets.tile_group import Choice, TileGroup
from ui.words import condition_words, data_choice_words
from wire.messages import Blob

PHOTOS_BESIDE, FIELDS_BESIDE = 100, 120
"""From so many digits' width of the screen on, photos stand beside the description, and its fields in pairs."""
PHOTO_SHARE = 0.22
"""Share of the width that photos take beside the description."""
PHOTO_DIGITS = 27
"""And at least so many digits' width, which its button needs."""
QWIDGETSIZE_MAX = (1 << 24) - 1
"""Qt's own word for "as wide as you like"."""


@dataclass(frozen=True, slots=True)
class FormState:
    """Everything that a person filled in."""

    category: str = ""
    condition: Condition = Condition.GOOD
    weight: str = ""
    source: WeightSource = WeightSource.TYPED
    title: str = ""
    note: str = ""
    photos: tuple[Blob, ...] = ()
    data_choice: DataChoice | None = None


class RegisterForm(QObject):
    """Owns the fields; the screen decides when they are saved."""

    refuse_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        _ = desk.texts.gettext
        self._desk = desk
        self._refusing = False
        self.picker = CategoryPicker(desk, name="register-category")
        self.picker.chosen.connect(self._category_chosen)
        self.category_error = Notice(desk.theme, name="register-category-error")
        self.advice = Notice(desk.theme, name="register-advice", tone="warning")
        self.advice_refuse = button(
            _("Turn it away"), self.refuse_asked.emit, name="register-advice-refuse", enter=False
        )
        self.photos = PhotoWell(desk, name="register-photos")
        self.condition = self._tiles("condition", _("Condition"), condition_words(desk.texts), 110)
        self.data_choice = self._tiles("data", _("Data on the thing"), data_choice_words(desk.texts), 180)
        self.weight = WeightField(desk, name="register-weight")
        self.title = line(_("Title"), name="register-title", hint=_("For example: child's bicycle 20″, red"))
        self.title_error = Notice(desk.theme, name="register-title-error")
        self.note = QPlainTextEdit()
        self.note.setObjectName("register-note")
        self.note.setAccessibleName(_("Note"))
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(max(TARGET + 4, self.note.fontMetrics().lineSpacing() * 2 + 28))
        self.note_error = Notice(desk.theme, name="register-note-error")
        self.refuse = RefusePanel(desk, name="refuse")
        self._described = self._fields()
        self.refuse.hide()

    @property
    def refusing(self) -> bool:
        """Whether the thing is to be turned away."""
        return self._refusing

    def layout_of_screen(self) -> QBoxLayout:
        """Everything in its place; how it lies in a width is for `arrange`."""
        advice = row(self.advice, self.advice_refuse)
        advice.setStretch(0, 1)
        right = column(self.picker, self.category_error, advice, self._described, self.refuse, spacing=10)
        right.setStretch(0, 1)
        self._whole = _beside(self.photos, right)
        self.clear()
        return self._whole

    def arrange(self, width: int) -> None:
        """Lay everything out for this width in px: side by side where there is room, else below each other."""
        digits = width / max(1, self.note.fontMetrics().horizontalAdvance("0"))
        photos_beside, fields_beside = digits >= PHOTOS_BESIDE, digits >= FIELDS_BESIDE
        _turn(self._whole, photos_beside, (0, 1))
        if not photos_beside:
            # The description first: it is what is always needed.
            self._whole.setDirection(QBoxLayout.Direction.BottomToTop)
        for pair in self._pairs:
            _turn(pair, fields_beside, (6, 5))
        room = max(round(width * PHOTO_SHARE), round(width / digits * PHOTO_DIGITS))
        self.photos.setMinimumWidth(room if photos_beside else 0)
        self.photos.setMaximumWidth(room if photos_beside else QWIDGETSIZE_MAX)

    def _fields(self) -> QWidget:
        _ = self._desk.texts.gettext
        data = field(_("Data on the thing (can wait until handover)"), self.data_choice)
        data.setContentsMargins(0, 0, 0, 0)
        self._data_field = QWidget()
        self._data_field.setLayout(data)
        title = field(_("Title (optional)"), self.title, self.title_error, buddy=self.title)
        note = field(_("Note (optional)"), self.note, self.note_error, buddy=self.note)
        condition = field(_("Condition"), self.condition)
        for part in (title, note, condition):
            part.addStretch(1)
        self._pairs = (_beside(condition, self.weight), _beside(title, note))
        fields = QWidget()
        fields.setLayout(column(self._data_field, *self._pairs, None, spacing=10))
        return fields

    def draft(self) -> Draft | None:
        """What is filled in, as the action wants it; None when it cannot be read, which is then shown."""
        _ = self._desk.texts.gettext
        if not self.picker.code:
            words = _("What is it? Choose a category: a tile, its digit, or search for a word.")
            self.category_error.show_words(words)
            return None
        try:
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
        notices = (self.category_error, self.weight.error, self.title_error, self.note_error)
        return next((notice for notice in notices if notice.words), None)

    def clear_errors(self) -> None:
        """Everything is tried anew."""
        self.weight.set_error("")
        for notice in (self.category_error, self.title_error, self.note_error):
            notice.show_words("")

    def state(self) -> FormState:
        """What is filled in now."""
        chosen = self.data_choice.value
        category = self.picker.category
        asked = category is not None and category.data_bearing
        return FormState(
            category=self.picker.code,
            condition=Condition(self.condition.value or Condition.GOOD),
            weight=self.weight.entry.text(),
            source=WeightSource(self.weight.source.value or WeightSource.TYPED),
            title=self.title.text(),
            note=self.note.toPlainText(),
            photos=self.photos.photos,
            data_choice=DataChoice(chosen) if chosen and asked else None,
        )

    def restore(self, state: FormState) -> None:
        """Fill in what was there."""
        self.picker.choose(state.category)
        self._category_chosen(state.category)
        self.condition.choose(state.condition)
        self.weight.set_reading(state.weight, state.source)
        self.title.setText(state.title)
        self.note.setPlainText(state.note)
        self.photos.restore(state.photos)
        self.data_choice.choose(state.data_choice or "")

    def reload(self) -> None:
        """Draw what comes from the catalogue anew."""
        self.picker.choose(self.picker.code if self.picker.category else "")
        self._category_chosen(self.picker.code)

    def clear(self) -> None:
        """An empty form with its usual choices."""
        self.photos.clear()
        self.clear_errors()
        self.restore(FormState())

    def set_refusing(self, on: bool) -> None:
        """Ask for a reason instead of a description."""
        self._refusing = on
        self._described.setVisible(not on)
        self.refuse.setVisible(on)
        self.photos.setEnabled(not on)
        if on:
            self.refuse.show_for(self.picker.category)
        self._say_advice()

    def _category_chosen(self, code: str) -> None:
        category = self.picker.category
        self.category_error.show_words("")
        self.weight.set_category(category)
        self._data_field.setVisible(category is not None and category.data_bearing)
        self._say_advice()
        if self.refusing:
            self.refuse.show_for(category)
        elif code:
            self.weight.set_error("")

    def _say_advice(self) -> None:
        category = self.picker.category
        words = ""
        if category is not None and category.advice and not self.refusing:
            reason = self._desk.station.catalogue.refusal_reason(category.advice)
            language = self._desk.language
            words = f"{reason.names.in_language(language)}. {reason.instead.in_language(language)}"
        self.advice.show_words(words)
        self.advice_refuse.setVisible(bool(words))

    def _tiles(
        self, name: str, meaning: str, words: dict[Condition, str] | dict[DataChoice, str], column: int
    ) -> TileGroup:
        tiles = TileGroup(self._desk.theme, name=f"register-{name}", meaning=meaning, column=column, least=TARGET)
        tiles.fill([Choice(code.value, shown) for code, shown in words.items()])
        return tiles


def _beside(*parts: QWidget | QLayout) -> QBoxLayout:
    box = QBoxLayout(QBoxLayout.Direction.LeftToRight)
    for part in parts:
        if isinstance(part, QWidget):
            box.addWidget(part)
        else:
            box.addLayout(part)
    return box


def _turn(box: QBoxLayout, beside: bool, shares: tuple[int, int]) -> None:
    box.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
    box.setSpacing(24 if beside else 10)
    for place, share in enumerate(shares):
        box.setStretch(place, share if beside else 0)

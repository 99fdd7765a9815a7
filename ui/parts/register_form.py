"""The form in which a thing is taken in or turned away: what stands in it, and what belongs together in it.

What each field is and where its error is shown is in thing_fields.py, where all of it lies in register_layout.py.
"""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QBoxLayout

from domain.item import Condition, DataChoice
from domain.refused import Refused
from domain.weight import WeightSource
from ui.desk import Desk
from ui.parts.category_advice import CategoryAdvice
from ui.parts.category_picker import CategoryPicker
from ui.parts.form_state import FormState
from ui.parts.register_layout import PhotoPlace, RegisterLayout
from ui.parts.thing_fields import ThingFields
from ui.widgets.controls import Notice, column
from ui.widgets.order import stand_after

if TYPE_CHECKING:
    # Made soon after the window was seen, or when they are first needed.
    from station_app.actions.register import Draft
    from ui.parts.photo_well import PhotoWell
    from ui.parts.recall_check import RecallCheck
    from ui.parts.refuse_panel import RefusePanel


class RegisterForm(QObject):
    """Owns what is filled in; the screen decides when it is saved. `changed` when something else stands in it.

    `refuse_asked` tells the reason for which the thing should be turned away, empty where nobody said; `refused` what
    RefusePanel tells of one that was.
    """

    refuse_asked = Signal(str)
    refused = Signal(str, object)
    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._refusing = False
        self.picker = CategoryPicker(desk, name="register-category")
        self.category_error = self.picker.error
        self.advice = CategoryAdvice(desk, self._turn_away)
        self.fields = ThingFields(desk)
        self.condition, self.copies, self.weight = self.fields.condition, self.fields.copies, self.fields.weight
        self.title, self.note = self.fields.title, self.fields.note
        self._right = column(self.picker, self.advice.layout(), self.fields.whole)
        self._right.setStretch(0, 1)
        self._photo_place = PhotoPlace()
        self._places = RegisterLayout(self._photo_place, self._right, self.fields.rows)
        self.picker.chosen.connect(self._category_chosen)
        self.title.textChanged.connect(self._look_up)
        self.picker.chosen.connect(self.changed)
        self.fields.changed.connect(self.changed)
        self.fields.resized.connect(self._fit)
        self.clear()

    @property
    def later(self) -> tuple[Callable[[], object], ...]:
        """What makes the parts that nobody waits for at the start."""
        return (
            self.picker.complete,
            lambda: self.photos,
            lambda: self.refuse,
            lambda: self.recall,
            lambda: self.fields.scale,
            lambda: self.fields.data_choice,
        )

    def made(self, part: str) -> bool:
        """Whether a part that is made later (photos, refuse, recall) is there already."""
        return part in self.__dict__

    @cached_property
    def photos(self) -> "PhotoWell":
        """The photos of the thing."""
        from ui.parts.photo_well import PhotoWell

        well = PhotoWell(self._desk, name="register-photos")
        well.setEnabled(not self._refusing)
        self._photo_place.fill(well)
        well.changed.connect(self._places.fit_photos)
        well.changed.connect(self.changed)
        self._places.fit_photos()
        return well

    @cached_property
    def refuse(self) -> "RefusePanel":
        """Why a thing is turned away; hidden while it is not."""
        from ui.parts.refuse_panel import RefusePanel

        panel = RefusePanel(self._desk, name="refuse")
        panel.hide()
        self._right.addWidget(panel)
        stand_after(panel, self.fields.whole)
        panel.category_wanted.connect(self._category_wanted)
        panel.refused.connect(self.refused)
        return panel

    @cached_property
    def recall(self) -> "RecallCheck":
        """Whether the thing may be recalled."""
        from ui.parts.recall_check import RecallCheck

        check = RecallCheck(self._desk)
        self._right.insertWidget(self._right.indexOf(self.fields.whole), check)
        stand_after(check, self.advice.refuse)
        check.refuse_asked.connect(self._turn_away_recalled)
        return check

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
        self._fit()

    @property
    def blank(self) -> bool:
        """Whether nobody is at anything here: nothing is filled in, no photo is under way, no recall is warned of."""
        busy = self.made("photos") and self.photos.busy
        return self.state().blank and not busy and not (self.made("recall") and self.recall.hit)

    def draft(self) -> "Draft | None":
        """What is filled in, as the action wants it; None when it cannot be read, which is then shown."""
        _ = self._desk.texts.gettext
        if not self.picker.code:
            words = _("What is it? Choose a category: a tile, its digit, or search for a word.")
            self._say_of_category(words)
            return None
        try:
            _count = self.copies.value
            grams, source = self.weight.reading()
        except Refused as refused:
            self.show_refusal(refused)
            return None
        return self.state().draft(grams, source)

    def show_refusal(self, refused: Refused) -> bool:
        """Show a refusal beside the field that it is about and go there; False when it is about none of them."""
        if refused.code == "category_unknown":
            self._say_of_category(self._desk.words(refused))
            return True
        return self.fields.show_refusal(refused)

    def wrong(self) -> Notice | None:
        """The notice that says what is wrong, when one is shown."""
        return next((notice for notice in (self.category_error, *self.fields.errors) if notice.words), None)

    def clear_errors(self) -> None:
        """Everything is tried anew."""
        self.picker.tell("")
        self.fields.clear_errors()

    def state(self) -> FormState:
        """What is filled in now."""
        category = self.picker.category
        asked = category is not None and category.data_bearing
        chosen = self.fields.data_choice.value if asked else ""
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
        self.fields.choose_data(state.data_choice or "")
        self.copies.set_text(state.copies)
        if state.barcode or self.made("recall"):
            self.recall.restore(state.barcode)
        self.changed.emit()

    def reload(self) -> None:
        """Draw what comes from the catalogue anew."""
        self.picker.reload()
        self._show_category()

    def look_again(self) -> None:
        """Other recalls may be known by now."""
        if self.made("recall"):
            self.recall.look_again()

    def rest(self) -> None:
        """Nobody looks at it for a while."""
        if self.made("recall"):
            self.recall.rest()

    def clear(self) -> None:
        """An empty form with its usual choices."""
        if self.made("photos"):
            self.photos.clear()
        if self.made("recall"):
            self.recall.clear()
        self.clear_errors()
        self.restore(FormState())

    def set_refusing(self, on: bool, reason: str = "") -> None:
        """Ask for a reason instead of a description; `reason` is the one that is already known."""
        self._refusing = on
        self.fields.whole.setVisible(not on)
        if on or self.made("refuse"):
            self.refuse.setVisible(on)
        if self.made("photos"):
            self.photos.setEnabled(not on)
        self.picker.use_digits(not on)
        if on:
            self.refuse.begin(self.picker.category, self.weight.entry.text(), reason)
        self._show_advice()

    def press_digit(self, digit: str) -> None:
        """Press the tile that has this digit now: of a reason while a thing is turned away, else of a category."""
        reasons = self.refusing and not self.refuse.waits_for_category
        (self.refuse.reasons if reasons else self.picker).press_key(digit)

    def focus(self) -> None:
        """Go to the reason or the category that is chosen, or to the category that a reason waits for."""
        if self.refusing and not self.refuse.waits_for_category:
            self.refuse.reasons.focus()
        else:
            self.picker.tiles.focus()

    def _fit(self) -> None:
        self._places.fit(self.picker, self.fields, tiles_give_way=bool(self.picker.code) and not self._refusing)

    def _say_of_category(self, words: str) -> None:
        self.picker.tell(words)
        self._fit()

    def _category_chosen(self, code: str) -> None:
        self._show_category()
        if self.refusing:
            self.refuse.category_came(self.picker.category)
        elif code:
            self.weight.set_error("")

    def _show_category(self) -> None:
        self.picker.tell("")
        self.fields.set_category(self.picker.category)
        self._show_advice()
        self._look_up()

    def _look_up(self) -> None:
        if self.title.text() or self.made("recall"):
            self.recall.look_up(self.title.text(), self.picker.code)

    def _turn_away(self) -> None:
        self.refuse_asked.emit("")

    def _turn_away_recalled(self) -> None:
        self.refuse_asked.emit("recalled")

    def _category_wanted(self) -> None:
        self.picker.use_digits(True)
        self.picker.tiles.focus()

    def _show_advice(self) -> None:
        self.advice.show(None if self.refusing else self.picker.category)
        self._fit()

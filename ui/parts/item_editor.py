"""Describing an item on the shelf anew: the same fields as at registering, filled with what is known."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from domain.item import Condition, DataChoice
from domain.refused import Refused
from domain.weight import WeightSource
from station_app.actions.correct import Correction, change_item
from station_app.actions.register import checked_weight
from station_app.language import format_kg
from station_app.storage.items import Item
from ui.desk import Desk
from ui.parts.category_choices import Level
from ui.parts.category_picker import CategoryPicker
from ui.parts.photo_well import PhotoWell
from ui.parts.weight_field import WeightField
from ui.said import Said
from ui.theme import TARGET
from ui.widgets.controls import Notice, button, column, field, label, line, row
from ui.widgets.key_orders import on_key
from ui.widgets.scrolled import scrolling
from ui.widgets.tile_face import Choice
from ui.widgets.tile_group import TileGroup
from ui.words import condition_words, data_choice_words, item_and_number
from wire.messages import Blob


@dataclass(frozen=True, slots=True)
class Edit:
    """What somebody wants of an item, before it is saved. Weight and photos are None while they are as they were: then
    the item's own stay, whatever is known of it by then.
    """

    category: str
    tiles: tuple[Level, str]
    condition: str
    data_choice: str
    weight: tuple[str, str] | None
    title: str
    note: str
    photos: tuple[Blob, ...] | None


class ItemEditor(QWidget):
    """`closed` is told when the change is saved or given up."""

    closed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        _ = desk.texts.gettext
        self._desk = desk
        self._item: Item | None = None
        self.which = label(role="strong", name="item-edit-which")
        self.picker = CategoryPicker(desk, name="item-category", whole=True)
        self.picker.complete()
        self.picker.chosen.connect(self._category_chosen)
        self.condition = TileGroup(desk.theme, name="item-condition", meaning=_("Condition"), column=120, least=TARGET)
        self.condition.fill([Choice(code.value, words) for code, words in condition_words(desk.texts).items()])
        self.data_choice = TileGroup(
            desk.theme, name="item-data", meaning=_("Data on the item"), column=150, least=TARGET
        )
        self.data_choice.fill([Choice(code.value, words) for code, words in data_choice_words(desk.texts).items()])
        self.weight = WeightField(desk, name="item-weight")
        self.title = line(_("Title"), name="item-title")
        self.note = QPlainTextEdit()
        self.note.setObjectName("item-note")
        self.note.setAccessibleName(_("Note"))
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(self.note.fontMetrics().lineSpacing() * 3 + 28)
        self.photos = PhotoWell(desk, name="item-photos-new")
        on_key(self, Qt.Key.Key_F2, self.photos.take, within=True)
        self.error = Notice(desk.theme, name="item-edit-error")
        self._data_field = QWidget()
        self._data_field.setLayout(field(_("Data on the item"), self.data_choice))
        self._weight_before = ("", "")
        self._photos_before: tuple[Blob, ...] = ()
        self._before: Edit | None = None
        self._lay_out()

    def _lay_out(self) -> None:
        _ = self._desk.texts.gettext
        body = QWidget()
        box = QVBoxLayout(body)
        box.setSpacing(8)
        box.setContentsMargins(0, 0, 0, 0)
        heading = label(_("Change"), "heading")
        heading.setWordWrap(False)
        head = row(heading, self.which, spacing=12)
        head.setStretch(1, 1)
        box.addLayout(head)
        box.addWidget(self.picker)
        box.addWidget(self._data_field)
        box.addLayout(field(_("Condition"), self.condition))
        box.addWidget(self.weight)
        box.addLayout(field(_("Title (optional)"), self.title, buddy=self.title))
        box.addLayout(field(_("Note (optional)"), self.note, buddy=self.note))
        box.addWidget(self.photos)
        box.addStretch(1)
        # Saving and what hinders it stand below the fields and do not scroll away with them.
        actions = row(
            button(_("Save change"), self.save, name="item-edit-save", kind="primary"),
            button(_("Cancel"), self.closed.emit, name="item-edit-cancel"),
            None,
        )
        self._area = scrolling(body)
        whole = column(self._area, self.error, actions)
        whole.setStretch(0, 1)
        self.setLayout(whole)

    def show_item(self, item: Item) -> None:
        """Fill in what is known of this item."""
        self._item = item
        self.which.setText(item_and_number(self._desk, item))
        self.picker.choose(item.category)
        self._category_chosen(item.category)
        self.condition.choose(item.condition)
        self.data_choice.choose(item.data_choice or "")
        self.weight.set_reading(format_kg(item.grams, self._desk.language).removesuffix(" kg"), item.weight_source)
        self._weight_before = (self.weight.entry.text(), self.weight.source.value)
        self.title.setText(item.title)
        self.note.setPlainText(item.note)
        self._photos_before = self._desk.station.items.photo_properties(item.photos)
        self.photos.clear()
        self.photos.restore(self._photos_before)
        self.error.show_words("")
        self.weight.set_error("")
        self._before = self._edit()

    def begun(self) -> Edit | None:
        """What is filled in now; None while all is as it was."""
        now = self._edit()
        return None if now == self._before else now

    def go_on(self, begun: Edit) -> None:
        """Fill in, over what is known of the item that is shown, what somebody wanted of it."""
        self.picker.choose(begun.category)
        self.picker.look_into(*begun.tiles)
        self._category_chosen(begun.category)
        self.condition.choose(begun.condition)
        self.data_choice.choose(begun.data_choice)
        if begun.weight is not None:
            self.weight.set_reading(begun.weight[0], WeightSource(begun.weight[1]))
        self.title.setText(begun.title)
        self.note.setPlainText(begun.note)
        if begun.photos is not None:
            self.photos.restore(begun.photos)

    def begin(self) -> None:
        """On the title, which is in sight once it has its place."""
        self.title.setFocus()
        QTimer.singleShot(
            0, self.title, lambda: self._area.ensureWidgetVisible(self.title, 0, self._area.height() // 3)
        )

    def focus(self) -> None:
        """Where somebody was, else on the title."""
        (self.focusWidget() or self.title).setFocus()

    def save(self) -> None:
        """Save the change; what is wrong is shown in place."""
        item = self._item
        if item is None:
            return
        _ = self._desk.texts.gettext
        self.error.show_words("")
        self.weight.set_error("")
        if self.photos.busy:
            self.error.show_words(_("A photo is still being prepared. Save again in a moment."))
            return
        try:
            change_item(self._desk.station, item.number, self._correction(item))
        except Refused as refused:
            words = self._desk.words(refused)
            if refused.code.startswith("weight_"):
                self.weight.set_error(words)
                self.weight.entry.setFocus()
            else:
                self.error.show_words(words)
            return
        self._desk.teller.say(Said("The change is saved."))
        self.closed.emit()

    def _edit(self) -> Edit:
        weight = (self.weight.entry.text(), self.weight.source.value)
        return Edit(
            category=self.picker.code,
            tiles=self.picker.looked_into,
            condition=self.condition.value,
            data_choice=self.data_choice.value,
            weight=None if weight == self._weight_before else weight,
            title=self.title.text(),
            note=self.note.toPlainText(),
            photos=None if self.photos.photos == self._photos_before else self.photos.photos,
        )

    def _correction(self, item: Item) -> Correction:
        same = self._weight_before == (self.weight.entry.text(), self.weight.source.value)
        category = self.picker.category
        grams, source = None, item.weight_source
        if not same and category is not None:
            grams, source = checked_weight(category, *self.weight.reading(), self._desk.language)
        choice = self.data_choice.value if category is not None and category.data_bearing else ""
        return Correction(
            category=self.picker.code or item.category,
            condition=Condition(self.condition.value or item.condition),
            grams=grams,
            weight_source=source,
            title=self.title.text(),
            note=self.note.toPlainText(),
            photos=None if self.photos.photos == self._photos_before else self.photos.photos,
            data_choice=DataChoice(choice) if choice else None,
        )

    def _category_chosen(self, _code: str) -> None:
        category = self.picker.category
        self.weight.set_category(category)
        self._data_field.setVisible(category is not None and category.data_bearing)

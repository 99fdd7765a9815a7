"""A weight in kilograms: typed with a comma, or by chips; and where it comes from."""

import math

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from domain import weight
from domain.catalogue import Category
from domain.weight import WeightSource
from station_app.language import format_kg
from ui.desk import Desk
from ui.theme import TARGET
from ui.widgets.controls import Notice, button, label, line, restyle, row
from ui.widgets.flow import FlowLayout
from ui.widgets.tile_group import Choice, TileGroup

_LADDER = (100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 25_000, 50_000, 100_000, 200_000)
"""Weights in grams that chips can stand for: few, round, each about twice the one before."""
CHIPS = 5


def chip_weights(category: Category | None) -> tuple[int, ...]:
    """The chips (grams) for a category: the round weights nearest to its usual weight, none above its limit.

    Without a usual weight a sixth of the limit stands in; limits are set for the heaviest of a kind.
    """
    limit = category.max_grams if category else 50_000
    usual = (category.default_grams if category else None) or max(1, limit // 6)
    possible = [grams for grams in _LADDER if grams <= limit]
    near = sorted(possible, key=lambda grams: abs(math.log(grams / usual)))[:CHIPS]
    return tuple(sorted(near))


class WeightField(QWidget):
    """What was typed is read by `reading`. An empty field means the category's usual weight, where there is one."""

    changed = Signal()

    def __init__(self, desk: Desk, *, name: str) -> None:
        super().__init__()
        _ = desk.texts.gettext
        self._desk = desk
        self._category: Category | None = None
        self._grams: int | None = None
        self.setObjectName(name)
        self.entry = line(_("Weight in kilograms"), name=f"{name}-kg")
        self.entry.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * 12)
        self.entry.textChanged.connect(self._typed)
        self.source = TileGroup(desk.theme, name=f"{name}-source", meaning=_("Weight source"), column=110, least=TARGET)
        self.source.fill([Choice(WeightSource.TYPED, _("Estimated")), Choice(WeightSource.SCALE, _("Weighed"))])
        self.source.choose(WeightSource.TYPED)
        self.source.chosen.connect(lambda _value: self._say())
        self.source.setMinimumWidth(round(250 * (0.6 + 0.4 * desk.theme.text_percent / 100)))
        self._chips = QWidget()
        self._chip_row = FlowLayout(self._chips)
        self.status = label(role="subtle", name=f"{name}-source-words")
        self.error = Notice(desk.theme, name=f"{name}-error")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        title = label(_("Weight"), "strong")
        title.setBuddy(self.entry)
        box.addWidget(title)
        entered = row(self.entry, label("kg"), self.source)
        entered.setStretch(2, 1)
        box.addLayout(entered)
        box.addWidget(self._chips)
        box.addWidget(self.status)
        box.addWidget(self.error)
        box.addStretch(1)
        self.set_category(None)

    def set_category(self, category: Category | None) -> None:
        """Offer the weights that suit this category."""
        self._category = category
        while self._chip_row.count():
            taken = self._chip_row.takeAt(0)
            widget = taken.widget() if taken else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for grams in chip_weights(category):
            self._chip_row.addWidget(self._chip(grams))
        self._chips.updateGeometry()
        self._say()

    def reading(self) -> tuple[int | None, WeightSource]:
        """Grams (None when the field is empty) and source. Raises Refused when what was typed is no weight."""
        source = WeightSource(self.source.value or WeightSource.TYPED)
        text = self.entry.text().strip()
        return (weight.parse_kg(text) if text else None), source

    def set_reading(self, text: str, source: WeightSource) -> None:
        """Put this into the field, as it was typed."""
        self.entry.setText(text)
        self.source.choose(source if source is not WeightSource.DEFAULT else WeightSource.TYPED)
        self._say()

    def set_error(self, words: str) -> None:
        """Show what is wrong with the weight; empty words take it away."""
        self.error.show_words(words)
        self.entry.setProperty("wrong", bool(words))
        restyle(self.entry)

    def _chip(self, grams: int) -> QWidget:
        words = format_kg(grams, self._desk.language).removesuffix(" kg")
        words = words.removesuffix(",0").removesuffix(".0")
        made = button(words, lambda: self._take(words), name=f"{self.objectName()}-chip-{grams}", enter=False)
        made.setAccessibleName(f"{words} kg")
        return made

    def _take(self, words: str) -> None:
        self.entry.setText(words)
        self.source.choose(WeightSource.TYPED)
        self._say()

    def _typed(self) -> None:
        self.set_error("")
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        _ = self._desk.texts.gettext
        usual = self._category.default_grams if self._category else None
        shown = format_kg(usual, self._desk.language) if usual else ""
        self.entry.setPlaceholderText(shown.removesuffix(" kg"))
        if self.entry.text().strip():
            scale = self.source.value == WeightSource.SCALE
            words = _("Source: weighed on a scale") if scale else _("Source: estimate")
        elif usual:
            words = _("Left empty, the category weight of {weight} is used").format(weight=shown)
        elif self._category:
            words = _("This category has no usual weight: weigh the thing or estimate")
        else:
            words = _("Weigh the thing or estimate; chips are estimates")
        self.status.setText(words)

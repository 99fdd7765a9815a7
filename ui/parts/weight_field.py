"""A weight in kilograms: typed with a comma, or by chips; and where it comes from."""

import math

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from domain import weight
from domain.catalogue import Category
from domain.refused import Refused
from domain.weight import WeightSource
from station_app.language import format_kg
from ui.desk import Desk
from ui.theme import LARGE_TEXT, TARGET
from ui.widgets.controls import GAP, Notice, label, line, restyle, row
from ui.widgets.order import stand_after
from ui.widgets.tile_face import NARROW, Choice
from ui.widgets.tile_group import TileGroup
from ui.words import source_words

_LADDER = (100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 25_000, 50_000, 100_000, 200_000)
"""Weights in grams that chips can stand for: few, round, each about twice the one before."""
CHIPS = 5


def chip_weights(category: Category | None, own: int | None = None) -> tuple[int, ...]:
    """The chips (grams) for a category: the round weights nearest to its usual weight, none above its limit.

    Without a usual weight (the catalogue's, else `own`) a sixth of the limit stands in; limits are set for the heaviest
    of a kind.
    """
    limit = category.max_grams if category else 50_000
    usual = (category.default_grams if category else None) or own or max(1, limit // 6)
    possible = [grams for grams in _LADDER if grams <= limit]
    near = sorted(possible, key=lambda grams: abs(math.log(grams / usual)))[:CHIPS]
    return tuple(sorted(near))


class WeightField(QWidget):
    """What was typed is read by `reading`. An empty field means the usual weight, where there is one."""

    changed = Signal()

    def __init__(self, desk: Desk, *, name: str) -> None:
        super().__init__()
        _ = desk.texts.gettext
        self._desk = desk
        self._category: Category | None = None
        self._own: int | None = None
        self._scaled = False
        self.setObjectName(name)
        self.entry = line(_("Weight in kilograms"), name=f"{name}-kg")
        self.entry.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * 8)
        self.entry.textChanged.connect(self._typed)
        self.entry.textEdited.connect(self._no_longer_weighed)
        self.entry.editingFinished.connect(self.check)
        scaled = 0.6 + 0.4 * desk.theme.text_percent / 100
        self.source = TileGroup(desk.theme, name=f"{name}-source", meaning=_("Weight source"), column=90, least=TARGET)
        sources = [Choice(WeightSource.TYPED, _("Estimated")), Choice(WeightSource.SCALE, _("Weighed"))]
        self.source.fill(sources)
        self.source.choose(WeightSource.TYPED)
        self.source.chosen.connect(self._source_chosen)
        # Beside each other, where text of this size leaves the field the room: below each other they push all down.
        both = 2 * self.source.minimumSizeHint().width() + GAP if desk.theme.text_percent <= LARGE_TEXT else 0
        self.source.setMinimumWidth(max(round(190 * scaled), both))
        self.chips = TileGroup(
            desk.theme, name=f"{name}-chip", meaning=_("Estimates"), column=62, least=TARGET, pad=NARROW
        )
        self.chips.chosen.connect(lambda grams: self._take(int(grams)))
        self.status = label(role="subtle", name=f"{name}-source-words")
        self.error = Notice(desk.theme, name=f"{name}-error")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        title = label(_("Weight"), "strong")
        title.setBuddy(self.entry)
        title.setWordWrap(False)
        # Beside the heading: below the chips it would need a row of its own.
        self._heading = row(title, self.status, spacing=12)
        self._heading.setStretch(1, 1)
        box.addLayout(self._heading)
        entered = row(self.entry, label("kg"), self.source)
        entered.setStretch(2, 1)
        box.addLayout(entered)
        box.addWidget(self.chips)
        box.addWidget(self.error)
        box.addStretch(1)
        self.set_category(None)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """More or less has room beside the heading."""
        super().resizeEvent(event)
        self._say()

    def show_in_heading(self, reading: QWidget) -> None:
        """Put what a scale says into the row of the heading, where it takes least height: it holds the status."""
        self._heading.replaceWidget(self.status, reading)
        self._heading.setStretch(1, 1)
        stand_after(reading, self.chips)

    def set_category(self, category: Category | None, own: int | None = None) -> None:
        """Offer the weights that suit this category; `own` (grams) is what such things weigh here, where known."""
        self._category = category
        self._own = own if category is not None and category.default_grams is None else None
        self.chips.fill([Choice(str(grams), self._short(grams)) for grams in chip_weights(category, self._own)])
        self._say()

    def reading(self) -> tuple[int | None, WeightSource]:
        """Grams and source; grams None for the catalogue's usual weight. Raises Refused for what is no weight."""
        text = self.entry.text().strip()
        if not text:
            return self._own, WeightSource.DEFAULT
        return weight.parse_kg(text), WeightSource(self.source.value or WeightSource.TYPED)

    def set_reading(self, text: str, source: WeightSource) -> None:
        """Put this into the field, as it was typed."""
        self._scaled = False
        self.entry.setText(text)
        self.source.choose(source if source is not WeightSource.DEFAULT else WeightSource.TYPED)
        self._say()

    @property
    def open_to_scale(self) -> bool:
        """Whether a scale may fill it in by itself: nothing stands there that a person gave."""
        return self._scaled or not self.entry.text().strip()

    def weighed(self, grams: int) -> None:
        """A scale says what stands on it. Typing over it makes it an estimate again."""
        self.set_reading(self._short(grams).removesuffix(" kg"), WeightSource.SCALE)
        self._scaled = True
        self.check()

    def step(self, up: bool) -> None:
        """The next estimate above or below what stands there; from an empty field the one next to the usual weight."""
        now = self._grams() or self._usual or 0
        chips = chip_weights(self._category, self._own)
        beyond = [grams for grams in chips if (grams > now if up else grams < now)]
        if beyond:
            self._take(min(beyond) if up else max(beyond))

    def check(self) -> None:
        """Say at once what is wrong with what stands there."""
        try:
            grams, _source = self.reading()
            if grams is not None and self._category is not None:
                name = self._category.names.in_language(self._desk.language)
                weight.check_grams(grams, category=name, max_grams=self._category.max_grams)
        except Refused as refused:
            self.set_error(self._desk.words(refused))

    def set_error(self, words: str) -> None:
        """Show what is wrong with the weight; empty words take it away."""
        if words == self.error.words:
            return
        self.error.show_words(words)
        self.entry.setProperty("wrong", bool(words))
        restyle(self.entry)

    @property
    def _usual(self) -> int | None:
        return (self._category.default_grams if self._category else None) or self._own

    def _grams(self) -> int | None:
        text = self.entry.text()
        try:
            return weight.parse_kg(text) if text else None
        except Refused:
            return None

    def _short(self, grams: int) -> str:
        words = format_kg(grams, self._desk.language)
        return words.replace(",0 kg", " kg").replace(".0 kg", " kg")

    def _take(self, grams: int) -> None:
        self.set_reading(self._short(grams).removesuffix(" kg"), WeightSource.TYPED)

    def _has_room(self, words: str) -> bool:
        """Whether they stand in one row; in large text all scrolls, and they may take two."""
        large = self._desk.theme.text_percent > LARGE_TEXT
        return large or self.status.fontMetrics().horizontalAdvance(words) <= self.status.width()

    def _typed(self) -> None:
        self.set_error("")
        self._say()
        self.changed.emit()

    def _no_longer_weighed(self) -> None:
        if self._scaled:
            self.source.choose(WeightSource.TYPED)
            self._scaled = False
            self._say()

    def _source_chosen(self) -> None:
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        _ = self._desk.texts.gettext
        usual = self._usual
        shown = format_kg(usual, self._desk.language) if usual else ""
        self.entry.setPlaceholderText(shown.removesuffix(" kg"))
        self.chips.choose(str(self._grams() or ""))
        if self.entry.text().strip():
            scale = self.source.value == WeightSource.SCALE
            words = _("Source: weighed on a scale") if scale else _("Source: estimate")
        elif usual and self._category:
            words = _("Left empty: {weight}, an estimate ({source})")
            if self._own:
                words = _("Left empty: {weight}, an estimate (what such items weighed here)")
            words = words.format(weight=shown, source=source_words(self._desk.texts)[WeightSource.DEFAULT])
            if not self._has_room(words):
                words = _("Left empty: {weight}, an estimate").format(weight=shown)
        else:
            words = _("No usual weight here: weigh it or estimate")
            if not self._category or not self._has_room(words):
                words = _("Weigh it, or estimate with the buttons")
        self.status.setText(words)
        self.status.setToolTip(self._category.default_source if usual and self._category else "")

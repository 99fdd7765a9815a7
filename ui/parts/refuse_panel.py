"""Turning a thing away: one press on the reason counts it. The category is chosen beside this panel, or implied."""

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from domain import weight
from domain.catalogue import Category, RefusalReason
from domain.refused import Refused
from station_app.actions.refuse import implied_category, refuse_thing
from ui.desk import Desk
from ui.said import CategoryName, Said
from ui.theme import LARGE_TEXT, TARGET
from ui.widgets.controls import Notice, label, line, row
from ui.widgets.tile_face import Choice
from ui.widgets.tile_group import TileGroup

DIGITS = "123456789"


class _Instead(msgspec.Struct, frozen=True):
    """Where things go that are turned away for this reason."""

    reason: str

    def words(self, desk: Desk) -> str:
        return desk.station.catalogue.refusal_reason(self.reason).instead.in_language(desk.language)


class RefusePanel(QWidget):
    """`refused` tells the id of a refusal that is counted, and what to say about it, while all is still filled in.

    `category_wanted` when a reason was pressed that implies none.
    """

    refused = Signal(str, object)
    category_wanted = Signal()

    def __init__(self, desk: Desk, *, name: str) -> None:
        super().__init__()
        _ = desk.texts.gettext
        self._desk = desk
        self._category: Category | None = None
        self.setObjectName(name)
        self.reasons = TileGroup(
            desk.theme, name=f"{name}-reasons", meaning=_("Reason for refusing"), column=300, least=TARGET
        )
        self.reasons.chosen.connect(self._pressed)
        self.instead = Notice(desk.theme, name=f"{name}-instead", tone="info")
        self.entry = line(_("Weight in kilograms, if known"), name=f"{name}-kg")
        self.entry.setMaximumWidth(self.fontMetrics().horizontalAdvance("0") * 16)
        self.error = Notice(desk.theme, name=f"{name}-error")
        weight_title = label(_("Weight in kilograms, if known"), "strong")
        weight_title.setWordWrap(False)
        weight_title.setBuddy(self.entry)
        box = QVBoxLayout(self)
        box.setSpacing(8)
        box.setContentsMargins(0, 0, 0, 0)
        title = label(_("Why is it not taken?"), "heading")
        # In one row where there is room for it; in large text the question takes two, and is not squeezed.
        if desk.theme.text_percent <= LARGE_TEXT:
            head = row(title, weight_title, self.entry)
            head.setStretch(0, 1)
        else:
            head = row(title, None, weight_title, self.entry)
        box.addLayout(head)
        box.addWidget(self.error)
        box.addWidget(self.instead)
        box.addWidget(self.reasons)
        box.addStretch(1)

    @property
    def waits_for_category(self) -> bool:
        """Whether a reason was pressed and it is not known of what."""
        return bool(self.reasons.value) and self._known() is None

    def begin(self, category: Category | None, weight_text: str = "", reason: str = "") -> None:
        """Offer the reasons for a thing; `reason` is known already, else the category's own is chosen."""
        self.entry.setText(weight_text)
        self._category = category
        self._fill(category, reason)
        self._tell_instead()

    def go_on(self, reason: str) -> None:
        """This reason was pressed before the window was drawn anew; it may still wait for a category."""
        self.reasons.choose(reason)
        self._tell_instead()
        if self.waits_for_category:
            self.save()

    def category_came(self, category: Category | None) -> None:
        """Another category was chosen beside the panel: count when that was all that was missing."""
        waited, reason = self.waits_for_category, self.reasons.value
        self._category = category
        self._fill(category, reason if waited else "")
        self._tell_instead()
        if waited and category is not None:
            self.save()
        elif category is not None:
            # On the likely reason: Enter then counts.
            self.reasons.focus()

    def save(self) -> bool:
        """Count the refusal; False when something is missing, which is then shown in place."""
        _ = self._desk.texts.gettext
        if not self.reasons.value:
            self.error.show_words(_("Why is it not taken? Choose one of the reasons."))
            return False
        category = self._known()
        if category is None:
            self.error.show_words(_("What is it? Choose its category above; then it is counted."))
            self.category_wanted.emit()
            return False
        text = self.entry.text().strip()
        try:
            grams = weight.parse_kg(text) if text else None
            told = refuse_thing(self._desk.station, category=category.code, reason=self.reasons.value, grams=grams)
        except Refused as refused:
            self.error.show_words(self._desk.words(refused))
            return False
        instead = _Instead(self.reasons.value)
        said = Said("Refusal counted: {category}. {instead}", category=CategoryName(category.code), instead=instead)
        self.refused.emit(told.number, said)
        self.entry.clear()
        return True

    def _known(self) -> Category | None:
        if self._category is not None or not self.reasons.value:
            return self._category
        return implied_category(self._desk.station.catalogue, self.reasons.value)

    def _reason(self) -> RefusalReason:
        return self._desk.station.catalogue.refusal_reason(self.reasons.value)

    def _fill(self, category: Category | None, reason: str) -> None:
        """The likely reason first and those about other kinds of things last.

        While the kind is not known, those that tell it come first: one press is then enough.
        """
        catalogue, language = self._desk.station.catalogue, self._desk.language
        likely = reason or (category.advice if category else "") or ""

        of_a_kind = {each.advice for each in catalogue.categories}

        def rank(each: RefusalReason) -> int:
            if each.code == likely:
                return 0
            if category is None and implied_category(catalogue, each.code) is not None:
                return 1
            return 3 if each.code in of_a_kind else 2

        ranked = sorted(catalogue.refusal_reasons, key=rank)
        keys = DIGITS if self._desk.digit_keys else ""
        tiles = [
            Choice(each.code, each.names.in_language(language), keys[place : place + 1])
            for place, each in enumerate(ranked)
        ]
        self.reasons.fill(tiles)
        self.reasons.choose(likely)
        self.error.show_words("")

    def _pressed(self, _code: str) -> None:
        self._tell_instead()
        self.save()

    def _tell_instead(self) -> None:
        if not self.reasons.value:
            self.instead.show_words("")
            return
        reason = self._reason()
        words = reason.instead.in_language(self._desk.language)
        if reason.says:
            practice = self._desk.texts.gettext("Practice of {source}.").format(source=reason.says)
            words = f"{words} {practice}"
        self.instead.show_words(words, aloud=False)

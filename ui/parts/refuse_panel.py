"""Turning a thing away: why, and what to do with it instead. The category is chosen beside this panel."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from domain import weight
from domain.catalogue import Category
from domain.refused import Refused
from station_app.actions.refuse import refuse_thing
from ui.desk import Desk
from ui.theme import TARGET
from ui.widgets.controls import Notice, label, line, row
from ui.widgets.tile_group import Choice, TileGroup


class RefusePanel(QWidget):
    """`refused` is told when the refusal is counted."""

    refused = Signal()

    def __init__(self, desk: Desk, *, name: str) -> None:
        super().__init__()
        _ = desk.texts.gettext
        self._desk = desk
        self._category: Category | None = None
        self.setObjectName(name)
        self.reasons = TileGroup(
            desk.theme, name=f"{name}-reasons", meaning=_("Reason for refusing"), column=300, least=TARGET
        )
        self.reasons.chosen.connect(lambda _value: self._say())
        self.instead = Notice(desk.theme, name=f"{name}-instead", tone="info")
        self.entry = line(_("Weight in kilograms, if known"), name=f"{name}-kg")
        self.entry.setMaximumWidth(self.fontMetrics().horizontalAdvance("0") * 16)
        self.error = Notice(desk.theme, name=f"{name}-error")
        weight_title = label(_("Weight in kilograms, if known"), "strong")
        weight_title.setWordWrap(False)
        weight_title.setBuddy(self.entry)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(label(_("Why is it not taken?"), "heading"))
        box.addWidget(self.error)
        box.addWidget(self.instead)
        box.addLayout(row(weight_title, self.entry, None))
        box.addWidget(self.reasons)
        box.addStretch(1)

    def show_for(self, category: Category | None) -> None:
        """Offer the reasons, the one that often applies to this category first and chosen."""
        self._category = category
        advice = category.advice if category else None
        reasons = sorted(self._desk.station.catalogue.refusal_reasons, key=lambda reason: reason.code != advice)
        language = self._desk.language
        self.reasons.fill([Choice(reason.code, reason.names.in_language(language)) for reason in reasons])
        self.reasons.choose(advice or "")
        self.error.show_words("")
        self._say()

    def save(self) -> bool:
        """Count the refusal; False when something is missing, which is then shown in place."""
        _ = self._desk.texts.gettext
        if self._category is None:
            self.error.show_words(_("What thing is it? Choose its category above."))
            return False
        if not self.reasons.value:
            self.error.show_words(_("Why is it not taken? Choose one of the reasons."))
            return False
        text = self.entry.text().strip()
        try:
            refuse_thing(
                self._desk.station,
                category=self._category.code,
                reason=self.reasons.value,
                grams=weight.parse_kg(text) if text else None,
            )
        except Refused as refused:
            self.error.show_words(self._desk.words(refused))
            return False
        name = self._category.names.in_language(self._desk.language)
        self._desk.teller.say(_("Refusal counted: {category}").format(category=name))
        self.entry.clear()
        self.refused.emit()
        return True

    def _say(self) -> None:
        self.error.show_words("")
        if not self.reasons.value:
            self.instead.show_words("")
            return
        reason = self._desk.station.catalogue.refusal_reason(self.reasons.value)
        words = reason.instead.in_language(self._desk.language)
        if reason.says:
            practice = self._desk.texts.gettext("Practice of {source}.").format(source=reason.says)
            words = f"{words} {practice}"
        self.instead.show_words(words, aloud=False)

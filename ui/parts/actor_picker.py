"""Choosing the actor that fetches things, and what its agreements say, as of the register that is at hand."""

import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from domain.agreement import Actor, Agreement, AgreementStatus
from domain.refused import Refused
from station_app.actions.agreements import register_checked
from station_app.errors import explain_verdict
from station_app.language import format_day, oslo
from ui.desk import Desk
from ui.parts.handover_words import when, whom_to_call
from ui.widgets.controls import Notice, button, label, line

FEW = 3
"""Rows of actors that are always in sight, if there are so many."""


class ActorPicker(QWidget):
    """`chosen` tells an organisation number, or nothing when another actor is to be chosen."""

    chosen = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        _ = desk.texts.gettext
        self._desk = desk
        self._orgnr = ""
        self.search = line(_("Search actor or organisation number"), name="actor-search")
        self.search.setPlaceholderText(_("Search actor"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._fill)
        self.search.returnPressed.connect(self._entered)
        self.list = _Actors()
        self.list.setObjectName("actor-list")
        self.list.setAccessibleName(_("Actors"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemActivated.connect(self._activated)
        self.list.itemClicked.connect(self._activated)
        self.empty = Notice(desk.theme, name="actor-empty", tone="info")
        self.name = label(role="heading", name="actor-name")
        self.orgnr_words = label(role="subtle")
        self.agreements = QVBoxLayout()
        self.register = label(role="subtle", name="actor-register")
        self.old = Notice(desk.theme, name="actor-register-old", tone="warning")
        self.other = button(_("Another actor"), self.clear, name="actor-other")
        box = QVBoxLayout(self)
        box.setSpacing(8)
        box.setContentsMargins(0, 0, 0, 0)
        for widget in (self.search, self.empty, self.list, self.name, self.orgnr_words):
            box.addWidget(widget)
        box.setStretchFactor(self.list, 100)
        box.addLayout(self.agreements)
        box.addWidget(self.register)
        box.addWidget(self.old)
        box.addWidget(self.other, 0, Qt.AlignmentFlag.AlignLeft)
        box.addStretch(1)
        self.reload()

    @property
    def orgnr(self) -> str:
        """The actor that is chosen; empty for none."""
        return self._orgnr

    def clear(self) -> None:
        """Choose anew."""
        self.search.clear()
        self.choose("")
        self.search.setFocus()

    def choose(self, orgnr: str) -> None:
        """Take this actor; an empty number takes none."""
        self._orgnr = orgnr
        self.reload()
        self.chosen.emit(self._orgnr)

    def reload(self) -> None:
        """Ask the register again."""
        actor: Actor | None = None
        if self._orgnr:
            try:
                actor = self._desk.station.reference.actor(self._orgnr)
            except Refused as refused:
                self._orgnr = ""
                self._desk.warn(refused)
        for widget in (self.search, self.list):
            widget.setVisible(actor is None)
        for shown in (self.name, self.orgnr_words, self.register, self.other):
            shown.setVisible(actor is not None)
        self.old.show_words("")
        self._clear_agreements()
        if actor is None:
            self._fill()
        else:
            self._describe(actor)

    def _fill(self) -> None:
        _ = self._desk.texts.gettext
        reference = self._desk.station.reference.current()
        self.list.clear()
        if reference is None:
            self.empty.show_words(self._desk.words(Refused("no_register")), aloud=False)
            self.list.hide()
            return
        wanted = self.search.text().casefold().split()
        for actor in sorted(reference.actors, key=lambda found: found.name.casefold()):
            known = f"{actor.name.casefold()} {actor.orgnr}"
            if all(word in known for word in wanted):
                entry = QListWidgetItem(f"{actor.name}\n{_orgnr(actor.orgnr)}")
                entry.setData(Qt.ItemDataRole.UserRole, actor.orgnr)
                self.list.addItem(entry)
        self.list.fit()
        words = "" if self.list.count() else _("No actor in the register is called that.")
        self.empty.show_words(words, aloud=False)

    def _entered(self) -> None:
        if self.list.count() == 1:
            self._activated(self.list.item(0))
        elif self.list.count():
            self.list.setCurrentRow(0)
            self.list.setFocus()

    def _activated(self, entry: QListWidgetItem) -> None:
        self.choose(str(entry.data(Qt.ItemDataRole.UserRole)))

    def _describe(self, actor: Actor) -> None:
        desk = self._desk
        _ = desk.texts.gettext
        self.empty.show_words("")
        self.name.setText(actor.name)
        self.orgnr_words.setText(_("Organisation number {orgnr}").format(orgnr=_orgnr(actor.orgnr)))
        found = desk.station.reference.agreements(actor.orgnr)
        today = desk.station.clock().astimezone(oslo()).date()
        for agreement in found:
            self._add_agreement(agreement, today)
        if not found:
            call = _("Call {contact}").format(contact=whom_to_call(desk))
            self._add_notice("danger", f"{explain_verdict('no_agreement', desk.language)}. {call}.")
        checked = register_checked(desk.station)
        self.register.setText(_("Checked against the list of {time}").format(time=when(desk, checked.at)))
        words = _("The list of agreements is from {time}. Ask {contact} whether the agreement still holds.")
        words = words.format(time=when(desk, checked.at), contact=whom_to_call(desk))
        self.old.show_words(words if checked.old else "", aloud=False)

    def _add_agreement(self, agreement: Agreement, today: datetime.date) -> None:
        desk = self._desk
        _ = desk.texts.gettext
        reason = agreement_reason(agreement, today)
        until = format_day(agreement.last_day, desk.language)
        words = [_("Agreement valid until {day}").format(day=until)]
        if reason != "ok":
            # May break behind the dash, because it stands in a narrow column.
            span = f"{format_day(agreement.first_day, desk.language)}–\N{ZERO WIDTH SPACE}{until}"
            words = [f"{explain_verdict(reason, desk.language)} ({span})"]
            words.append(_("Call {contact}").format(contact=whom_to_call(desk)))
        else:
            words += self._covered(agreement)
        self._add_notice("success" if reason == "ok" else "danger", ". ".join(words) + ".")

    def _covered(self, agreement: Agreement) -> list[str]:
        """What an agreement that is in force covers; of another one it would only mislead."""
        desk = self._desk
        _ = desk.texts.gettext
        categories = agreement.categories or ()
        named = ", ".join(desk.station.category_name(code, desk.language) for code in categories)
        all_or_some = _("All categories") if agreement.categories is None else named
        return [all_or_some, _("Electricals: yes") if agreement.electrical else _("Electricals: no")]

    def _add_notice(self, tone: str, words: str) -> None:
        notice = Notice(self._desk.theme, name=f"actor-agreement-{self.agreements.count()}", tone=tone)
        self.agreements.addWidget(notice)
        notice.show_words(words, aloud=False)

    def _clear_agreements(self) -> None:
        while (taken := self.agreements.takeAt(0)) is not None:
            widget = taken.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()


class _Actors(QListWidget):
    """As high as its rows where there is room; a few of them always."""

    def fit(self) -> None:
        """Other actors are in it, or other words have room in a row."""
        rows = [self.sizeHintForRow(row) for row in range(self.count())]
        frame = self.height() - self.viewport().height() if self.isVisible() else 2 * self.frameWidth()
        self.setMaximumHeight(sum(rows) + frame)
        self.setMinimumHeight(sum(rows[:FEW]) + frame)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        self.fit()


def agreement_reason(agreement: Agreement, today: datetime.date) -> str:
    """Whether an agreement is in force on this day: `ok`, or the code of what is wrong with it as a whole."""
    if agreement.status is AgreementStatus.SUSPENDED:
        return "agreement_suspended"
    if today < agreement.first_day:
        return "agreement_not_started"
    return "agreement_expired" if today > agreement.last_day else "ok"


def _orgnr(digits: str) -> str:
    return f"{digits[:3]} {digits[3:6]} {digits[6:]}"

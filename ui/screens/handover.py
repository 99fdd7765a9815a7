"""Handing things over: who, what, a signature, a receipt. Every line is weighed again at every change."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QBoxLayout, QLayout, QWidget

from domain import numbers
from domain.item import DataChoice, require_on_shelf
from domain.numbers import Kind, actor_card, grouped
from domain.refused import Refused
from station_app.actions.handover import CheckedLine, Order, Prepared, check_lines, hand_over, prepare_handover
from station_app.documents.receipt import render_receipt
from station_app.language import format_kg
from station_app.station import Station, Subject
from ui.desk import Desk
from ui.parts.actor_picker import ActorPicker
from ui.parts.line_list import NO_ACTOR, LineList
from ui.parts.receipt_files import ReceiptFiles
from ui.parts.sign_panel import SignPanel
from ui.screens.screen import Screen
from ui.sounds import Sound
from ui.widgets.controls import Notice, button, card, column, label, line, row, scrolling

LARGE_TEXT = 125
"""From more than this size of text in per cent on, the columns stand below each other."""


@dataclass(frozen=True, slots=True)
class HandoverState:
    """Everything that was filled in, but for the signature, which belongs to the moment."""

    orgnr: str = ""
    numbers: tuple[str, ...] = ()
    choices: tuple[tuple[str, DataChoice], ...] = ()
    representative: str = ""


class HandoverScreen(Screen):
    """`reversal_asked` tells the receipt of a handover that is to be undone."""

    subjects = frozenset({Subject.ITEMS, Subject.HANDOVERS, Subject.REFERENCE, Subject.ENROLMENT})
    reversal_asked = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, name="handover")
        _ = desk.texts.gettext
        self._numbers: list[str] = []
        self._choices: dict[str, DataChoice] = {}
        self._lines: tuple[CheckedLine, ...] = ()
        self._busy = False
        self._files = ReceiptFiles(desk)
        self._last = Path()
        self.actor = ActorPicker(desk)
        self.actor.chosen.connect(self._actor_chosen)
        self.entry = line(_("Scan things, or type a number and press Enter"), name="handover-number")
        self.entry.setPlaceholderText(_("Scan, or type a number"))
        self.entry.returnPressed.connect(self._typed)
        self.lines = LineList(desk)
        self.lines.removed.connect(self._remove)
        self.lines.data_chosen.connect(self._data_chosen)
        self.empty = label(_("Nothing in the list yet."), "subtle", name="handover-empty")
        self.sign = SignPanel(desk)
        self.sign.accepted.connect(self.accept)
        self.done = Notice(desk.theme, name="handover-done", tone="success")
        self.open_receipt = button(_("Open receipt"), self._open, name="handover-open-receipt")
        self.open_receipt.hide()
        self._lay_out()
        for keys, act in ((Qt.Key.Key_F8, self._to_signing), (QKeySequence("Ctrl+Return"), self.accept)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def refresh(self) -> None:
        """Weigh every line anew."""
        self.actor.reload()
        self._check()

    def arrive(self) -> None:
        """First the actor, then the things."""
        (self.entry if self.actor.orgnr else self.actor.search).setFocus(Qt.FocusReason.OtherFocusReason)

    def take_item(self, number: str) -> bool:
        """A scanned item becomes a line."""
        return self.take_unknown(number)

    def take_actor(self, orgnr: str) -> bool:
        """An actor's card begins a handover; another one's becomes a red line while things are in the list."""
        if self.actor.orgnr != orgnr and self._numbers:
            return self.take_unknown(str(actor_card(orgnr)))
        if self.actor.orgnr != orgnr:
            self.actor.choose(orgnr)
        self.desk.sounds.play(Sound.OK)
        return True

    def take_unknown(self, text: str) -> bool:
        """Anything else that was scanned becomes a line, too: a red one, which stays until it is removed."""
        if self._busy:
            return True
        self._hide_done()
        if text in self._numbers:
            # Neither an error nor a toggle: a trigger held too long must not take a thing out of the list.
            self.desk.teller.say(self.desk.texts.gettext("Already in the list: {number}").format(number=_shown(text)))
            return True
        self._numbers.append(text)
        self._check()
        return True

    def state(self) -> HandoverState:
        """What is filled in now."""
        choices = tuple(self._choices.items())
        return HandoverState(self.actor.orgnr, tuple(self._numbers), choices, self.sign.name.text())

    def restore(self, state: HandoverState) -> None:
        """Fill in what was there."""
        self._numbers, self._choices = list(state.numbers), dict(state.choices)
        self.sign.name.setText(state.representative)
        self.actor.choose(state.orgnr)

    def clear(self) -> None:
        """Ready for the next actor."""
        self._numbers.clear()
        self._choices.clear()
        self.sign.clear()
        self.actor.search.clear()
        self.actor.choose("")

    def accept(self) -> None:
        """Check everything, make the receipt in the background, then save it all or nothing."""
        if self._busy:
            return
        self.sign.clear_errors()
        if not self.actor.orgnr:
            self.sign.error.show_words(self.desk.texts.gettext("Who fetches the things? Choose the actor first."))
            return
        order = Order(
            orgnr=self.actor.orgnr,
            numbers=tuple(self._numbers),
            representative=self.sign.name.text(),
            signature=self.sign.signature(),
            data_choices=dict(self._choices),
        )
        try:
            prepared = prepare_handover(self.desk.station, order)
        except Refused as refused:
            self._check()
            self.sign.show_refusal(refused)
            return
        self._set_busy(True)
        receipt = prepared.receipt
        self.desk.background.run(
            lambda: render_receipt(receipt), lambda document: self._rendered(prepared, document), self._failed
        )

    def _rendered(self, prepared: Prepared, document: bytes) -> None:
        try:
            changed = hand_over(self.desk.station, prepared, document)
        except Refused as refused:
            self._failed(refused)
            return
        self._set_busy(False)
        _, ngettext = self.desk.texts.gettext, self.desk.texts.ngettext
        count, grams = len(prepared.lines), sum(line.item.grams for line in prepared.lines if line.item)
        words = ngettext("Handed over: {count} thing", "Handed over: {count} things", count).format(count=count)
        words = _("{done}, {weight}, to {actor}. Receipt {receipt}").format(
            done=words,
            weight=format_kg(grams, self.desk.language),
            actor=prepared.actor.name,
            receipt=grouped(changed.number),
        )
        self.clear()
        self.desk.teller.say(words, lambda: self.reversal_asked.emit(changed.number))
        self._last = self._files.file(changed.number)
        self._files.put_out(changed.number, document, self._written)
        self.done.show_words(words, aloud=False)
        self.arrive()

    def _failed(self, refused: Refused) -> None:
        self._set_busy(False)
        self._check()
        self.sign.show_refusal(refused)

    def _written(self) -> None:
        self.open_receipt.setVisible(self.done.isVisible())

    def _open(self) -> None:
        self._files.open(self._last)

    def _hide_done(self) -> None:
        self.done.show_words("")
        self.open_receipt.hide()

    def _actor_chosen(self, orgnr: str) -> None:
        if orgnr:
            self._hide_done()
            self.entry.setFocus()
        self._check()

    def _typed(self) -> None:
        typed = "".join(self.entry.text().split())
        if typed:
            self.entry.clear()
            self.take_unknown(typed)

    def _remove(self, number: str) -> None:
        self._numbers = [kept for kept in self._numbers if kept != number]
        self._choices.pop(number, None)
        self._check()
        self.entry.setFocus()

    def _data_chosen(self, number: str, value: str) -> None:
        self._choices[number] = DataChoice(value)
        self._check()

    def _check(self) -> None:
        station, orgnr = self.desk.station, self.actor.orgnr
        try:
            if orgnr:
                self._lines = check_lines(station, orgnr, self._numbers, self._choices)
            else:
                self._lines = tuple(_known(station, number) for number in self._numbers)
        except Refused as refused:
            self.desk.warn(refused)
            return
        self.lines.show_lines(self._lines, self._choices)
        self.empty.setVisible(not self._lines)
        self._say_total()

    def _say_total(self) -> None:
        ngettext = self.desk.texts.ngettext
        items = [checked.item for checked in self._lines if checked.item is not None]
        words = ngettext("{count} thing · {weight}", "{count} things · {weight}", len(items))
        weight = format_kg(sum(item.grams for item in items), self.desk.language)
        self.sign.total.setText(words.format(count=len(items), weight=weight))

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.sign.set_busy(busy)
        self.actor.setEnabled(not busy)
        self.lines.setEnabled(not busy)
        self.entry.setEnabled(not busy)

    def _to_signing(self) -> None:
        self.sign.name.setFocus()

    def _lay_out(self) -> None:
        """Three columns that scroll by themselves; below each other in large text."""
        _ = self.desk.texts.gettext
        done = row(self.done, self.open_receipt)
        done.setStretch(0, 1)
        things = column(self.empty, self.lines)
        things.setStretch(1, 1)
        wide = self.desk.theme.text_percent <= LARGE_TEXT
        whole = QBoxLayout(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        whole.setSpacing(16)
        above = column(done, self.entry)
        for words, head, part, share in (
            (_("1 Actor"), column(), self.actor, 4),
            (_("2 Things"), above, _held(things), 6),
            (_("3 Sign (F8)"), column(), self.sign, 5),
        ):
            inside = column(label(words, "heading"), head, scrolling(part) if wide else part)
            inside.setStretch(2, 1)
            whole.addWidget(card(inside), share)
        self.sign.total.setWordWrap(False)
        beside = row(self.sign.total, *([self.sign.error] if wide else []), None, self.sign.accept)
        beside.setStretch(1, 6 if wide else 1)
        self.build(whole, beside if wide else column(self.sign.error, beside), scrolls=not wide)


def _held(part: QLayout) -> QWidget:
    holder = QWidget()
    holder.setLayout(part)
    return holder


def _known(station: Station, number: str) -> CheckedLine:
    """A line before the actor is known: whether it is a thing on the shelf at all."""
    item = None
    try:
        number = str(numbers.parse(number, Kind.ITEM))
        item = station.items.by_number(number)
        require_on_shelf(item.state, number)
    except Refused as refused:
        return CheckedLine(number=number, allowed=False, reason=refused.code, item=item)
    return CheckedLine(number=number, allowed=False, reason=NO_ACTOR, item=item)


def _shown(text: str) -> str:
    return grouped(text) if len(text) == numbers.LENGTH and text.isdigit() else text

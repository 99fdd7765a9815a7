"""The first half of a handover: who fetches, and what. Every line is weighed again at every change, and what is
gathered is in the store before it is heard.
"""

from typing import ClassVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QLayout, QWidget

from domain.item import DataChoice
from domain.numbers import actor_card
from domain.refused import Refused
from station_app.actions.drafts import keep_live_draft, set_draft_aside, take_up_draft
from station_app.actions.overriding import give_reason, require_answered
from station_app.actions.verdicts import CheckedLine
from station_app.storage.drafts import DraftKind
from ui.desk import Desk
from ui.parts.actor_picker import ActorPicker
from ui.parts.handover_basket import Basket, Taken
from ui.parts.handover_weighing import weighed
from ui.parts.handover_words import NO_ACTOR, shown
from ui.parts.handovers_aside import HandoversAside
from ui.parts.line_list import LineList
from ui.said import Joined, Problem, Said, SaidOf, Sayable, Weight
from ui.sounds import Sound
from ui.theme import LARGE_TEXT
from ui.undoing import Undo
from ui.widgets.controls import card, column, label, line
from ui.widgets.scrolled import scrolling

_MAY_WAIT = frozenset({"ok", NO_ACTOR, "data_choice_missing"})
"""Reasons of lines that were scanned rightly, whatever must still be said about them."""

KEPT_MS = 60_000
"""How often lines are weighed again while one is kept for another: that ends by the clock, and nothing else tells."""


class LineRemoved(Undo, frozen=True):
    """A line was taken out of the list."""

    screen: ClassVar[str] = "handover"
    taken: Taken


class Gathering(QWidget):
    """`begun` when something comes into an empty basket or an actor is chosen; `changed` after every weighing."""

    begun = Signal()
    changed = Signal()

    def __init__(self, desk: Desk, above: QWidget) -> None:
        super().__init__()
        _ = desk.texts.gettext
        self._desk = desk
        self._kept = ""
        self.kept_until = QTimer(self)
        self.kept_until.setInterval(KEPT_MS)
        self.kept_until.timeout.connect(self._look_at_the_clock)
        self.basket = Basket()
        self.checked: tuple[CheckedLine, ...] = ()
        self.actor = ActorPicker(desk)
        self.actor.chosen.connect(self._actor_chosen)
        self.aside = HandoversAside(desk)
        self.aside.wanted.connect(self.take_up)
        self.entry = line(_("Scan items, or type a number and press Enter"), name="handover-number")
        self.entry.setPlaceholderText(_("Scan, or type a number"))
        self.entry.returnPressed.connect(self._typed)
        self.lines = LineList(desk)
        self.lines.removed.connect(self._remove)
        self.lines.data_chosen.connect(self._data_chosen)
        self.lines.overridden.connect(self._overridden)
        self.empty = label(_("Nothing in the list yet."), "subtle", name="handover-empty")
        self._lay_out(above)
        kept = desk.station.drafts.live(DraftKind.HANDOVER)
        if kept is not None:
            self.restore(Basket.read(kept.body))

    def refresh(self) -> None:
        """Weigh every line anew."""
        self.aside.reload()
        self.actor.reload()
        self.check()

    def focus(self) -> None:
        """First the actor, then the things."""
        (self.entry if self.actor.orgnr else self.actor.search).setFocus(Qt.FocusReason.OtherFocusReason)

    def take(self, text: str) -> None:
        """Make a line of a number, or a red one of whatever it is; it stays until it is removed.

        Only what is amiss is heard here; that a scan did what it should is heard where scans are taken.
        """
        self.begun.emit()
        if text in self.basket.numbers:
            # Neither an error nor a toggle: a trigger held too long must not take a thing out of the list.
            self._desk.teller.say(Said("Already in the list: {number}", number=shown(text)))
            self.lines.point_at(text)
            self._desk.sounds.play(Sound.DUPLICATE)
            return
        self.basket.numbers.append(text)
        self.check()
        if any(found.reason not in _MAY_WAIT for found in self.checked[-1:]):
            self._desk.sounds.play(Sound.ERROR)

    def take_actor(self, orgnr: str) -> None:
        """An actor's card begins a handover; another one's is a red line while things are in the list."""
        if self.actor.orgnr not in ("", orgnr) and self.basket.numbers:
            self.take(str(actor_card(orgnr)))
            return
        self.begun.emit()
        if self.actor.orgnr != orgnr:
            self.actor.choose(orgnr)
        self._desk.sounds.play(Sound.OK)

    def problem(self) -> Sayable | None:
        """What must be seen to before anybody signs; None when all is well."""
        if not self.actor.orgnr:
            return Said("Who fetches the items? Choose the actor first.")
        if not self.checked:
            return Problem.of(Refused("no_items"))
        if not (blocked := self._blocked()):
            return None
        first = blocked[0]
        refused = Refused("blocked_lines", count=len(blocked), number=first.number, verdict=first.reason)
        # What to do about it stands in the line itself, and the strip has little room.
        return Problem.of(refused, remedied=False)

    def unanswered(self) -> Sayable | None:
        """Whether nobody answers any more for what goes all the same: said before anybody has signed."""
        try:
            require_answered(self._desk.station, [line.override for line in self.checked if line.override is not None])
        except Refused as refused:
            return Problem.of(refused)
        return None

    def why_not(self) -> str:
        """The same in a few words, beside what is not to be had yet."""
        if self.problem() is None:
            return ""
        _, ngettext = self._desk.texts.gettext, self._desk.texts.ngettext
        if not self.actor.orgnr:
            return _("Not yet: no actor is chosen")
        blocked = len(self._blocked())
        if not blocked:
            return _("Not yet: the list is empty")
        words = ngettext("Not yet: {count} line to see to", "Not yet: {count} lines to see to", blocked)
        return words.format(count=blocked)

    def blocked_row(self) -> QWidget | None:
        """The first row that must be seen to."""
        return next((self.lines.row(found.number) for found in self._blocked()), None)

    def _blocked(self) -> list[CheckedLine]:
        return [found for found in self.checked if not found.allowed]

    def total(self) -> SaidOf:
        """How many things, and their weight."""
        items = [checked.item for checked in self.checked if checked.item is not None]
        weight = Weight(sum(item.grams for item in items))
        return SaidOf("{count} item · {weight}", "{count} items · {weight}", len(items), weight=weight)

    def set_aside(self) -> None:
        """Set what is gathered aside for later; it is then empty for another actor."""
        if self.basket.empty:
            return
        gathered = Joined((*((self.actor.name.text(),) if self.actor.orgnr else ()), self.total()))
        set_draft_aside(self._desk.station, DraftKind.HANDOVER, gathered.words(self._desk), self.basket.body())
        self.restore(Basket())
        self._desk.teller.say(Said("Set aside: {words}", words=gathered))
        self.focus()

    def take_up(self, draft_id: int) -> None:
        """Go on with a handover that was set aside; what is gathered now is set aside instead."""
        self.set_aside()
        try:
            kept = take_up_draft(self._desk.station, draft_id)
        except Refused as refused:
            self._desk.warn(refused)
            return
        self.begun.emit()
        self.restore(Basket.read(kept.body))
        self.focus()

    def restore(self, basket: Basket) -> None:
        """Go on with this."""
        self.basket = basket
        self.actor.search.clear()
        self.actor.choose(basket.orgnr)

    def check(self) -> None:
        """Weigh every line, keep what is gathered, and show it."""
        try:
            # In the store before anything is said about it, and again without the reasons that count no more.
            self._keep()
            self.checked = weighed(self._desk.station, self.actor.orgnr, self.basket)
            self.basket.weigh_reasons(self.checked)
            self._keep()
        except Refused as refused:
            self._desk.warn(refused)
            return
        if not any(found.kept for found in self.checked):
            self.kept_until.stop()
        elif not self.kept_until.isActive():
            self.kept_until.start()
        self.lines.show_lines(self.checked, self.basket.choices)
        self.empty.setVisible(not self.checked)
        self.changed.emit()

    def _look_at_the_clock(self) -> None:
        # Not while the representative signs, nor for a drawing of the window that is no longer seen.
        if self.isVisible():
            self.check()

    def _keep(self) -> None:
        body = self.basket.body()
        if body != self._kept:
            keep_live_draft(self._desk.station, DraftKind.HANDOVER, self.actor.orgnr, body)
            self._kept = body

    def _actor_chosen(self, orgnr: str) -> None:
        self.basket.for_another(orgnr)
        if orgnr:
            self.begun.emit()
            self.entry.setFocus()
        self.check()

    def _typed(self) -> None:
        typed = "".join(self.entry.text().split())
        if typed:
            self.entry.clear()
            self.take(typed)

    def _remove(self, number: str) -> None:
        taken = self.basket.take_out(number)
        self.check()
        self.entry.setFocus()
        self._desk.teller.say(Said("Out of the list: {number}", number=shown(number)), LineRemoved(taken))

    def put_back(self, deed: LineRemoved) -> None:
        """Put a line back where it was."""
        self.begun.emit()
        self.basket.put_back(deed.taken)
        self.check()

    def _data_chosen(self, number: str, value: str) -> None:
        self.basket.choices[number] = DataChoice(value)
        self.check()

    def _overridden(self, number: str, reason: str) -> None:
        kept = next((line.kept for line in self.checked if line.number == number), None)
        try:
            if reason:
                self.basket.overrides[number] = give_reason(self._desk.station, reason, kept)
            else:
                self.basket.overrides.pop(number, None)
        except Refused as refused:
            # Somebody else came on duty while the reason was typed.
            self._desk.warn(refused)
        self.check()
        self.entry.setFocus()

    def _lay_out(self, above: QWidget) -> None:
        """Two columns that scroll by themselves; below each other in large text."""
        _ = self._desk.texts.gettext
        things = column(self.empty, self.lines)
        things.setStretch(1, 1)
        wide = self._desk.theme.text_percent <= LARGE_TEXT
        whole = QBoxLayout(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom, self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(16)
        people = _held(column(self.actor, self.aside))
        for words, head, part, share in (
            (_("1 Actor"), column(), people, 5),
            (_("2 Items"), column(above, self.entry, spacing=0), _held(things), 8),
        ):
            inside = column(label(words, "heading"), head, scrolling(part) if wide else part)
            inside.setStretch(2, 1)
            # Below each other the actor takes no more room than is needed.
            whole.addWidget(card(inside), share if wide or part is not people else 0)


def _held(part: QLayout) -> QWidget:
    holder = QWidget()
    holder.setLayout(part)
    return holder

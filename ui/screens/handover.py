"""Handing things over: who and what are gathered, the representative signs, a receipt is made; the next may come."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget

from domain.commands import Command
from domain.refused import Refused
from station_app.station import Subject
from ui.desk import Desk
from ui.parts.handover_bar import HandoverBar
from ui.parts.handover_basket import Basket
from ui.parts.handover_done import HandoverDone, what_was_done
from ui.parts.handover_gathering import Gathering, LineRemoved
from ui.parts.handover_meanwhile import Meanwhile
from ui.parts.handover_store import HandedOver, HandoverStore, Saved
from ui.parts.handovers_aside import HandoverDropped
from ui.parts.sign_panel import Fetched, Signing, SignPanel
from ui.said import Sayable
from ui.screens.screen import Screen
from ui.sounds import Sound
from ui.theme import LARGE_TEXT
from ui.widgets.controls import column
from ui.widgets.key_orders import on_key

SAME_ACTOR_SECONDS = 60.0
"""A thing that is scanned within this time after a handover is one that the same actor forgot."""


@dataclass(frozen=True, slots=True)
class Handing:
    """What somebody is at here: what is gathered, the lines that are asked why they go all the same, what keeps from
    signing and was said, how far signing is (None before it), and what was handed over last: to whom and when, what is
    said of it, its file.
    """

    basket: Basket
    asking: tuple[str, ...]
    told: Sayable | None
    signing: Signing | None
    finished: tuple[str, float] | None
    done: Sayable | None
    last: Path


class HandoverScreen(Screen):
    """`reversal_asked` tells the receipt of a handover that is to be undone. `clock` gives seconds."""

    subjects = frozenset(
        {
            Subject.ITEMS,
            Subject.HANDOVERS,
            Subject.REFERENCE,
            Subject.RESERVATIONS,
            Subject.ENROLMENT,
            Subject.DRAFTS,
            Subject.STAFF,
        }
    )
    reversal_asked = Signal(str)

    def __init__(self, desk: Desk, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(desk, name="handover")
        self.clock = clock
        self._finished: tuple[str, float] | None = None
        self._meanwhile = Meanwhile()
        self.done = HandoverDone(desk)
        self.gathering = Gathering(desk, self.done)
        self.gathering.begun.connect(self._begun)
        self.gathering.changed.connect(self._show_total)
        self.actor, self.lines, self.entry = self.gathering.actor, self.gathering.lines, self.gathering.entry
        self._store = HandoverStore(desk, self._saved, self._failed)
        self.sign = SignPanel(desk)
        self.sign.accepted.connect(self.accept)
        self.sign.name.textChanged.connect(self._named)
        self._bar = HandoverBar(
            desk, self.sign, aside=self.gathering.set_aside, back=self.back_to_list, on=self.to_signing
        )
        self.on, self.why_not = self._bar.on, self._bar.why_not
        self._told: Sayable | None = None
        self._lay_out()
        on_key(self, Qt.Key.Key_F8, self.to_signing, within=True)
        on_key(self, "Ctrl+Return", self.accept, within=True)
        on_key(self, Qt.Key.Key_Escape, self._escape, within=True)
        self._show_stage(signing=False)

    @property
    def signing(self) -> bool:
        """Whether the screen is turned to the representative."""
        return self._stages.currentWidget() is self.sign

    def refresh(self) -> None:
        """Weigh every line anew."""
        self.gathering.refresh()

    def arrive(self) -> None:
        """First the actor, then the things; whoever signs goes on with that."""
        if self.signing:
            self.sign.focus()
        else:
            self.gathering.focus()

    def take_item(self, number: str) -> bool:
        """A scanned item becomes a line. Right after a handover it is one that the same actor forgot."""
        if self.busy:
            return self._meanwhile.later(lambda: self.take_item(number))
        if self.gathering.basket.empty and (orgnr := self._just_served()):
            self.actor.choose(orgnr)
        return self.take_unknown(number)

    def take_actor(self, orgnr: str) -> bool:
        """An actor's card begins a handover."""
        if self.busy:
            return self._meanwhile.later(lambda: self.take_actor(orgnr))
        self.gathering.take_actor(orgnr)
        return True

    def take_unknown(self, text: str) -> bool:
        """Anything else that was scanned becomes a line, too: a red one, which stays until it is removed."""
        self.gathering.take(text)
        self.reveal(self.lines.row(text))
        return True

    def take_command(self, command: Command) -> bool:
        """On to signing, from there to the receipt; a handover that is begun is set aside for a new one."""
        if command in (Command.DONE, Command.SAVE):
            self.accept()
        elif command is Command.NEW_HANDOVER and self.busy:
            self._meanwhile.later(lambda: self.take_command(command))
        elif command is Command.NEW_HANDOVER:
            self._begun()
            self.gathering.set_aside()
        else:
            return False
        return True

    def take_back(self, deed: HandedOver | LineRemoved | HandoverDropped) -> None:
        """A handover needs a reason to be reversed; a line and what was set aside come back at once."""
        if isinstance(deed, HandedOver):
            self.reversal_asked.emit(deed.receipt)
        elif isinstance(deed, LineRemoved) and self.busy:
            self._meanwhile.later(lambda: self.take_back(deed))
        elif isinstance(deed, LineRemoved):
            self.gathering.put_back(deed)
        else:
            self.gathering.aside.take_back(deed)

    def state(self) -> Basket:
        """What is filled in now, but for the signature, which belongs to the moment."""
        return self.gathering.basket

    def restore(self, state: Basket) -> None:
        """Fill in what was there."""
        self.gathering.restore(state)
        self.sign.name.setText(state.representative)

    def begun(self) -> Handing:
        """What somebody is at."""
        signing = self.sign.begun() if self.signing else None
        return Handing(
            self.state(), self.lines.asking(), self._told, signing, self._finished, self.done.said, self.done.file
        )

    def go_on(self, begun: Handing) -> None:
        """Go on with it. Who signs goes on signing, unless something in the list must be seen to by now."""
        self.restore(begun.basket)
        self.lines.ask(begun.asking)
        self._told, self._finished = begun.told, begun.finished
        self.done.go_on(begun.done, begun.last)
        if begun.signing is not None and self.gathering.problem() is None:
            self._turn()
            self.sign.go_on(begun.signing)

    def to_signing(self) -> None:
        """Turn to the representative, once nothing in the list must be seen to."""
        if self.signing or self.busy:
            return
        self.sign.clear_errors()
        # What stopped a line may have ended since it was weighed.
        self.gathering.check()
        if (problem := self.gathering.problem() or self.gathering.unanswered()) is not None:
            self._told = problem
            self.desk.teller.warn(problem)
            self.desk.sounds.play(Sound.ERROR)
            self.reveal(self.gathering.blocked_row())
            return
        self._turn()

    def _turn(self) -> None:
        actor = self.desk.station.reference.actor(self.actor.orgnr)
        signs = self.gathering.basket.representative
        last = self.desk.station.handovers.last_representative(actor.orgnr)
        self._show_stage(signing=True)
        self.sign.begin(Fetched(actor.name, actor.language, self.gathering.checked, signs, last))
        self.reveal(self.sign.next())

    def back_to_list(self) -> None:
        """Turn back to whoever works here; what was drawn is void, because the list may change now."""
        if self.signing and not self.busy:
            self._show_stage(signing=False)
            self.sign.pad.clear()
            self.sign.clear_errors()
            self.arrive()

    def accept(self) -> None:
        """Check everything, make the receipt in the background, then save it all or nothing."""
        if self.busy:
            return
        if not self.signing:
            self.to_signing()
            return
        self.sign.clear_errors()
        if self._store.begin(self.gathering.basket.order(self.sign.signature())):
            self._set_busy(True)

    def _named(self, representative: str) -> None:
        self.gathering.basket.representative = representative

    def _saved(self, saved: Saved) -> None:
        said = what_was_done(saved.prepared, saved.receipt)
        self.sign.clear()
        self._show_stage(signing=False)
        self.gathering.restore(Basket())
        self.desk.teller.say(said, HandedOver(saved.receipt))
        self.desk.sounds.play(Sound.FINISHED)
        self.done.say(said, saved.receipt, saved.document)
        self.arrive()
        self._finished = (saved.prepared.actor.orgnr, self.clock())
        # Last: what was scanned meanwhile belongs to the next handover.
        self._set_busy(False)

    def _failed(self, refused: Refused) -> None:
        self.gathering.check()
        self.sign.show_refusal(refused)
        self.reveal(self.sign.wrong())
        self.reveal(self.sign.next())
        if not self.isVisible():
            # Whoever went on to another screen must not believe that it is done.
            self.desk.warn(refused)
        self.desk.sounds.play(Sound.ERROR)
        self._set_busy(False)

    def _begun(self) -> None:
        """Something comes into the list: what was finished is past, and a signature would be for another list."""
        self.done.clear()
        self._finished = None
        self.back_to_list()

    def _just_served(self) -> str:
        """Who fetched things a moment ago, while nothing was begun since; else empty."""
        orgnr, at = self._finished or ("", 0.0)
        return orgnr if self.clock() - at < SAME_ACTOR_SECONDS else ""

    def _show_total(self) -> None:
        self._bar.tell(self.gathering.total().words(self.desk), empty=self.gathering.basket.empty)
        self._show_way()

    def _show_way(self) -> None:
        """Whether it may be signed now, and if not, why."""
        self._bar.tell_why_not(self.gathering.why_not(), signing=self.signing)
        if self._told is not None and self._told != self.gathering.problem():
            self.desk.teller.mended(self._told)
            self._told = None

    def _set_busy(self, busy: bool) -> None:
        self.busy = busy
        self.sign.set_busy(busy)
        self._bar.back.setEnabled(not busy)
        if not busy:
            self._meanwhile.now()
            self.freed.emit()

    def _escape(self) -> None:
        if self.signing:
            self.back_to_list()
        else:
            self.gathering.set_aside()

    def _show_stage(self, *, signing: bool) -> None:
        self._stages.setCurrentWidget(self.sign if signing else self.gathering)
        self._bar.turn(signing=signing)
        self._show_way()

    def _lay_out(self) -> None:
        self._stages = QStackedWidget()
        self._stages.addWidget(self.gathering)
        self._stages.addWidget(self.sign)
        body = column(self._stages)
        wide = self.desk.theme.text_percent <= LARGE_TEXT
        self.build(body, self._bar.layout(), scrolls=not wide)

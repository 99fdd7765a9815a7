"""Taking a thing in: category, condition, weight, photos. Enter saves, the form clears, the next thing may come."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent

from domain.refused import Refused
from station_app.station import Changed, Subject
from station_app.storage.drafts import DraftKind
from ui.desk import Desk
from ui.parts.form_state import FormState, Registering
from ui.parts.register_aside import RegisterAside
from ui.parts.register_bar import BarActs, RegisterBar
from ui.parts.register_form import RegisterForm
from ui.parts.register_keys import KeyActs, RegisterKeys
from ui.screens.screen import ABOVE, BELOW, Screen
from ui.widgets.controls import Notice, column

if TYPE_CHECKING:
    from domain.commands import Command
    from ui.parts.draft_list import DraftDropped
    from ui.parts.register_saving import RegisterSaving
    from ui.parts.register_store import RegisterStore, ThingRefused, ThingsSaved
    from ui.said import Sayable


class RegisterScreen(Screen):
    """The first screen. `number_typed` tells a number that was typed instead of scanned."""

    subjects = frozenset({Subject.REFERENCE})
    number_typed = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, name="register")
        self.setAccessibleName(desk.texts.gettext("Register an item"))
        self.form = RegisterForm(desk)
        self._keys = RegisterKeys(
            desk,
            self.form,
            KeyActs(
                save=self.save,
                save_more=self.save_and_one_more,
                refuse=self.show_refusing,
                turn=self._toggle_refusing,
                escape=self._escape,
            ),
        )
        self.error = Notice(desk.theme, name="register-error")
        self.bar = RegisterBar(
            desk,
            BarActs(
                refuse=self.show_refusing,
                back=self.show_registering,
                set_aside=self._aside_pressed,
                aside=self._toggle_aside,
                save=self.save,
                save_more=self.save_and_one_more,
            ),
        )
        body = column(self.error, self.form.whole, spacing=10)
        self.aside = RegisterAside(desk, body, self.take_up, self._touched)
        self.build(body, self.bar.layout())
        if desk.station.drafts.live(DraftKind.ITEM) is not None:
            self.store.bring_back()
        self._connect()
        self._show_buttons()

    @property
    def later(self) -> tuple[Callable[[], object], ...]:
        """What makes all that nobody waits for at the start."""
        return (*self.form.later, lambda: self._saving, lambda: self.aside.list, self.form.fields.learn_weights)

    @cached_property
    def store(self) -> "RegisterStore":
        """Saving, setting aside, taking back. With it comes all that the first save needs."""
        from ui.parts.register_store import RegisterStore

        return RegisterStore(self.desk, self.form, self)

    @cached_property
    def _saving(self) -> "RegisterSaving":
        from ui.parts.register_saving import RegisterSaving, SavingActs

        acts = SavingActs(begin_anew=self._begin_anew, reveal=self.reveal)
        return RegisterSaving(self.desk, self.form, self.store, self.error, acts)

    def refresh(self) -> None:
        """The catalogue may be another one now; what is chosen stays when it still exists."""
        self.form.reload()

    def note(self, changed: Changed) -> None:
        """Drafts set aside and recalls are shown at once; they do not touch what is filled in."""
        super().note(changed)
        if Subject.DRAFTS in changed.subjects:
            self._show_aside()
        if Subject.RECALLS in changed.subjects:
            self.form.look_again()

    def arrive(self) -> None:
        """Digits choose a tile at once."""
        self.form.look_again()
        if self.form.picker.code or self.form.refusing:
            self.form.focus()
        else:
            # On no tile: a ring around the first looks as if it were chosen.
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def waits(self) -> bool:
        """A photo that is being prepared belongs to the form that is filled in, or to a thing that is saved with it."""
        return self.form.made("photos") and (self.form.photos.busy or self.store.busy)

    def begun(self) -> Registering:
        """What somebody is at."""
        reason = self.form.refuse.reasons.value if self.form.refusing else None
        return Registering(self.state(), self.form.picker.looked_into, reason, self.aside.shown)

    def go_on(self, begun: Registering) -> None:
        """Fill in what was filled in, and turn away what was being turned away."""
        self._stale = False
        self.restore(begun.form)
        self.form.picker.look_into(*begun.tiles)
        if begun.reason is not None:
            self.form.set_refusing(True)
            self._show_buttons()
            self.form.refuse.go_on(begun.reason)
        if begun.aside:
            self.aside.show()

    def take_back(self, deed: "ThingsSaved | ThingRefused | DraftDropped") -> None:
        """Take back what was saved, turned away or thrown away here."""
        from ui.parts.draft_list import DraftDropped

        if isinstance(deed, DraftDropped):
            self.aside.take_back(deed)
        else:
            self.store.take_back(deed)

    def state(self) -> FormState:
        """What is filled in now, so that a window drawn anew can show it again."""
        return self.form.state()

    def restore(self, state: FormState) -> None:
        """Fill in what was there."""
        self.form.restore(state)

    def take_actor(self, orgnr: str) -> bool:  # noqa: ARG002 (any actor's card means that things go out now)
        """What was begun is set aside; the handover is another screen's."""
        self.set_aside()
        return False

    def take_command(self, command: "Command") -> bool:
        """Do what a code of the command sheet orders; False for what is no order to this screen."""
        return self._keys.obey(command)

    def take_unknown(self, text: str) -> bool:
        """A barcode of a product may be on the list of recalls."""
        return self.form.recall.check_barcode(text)

    def show_refusing(self, reason: str = "") -> None:
        """Offer to turn the thing away instead; `reason` is the one that is already known."""
        self.form.set_refusing(True, reason)
        self._show_buttons()
        self.form.refuse.reasons.focus()
        self._reveal_chosen()

    def show_registering(self) -> None:
        """Back to taking it in."""
        self.form.set_refusing(False)
        self._show_buttons()
        self.to_top()
        self.arrive()

    def set_aside(self) -> bool:
        """Set aside what is filled in, for later; True when something was. Photos still being prepared go with it."""
        try:
            aside = self.store.set_aside()
        except Refused as refused:
            self.desk.warn(refused)
            return False
        if aside:
            self._begin_anew()
        return aside

    def take_up(self, draft_id: int) -> None:
        """Fill in a draft that was set aside; what is filled in now is set aside instead."""
        self.set_aside()
        try:
            state = self.store.take_up(draft_id)
        except Refused as refused:
            self.desk.warn(refused)
            return
        self.aside.hide()
        self.form.restore(state)
        self.show_registering()

    def save(self, *, one_more: bool = False) -> None:
        """Save what is filled in; with `one_more` the form keeps what the next thing of its kind has too."""
        self._saving.save(one_more=one_more)

    def save_and_one_more(self) -> None:
        """Save, and begin another of its kind: the next of a set of chairs."""
        self.save(one_more=True)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Use the width that there is."""
        self.bar.fit(self.width())
        self.form.arrange(self.width(), self.height() - self.bar.height - ABOVE - BELOW)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 (Qt's name)
        """Another screen comes, or the window goes."""
        super().hideEvent(event)
        self.form.rest()
        if "store" in self.__dict__:
            self.store.keeper.write_now()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """A key that no field wanted."""
        if not self._keys.hear(event):
            super().keyPressEvent(event)

    def _escape(self) -> None:
        """Close what is open, then set aside."""
        if self.form.refusing:
            self.show_registering()
        elif self.aside.shown:
            self.aside.hide()
        elif not (self.form.picker.search.hasFocus() and self.form.picker.back()):
            if not self.set_aside():
                self.form.picker.choose("")
            self.arrive()

    def _reveal_chosen(self) -> None:
        """In large text the reasons, and a warning about the category, begin below what is in sight."""
        if self.form.refusing:
            self.reveal(self.focusWidget())
        elif self.form.advice.notice.words:
            self.reveal(self.form.advice.notice)

    def _begin_anew(self, state: FormState | None = None) -> None:
        self.error.show_words("")
        self.form.clear()
        if state is not None:
            self.form.restore(state)
        self.to_top()
        self.arrive()

    def _connect(self) -> None:
        self.form.picker.number_typed.connect(self.number_typed)
        self.form.picker.chosen.connect(self._reveal_chosen)
        self.form.changed.connect(self._touched)
        self.form.refused.connect(self._refused)
        self.form.refuse_asked.connect(self.show_refusing)
        self._keys.listen(self)

    def _touched(self) -> None:
        self.store.keeper.touch()

    def _show_buttons(self) -> None:
        self.bar.show(refusing=self.form.refusing, aside=self.aside.count)
        self.bar.fit(self.width())

    def _show_aside(self) -> None:
        self.aside.reload()
        self._show_buttons()

    def _toggle_aside(self) -> None:
        if self.aside.shown:
            self.aside.hide()
        else:
            self.aside.show()
            self.reveal(self.aside.list)

    def _toggle_refusing(self) -> None:
        if self.form.refusing:
            self.show_registering()
        else:
            self.show_refusing()

    def _aside_pressed(self) -> None:
        self.set_aside()
        self.arrive()

    def _refused(self, refusal: str, said: "Sayable") -> None:
        self.store.refused(refusal, said)
        self.form.clear()
        self.show_registering()

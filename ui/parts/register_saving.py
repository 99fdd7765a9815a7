"""Saving what is filled in at registering, or saying in its place what is wrong with it."""

from collections.abc import Callable

import msgspec

from domain.refused import Refused
from ui.desk import Desk
from ui.parts.form_state import FormState
from ui.parts.register_form import RegisterForm
from ui.parts.register_store import RegisterStore
from ui.sounds import Sound
from ui.widgets.controls import Notice


class SavingActs(msgspec.Struct, frozen=True):
    """What follows: `begin_anew` with what the next thing has too (None: nothing), `reveal` what is wrong."""

    begin_anew: Callable[[FormState | None], object]
    reveal: Callable[[Notice | None], object]


class RegisterSaving:
    """Made with the first save; `error` says what is wrong and belongs to no field."""

    def __init__(self, desk: Desk, form: RegisterForm, store: RegisterStore, error: Notice, acts: SavingActs) -> None:
        self._desk, self._form, self._store, self._error, self._acts = desk, form, store, error, acts

    def save(self, *, one_more: bool = False) -> None:
        """Save what is filled in; with `one_more` the form keeps what the next thing of its kind has too.

        What is wrong is shown in its place, and nothing that was typed is lost. A photo that is not ready yet is not
        waited for: the thing is saved with it in a moment, and the next one may be begun.
        """
        form, store = self._form, self._store
        if form.refusing:
            if not form.refuse.save():
                self._wrong(form.refuse.error)
            return
        store.retry()
        self._error.show_words("")
        form.clear_errors()
        draft, state = form.draft(), form.state()
        if draft is None:
            self._wrong(form.wrong())
            return
        try:
            store.save(draft, form.copies.value)
        except Refused as refused:
            store.keeper.touch()
            if not form.show_refusal(refused):
                self._error.show_words(self._desk.words(refused))
            self._wrong(form.wrong() or self._error)
            return
        self._acts.begin_anew(state.one_more() if one_more else None)

    def _wrong(self, notice: Notice | None) -> None:
        self._acts.reveal(notice)
        self._desk.sounds.play(Sound.ERROR)

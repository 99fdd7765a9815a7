"""From the registering form to the store: saving, also with a photo that is not ready; taking back; setting aside.

Only results are shown here, in the strip. A method that can be refused raises Refused and has then done nothing.
"""

from collections.abc import Callable
from typing import ClassVar

import msgspec
from PySide6.QtCore import QObject

from domain.numbers import consecutive, grouped
from domain.weight import WeightSource
from station_app.actions.drafts import set_draft_aside, take_up_draft
from station_app.actions.refuse import void_refusal
from station_app.actions.register import Draft, check_draft, register_items, void_items
from station_app.storage.drafts import DraftKind
from ui.desk import Desk
from ui.parts.draft_keeper import DraftKeeper, Written
from ui.parts.form_state import FormState
from ui.parts.register_form import RegisterForm
from ui.parts.unfinished import Unfinished
from ui.said import CategoryName, Said, Sayable, Weight
from ui.sounds import Sound
from ui.undoing import Undo
from wire.messages import Blob


class ThingsSaved(Undo, frozen=True):
    """Things were registered, with these numbers; `state` is what stood in the form."""

    screen: ClassVar[str] = "register"
    numbers: tuple[str, ...]
    state: FormState


class ThingRefused(Undo, frozen=True):
    """A thing was turned away; `refusal` is its id, `state` what stood in the form."""

    screen: ClassVar[str] = "register"
    refusal: str
    state: FormState


class RegisterStore(QObject):
    """Keeps the form's live draft (`keeper`) in step with what was saved and set aside."""

    def __init__(self, desk: Desk, form: RegisterForm, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._form = desk, form
        self._unfinished = Unfinished(desk, self)
        self._unfinished.emptied.connect(self._all_finished)
        self.keeper = DraftKeeper(desk, DraftKind.ITEM, self._written, self)

    @property
    def busy(self) -> bool:
        """Whether something is still to be saved or set aside, as soon as its photo is ready."""
        return bool(self._unfinished)

    def bring_back(self) -> None:
        """Fill in what stood in the form when the program ended, however it ended."""
        live = self._desk.station.drafts.live(DraftKind.ITEM)
        if live is not None:
            self._form.restore(FormState.read(live.body))
            said = Said("Begun and not saved yet: {words}. Here it is again.", words=FormState.read(live.body))
            self._desk.teller.say(said)

    def save(self, draft: Draft, copies: int) -> None:
        """Save what stands in the form, or begin to: with a photo that is not ready it is saved as soon as that is.

        Raises Refused for what a person can mend; the form is left as it is.
        """
        state = self._form.state()
        check_draft(self._desk.station, draft)
        self.retry()
        if not self._form.photos.busy and not self._unfinished:
            self._save(draft, copies, state)
            return

        def finish(photos: tuple[Blob, ...]) -> None:
            whole = msgspec.structs.replace(state, photos=photos)
            self._save(msgspec.structs.replace(draft, photos=photos), copies, whole)

        self._desk.teller.say(Said("Saving as soon as the photo is ready …"))
        self._later(finish)

    def retry(self) -> None:
        """Try again to save what could not be saved when its photo was ready."""
        self._unfinished.try_all()

    def refused(self, refusal: str, said: Sayable) -> None:
        """Say that the thing in the form was turned away (the refusal's id), so that it can be taken back."""
        state, weight = self._form.state(), self._form.refuse.entry.text()
        if weight != state.weight:
            state = msgspec.structs.replace(state, weight=weight, source=WeightSource.TYPED)
        self._desk.teller.say(said, ThingRefused(refusal, state))

    def take_back(self, deed: ThingsSaved | ThingRefused) -> None:
        """Take back what was saved or turned away; it stands in the form again, unless another thing does."""
        said = self._voided(deed.numbers) if isinstance(deed, ThingsSaved) else self._not_refused(deed.refusal)
        if self._form.blank:
            self._form.restore(deed.state)
        self._desk.teller.say(said)

    def set_aside(self) -> bool:
        """Set aside what stands in the form; False for a blank one. The form is left as it is."""
        state = self._form.state()
        if state.blank and not self._form.photos.busy:
            return False
        if self._form.photos.busy:
            self._later(lambda photos: self._set_aside(msgspec.structs.replace(state, photos=photos)))
        else:
            self._set_aside(state)
        self._desk.teller.say(Said("Set aside: {words}", words=state))
        return True

    def take_up(self, draft_id: int) -> FormState:
        """A draft that was set aside, which is the live one from now on."""
        self.keeper.supersede()
        return FormState.read(take_up_draft(self._desk.station, draft_id).body)

    def _save(self, draft: Draft, copies: int, state: FormState) -> None:
        """Durable first; then it is said, heard and printed."""
        desk = self._desk
        self.keeper.supersede()
        first = register_items(desk.station, draft, copies=copies, label=True, from_form=True).number
        numbers = consecutive(first, copies)
        number, category = grouped(first), CategoryName(draft.category)
        weight = Weight(desk.station.items.by_number(first).grams)
        if copies == 1:
            said = Said("Saved {number} {category} {weight}", number=number, category=category, weight=weight)
        else:
            said = Said(
                "Saved {count} alike: {category} {weight} each, {number} and those after it",
                count=copies,
                category=category,
                weight=weight,
                number=number,
            )
        desk.teller.say(said, ThingsSaved(numbers, state))
        desk.sounds.play(Sound.OK)
        desk.scale.used()
        self._form.fields.learn_weights()
        self._form.photos.look_at_disk()

    def _voided(self, numbers: tuple[str, ...]) -> Said:
        void_items(self._desk.station, numbers)
        first, count = grouped(numbers[0]), len(numbers)
        if count == 1:
            return Said("Undone: {number} no longer counts. Tear off its label.", number=first)
        return Said(
            "Undone: {count} items no longer count, from {number} on. Tear off their labels.",
            number=first,
            count=count,
        )

    def _not_refused(self, refusal: str) -> Said:
        void_refusal(self._desk.station, refusal)
        return Said("Undone: this refusal no longer counts.")

    def _set_aside(self, state: FormState) -> None:
        self.keeper.supersede()
        set_draft_aside(self._desk.station, DraftKind.ITEM, state.words(self._desk), state.body)

    def _later(self, finish: Callable[[tuple[Blob, ...]], None]) -> None:
        """Until then the store keeps the thing as the live draft, without the photo that is not ready."""
        if not self._unfinished:
            self.keeper.write_now()
        self.keeper.hold(True)
        self._unfinished.add(self._form.photos.hand_over(), finish)

    def _all_finished(self) -> None:
        self.keeper.hold(False)

    def _written(self) -> Written:
        state = self._form.state()
        return Written(state.words(self._desk), state.body)

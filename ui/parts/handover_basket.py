"""What was gathered for one handover so far, as it is kept in the store with every change. No widgets, no store."""

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from domain.handover import Override, Signature
from domain.item import DataChoice
from station_app.actions.handover import Order
from station_app.actions.verdicts import CheckedLine


@dataclass(frozen=True, slots=True)
class Taken:
    """A line that was taken out, and all that is needed to put it back."""

    number: str
    place: int
    orgnr: str
    choice: DataChoice | None
    override: Override | None


class Basket(msgspec.Struct, rename={"overrides": "let_go"}):
    """The actor, the numbers as scanned, and what people said about them; the signature belongs to the moment.

    `overrides` is kept as `let_go`: drafts of earlier programs have something else under its own name.
    """

    orgnr: str = ""
    numbers: list[str] = msgspec.field(default_factory=list)
    choices: dict[str, DataChoice] = msgspec.field(default_factory=dict)
    overrides: dict[str, Override] = msgspec.field(default_factory=dict)
    representative: str = ""

    @classmethod
    def read(cls, body: str) -> "Basket":
        """The basket that `body` tells of, also one that an earlier program kept."""
        basket = msgspec.json.decode(body, type=cls)
        basket.overrides |= msgspec.json.decode(body, type=_Earlier).joined()
        return basket

    @property
    def empty(self) -> bool:
        """Whether there is nothing to lose."""
        return not self.orgnr and not self.numbers

    def body(self) -> str:
        """All of it as text; empty for an empty basket."""
        return "" if self.empty else msgspec.json.encode(self).decode()

    def order(self, signature: Signature | None) -> Order:
        """What is to be handed over; without a signature the receipt is signed on paper."""
        return Order(
            orgnr=self.orgnr,
            numbers=tuple(self.numbers),
            representative=self.representative,
            signature=signature,
            data_choices=dict(self.choices),
            overrides=dict(self.overrides),
        )

    def take_out(self, number: str) -> Taken:
        """Take a line out."""
        place = self.numbers.index(number)
        del self.numbers[place]
        choice = self.choices.pop(number, None)
        return Taken(number, place, self.orgnr, choice, self.overrides.pop(number, None))

    def put_back(self, taken: Taken) -> None:
        """Put a line back where it was. Why it may go to one actor says nothing about another."""
        if taken.number in self.numbers:
            return
        self.numbers.insert(taken.place, taken.number)
        if taken.choice is not None:
            self.choices[taken.number] = taken.choice
        if taken.override is not None and taken.orgnr == self.orgnr:
            self.overrides[taken.number] = taken.override

    def weigh_reasons(self, lines: Iterable[CheckedLine]) -> None:
        """A reason from before its thing was reserved, or reserved anew, counts no more: it is asked for again.

        `lines` are the answers to this basket, for its actor.
        """
        for line in lines:
            override = self.overrides.get(line.number)
            if override is None:
                continue
            if line.overridable and line.override is None:
                del self.overrides[line.number]
            elif line.kept is None:
                # Should it be reserved anew, that is another matter.
                self.overrides[line.number] = msgspec.structs.replace(override, kept_for="")

    def for_another(self, orgnr: str) -> None:
        """Another actor fetches: why a thing might go to the one before says nothing any more, nor who signs there."""
        if orgnr != self.orgnr:
            self.overrides.clear()
            self.representative = ""
        self.orgnr = orgnr


class _Earlier(msgspec.Struct):
    """What was kept once instead of `let_go`: why each number goes, who said so, and for whom it was reserved."""

    overrides: dict[str, str] = {}
    override_by: dict[str, str] = {}
    override_kept: dict[str, str] = {}

    def joined(self) -> dict[str, Override]:
        return {
            number: Override(
                reason=reason, by=self.override_by.get(number, ""), kept_for=self.override_kept.get(number, "")
            )
            for number, reason in self.overrides.items()
        }

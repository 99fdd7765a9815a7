"""What was gathered for one handover so far, as it is kept in the store with every change. No widgets, no store."""

from dataclasses import dataclass

import msgspec

from domain.item import DataChoice


@dataclass(frozen=True, slots=True)
class Taken:
    """A line that was taken out, and all that is needed to put it back."""

    number: str
    place: int
    orgnr: str
    choice: DataChoice | None
    override: str
    override_by: str
    override_kept: str


class Basket(msgspec.Struct):
    """The actor, the numbers as scanned, and what people said about them; the signature belongs to the moment."""

    orgnr: str = ""
    numbers: list[str] = msgspec.field(default_factory=list)
    choices: dict[str, DataChoice] = msgspec.field(default_factory=dict)
    overrides: dict[str, str] = msgspec.field(default_factory=dict)
    override_by: dict[str, str] = msgspec.field(default_factory=dict)
    override_kept: dict[str, str] = msgspec.field(default_factory=dict)
    representative: str = ""

    @classmethod
    def read(cls, body: str) -> "Basket":
        """The basket that `body` tells of."""
        return msgspec.json.decode(body, type=cls)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to lose."""
        return not self.orgnr and not self.numbers

    def body(self) -> str:
        """All of it as text; empty for an empty basket."""
        return "" if self.empty else msgspec.json.encode(self).decode()

    def take_out(self, number: str) -> Taken:
        """Take a line out."""
        place = self.numbers.index(number)
        del self.numbers[place]
        choice = self.choices.pop(number, None)
        why, by, kept = (said.pop(number, "") for said in (self.overrides, self.override_by, self.override_kept))
        return Taken(number, place, self.orgnr, choice, why, by, kept)

    def put_back(self, taken: Taken) -> None:
        """Put a line back where it was. Why it may go to one actor says nothing about another."""
        if taken.number in self.numbers:
            return
        self.numbers.insert(taken.place, taken.number)
        if taken.choice is not None:
            self.choices[taken.number] = taken.choice
        if taken.override and taken.orgnr == self.orgnr:
            self.let_go(taken.number, taken.override, taken.override_by, taken.override_kept)

    def let_go(self, number: str, why: str, by: str = "", kept: str = "") -> None:
        """Somebody (initials) says why it goes all the same; no reason: it does not, after all.

        `kept` is the organisation number for whom it is kept, when that is what the reason is about.
        """
        for said, what in ((self.overrides, why), (self.override_by, by), (self.override_kept, kept)):
            said.pop(number, None)
            if why:
                said[number] = what

    def for_another(self, orgnr: str) -> None:
        """Another actor fetches: why a thing might go to the one before says nothing any more."""
        if orgnr != self.orgnr:
            self.overrides.clear()
            self.override_by.clear()
            self.override_kept.clear()
        self.orgnr = orgnr

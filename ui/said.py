"""What is said to people, kept as a message and facts, so that a window in another language says the same anew."""

from typing import TYPE_CHECKING, Protocol

import msgspec

from domain.refused import Refused
from station_app.language import format_kg

if TYPE_CHECKING:
    from ui.desk import Desk


class Sayable(Protocol):
    """Something that has words in every language."""

    def words(self, desk: "Desk") -> str:
        """The words in the language of this desk."""


Fact = str | int | Sayable
"""What fills a place in a message: as it is, or in the words of the language."""


class Said:
    """A result or a state. `message` is the English text, which the catalogues know; `facts` fill its places."""

    def __init__(self, message: str, /, **facts: Fact) -> None:
        self.message, self.facts = message, facts

    def words(self, desk: "Desk") -> str:
        """The message, translated and filled in."""
        return self._filled(desk.texts.gettext(self.message), desk)

    def _filled(self, text: str, desk: "Desk") -> str:
        known = {name: fact if isinstance(fact, str | int) else fact.words(desk) for name, fact in self.facts.items()}
        return text.format(**known)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Said) and (self.message, self.facts) == (other.message, other.facts)

    def __hash__(self) -> int:
        return hash(self.message)


class SaidOf(Said):
    """A message about `count` of something, which languages say otherwise for one than for many."""

    def __init__(self, message: str, many: str, count: int, /, **facts: Fact) -> None:
        super().__init__(message, **{"count": count, **facts})
        self._many, self._count = many, count

    def words(self, desk: "Desk") -> str:
        """The message for this count."""
        return self._filled(desk.texts.ngettext(self.message, self._many, self._count), desk)


class Problem(msgspec.Struct, frozen=True):
    """A refusal as it was given, without the error itself, which would keep alive whatever it came by."""

    code: str
    facts: dict[str, object]
    remedied: bool = True
    """Whether it is said what to do, too."""

    @classmethod
    def of(cls, refused: Refused, *, remedied: bool = True) -> "Problem":
        """What there is to say about a refusal."""
        return cls(refused.code, refused.facts, remedied)

    def words(self, desk: "Desk") -> str:
        """What is wrong and, if wanted, what to do."""
        refused = Refused.kept(self.code, self.facts)
        return desk.words(refused) if self.remedied else desk.explain(refused).error


class Weight(msgspec.Struct, frozen=True):
    """So many grams, in kilograms as the language writes them."""

    grams: int

    def words(self, desk: "Desk") -> str:
        """Such as 14,0 kg."""
        return format_kg(self.grams, desk.language)


class CategoryName(msgspec.Struct, frozen=True):
    """A category of the catalogue in force."""

    code: str

    def words(self, desk: "Desk") -> str:
        """What it is called."""
        return desk.station.category_name(self.code, desk.language)


class Joined(msgspec.Struct, frozen=True):
    """Some facts one after the other."""

    parts: tuple[Sayable | str, ...]
    between: str = " · "

    def words(self, desk: "Desk") -> str:
        """Each in its words."""
        return self.between.join(part if isinstance(part, str) else part.words(desk) for part in self.parts)

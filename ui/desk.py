"""What every screen is handed: the store, the texts, the look, the pool, and somewhere to say how it went."""

import gettext
from typing import TYPE_CHECKING, Protocol

import msgspec

from domain.refused import Refused
from station_app.language import translation
from station_app.station import Station
from ui.background import Background
from ui.devices import Devices
from ui.theme import Theme
from ui.undoing import Undo

if TYPE_CHECKING:
    from station_app.errors import Explanation
    from ui.camera import Camera
    from ui.said import Sayable
    from ui.scale import Scale
    from ui.sounds import Sounds

Texts = gettext.NullTranslations


class Teller(Protocol):
    """Where results are said; the strip at the bottom of the window. In another language it says them anew."""

    def say(self, said: "Sayable", undo: Undo | None = None) -> None:
        """A result, perhaps of a deed that can be taken back."""

    def warn(self, problem: "Sayable") -> None:
        """Something that stays until it is dealt with."""

    def mended(self, problem: "Sayable") -> None:
        """What was warned of so is dealt with; any other warning stays."""


class Desk(msgspec.Struct, frozen=True):
    """One window's means. Belongs to the window's thread."""

    station: Station
    theme: Theme
    background: Background
    teller: Teller
    devices: Devices

    @property
    def sounds(self) -> "Sounds":
        """What makes sounds."""
        return self.devices.sounds

    @property
    def camera(self) -> "Camera":
        """What takes photos."""
        return self.devices.camera

    @property
    def scale(self) -> "Scale":
        """What weighs."""
        return self.devices.scale

    @property
    def language(self) -> str:
        """The window's language: nb, nn or en."""
        return self.station.config.language

    @property
    def digit_keys(self) -> bool:
        """Whether digits press tiles where no text field has the focus."""
        return self.station.config.digit_keys

    @property
    def texts(self) -> Texts:
        """The window's texts; a translation is asked for when something is drawn, never at import."""
        return translation(self.language)

    def explain(self, refused: Refused) -> "Explanation":
        """A refusal in the window's language."""
        from station_app.errors import explain

        return explain(refused, self.language)

    def words(self, refused: Refused) -> str:
        """What is wrong and what to do, as one text."""
        found = self.explain(refused)
        return f"{found.error} {found.remedy}"

    def warn(self, refused: Refused) -> None:
        """Say a refusal in the strip, where it stays."""
        from ui.said import Problem

        self.teller.warn(Problem.of(refused))

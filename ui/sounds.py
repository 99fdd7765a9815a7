"""Four sounds, for people who look at the thing and not at the screen. Which one wins is decided here.

They are played in a thread of their own (loudspeaker.py), and nothing ever depends on their being heard.
"""

import time
from collections.abc import Callable
from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

if TYPE_CHECKING:
    from ui.loudspeaker import Loudspeaker
    from ui.multimedia import MediaThread


class Sound(IntEnum):
    """From the weakest to the strongest."""

    OK = 1
    FINISHED = 2
    DUPLICATE = 3
    ERROR = 4


HOLD_SECONDS = {Sound.OK: 0.08, Sound.FINISHED: 0.2, Sound.DUPLICATE: 0.17, Sound.ERROR: 0.4}
"""How long weaker ones are not heard: while it sounds, and 400 ms after an error begins."""


class Precedence:
    """Which sound is heard: the strongest wins. `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._holding = Sound.OK
        self._until = float("-inf")

    def admits(self, sound: Sound) -> bool:
        """Whether this one is heard now; if so, weaker ones are not for a while."""
        now = self._clock()
        if now < self._until and sound < self._holding:
            return False
        self._holding, self._until = sound, now + HOLD_SECONDS[sound]
        return True


class Sounds(QObject):
    """Plays them. `volume` is from 0 (nothing is ever opened) to 100. Belongs to the window's thread."""

    chosen = Signal(object)
    """A sound that is heard now, if there is anything to hear it with."""
    _wanted = Signal(str, int)

    def __init__(self, volume: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.volume = volume
        self._precedence = Precedence()
        self._thread: MediaThread | None = None
        self.loaded = False
        """Whether the loudspeaker was looked for; what is played before that is not heard."""

    @property
    def running(self) -> bool:
        """Whether anything was opened or is being opened."""
        return self._thread is not None

    def play(self, sound: Sound) -> None:
        """Have it heard if nothing stronger is. Returns at once; without a loudspeaker nothing happens."""
        if not self._precedence.admits(sound):
            return
        self.chosen.emit(sound)
        if self.volume:
            self.load()
            self._wanted.emit(sound.name.lower(), self.volume)

    def close(self) -> None:
        """Let go of the loudspeaker; `play` opens it again."""
        if self._thread is not None:
            self._thread.end()
            self._thread, self.loaded = None, False

    def load(self) -> None:
        """Look for a loudspeaker, so that the first sound comes without delay; not where all is silent."""
        if self.volume and self._thread is None:
            from ui.multimedia import MediaThread

            self._thread = MediaThread(_loudspeaker(), self, self._ready)

    @Slot(object)
    def _ready(self, loudspeaker: "Loudspeaker") -> None:
        self._wanted.connect(loudspeaker.play)
        self.loaded = True


def _loudspeaker() -> "Callable[[], Loudspeaker]":
    from ui.multimedia import load_multimedia

    load_multimedia()
    from ui.loudspeaker import Loudspeaker

    return Loudspeaker

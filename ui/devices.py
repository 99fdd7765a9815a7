"""What makes sounds, sees and weighs, each made when it is first needed. Belongs to one window and its thread."""

from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from station_app.config import Config

if TYPE_CHECKING:
    from ui.camera import Camera
    from ui.scale import Scale
    from ui.sounds import Sounds

_PARTS = 3
"""In so many parts QtMultimedia is loaded, of some 4 ms of the processor each."""


class Devices:
    """They follow the settings; nothing is opened before somebody wants it."""

    def __init__(self, settings: Config, parent: QObject) -> None:
        self._settings, self._parent = settings, parent

    @cached_property
    def sounds(self) -> "Sounds":
        """The four sounds."""
        from ui.sounds import Sounds

        return Sounds(self._settings.sound_volume, self._parent)

    @cached_property
    def camera(self) -> "Camera":
        """The camera of this counter."""
        from ui.camera import Camera

        return Camera(self._settings.camera, self._settings.camera_rotation, self._parent)

    @cached_property
    def scale(self) -> "Scale":
        """The scale of this counter."""
        from ui.scale import Scale

        scale = Scale(self._parent)
        scale.choose(self._settings)
        return scale

    @property
    def later(self) -> tuple[Callable[[], object], ...]:
        """What is made once the window was seen, before anything sends: in parts, for beside threads that compute the
        window's thread would have only its share of the processor for it. What sounds and cameras need is loaded only
        where there are to be some.
        """
        loaded: tuple[Callable[[], object], ...] = ()
        if self._settings.sound_volume or self._settings.camera != "none":
            loaded = (_load_network, *(partial(_load_types, number) for number in range(_PARTS)))
        return (*loaded, lambda: self.sounds.load(), lambda: self.scale)

    def follow(self, settings: Config) -> None:
        """Other settings are in force."""
        self._settings = settings
        made = self.__dict__
        if "sounds" in made:
            self.sounds.volume = settings.sound_volume
        if "camera" in made:
            self.camera.choose(settings.camera, settings.camera_rotation)
        if "scale" in made:
            self.scale.choose(settings)

    def close(self) -> None:
        """Let go of all that is open."""
        for name in ("sounds", "camera", "scale"):
            if name in self.__dict__:
                getattr(self, name).close()


def _load_network() -> None:
    from ui.multimedia import load_network

    load_network()


def _load_types(number: int) -> None:
    from ui.multimedia import load_types

    load_types(number, _PARTS)

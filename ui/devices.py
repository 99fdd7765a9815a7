"""What makes sounds, sees and weighs, each made when it is first needed. Belongs to one window and its thread."""

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from station_app.config import Config

if TYPE_CHECKING:
    from ui.camera import Camera
    from ui.scale import Scale
    from ui.sounds import Sounds


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

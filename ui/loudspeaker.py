"""The side of the sounds that lives in its own thread: opening the loudspeaker and playing. Loads QtMultimedia."""

from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtMultimedia import QMediaDevices, QSoundEffect, QtAudio

import resources

NAMES = ("ok", "duplicate", "error", "finished")


class Loudspeaker(QObject):
    """Silent, without a word, while the PC has no way to make a sound; one that is plugged in later is used."""

    played = Signal(str)
    """What was given to the system to be heard."""

    def __init__(self) -> None:
        super().__init__()
        self._effects: dict[str, QSoundEffect] = {}
        self._devices = QMediaDevices()
        self._devices.audioOutputsChanged.connect(self._load)
        self._load()

    @Slot(str, int)
    def play(self, name: str, volume: int) -> None:
        """Play a sound at a volume from 1 to 100, as loud as people take that number; it ends what sounds now."""
        effect = self._effects.get(name)
        if effect is None:
            return
        for other in self._effects.values():
            other.stop()
        scale = QtAudio.VolumeScale
        effect.setVolume(QtAudio.convertVolume(volume / 100, scale.LogarithmicVolumeScale, scale.LinearVolumeScale))
        effect.play()
        self.played.emit(name)

    def close(self) -> None:
        """Let go of the loudspeaker."""
        for effect in self._effects.values():
            effect.stop()
        self._effects.clear()

    @Slot()
    def _load(self) -> None:
        self.close()
        device = QMediaDevices.defaultAudioOutput()
        if device.isNull():
            return
        for name in NAMES:
            effect = QSoundEffect(device)
            effect.setSource(QUrl.fromLocalFile(str(resources.path(f"vendor/sounds/{name}.wav"))))
            self._effects[name] = effect

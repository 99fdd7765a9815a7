"""Settings of the four sounds: how loud, and each of them to listen to."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.parts.settings_choices import Choices
from ui.said import Said
from ui.sounds import Sound
from ui.widgets.controls import button, card, column, label
from ui.widgets.flow import FlowLayout

VOLUMES = (0, 20, 40, 60, 80, 100)


class SoundSettings(QWidget):
    """Volume in steps that a glove can press, and a button for each sound."""

    def __init__(self, desk: Desk, choices: Choices) -> None:
        super().__init__()
        _ = desk.texts.gettext
        self._desk = desk
        volumes = [(str(volume), f"{volume} %" if volume else _("Off")) for volume in VOLUMES]
        words = {
            Sound.OK: _("Try: in order"),
            Sound.DUPLICATE: _("Try: already there"),
            Sound.ERROR: _("Try: error"),
            Sound.FINISHED: _("Try: finished"),
        }
        tries = QWidget()
        flow = FlowLayout(tries)
        for sound, name in words.items():
            flow.addWidget(button(name, self._player(sound), name=f"settings-try-{sound.name.lower()}"))
        inside = column(
            label(_("Sound"), "heading"),
            choices.tiles("sound_volume", Said("Volume"), volumes, 100),
            tries,
            label(
                _("Everything that is heard is also shown. Of two sounds at once, the more important is heard."),
                "subtle",
            ),
            spacing=12,
        )
        self.setLayout(column(card(inside), None, spacing=16))
        # Pressed while all sounds are off, they would say nothing.
        choices.follow(lambda: tries.setEnabled(desk.station.config.sound_volume > 0))

    def _player(self, sound: Sound) -> Callable[[], None]:
        return lambda: self._desk.sounds.play(sound)

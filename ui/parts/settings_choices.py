"""Controls for settings: what is pressed is kept at once, with a way back; what IT has fixed is locked and says so."""

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from domain.refused import Refused
from station_app import config
from station_app.actions.settings import keep_settings
from station_app.config import Config
from ui.desk import Desk
from ui.said import Said
from ui.theme import TARGET
from ui.undoing import Undo
from ui.widgets.choice_box import ChoiceBox
from ui.widgets.controls import column, field, label, row
from ui.widgets.tile_face import Choice
from ui.widgets.tile_group import TileGroup
from ui.widgets.tiles import CheckTile

Value = str | int | float | bool


class SettingsChanged(Undo, frozen=True):
    """Settings were changed. `meaning` is what people call them; `before` their values until then."""

    screen: ClassVar[str] = "settings"
    meaning: Said
    before: Mapping[str, Value]


class Choices:
    """The controls of one settings screen. `show` puts them on what holds now."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._held = config.held()
        self._shown: list[Callable[[], None]] = []

    def show(self) -> None:
        """Show what holds, after it was changed here, by Ctrl+Z, or elsewhere."""
        for show in self._shown:
            show()

    def keep(self, meaning: Said, **changes: Value) -> None:
        """Keep what was chosen. `meaning` is what people call it; Ctrl+Z takes it back."""
        settings = self._desk.station.config
        before: dict[str, Value] = {name: getattr(settings, name) for name in changes}
        if before == changes:
            return
        if self._kept(changes):
            self._desk.teller.say(Said("Changed: {setting}", setting=meaning), SettingsChanged(meaning, before))

    def tiles(self, name: str, meaning: Said, options: Sequence[tuple[str, str]], width: int = 140) -> QWidget:
        """A few choices beside each other, with their heading."""
        words = meaning.words(self._desk)
        tiles = TileGroup(self._desk.theme, name=f"settings-{name}", meaning=words, column=width, least=TARGET)
        tiles.fill([Choice(value, words) for value, words in options])
        tiles.chosen.connect(lambda value: self.keep(meaning, **{name: _typed(name, value)}))
        self.follow(lambda: tiles.choose(str(self._now(name))))
        return self._titled(name, words, tiles)

    def box(self, name: str, meaning: Said, options: Sequence[tuple[str, str]]) -> tuple[QComboBox, QWidget]:
        """A list to choose from, alone and with its heading; more can be added with `offer`."""
        words = meaning.words(self._desk)
        box = ChoiceBox(self._desk.theme, words, name=f"settings-{name}")
        offer(box, options)
        box.activated.connect(lambda _index: self.keep(meaning, **{name: _typed(name, str(box.currentData()))}))
        self.follow(lambda: _choose(box, str(self._now(name))))
        return box, self._titled(name, words, box)

    def check(self, name: str, meaning: Said) -> QWidget:
        """Something that is on or off."""
        tile = CheckTile(meaning.words(self._desk), self._desk.theme, name=f"settings-{name}")
        tile.toggled.connect(lambda on: self.keep(meaning, **{name: on}))
        self.follow(lambda: tile.setChecked(bool(self._now(name))))
        return self.locked(name, tile)

    def _now(self, name: str) -> Value:
        value: Value = getattr(self._desk.station.config, name)
        return value

    def follow(self, show: Callable[[], None]) -> None:
        """Call this now, and whenever something was changed."""
        self._shown.append(show)
        show()

    def _titled(self, name: str, words: str, control: QWidget) -> QWidget:
        whole = QWidget()
        whole.setLayout(field(words, self.locked(name, control), buddy=control))
        whole.layout().setContentsMargins(0, 0, 0, 0)  # type: ignore[union-attr]
        return whole

    def locked(self, name: str, control: QWidget) -> QWidget:
        """The control itself, or what IT has fixed in its place."""
        if name not in self._held:
            return control
        _, theme = self._desk.texts.gettext, self._desk.theme
        control.setEnabled(False)
        padlock = QLabel()
        padlock.setPixmap(theme.pixmap("PadlockLocked", "neutral-text-subtle", theme.icon_side()))
        why = label(_("Fixed by IT, in {where}").format(where=self._held[name]), "subtle", name=f"settings-{name}-lock")
        reason = row(padlock, why)
        reason.setStretch(1, 1)
        whole = QWidget()
        whole.setLayout(column(control, reason, spacing=4))
        return whole

    def _kept(self, changes: dict[str, Value]) -> bool:
        try:
            keep_settings(self._desk.station, **changes)
        except Refused as refused:
            self._desk.warn(refused)
            self.show()
            return False
        return True

    def take_back(self, deed: SettingsChanged) -> None:
        """Put settings back to what they were. Raises Refused."""
        keep_settings(self._desk.station, **deed.before)
        self._desk.teller.say(Said("As before: {setting}", setting=deed.meaning))


def offer(box: QComboBox, options: Sequence[tuple[str, str]]) -> None:
    """Add choices, as value and words, that are not there yet."""
    for value, words in options:
        if box.findData(value) < 0:
            box.addItem(words, value)


def _choose(box: QComboBox, value: str) -> None:
    # What is chosen may be a thing that is not plugged in now; it stays chosen.
    offer(box, [(value, value)])
    box.setCurrentIndex(box.findData(value))


def _typed(name: str, value: str) -> Value:
    return int(value) if isinstance(getattr(Config(), name), int) else value

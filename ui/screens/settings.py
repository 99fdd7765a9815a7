"""Everything that can be set here, in sections. Every choice acts at once, is kept, and Ctrl+Z takes it back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_app.station import Subject
from ui.desk import Desk
from ui.parts.settings_choices import Choices, SettingsChanged
from ui.screens.screen import Screen
from ui.theme import TARGET
from ui.widgets.controls import Notice, button, card, column, label, row
from ui.widgets.tile_face import Choice
from ui.widgets.tile_group import TileGroup

if TYPE_CHECKING:
    from ui.parts.staff_settings import PersonLeft

NOT_KEPT = ("staff-people", "settings-label-kind")
"""Choices that only lead on to what is kept."""


@dataclass(frozen=True, slots=True)
class SettingsState:
    """The section in front, all that were looked at, and what is chosen where a choice alone is not kept."""

    section: str
    made: tuple[str, ...]
    chosen: Mapping[str, str]


class SettingsScreen(Screen):
    """`enrol_asked` when the device is to be connected. A section is made when it is first looked at."""

    subjects = frozenset({Subject.SETTINGS, Subject.JOBS})
    enrol_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, name="settings")
        _ = desk.texts.gettext
        self._choices = Choices(desk)
        self._made: dict[str, QWidget] = {}
        self._section = ""
        names = {
            "printers": _("Printers"),
            "camera": _("Camera"),
            "scale": _("Scale"),
            "scanner": _("Scanner"),
            "sound": _("Sound"),
            "look": _("Display"),
            "staff": _("Staff list"),
            "connection": _("Connection"),
            "recalls": _("Recall list"),
            "privacy": _("Privacy"),
            "about": _("About and diagnosis"),
        }
        self.sections = TileGroup(
            desk.theme, name="settings-sections", meaning=_("Sections of the settings"), column=130, least=TARGET
        )
        self.sections.fill([Choice(name, words) for name, words in names.items()])
        self.sections.chosen.connect(self.show_section)
        self._holder = QVBoxLayout()
        self._holder.setContentsMargins(0, 0, 0, 0)
        self.build(column(self.sections, self._holder, None, spacing=16))
        self.show_section("look")

    def refresh(self) -> None:
        """Show what holds now."""
        self._choices.show()

    def arrive(self) -> None:
        """First the sections."""
        self.sections.focus()

    def begun(self) -> SettingsState:
        """Where somebody is now."""
        groups = [group for name in NOT_KEPT for group in self.findChildren(TileGroup, name)]
        return SettingsState(self._section, tuple(self._made), {group.objectName(): group.value for group in groups})

    def go_on(self, begun: SettingsState) -> None:
        """Go where somebody was."""
        for section in (*begun.made, begun.section):
            self.show_section(section)
        for group in self.findChildren(TileGroup):
            chosen = begun.chosen.get(group.objectName(), "")
            if chosen != group.value and (tile := group.tile(chosen)) is not None:
                tile.click()

    def take_back(self, deed: "SettingsChanged | PersonLeft") -> None:
        """Settings are what they were; somebody is on the staff list again."""
        if isinstance(deed, SettingsChanged):
            self._choices.take_back(deed)
            return
        from ui.parts.staff_settings import StaffSettings

        self.show_section("staff")
        staff = self._made["staff"]
        if isinstance(staff, StaffSettings):
            staff.take_back(deed)

    def show_section(self, name: str) -> None:
        """Put a section in front."""
        if name not in self._made:
            self._made[name] = self._makers()[name]()
            self._holder.addWidget(self._made[name])
        for each, section in self._made.items():
            section.setVisible(each == name)
        self._section = name
        self.sections.choose(name)
        focus = self.window().focusWidget()
        if focus is not None and self.sections.isAncestorOf(focus):
            # Its ring would else stay on the section that was left.
            self.sections.focus()

    def _makers(self) -> dict[str, Callable[[], QWidget]]:
        return {
            "printers": self._printers,
            "camera": self._camera,
            "scale": self._scale,
            "scanner": self._scanner,
            "sound": self._sound,
            "look": self._look,
            "staff": self._staff,
            "connection": self._connection,
            "recalls": self._recalls,
            "privacy": self._privacy,
            "about": self._about,
        }

    def _printers(self) -> QWidget:
        from ui.parts.settings_printers import PrinterSettings

        return PrinterSettings(self.desk, self._choices)

    def _camera(self) -> QWidget:
        from ui.parts.settings_camera import CameraSettings

        return CameraSettings(self.desk, self._choices)

    def _scale(self) -> QWidget:
        from ui.parts.settings_scale import ScaleSettings

        return ScaleSettings(self.desk, self._choices)

    def _scanner(self) -> QWidget:
        from ui.parts.settings_scanner import ScannerSettings

        return ScannerSettings(self.desk, self._choices)

    def _sound(self) -> QWidget:
        from ui.parts.settings_sound import SoundSettings

        return SoundSettings(self.desk, self._choices)

    def _look(self) -> QWidget:
        from ui.parts.settings_look import LookSettings

        return LookSettings(self.desk, self._choices)

    def _staff(self) -> QWidget:
        from ui.parts.staff_settings import StaffSettings

        return StaffSettings(self.desk, self._choices)

    def _recalls(self) -> QWidget:
        from ui.parts.settings_recalls import RecallSettings

        return RecallSettings(self.desk)

    def _privacy(self) -> QWidget:
        from ui.parts.settings_privacy import PrivacySettings

        return PrivacySettings(self.desk)

    def _about(self) -> QWidget:
        from ui.parts.settings_about import AboutSettings

        return AboutSettings(self.desk)

    def _connection(self) -> QWidget:
        from ui.screens.enrol import connected

        _, enrolment = self.desk.texts.gettext, self.desk.station.identity.enrolment
        section = QWidget()
        tone = "info" if enrolment is None else "success"
        state = Notice(self.desk.theme, name="settings-connected", tone=tone)
        hub = column(
            label(_("The municipality"), "heading"),
            state,
            row(button(_("Connection …"), self.enrol_asked.emit, name="settings-enrol"), None),
        )
        section.setLayout(column(card(hub), None, spacing=16))
        # Once it has its place: shown before, it would be a window of its own.
        words = _("Not connected to the municipality") if enrolment is None else connected(enrolment).words(self.desk)
        state.show_words(words, aloud=False)
        return section

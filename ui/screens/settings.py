"""Everything that can be set here, in sections. Every choice acts at once, is kept, and Ctrl+Z takes it back."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_app.station import Changed, Subject
from ui.desk import Desk
from ui.parts.settings_choices import Choices
from ui.screens.screen import Screen
from ui.theme import TARGET
from ui.widgets.controls import button, card, column, label, row
from ui.widgets.tile_group import Choice, TileGroup


@dataclass(frozen=True, slots=True)
class SettingsState:
    """Where somebody is: the section in front, and the control that has the focus."""

    section: str
    focus: str


class SettingsScreen(Screen):
    """`enrol_asked` when the device is to be connected. A section is made when it is first looked at."""

    subjects = frozenset({Subject.SETTINGS, Subject.JOBS})
    enrol_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, name="settings")
        _ = desk.texts.gettext
        self._choices = Choices(desk)
        self._focus = ""
        self._made: dict[str, QWidget] = {}
        self._section = ""
        names = {
            "printers": _("Printers"),
            "camera": _("Camera"),
            "scale": _("Scale"),
            "scanner": _("Scanner"),
            "sound": _("Sound"),
            "look": _("Display"),
            "staff": _("Staff"),
            "connection": _("Connection"),
            "recalls": _("Recall list"),
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

    def note(self, changed: Changed) -> None:
        """Remember where the focus is: the window may be drawn anew for what was changed."""
        focus = self.window().focusWidget()
        self._focus = focus.objectName() if focus is not None and self.isAncestorOf(focus) else ""
        super().note(changed)

    def refresh(self) -> None:
        """Show what holds now."""
        self._choices.show()

    def arrive(self) -> None:
        """Where the focus was before the window was drawn anew, else first the sections."""
        before = self.findChild(QWidget, self._focus) if self._focus else None
        self._focus = ""
        if before is not None:
            before.setFocus()
        else:
            self.sections.focus()

    def state(self) -> SettingsState:
        """Where somebody is now."""
        return SettingsState(self._section, self._focus)

    def restore(self, state: SettingsState) -> None:
        """Go where somebody was."""
        self.show_section(state.section)
        self._focus = state.focus

    def show_section(self, name: str) -> None:
        """Put a section in front."""
        if name not in self._made:
            self._made[name] = self._makers()[name]()
            self._holder.addWidget(self._made[name])
        for each, section in self._made.items():
            section.setVisible(each == name)
        self._section = name
        self.sections.choose(name)

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

    def _about(self) -> QWidget:
        from ui.parts.settings_about import AboutSettings

        return AboutSettings(self.desk)

    def _connection(self) -> QWidget:
        _ = self.desk.texts.gettext
        section = QWidget()
        hub = column(
            label(_("The municipality"), "heading"),
            row(button(_("Connection …"), self.enrol_asked.emit, name="settings-enrol"), None),
        )
        section.setLayout(column(card(hub), None, spacing=16))
        return section

"""The bar on top: where we are, the screens with their keys, how sending stands. It wraps when text grows."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QPushButton, QSizePolicy, QWidget

from ui.sending import Chip
from ui.theme import TARGET, Theme
from ui.widgets.controls import GAP, button, label, restyle
from ui.widgets.flow import FlowLayout

HELP_KEY = "F12"
CHIP_KEY = "F6"
"""The words about sending lead to all that is known of it."""
PRINT_KEY = "F10"
"""So do the words about printing."""

DUTY_KEY, LOCK_KEY = "F11", "Ctrl+L"


@dataclass(frozen=True, slots=True)
class Tab:
    """One screen: its name in the program, its key, its words, its icon; `short` ones show only key and icon."""

    name: str
    key: str
    words: str
    icon: str
    short: bool = False


class TopBar(QWidget):
    """`wanted` tells the name of a screen; `help_wanted` is the help for the one in front."""

    wanted = Signal(str)
    help_wanted = Signal()
    lock_wanted = Signal()

    def __init__(self, theme: Theme, tabs: Sequence[Tab], place: str, words_of_help: str) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("topBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        flow = FlowLayout(self, spacing=GAP, last_right=True)
        flow.setContentsMargins(20, 4, 20, GAP)
        self.place = label(place, "strong", name="station-name")
        self.place.setWordWrap(False)
        self.place.setMinimumHeight(TARGET)
        self.place.setContentsMargins(0, 0, 12, 0)
        flow.addWidget(self.place)
        self._tabs: dict[str, QPushButton] = {}
        group = QButtonGroup(self)
        for tab in tabs:
            made = self._tab(tab)
            group.addButton(made)
            flow.addWidget(made)
        self.help = button(HELP_KEY, self.help_wanted.emit, name="tab-help", kind="tab", tip=words_of_help)
        self.help.setAccessibleName(f"{HELP_KEY} {words_of_help}")
        self.help.setIcon(theme.icon("QuestionmarkCircle"))
        self.help.setIconSize(self._icon_size())
        flow.addWidget(self.help)
        help_keys = QShortcut(QKeySequence(HELP_KEY), self)
        help_keys.activated.connect(self.help_wanted)
        self.staff = button("", self._to_duty, name="staff-on-duty", kind="tab", tip=DUTY_KEY)
        self.staff.hide()
        for keys, act in ((DUTY_KEY, self._to_duty), (LOCK_KEY, self.lock_wanted.emit)):
            QShortcut(QKeySequence(keys), self).activated.connect(act)
        flow.addWidget(self.staff)
        self.chip = button("", self._to_sending, name="sync-chip", kind="chip", tip=CHIP_KEY)
        shortcut = QShortcut(QKeySequence(CHIP_KEY), self)
        shortcut.activated.connect(self._to_sending)
        self.print_chip = button("", self._to_printing, name="print-chip", kind="chip", tip=PRINT_KEY)
        shortcut = QShortcut(QKeySequence(PRINT_KEY), self)
        shortcut.activated.connect(self._to_printing)
        flow.addWidget(self.print_chip)
        flow.addWidget(self.chip)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_screen(self, name: str) -> None:
        """Mark the screen that is in front; a screen without a tab marks none."""
        for known, tab in self._tabs.items():
            if tab.isChecked() != (known == name):
                group = tab.group()
                group.setExclusive(False)
                tab.setChecked(known == name)
                group.setExclusive(True)

    def show_count(self, name: str, count: int) -> None:
        """Say on a screen's tab how much was set aside there; nothing for 0."""
        tab = self._tabs[name]
        words = tab.accessibleName().partition(" (")[0] + (f" ({count})" if count else "")
        tab.setText(words)
        tab.setAccessibleName(words)
        tab.updateGeometry()

    def show_chip(self, chip: Chip) -> None:
        """Say how sending stands."""
        self._fill_chip(self.chip, CHIP_KEY, chip)

    def show_print_chip(self, chip: Chip) -> None:
        """Say how printing stands."""
        self._fill_chip(self.print_chip, PRINT_KEY, chip)

    def _fill_chip(self, shown: QPushButton, key: str, chip: Chip) -> None:
        shown.setText(chip.words)
        shown.setAccessibleName(f"{key} {chip.words}")
        shown.setIcon(self._theme.icon(chip.icon, f"{chip.tone}-text-default"))
        shown.setIconSize(self._icon_size())
        if shown.property("tone") != chip.tone:
            # It takes a millisecond, and while much is sent the words change many times a second.
            shown.setProperty("tone", chip.tone)
            restyle(shown)
        shown.updateGeometry()

    def show_staff(self, initials: str | None, meaning: str) -> None:
        """Say who is on duty and what that is called aloud; None where there is no staff list."""
        self.staff.setVisible(initials is not None)
        if initials is not None:
            self.staff.setText(f"{DUTY_KEY} {initials or '–'}")
            self.staff.setAccessibleName(f"{DUTY_KEY} {meaning}")
            self.staff.setIcon(self._theme.icon("Person"))
            self.staff.setIconSize(self._icon_size())
        self.staff.updateGeometry()

    def _to_duty(self) -> None:
        if not self.staff.isHidden():
            self.wanted.emit("duty")

    def _tab(self, tab: Tab) -> QPushButton:
        words = f"{tab.key} {tab.words}"
        made = button(
            tab.key if tab.short else words, lambda: self.wanted.emit(tab.name), name=f"tab-{tab.name}", kind="tab"
        )
        made.setCheckable(True)
        made.setAccessibleName(words)
        if tab.short:
            made.setToolTip(tab.words)
        made.setIcon(self._theme.icon(tab.icon))
        made.setIconSize(self._icon_size())
        self._tabs[tab.name] = made
        shortcut = QShortcut(QKeySequence(tab.key), self)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(made.click)
        return made

    def _to_sending(self) -> None:
        self.wanted.emit("sync")

    def _to_printing(self) -> None:
        self.wanted.emit("printing")

    def _icon_size(self) -> QSize:
        return QSize(self._theme.icon_side(), self._theme.icon_side())

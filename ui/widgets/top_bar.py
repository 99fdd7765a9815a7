"""The bar on top: where we are, the screens with their keys, how sending stands.

One row where that can be had: the program's name goes, the chips say less, then the place is cut or left out. Large
text wraps.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QSizePolicy, QWidget

from ui.theme import TARGET, Theme
from ui.widgets.controls import GAP, button, icon_beside, label, restyle
from ui.widgets.flow import FlowLayout
from ui.widgets.key_orders import on_key

if TYPE_CHECKING:
    from ui.sending import Chip

HELP_KEY = "F12"
CHIP_KEY = "F6"
"""The words about sending lead to all that is known of it."""
PRINT_KEY = "F10"
"""So do the words about printing."""

DUTY_KEY, LOCK_KEY = "F11", "Ctrl+L"
EDGE = 20
"""Room at both ends of the bar, in px."""
LEAST_PLACE = 10
"""So many digits' width of the place's name stay, or it is not cut at all."""


class Tab(msgspec.Struct, frozen=True):
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
        flow = self._flow = FlowLayout(self, spacing=GAP, last_right=True)
        flow.setContentsMargins(EDGE, 4, EDGE, GAP)
        self._place, self._has_place = place, False
        self.place = label(place, "strong", name="station-name")
        self.place.setAccessibleName(place)
        self.place.setWordWrap(False)
        self.place.setMinimumHeight(TARGET)
        self.place.setContentsMargins(0, 0, 12, 0)
        flow.addWidget(self.place)
        self._tabs: dict[str, QPushButton] = {}
        self._pictures: dict[QPushButton, QIcon] = {}
        group = QButtonGroup(self)
        for tab in tabs:
            made = self._tab(tab)
            group.addButton(made)
            flow.addWidget(made)
        self.help = button(HELP_KEY, self.help_wanted.emit, name="tab-help", kind="tab", tip=words_of_help)
        self.help.setAccessibleName(f"{HELP_KEY} {words_of_help}")
        icon_beside(self.help, theme, "QuestionmarkCircle")
        flow.addWidget(self.help)
        on_key(self, HELP_KEY, self.help_wanted.emit)
        self.staff = button("", self._to_duty, name="staff-on-duty", kind="tab", tip=DUTY_KEY)
        self.staff.hide()
        for keys, act in ((DUTY_KEY, self._to_duty), (LOCK_KEY, self.lock_wanted.emit)):
            on_key(self, keys, act)
        flow.addWidget(self.staff)
        self._said: dict[QPushButton, Chip] = {}
        self.chip = button("", self._to_sending, name="sync-chip", kind="chip", tip=CHIP_KEY)
        on_key(self, CHIP_KEY, self._to_sending)
        self.print_chip = button("", self._to_printing, name="print-chip", kind="chip", tip=PRINT_KEY)
        on_key(self, PRINT_KEY, self._to_printing)
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
        self._fit()

    def show_chip(self, chip: "Chip") -> None:
        """Say how sending stands."""
        self._fill_chip(self.chip, CHIP_KEY, chip)

    def show_print_chip(self, chip: "Chip") -> None:
        """Say how printing stands."""
        self._fill_chip(self.print_chip, PRINT_KEY, chip)

    def _fill_chip(self, shown: QPushButton, key: str, chip: "Chip") -> None:
        before = self._said.get(shown)
        if before == chip:
            return
        self._said[shown] = chip
        shown.setText(chip.words)
        shown.setAccessibleName(f"{key} {chip.words}")
        shown.setToolTip(f"{key} {chip.words}")
        if before is None or (before.icon, before.tone) != (chip.icon, chip.tone):
            # It takes a millisecond, and while much is sent the words change many times a second.
            icon_beside(shown, self._theme, chip.icon, f"{chip.tone}-text-default")
            shown.setProperty("tone", chip.tone)
            restyle(shown)
        shown.updateGeometry()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Another width may hold other words."""
        super().resizeEvent(event)
        if not self._has_place or event.size().width() != event.oldSize().width():
            # Not for another height: that is what `_fit` itself brings about, and it would begin anew within itself.
            self._has_place = True
            self._fit()

    def _fit(self) -> None:
        """Leave out as few words as the fewest rows need; where nothing helps, leave out none."""
        if not self._has_place:
            return
        self._say_all()
        fewest, best = self._rows(), 0
        steps = (
            self._drop_name,
            self._shorten_sending,
            self._shorten_printing,
            self._cut_place,
            self._drop_place,
            self._drop_pictures,
        )
        for count, step in enumerate(steps, start=1):
            if fewest == 1:
                break
            step()
            if (rows := self._rows()) < fewest:
                fewest, best = rows, count
        self._say_all()
        for step in steps[:best]:
            step()
        # At once: an event later, other words would stand in the old places for a moment.
        self._flow.activate()

    def _rows(self) -> int:
        return self._flow.rows_in(self.width() - 2 * EDGE)

    def _over(self) -> int:
        """How many px of one row have no room."""
        return self._flow.sizeHint().width() - self._flow.spacing() - (self.width() - 2 * EDGE)

    def _say_all(self) -> None:
        for shown, chip in self._said.items():
            shown.setText(chip.words)
        self.place.setText(self._place)
        self.place.setToolTip("")
        self.place.show()
        for tab, picture in self._pictures.items():
            if tab.icon().isNull():
                tab.setIcon(picture)

    def _drop_name(self) -> None:
        """The program's own: the window's title has it, and no letter of what is said here is then lost."""
        self.place.setText(self._place.partition(" · ")[2] or self._place)
        self.place.setToolTip(self._place)

    def _shorten_sending(self) -> None:
        self._shorten(self.chip)

    def _shorten_printing(self) -> None:
        self._shorten(self.print_chip)

    def _shorten(self, shown: QPushButton) -> None:
        if shown in self._said:
            shown.setText(self._said[shown].short or self._said[shown].words)

    def _cut_place(self) -> None:
        metrics, words = self.place.fontMetrics(), self.place.text()
        room = metrics.horizontalAdvance(words) - self._over()
        if room >= LEAST_PLACE * metrics.horizontalAdvance("0"):
            self.place.setText(metrics.elidedText(words, Qt.TextElideMode.ElideRight, room))

    def _drop_place(self) -> None:
        """The window's title has it, too."""
        self.place.hide()

    def _drop_pictures(self) -> None:
        """Of the tabs that have words."""
        for tab in self._pictures:
            tab.setIcon(QIcon())

    def show_staff(self, initials: str | None, meaning: str) -> None:
        """Say who is on duty and what that is called aloud; None where there is no staff list."""
        self.staff.setVisible(initials is not None)
        if initials is not None:
            self.staff.setText(f"{DUTY_KEY} {initials or '–'}")
            self.staff.setAccessibleName(f"{DUTY_KEY} {meaning}")
            icon_beside(self.staff, self._theme, "Person")
        self.staff.updateGeometry()
        self._fit()

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
        icon_beside(made, self._theme, tab.icon)
        self._tabs[tab.name] = made
        if not tab.short:
            self._pictures[made] = made.icon()
        on_key(self, tab.key, made.click)
        return made

    def _to_sending(self) -> None:
        self.wanted.emit("sync")

    def _to_printing(self) -> None:
        self.wanted.emit("printing")

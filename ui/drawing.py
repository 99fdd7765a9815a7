"""All that is drawn in the window, in one language and one look: the bar on top, the screens, the strip below.

Another language or look brings another drawing, which takes over what was begun on this one.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_app.config import Config
from ui.desk import Desk
from ui.lock import DutyBand
from ui.navigation import Frame, Navigation, tabs, titles
from ui.screens.help import WithHelp
from ui.widgets.practice_band import PracticeBand
from ui.widgets.status_strip import StatusStrip
from ui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from ui.screens.help_panel import HelpPanel

Look = tuple[str, int, str, str, bool]


class DrawnActs(msgspec.Struct, frozen=True):
    """What can be pressed around the screens; bound methods of the window."""

    enrolled: Callable[[], None]
    send_now: Callable[[], None]
    take_back: Callable[[], bool]
    lock: Callable[[], None]
    leave: Callable[[], None]


class Drawing(QWidget):
    """Made for the desk's language and look. `leads_on` False: on a practice store without a counter."""

    def __init__(self, desk: Desk, acts: DrawnActs, *, leads_on: bool) -> None:
        super().__init__()
        self.desk, self._acts, self._leads_on = desk, acts, leads_on
        self.look = look_of(desk.station.config)
        self.setObjectName("frame")
        self.strip = StatusStrip(desk)
        self.strip.undo_wanted.connect(acts.take_back)
        self.bar = TopBar(desk.theme, tabs(desk), place_of(desk), desk.texts.gettext("Help"))
        frame = Frame(acts.enrolled, acts.send_now, acts.take_back, self._shown)
        self.navigation = Navigation(desk, self.bar, frame)
        self.body = WithHelp(self.navigation.stack, self._help, titles(desk))
        self.bar.help_wanted.connect(self.toggle_help)
        self.bar.lock_wanted.connect(acts.lock)
        self.duty_band = DutyBand(desk)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        if desk.station.practice:
            box.addWidget(PracticeBand(desk.theme, desk.texts, acts.leave if leads_on else None))
        for part, share in ((self.bar, 0), (self.body, 1), (self.duty_band, 0), (self.strip, 0)):
            box.addWidget(part, share)

    def take_over(self, before: "Drawing") -> None:
        """Go on with what was begun in the drawing before this one, and say what it said."""
        self.navigation.take_over(before.navigation)
        self.strip.take_over(before.strip)
        if before.body.is_open:
            self.toggle_help()

    def show_duty(self) -> None:
        """Say who is on duty."""
        kept, initials = self.desk.station.staff.kept(), self.desk.station.initials
        words = self.desk.texts.gettext("On duty: {initials}").format(initials=initials or "–")
        self.bar.show_staff(initials if kept else None, words)
        self.duty_band.show_duty()

    def toggle_help(self) -> None:
        """Open the help for the screen in front, or close it."""
        self.body.toggle(self.navigation.front.objectName())

    def _shown(self, name: str) -> None:
        self.body.follow(name)

    def _help(self) -> "HelpPanel":
        from ui.screens.help_panel import HelpPanel

        panel = HelpPanel(self.desk, leads_on=self._leads_on)
        panel.guide_asked.connect(partial(self.navigation.show, "guide"))
        panel.practice_asked.connect(self._acts.leave)
        return panel


def place_of(desk: Desk) -> str:
    """What the window is called: the program, and the station where that is known."""
    return " · ".join(filter(None, ("Ombruk", desk.station.identity.station_name)))


def look_of(settings: Config) -> Look:
    """All settings for which the window is drawn anew."""
    return settings.theme, settings.text_percent, settings.targets, settings.language, settings.digit_keys

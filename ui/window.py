"""The frame: bar on top, a screen, the strip below. Where keys and scans lead is in navigation.py."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from domain.refused import Refused
from station_app.config import Config
from station_app.station import Changed, Station, Subject
from ui.background import Background
from ui.bridge import Bridge
from ui.desk import Desk
from ui.devices import Devices
from ui.earlier import Earlier
from ui.garbage import Garbage
from ui.later import Later
from ui.lock import DutyBand, IdleLock
from ui.navigation import Frame, Navigation, tabs, titles
from ui.pages import Pages
from ui.screens.help import WithHelp
from ui.screens.screen import Screen
from ui.theme import Theme
from ui.undoing import Undo
from ui.whereabouts import Focus
from ui.widgets.practice_band import PracticeBand
from ui.widgets.scan_filter import ScanFilter
from ui.widgets.status_strip import StatusStrip
from ui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from ui.print_state import Printer
    from ui.screens.help_panel import HelpPanel
    from ui.sending import Sender

CLOCK_MS = 60_000
"""How often the words about sending are looked at although nothing changed: they name times."""
LOCKED_SECONDS = 1.0
"""How long the window stands still for a program that holds the store (a virus scanner); then it says so instead."""
REDRAW_AGAIN_MS = 50
LAST_WAIT_MS = 5_000
"""How long closing waits for documents that are being made."""


class MainWindow(QWidget):
    """One window on one open station of this thread. `leads_on` False: on a practice store without a counter.

    No QMainWindow: it has no menus and no docks, and what QMainWindow brings for them takes 15 ms of the start.
    """

    def __init__(
        self,
        station: Station,
        bridge: Bridge,
        sender: "Sender | None" = None,
        printer: "Printer | None" = None,
        *,
        leads_on: bool = True,
    ) -> None:
        super().__init__()
        self._station, self._sender, self._printer, self._leads_on = station, sender, printer, leads_on
        station.wait_at_most(LOCKED_SECONDS)
        self.leaves = False
        """Whether it was closed to go to practising, or back from it."""
        self.garbage = Garbage(self)
        self.background = Background(self)
        self._earlier = Earlier(self.background, self)
        self.later = Later(self)
        self.devices = Devices(station.config, self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._show_chip)
        self.idle = IdleLock(self)
        self.idle.left.connect(self._lock_left)
        self.idle.due.connect(self._lock)
        self.setMinimumSize(1024, 700)
        self.resize(1366, 768)
        self._place = QVBoxLayout(self)
        self._place.setContentsMargins(0, 0, 0, 0)
        self._drawing: QWidget | None = None
        self._build()
        self.scan_filter = ScanFilter(lambda: self.front.takes_scans, station.config.scan_gap_ms, self)
        self.scan_filter.scanned.connect(self.take_number)
        self._application = QApplication.instance()
        self._listens = False
        bridge.changed.connect(self._changed)
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._show_chip)
        self._clock.start(CLOCK_MS)
        self._watch()
        self.later.add(lambda: self.devices.sounds, lambda: self.devices.scale)

    def work_with(self, sender: "Sender | None", printer: "Printer | None") -> None:
        """From now on these send and print in the background; they find by themselves what waits already."""
        self._sender, self._printer = sender, printer

    @property
    def pages(self) -> Pages:
        """The screens by name; each is made when it is first asked for."""
        return self._navigation.pages

    @property
    def front(self) -> Screen:
        """The screen in front."""
        return self._navigation.front

    def show_screen(self, name: str) -> None:
        """Put a screen in front: register, shelf, handover, history, sync, settings or enrol."""
        self._navigation.show(name)

    def take_number(self, text: str) -> None:
        """Do what a scan of this text would do."""
        self._navigation.scans.take(text)

    def say(self, words: str, undo: Undo | None = None) -> None:
        """Say a result in the strip."""
        self.strip.say(words, undo)

    def warn(self, words: str) -> None:
        """Say in the strip what is wrong; it stays until it is closed."""
        self.strip.warn(words)

    def mended(self, words: str) -> None:
        """Take a warning out of the strip again, if it is still this one."""
        if words == self.strip.problem.words:
            self.strip.clear_problem()

    def take_back(self) -> bool:
        """Undo the last result, as Ctrl+Z does; False when there is none. What is refused can be tried again."""
        deed = self.strip.deed
        if deed is None:
            return False
        self.strip.offer(None)
        try:
            self.pages.named(deed.screen).take_back(deed)
        except Refused as refused:
            self.strip.offer(deed)
            self.desk.warn(refused)
        return True

    def redraw(self) -> None:
        """Draw everything anew in the language and look that are in force now; what was filled in stays.

        Not while a photo or a receipt is being made: its answer belongs to the screen that asked.
        """
        if self.pages.busy:
            QTimer.singleShot(REDRAW_AGAIN_MS, self, self.redraw)
            return
        focus, helped = Focus.of(self), self.body.is_open
        navigation, strip = self._navigation, self.strip
        if (old := self._drawing) is not None:
            self._place.removeWidget(old)
            self._earlier.keep(old)
        self._build()
        self._navigation.take_over(navigation)
        self.strip.take_over(strip)
        if helped:
            self._toggle_help()
        focus.give(self.centralWidget())

    def leave(self) -> None:
        """Close, to go on in the practice store or in the real one."""
        self.leaves = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (Qt's name)
        """Finish the documents that are being made; everything else is saved already."""
        self._clock.stop()
        self._soon.stop()
        self.idle.arm(0)
        if self._application is not None:
            self._application.removeEventFilter(self.scan_filter)
        self.later.forget()
        self.background.finish(LAST_WAIT_MS)
        self.devices.close()
        QApplication.processEvents()
        self._earlier.close()
        event.accept()

    def centralWidget(self) -> QWidget:  # noqa: N802 (as Qt's own windows have it)
        """All that is drawn in it now: after `redraw` another one."""
        return self._drawing or self

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Hear keys from the moment in which something is seen; before that only 900 events of Qt's own come by."""
        super().paintEvent(event)
        if not self._listens and self._application is not None:
            self._listens = True
            self._application.installEventFilter(self.scan_filter)
        self.later.begin()

    def _build(self) -> None:
        settings = self._station.config
        self._drawn = _look(settings)
        theme = Theme(settings.theme, settings.text_percent, settings.targets)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            theme.apply(application)
        theme.put_on(self)
        self.desk = Desk(
            station=self._station, theme=theme, background=self.background, teller=self, devices=self.devices
        )
        self.strip = StatusStrip(theme, self.desk.texts)
        self.strip.undo_wanted.connect(self.take_back)
        place = " · ".join(filter(None, ("Ombruk", self._station.identity.station_name)))
        self.setWindowTitle(place)
        self.bar = TopBar(theme, tabs(self.desk), place, self.desk.texts.gettext("Help"))
        frame = Frame(self._enrolled, self._send_now, self.take_back, self._shown)
        self._navigation = Navigation(self.desk, self.bar, frame)
        self.body = WithHelp(self._navigation.stack, self._help, titles(self.desk))
        self.bar.help_wanted.connect(self._toggle_help)
        self.bar.lock_wanted.connect(self._lock)
        self.duty_band = DutyBand(self.desk)
        whole = QWidget()
        whole.setObjectName("frame")
        box = QVBoxLayout(whole)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        if self._station.practice:
            box.addWidget(PracticeBand(theme, self.desk.texts, self.leave if self._leads_on else None))
        for part, share in ((self.bar, 0), (self.body, 1), (self.duty_band, 0), (self.strip, 0)):
            box.addWidget(part, share)
        self._drawing = whole
        self._place.addWidget(whole)
        self.show_screen("register")
        self._show_duty()
        theme.dress(whole)
        self.later.add(
            self._navigation.show_counts, self._show_chip, *self.pages.register.later, lambda: self._navigation.scans
        )
        if self.later.begun:
            # Only the very first drawing is waited for by somebody.
            self.later.all_now()

    def _help(self) -> "HelpPanel":
        from ui.screens.help_panel import HelpPanel

        panel = HelpPanel(self.desk, leads_on=self._leads_on)
        panel.guide_asked.connect(partial(self.show_screen, "guide"))
        panel.practice_asked.connect(self.leave)
        return panel

    def _shown(self, name: str) -> None:
        self.body.follow(name)

    def _toggle_help(self) -> None:
        self.body.toggle(self.front.objectName())

    def _changed(self, changed: Changed) -> None:
        for screen in self.pages.made():
            screen.note(changed)
        self._show_chip()
        if Subject.STAFF in changed.subjects:
            self._navigation.staff_changed(changed.number)
            self._show_duty()
            self._watch()
        if Subject.DRAFTS in changed.subjects:
            self._navigation.show_counts()
        if Subject.SETTINGS in changed.subjects:
            self._settings_changed()
        if changed.subjects - {Subject.SENDING, Subject.REFERENCE, Subject.JOBS}:
            self._wake()
        if self._printer is not None and changed.subjects & {Subject.JOBS, Subject.SETTINGS}:
            self._printer.wake()

    def _settings_changed(self) -> None:
        settings = self._station.config
        self.scan_filter.set_gap(settings.scan_gap_ms)
        self.devices.follow(settings)
        self._watch()
        if _look(settings) != self._drawn:
            self._redraw_soon()

    def _show_duty(self) -> None:
        kept, initials = self._station.staff.kept(), self._station.initials
        words = self.desk.texts.gettext("On duty: {initials}").format(initials=initials or "–")
        self.bar.show_staff(initials if kept else None, words)
        self.duty_band.show_duty()

    def _watch(self) -> None:
        """Lock after the minutes in the settings, while somebody of a staff list is on duty."""
        watched = self._station.staff.kept() and self._station.duty is not None
        self.idle.arm(self._station.config.lock_minutes * 60 if watched else 0)

    def _lock_left(self, seconds: int) -> None:
        self.duty_band.show_left(seconds)

    def _lock(self) -> None:
        if self._station.staff.kept():
            from station_app.actions.staff import lock

            lock(self._station)

    def _show_chip(self) -> None:
        from ui.print_state import SOON, print_chip, print_state_of
        from ui.sending import chip, sending_of

        printing = print_state_of(self._station)
        self.bar.show_print_chip(print_chip(printing, self.desk.texts))
        if printing.young:
            self._soon.start(round(SOON.total_seconds() * 1_000))
        self.bar.show_chip(chip(sending_of(self._station), self.desk.texts, self.desk.language))

    def _enrolled(self) -> None:
        self._wake()
        self._redraw_soon()

    def _redraw_soon(self) -> None:
        # Not at once: the widget whose press led here is still at work.
        QTimer.singleShot(0, self, self.redraw)

    def _wake(self) -> None:
        if self._sender is not None:
            self._sender.wake()

    def _send_now(self) -> None:
        if self._sender is not None:
            self._sender.send_now()


def _look(settings: Config) -> tuple[str, int, str, str, bool]:
    """All settings for which the window is drawn anew."""
    return settings.theme, settings.text_percent, settings.targets, settings.language, settings.digit_keys

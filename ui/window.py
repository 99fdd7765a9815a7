"""The window: what stays when it is drawn anew, and what follows when something changed.

What is drawn in it is in drawing.py, where keys and scans lead in navigation.py.
"""

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from domain.refused import Refused
from station_app.station import Changed, Station, Subject
from ui.background import Background
from ui.bridge import Bridge
from ui.chips import Chips
from ui.desk import Desk
from ui.devices import Devices
from ui.drawing import Drawing, DrawnActs, look_of, place_of
from ui.earlier import Earlier
from ui.enumerations import make_all
from ui.garbage import Garbage
from ui.later import Later
from ui.lock import IdleLock
from ui.pages import Pages
from ui.screens.screen import Screen
from ui.theme import Theme
from ui.undoing import Undo
from ui.whereabouts import Focus
from ui.widgets.scan_filter import ScanFilter

if TYPE_CHECKING:
    from ui.print_state import Printer
    from ui.quiet import Quiet
    from ui.said import Sayable
    from ui.sending import Sender

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
        self._gets_ahead = False
        self.devices = Devices(station.config, self)
        self._chips = Chips(station, self)
        self.idle = IdleLock(self)
        self.idle.left.connect(self._lock_left)
        self.idle.due.connect(self._lock)
        self.setMinimumSize(1024, 700)
        self.resize(1366, 768)
        self._place = QVBoxLayout(self)
        self._place.setContentsMargins(0, 0, 0, 0)
        self._draw()
        self.scan_filter = ScanFilter(lambda: self.front.takes_scans, station.config.scan_gap_ms, self)
        self.scan_filter.scanned.connect(self._scanned)
        self._application = QApplication.instance()
        self._listens = False
        bridge.changed.connect(self._changed)
        self._chips.begin()
        self._watch()
        self.later.add(*self.devices.later, make_all)

    def work_with(self, sender: "Sender | None", printer: "Printer | None") -> None:
        """From now on these send and print in the background; they find by themselves what waits already."""
        self._sender, self._printer = sender, printer

    @cached_property
    def quiet(self) -> "Quiet":
        """What is done in quiet moments."""
        from ui.quiet import Quiet

        return Quiet(self, busy=lambda: self._sender is not None and not self._sender.rests)

    def get_ahead(self) -> None:
        """From now on make in quiet moments the screens to which somebody may go, so that nobody waits for them."""
        self._gets_ahead = True
        self.quiet.begin(self.pages.ahead())

    @property
    def pages(self) -> Pages:
        """The screens by name; each is made when it is first asked for."""
        return self._drawing.navigation.pages

    @property
    def front(self) -> Screen:
        """The screen in front."""
        return self._drawing.navigation.front

    def show_screen(self, name: str) -> None:
        """Put a screen in front: register, shelf, handover, history, sync, settings or enrol."""
        self._drawing.navigation.show(name)

    def take_number(self, text: str) -> None:
        """Do what a scan of this text would do."""
        self._drawing.navigation.scans.take(text)

    def say(self, said: "Sayable", undo: Undo | None = None) -> None:
        """Say a result in the strip."""
        self.strip.say(said, undo)

    def warn(self, problem: "Sayable") -> None:
        """Say in the strip what is wrong; it stays until it is closed."""
        self.strip.warn(problem)

    def mended(self, problem: "Sayable") -> None:
        """Take a warning out of the strip again, if it is still this one."""
        if problem == self.strip.warned:
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
        focus, before = Focus.of(self), self._drawing
        self._place.removeWidget(before)
        self._earlier.keep(before)
        self._draw()
        self._drawing.take_over(before)
        focus.give(self._drawing)
        if self._gets_ahead:
            self.get_ahead()

    def leave(self) -> None:
        """Close, to go on in the practice store or in the real one."""
        self.leaves = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (Qt's name)
        """Finish the documents that are being made; everything else is saved already."""
        self._chips.end()
        self.idle.arm(0)
        if self._application is not None:
            self._application.removeEventFilter(self.scan_filter)
        self.later.forget()
        if self._gets_ahead:
            self.quiet.end()
        self.background.finish(LAST_WAIT_MS)
        self.devices.close()
        QApplication.processEvents()
        self._earlier.close()
        event.accept()

    def centralWidget(self) -> QWidget:  # noqa: N802 (as Qt's own windows have it)
        """All that is drawn in it now: after `redraw` another one."""
        return self._drawing

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Hear keys from the moment in which something is seen; before that only 900 events of Qt's own come by."""
        super().paintEvent(event)
        if not self._listens and self._application is not None:
            self._listens = True
            self._application.installEventFilter(self.scan_filter)
        self.later.begin()

    def _draw(self) -> None:
        settings = self._station.config
        theme = Theme(settings.theme, settings.text_percent, settings.targets)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            theme.apply(application)
        theme.put_on(self)
        desk = Desk(station=self._station, theme=theme, background=self.background, teller=self, devices=self.devices)
        acts = DrawnActs(self._enrolled, self._send_now, self.take_back, self._lock, self.leave)
        drawing = self._drawing = Drawing(desk, acts, leads_on=self._leads_on)
        self.desk, self.strip, self.bar = desk, drawing.strip, drawing.bar
        self.body, self.duty_band = drawing.body, drawing.duty_band
        self._chips.belong_to(desk, drawing.bar)
        self.setWindowTitle(place_of(desk))
        self._place.addWidget(drawing)
        self.show_screen("register")
        drawing.show_duty()
        theme.dress(drawing)
        navigation = drawing.navigation
        self.later.add(navigation.show_counts, self._chips.show, *self.pages.register.later, lambda: navigation.scans)
        if self.later.begun:
            # Only the very first drawing is waited for by somebody.
            self.later.all_now()

    def _scanned(self, text: str) -> None:
        front = QApplication.activeWindow()
        if front is None or front is self:
            self.take_number(text)
            return
        # Whoever looks at a window for choosing files does not see what would change behind it.
        from ui.sounds import Sound

        self.desk.warn(Refused("scanned_behind"))
        self.devices.sounds.play(Sound.ERROR)

    def _changed(self, changed: Changed) -> None:
        for screen in self.pages.made():
            screen.note(changed)
        self._chips.show()
        if Subject.STAFF in changed.subjects:
            self._drawing.navigation.staff_changed(changed.number)
            self._drawing.show_duty()
            self._watch()
        if Subject.DRAFTS in changed.subjects:
            self._drawing.navigation.show_counts()
        if Subject.SETTINGS in changed.subjects:
            self._settings_changed()
        if changed.subjects - {Subject.SENDING, Subject.REFERENCE, Subject.RESERVATIONS, Subject.JOBS}:
            self._wake()
        if self._printer is not None and changed.subjects & {Subject.JOBS, Subject.SETTINGS}:
            self._printer.wake()

    def _settings_changed(self) -> None:
        settings = self._station.config
        self.scan_filter.set_gap(settings.scan_gap_ms)
        self.devices.follow(settings)
        self._watch()
        if look_of(settings) != self._drawing.look:
            self._redraw_soon()

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

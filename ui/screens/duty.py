"""Who is on duty: large initials, a PIN where somebody has one. What is begun on other screens stays as it is."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from domain.commands import Command
from domain.refused import Refused
from station_app import config
from station_app.actions.staff import begin_duty, go_on_duty, lock, recognise, wait_left
from station_app.station import Duty, Station, Subject
from ui.desk import Desk
from ui.parts.pin_pad import PinPad
from ui.screens.screen import Screen
from ui.widgets.controls import Notice, button, card, column, label, row
from ui.widgets.tile_face import Choice
from ui.widgets.tile_group import TileGroup

SECOND_MS = 1_000
INITIALS_SIZE = 1.6
"""Of initials, beside the text around them."""


class DutyScreen(Screen):
    """`left` when somebody who is on duty wants to go on without a change."""

    subjects = frozenset({Subject.STAFF})
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, name="duty")
        _ = desk.texts.gettext
        self._person = ""
        self._busy = False
        self.now = label(name="duty-now")
        self.people = TileGroup(desk.theme, name="duty-people", meaning=_("Initials"), column=120)
        self.people.chosen.connect(self.choose)
        self.person = label(role="title", name="duty-person")
        self.person.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.pad = PinPad(desk)
        self.pad.given.connect(self._pin_given)
        self.other = button(_("Somebody else (Esc)"), self.forget, name="duty-other", enter=False)
        self.error = Notice(desk.theme, name="duty-error")
        self.wait = Notice(desk.theme, name="duty-wait", tone="warning")
        self.forgotten = button(_("PIN forgotten?"), self.show_way_back, name="duty-forgotten", enter=False)
        self.way_back = Notice(desk.theme, name="duty-way-back", tone="info")
        self.lock_button = button(_("Lock (Ctrl+L)"), self._lock, name="duty-lock", enter=False)
        self.back_button = button(_("Back"), self.left.emit, name="duty-back", enter=False)
        self._seconds = QTimer(self)
        self._seconds.setInterval(SECOND_MS)
        self._seconds.timeout.connect(self._second)
        self.build(self._lay_out(), row(self.lock_button, self.other, self.forgotten, None, self.back_button))
        self._show_parts()

    def refresh(self) -> None:
        """Show who works here and who is on duty."""
        station = self.desk.station
        initials = [member.initials for member in station.staff.members()]
        self.people.fill([Choice(each, each, leading=True) for each in initials])
        for each in initials:
            if (tile := self.people.tile(each)) is not None:
                tile.setFont(self.desk.theme.font(INITIALS_SIZE))
        duty = station.duty
        _ = self.desk.texts.gettext
        if not initials:
            words = _("There is no staff list: everybody may do everything. A list is made in the settings (F9).")
            if duty is not None and duty.initials:
                words = _("On duty: {initials}.").format(initials=duty.initials) + " " + words
        elif duty is not None:
            words = _("On duty now: {initials}. Choose other initials, or scan a badge.")
            words = words.format(initials=duty.initials)
        else:
            words = _("Choose your initials, or scan your badge. What was filled in is still there.")
        self.now.setText(words)
        self.people.setVisible(bool(initials))
        self.lock_button.setVisible(duty is not None and station.staff.kept())
        self.back_button.setVisible(duty is not None)
        if self._person not in initials:
            self.forget()

    def arrive(self) -> None:
        """First the initials; the pad when somebody was chosen by their badge."""
        if self._person:
            self.pad.digits["1"].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.people.focus()

    def waits(self) -> bool:
        """While a PIN is tried, the answer belongs to this pad."""
        return self._busy

    def begun(self) -> tuple[str, str] | None:
        """Whose PIN is asked for, and what was typed of it."""
        return (self._person, self.pad.typed) if self._person else None

    def go_on(self, begun: tuple[str, str]) -> None:
        """Ask for the same PIN, as far as it is typed."""
        person, typed = begun
        self.ask_pin(person)
        for digit in typed:
            self.pad.type(digit)

    def take_item(self, number: str) -> bool:  # noqa: ARG002 (no number means anything here but a badge)
        """While nobody is on duty nothing is done with things, so that what was begun stays as it is."""
        return self._refuse_scan()

    def take_unknown(self, text: str) -> bool:  # noqa: ARG002 (the same)
        """Nor with what is no number."""
        return self._refuse_scan()

    def take_actor(self, orgnr: str) -> bool:  # noqa: ARG002 (the same)
        """Nor with an actor's card."""
        return self._refuse_scan()

    def take_command(self, command: Command) -> bool:  # noqa: ARG002 (the same)
        """Nor what the command sheet orders."""
        return self._refuse_scan()

    def choose(self, initials: str) -> None:
        """Somebody says who they are; whoever has no PIN is on duty at once."""
        self.error.show_words("")
        try:
            go_on_duty(self.desk.station, initials)
        except Refused as refused:
            if refused.code == "pin_needed":
                self.ask_pin(initials)
            else:
                self.error.show_words(self.desk.words(refused))

    def ask_pin(self, initials: str) -> None:
        """Ask this person for their PIN."""
        self._person = initials
        self.pad.clear()
        self.person.setText(self.desk.texts.gettext("PIN of {initials}").format(initials=initials))
        self.way_back.show_words("")
        self._show_parts()
        self._show_wait()
        self.arrive()

    def forget(self) -> None:
        """Back to the initials."""
        self._person = ""
        self.pad.clear()
        self.error.show_words("")
        self.way_back.show_words("")
        self._show_parts()
        self._show_wait()
        if self.isVisible():
            self.arrive()

    def show_way_back(self) -> None:
        """Say what to do about a PIN that nobody remembers; said again, it is put away."""
        _ = self.desk.texts.gettext
        words = _(
            "An administrator gives a new one under Settings (F9), Staff list. If no administrator can sign in, "
            "whoever looks after this PC gives this command there:"
        )
        command = config.command(self.desk.station.folder, "staff", "reset-pin", self._person)
        self.way_back.show_words("" if self.way_back.words else f"{words}\n{command}")
        self.arrive()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Digits are the PIN's, Escape goes back to the initials, then to the work."""
        if self._person and self.pad.isEnabled() and self.pad.take_key(event):
            return
        if event.key() == Qt.Key.Key_Escape and self._person:
            self.forget()
        elif event.key() == Qt.Key.Key_Escape and self.desk.station.duty is not None:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _pin_given(self, pin: str) -> None:
        # Stretching takes longer than a window may stand still.
        self._set_busy(True)
        person, another = self._person, self.desk.station.another
        self.desk.background.run(lambda: _recognise(another, person, pin), self._recognised, self._not_recognised)

    def _recognised(self, duty: Duty) -> None:
        self._set_busy(False)
        if duty.initials == self._person:
            self.forget()
            begin_duty(self.desk.station, duty)

    def _not_recognised(self, refused: Refused) -> None:
        self._set_busy(False)
        self.error.show_words("" if refused.code == "pin_wait" else self.desk.words(refused))
        self._show_wait()
        self.arrive()

    def _show_wait(self) -> None:
        """Say how long nobody is let in as this person; the seconds are counted in words."""
        seconds = wait_left(self.desk.station, self._person) if self._person else 0
        refused = Refused("pin_wait", initials=self._person, seconds=seconds)
        aloud = bool(seconds) and not self._seconds.isActive()
        self.wait.show_words(self.desk.words(refused) if seconds else "", aloud=aloud)
        self.pad.setEnabled(not seconds and not self._busy)
        if seconds and not self._seconds.isActive():
            self._seconds.start()
        elif not seconds:
            self._seconds.stop()

    def _second(self) -> None:
        if self.isVisible():
            self._show_wait()
        else:
            self._seconds.stop()

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.pad.setEnabled(not busy)

    def _show_parts(self) -> None:
        self._choosing.setVisible(not self._person)
        self._typing.setVisible(bool(self._person))
        self.other.setVisible(bool(self._person))
        self.forgotten.setVisible(bool(self._person))

    def _refuse_scan(self) -> bool:
        if self.desk.station.duty is not None:
            return False
        self.error.show_words(self.desk.words(Refused("nobody_on_duty")))
        return True

    def _lock(self) -> None:
        lock(self.desk.station)

    def _lay_out(self) -> QVBoxLayout:
        _ = self.desk.texts.gettext
        self._choosing, self._typing = QWidget(), QWidget()
        pad = column(self.person, self.wait, self.pad, spacing=12)
        self._typing.setLayout(row(None, _narrow(pad), None))
        self._choosing.setLayout(column(label(_("Who is on duty?"), "title"), self.now, self.people, spacing=12))
        inside = column(self.error, self.way_back, self._choosing, self._typing, spacing=12)
        return column(card(inside), None)


def _narrow(content: QVBoxLayout) -> QWidget:
    holder = QWidget()
    holder.setLayout(content)
    holder.setMaximumWidth(holder.fontMetrics().horizontalAdvance("0") * 60)
    return holder


def _recognise(another: Callable[[], Station], initials: str, pin: str) -> Duty:
    with another() as station:
        return recognise(station, initials, pin)

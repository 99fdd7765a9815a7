"""Connecting this device to the municipality: an address and a one-time code. Work goes on without it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from domain.refused import Refused
from station_app.station import Station, Subject
from station_app.storage.identity import Enrolment
from ui.desk import Desk
from ui.said import Said
from ui.screens.screen import Screen
from ui.widgets.controls import Notice, button, card, label, line, row


class EnrolScreen(Screen):
    """`enrolled` is told when the device belongs to a hub."""

    subjects = frozenset({Subject.ENROLMENT})
    takes_scans = False
    enrolled = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, name="enrol")
        _ = desk.texts.gettext
        self.address = line(_("Web address of the municipality's service"), name="enrol-address", hint="https://…")
        self.code = line(_("One-time code"), name="enrol-code", limit=60)
        self.error = Notice(desk.theme, name="enrol-error")
        self.done = Notice(desk.theme, name="enrol-done", tone="success")
        self.connect_button = button(_("Connect"), self.enrol, name="enrol-connect", kind="primary")
        self.address.returnPressed.connect(self.code.setFocus)
        self.code.returnPressed.connect(self.enrol)
        inside = QVBoxLayout()
        inside.setSpacing(8)
        inside.addWidget(label(_("Connect this PC to the municipality"), "title"))
        inside.addWidget(self.done)
        self.explained = label(name="enrol-explained")
        inside.addWidget(self.explained)
        for words, widget in (
            (_("Web address of the municipality's service"), self.address),
            (_("One-time code (from the municipality, lasts 24 hours)"), self.code),
        ):
            title = label(words, "strong")
            title.setBuddy(widget)
            inside.addWidget(title)
            inside.addWidget(widget)
        inside.addWidget(self.error)
        body = QVBoxLayout()
        body.addWidget(card(inside))
        body.addStretch(1)
        self.build(body, row(self.connect_button, None))

    def refresh(self) -> None:
        """Say where the device belongs."""
        enrolment = self.desk.station.identity.enrolment
        if enrolment is not None and not self.address.text():
            self.address.setText(enrolment.hub_url)
        _ = self.desk.texts.gettext
        words = _("The app works without it too: items are registered here, and all of it is sent once connected.")
        if enrolment is not None:
            words = _("Only when the municipality asks for it: a new one-time code connects this PC again.")
        self.explained.setText(words)
        self.done.show_words(connected(enrolment).words(self.desk) if enrolment else "", aloud=False)

    def waits(self) -> bool:
        """The hub's answer is shown here."""
        return not self.connect_button.isEnabled()

    def arrive(self) -> None:
        """First the address; where it is known, the code."""
        first = self.address if self.desk.station.identity.enrolment is None else self.code
        first.setFocus()
        self.reveal(first)

    def enrol(self) -> None:
        """Ask the hub in the background, with a store of that thread's own."""
        url, code, station = self.address.text().strip(), self.code.text().strip(), self.desk.station
        self.error.show_words("")
        if not code:
            self.error.show_words(self.desk.texts.gettext("The code is missing. The municipality gives it."))
            self.code.setFocus()
            return
        self._set_busy(True)
        another = station.another
        self.desk.background.run(lambda: _enrol(another(), url, code), self._done, self._failed)

    def _done(self, enrolment: Enrolment) -> None:
        self._set_busy(False)
        self.code.clear()
        self.refresh()
        self.desk.teller.say(connected(enrolment))
        self.enrolled.emit()

    def _failed(self, refused: Refused) -> None:
        self._set_busy(False)
        self.error.show_words(self.desk.words(refused))

    def _set_busy(self, busy: bool) -> None:
        _ = self.desk.texts.gettext
        self.connect_button.setEnabled(not busy)
        self.connect_button.setText(_("Connecting …") if busy else _("Connect"))


def connected(enrolment: Enrolment) -> Said:
    """Where a device belongs that is enrolled so."""
    return Said(
        "Connected: {station}, {municipality} ({address})",
        station=enrolment.station_name,
        municipality=enrolment.municipality,
        address=enrolment.hub_url,
    )


def _enrol(station: Station, url: str, code: str) -> Enrolment:
    # Loaded here, because most starts never enrol and the libraries behind it take long to load.
    from station_app.sync.enrolment import enrol
    from station_app.sync.keys import key_store

    with station:
        return enrol(station, url, code, key_store(station.folder, station.identity.device, station.config.keystore))

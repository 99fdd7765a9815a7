"""A counter that hands things over until somebody pulls the plug: a process that forks a window for each line it reads.

Each window says a receipt's number when the handover was heard to be finished. Not a test;
test_handovers_killed.py starts it.
"""

import sys
from pathlib import Path

from forking import Life, work_for_every_line
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

import ui.immortal
import ui.screens.handover  # noqa: F401 (before the first fork, or each window loads it anew)
from domain.agreement import Actor, Agreement, AgreementKind, AgreementStatus
from station_app.actions.register import Draft, register_items
from station_app.station import Station
from ui.bridge import Bridge
from ui.sounds import Sound
from ui.window import MainWindow
from wire import codec
from wire.reference import Reference

ORGNR = "938992185"
THINGS = 2
"""In each handover."""


def agreed(station: Station) -> None:
    """Put a register in force at the first start: one actor, everything."""
    today = station.clock().date()
    agreement = Agreement(
        id="all",
        orgnr=ORGNR,
        kind=AgreementKind.FIXED,
        first_day=today.replace(month=1, day=1, year=today.year - 1),
        last_day=today.replace(month=12, day=31, year=today.year + 1),
        categories=None,
        stations=None,
        electrical=True,
        status=AgreementStatus.APPROVED,
    )
    register = Reference(
        hub="11111111-1111-4111-8111-111111111111",
        version=1,
        published_at=station.now(),
        stations=(),
        actors=(Actor(orgnr=ORGNR, name="Fretex Øst-Norge AS"),),
        agreements=(agreement,),
    )
    with station.transaction():
        station.reference.take(codec.encode(register), "", station.now())


def work(folder: Path, life: Life) -> None:
    """The real window on the store; one representative after another signs."""
    application = QApplication(sys.argv[:1])
    station = Station.open(folder)
    if not station.reference.version():
        agreed(station)
    bridge = Bridge()
    station.listen(bridge.tell)
    window = MainWindow(station, bridge)

    def heard(sound: Sound) -> None:
        if sound is Sound.FINISHED:
            life.say("receipt", station.handovers.history(limit=1)[0].receipt)

    window.devices.sounds.chosen.connect(heard)
    window.show()
    window.show_screen("handover")
    screen = window.pages.handover
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier

    def next_one() -> None:
        if screen.busy:
            return
        if not screen.signing:
            screen.actor.choose(ORGNR)
            for number in [item.number for item in station.items.page(limit=THINGS).items]:
                window.take_number(number)
            register_items(station, Draft(category="bicycle", grams=14_000), copies=THINGS)
            screen.to_signing()
            screen.sign.name.setText("Ola Nordmann")
            life.say("signing")
            return
        QTest.mousePress(screen.sign.pad, left, none, QPoint(20, 90))
        for x in range(30, 200, 20):
            QTest.mouseMove(screen.sign.pad, QPoint(x, 40 + x % 60))
        QTest.mouseRelease(screen.sign.pad, left, none, QPoint(200, 90))
        screen.accept()

    register_items(station, Draft(category="bicycle", grams=14_000), copies=THINGS)
    again = QTimer()
    again.timeout.connect(next_one)
    again.start(0)
    application.exec()


if __name__ == "__main__":
    work_for_every_line(work)

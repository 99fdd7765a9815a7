"""A counter at work until somebody pulls the plug, over and over: a process that forks a window for each line it reads.

Each window registers things as fast as it can and says a number when the thing was heard to be saved (the tone) and
when its label was made. Not a test; test_window_killed.py starts it.
"""

import sys
from pathlib import Path

from forking import Life, work_for_every_line
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

import station_app.documents.label  # noqa: F401 (before the first fork, or each window loads it anew)
import ui.immortal  # noqa: F401 (before Qt's first call)
from station_app.station import Changed, Station, Subject
from ui.bridge import Bridge
from ui.print_worker import PrintWorker
from ui.printing import QtDriver
from ui.sounds import Sound
from ui.window import MainWindow


def work(folder: Path, life: Life) -> None:
    """The real window on the store, with somebody who never rests."""
    application = QApplication(sys.argv[:1])
    station = Station.open(folder)
    bridge, changes = Bridge(), []
    station.listen(bridge.tell)
    station.listen(changes.append)

    def printed(changed: Changed) -> None:
        bridge.tell(changed)
        if Subject.ITEMS in changed.subjects and changed.number:
            life.say("label", changed.number)

    printing = PrintWorker(station.folder, lambda: station.config, printed, QtDriver())
    window = MainWindow(station, bridge, None, printing)

    def heard(sound: Sound) -> None:
        if sound is Sound.OK and changes:
            life.say("tone", changes[-1].number)

    window.devices.sounds.chosen.connect(heard)
    window.show()
    printing.start()
    form = window.pages.register.form

    def register() -> None:
        changes.clear()
        form.picker.choose("bicycle")
        form.weight.entry.setText("14")
        QTest.keyClick(window.pages.register, Qt.Key.Key_Return)

    again = QTimer()
    again.timeout.connect(register)
    again.start(0)
    application.exec()


if __name__ == "__main__":
    work_for_every_line(work)

"""Run by test_drafts_on_screen.py in a process of its own: a thing is begun, and the power goes."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import counter_samples as samples
from PySide6.QtCore import QDeadlineTimer
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from station_app.config import Config
from station_app.station import Station
from ui.bridge import Bridge
from ui.window import MainWindow

PATIENCE_MS = 20_000


def until(condition: Callable[[], bool]) -> None:
    """Let the window work until `condition` holds."""
    patience = QDeadlineTimer(PATIENCE_MS)
    while not condition() and not patience.hasExpired():
        QTest.qWait(10)


def main(folder: Path) -> None:
    """Fill in a form, with a photo; then die without a word."""
    application = QApplication(sys.argv[:1])
    station = Station.open(folder, settings=Config(sync=False, language="en", camera="none"), clock=samples.clock)
    window = MainWindow(station, Bridge())
    window.show()
    screen = window.pages.register
    screen.form.press_digit("2")
    screen.form.title.setText("Red, 20 inch")
    screen.form.weight.entry.setText("14,5")
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    QApplication.clipboard().setImage(image)
    screen.form.photos.paste()
    until(lambda: bool(screen.form.photos.photos))
    until(lambda: not screen.store.keeper.waiting)
    os.kill(os.getpid(), signal.SIGKILL)
    del application


if __name__ == "__main__":
    main(Path(sys.argv[1]))

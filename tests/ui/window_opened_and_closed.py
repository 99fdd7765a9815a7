"""Run by test_closed_while_loading.py in a process of its own: a window that is closed while camera and sounds load.

Arguments: the folder of a store, a seed, how many windows. Each is open for 0 to 300 ms.
"""

import faulthandler
import random
import sys
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEventLoop
from PySide6.QtWidgets import QApplication

from station_app.config import Config
from station_app.station import Station
from ui.bridge import Bridge
from ui.sounds import Sound
from ui.window import MainWindow

LONGEST_MS = 300
HUNG_SECONDS = 30
"""A window that does not come or go in this time never will: say where every thread stands, and end."""


def main(folder: Path, chance: random.Random, windows: int) -> None:
    """Open and close so many windows in one process."""
    faulthandler.enable()
    application = QApplication(sys.argv[:1])
    for _ in range(windows):
        faulthandler.dump_traceback_later(HUNG_SECONDS, exit=True)
        with Station.open(folder, settings=Config(sync=False, sound_volume=1)) as station:
            window = MainWindow(station, Bridge())
            window.show()
            # Both at once, as at a PC that was slow to start.
            window.devices.camera.open()
            window.devices.sounds.play(Sound.OK)
            open_for = QDeadlineTimer(chance.randrange(LONGEST_MS))
            while not open_for.hasExpired():
                application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
            window.close()
            if chance.random() < 0.5:
                window.deleteLater()
            del window
    sys.stdout.write("closed\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), random.Random(int(sys.argv[2])), int(sys.argv[3]))

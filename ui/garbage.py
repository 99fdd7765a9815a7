"""Python's cyclic garbage is collected in the window's thread alone.

Python collects in whichever thread happens to allocate. A widget's callbacks that are freed in another one are
disconnected there, under a lock of Qt's, while the window's thread holds Python's lock and wants Qt's: the program
would stand still for ever. Widgets may not be destroyed in another thread at all (Qt, "Threads and QObjects").
"""

import gc

from PySide6.QtCore import QObject, QTimer

LOOK_MS = 500
"""How often the window's thread asks whether there is enough to collect."""


class Garbage(QObject):
    """Collects in the thread that made it as often as Python would by itself, which from now on it does not."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        clock = QTimer(self)
        clock.timeout.connect(self.collect)
        clock.start(LOOK_MS)

    def settle(self) -> None:
        """What is there now stays until the program ends: it is not looked through again each time."""
        gc.freeze()

    def collect(self) -> None:
        """Collect the oldest generation that has grown beyond its threshold, with the younger ones; else nothing."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > thresholds[generation]:
                gc.collect(generation)
                return

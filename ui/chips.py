"""What the bar says about sending and printing: looked at after every change, and each minute, for it names times."""

from PySide6.QtCore import QObject, QTimer

from station_app.station import Station
from ui.desk import Desk
from ui.widgets.top_bar import TopBar

CLOCK_MS = 60_000
"""How often the words are looked at although nothing changed."""


class Chips(QObject):
    """Keeps the chips of the bar that is drawn now up to date."""

    def __init__(self, station: Station, parent: QObject) -> None:
        super().__init__(parent)
        self._station = station
        self._drawn: tuple[Desk, TopBar] | None = None
        self._clock = QTimer(self)
        self._clock.timeout.connect(self.show)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.show)

    def begin(self) -> None:
        """Look at them each minute from now on."""
        self._clock.start(CLOCK_MS)

    def end(self) -> None:
        """The window goes."""
        self._clock.stop()
        self._soon.stop()

    def belong_to(self, desk: Desk, bar: TopBar) -> None:
        """The bar that is drawn from now on."""
        self._drawn = desk, bar

    def show(self) -> None:
        """Say how sending and printing stand now."""
        from ui.print_state import SOON, print_chip, print_state_of
        from ui.sending import chip, sending_of

        if self._drawn is None:
            return
        desk, bar = self._drawn
        printing = print_state_of(self._station)
        bar.show_print_chip(print_chip(printing, desk.texts))
        if printing.young:
            self._soon.start(round(SOON.total_seconds() * 1_000))
        bar.show_chip(chip(sending_of(self._station), desk.texts, desk.language))

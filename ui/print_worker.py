"""Two plain threads that print what waits, one for labels and one for paper, each with its own connection to the store.

So a label printer that hangs stops neither a receipt nor the window.
"""

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path

from domain.refused import Refused
from station_app.actions.print_work import Printing, sole_printing
from station_app.actions.printing import own_up_to_interrupted
from station_app.config import Config
from station_app.devices.ports import PageDriver
from station_app.station import Changed, Station
from station_app.storage.jobs import Lane

log = logging.getLogger(__name__)
BEGIN_SECONDS = 1.5
"""How long the first look waits when nothing wakes it, so that the window comes up undisturbed."""
LOOK_SECONDS = 5.0
"""Between two looks at the queue that nobody asked for: another program may have put something in."""
PROBE_SECONDS = 15.0
"""Between two questions to a printer in trouble."""


class PrintWorker:
    """Prints in the background. `on_change` and `settings` are called in its threads and must be safe for that."""

    def __init__(
        self,
        folder: Path,
        settings: Callable[[], Config],
        on_change: Callable[[Changed], None],
        driver: PageDriver | None = None,
        *,
        probe_seconds: float = PROBE_SECONDS,
    ) -> None:
        self._lanes = [_LaneThread(folder, lane, settings, on_change, driver, probe_seconds) for lane in Lane]

    def start(self) -> None:
        """Begin; what was being printed when the program last ended is owned up to first."""
        for lane in self._lanes:
            lane.start()

    def wake(self) -> None:
        """Something was put into the queue, or is wanted once more."""
        for lane in self._lanes:
            lane.wake()

    def stop(self, seconds: float) -> bool:
        """Ask both to end after the document at hand and wait at most so long; True when they ended.

        A job that was being printed is owned up to at the next start.
        """
        for lane in self._lanes:
            lane.ask_to_end()
        until = time.monotonic() + seconds
        return all(lane.ended(max(0.0, until - time.monotonic())) for lane in self._lanes)


class _LaneThread:
    """One lane."""

    def __init__(
        self,
        folder: Path,
        lane: Lane,
        settings: Callable[[], Config],
        on_change: Callable[[Changed], None],
        driver: PageDriver | None,
        probe_seconds: float,
    ) -> None:
        self._folder, self._lane = folder, lane
        self._settings, self._on_change, self._driver = settings, on_change, driver
        self._probe_seconds = probe_seconds
        self._wake = threading.Event()
        self._stopping = threading.Event()
        # A daemon: a driver that hangs must not keep the program from ending.
        self._thread = threading.Thread(target=self._run, name=f"printing {lane.value}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        self._wake.set()

    def ask_to_end(self) -> None:
        self._stopping.set()
        self._wake.set()

    def ended(self, seconds: float) -> bool:
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        self._rest(BEGIN_SECONDS)
        while not self._stopping.is_set():
            try:
                with sole_printing(self._folder, self._lane) as alone:
                    if alone:
                        self._serve()
                if not alone:
                    # Another window on this store prints; when it ends, this one goes on.
                    self._rest(LOOK_SECONDS)
            except Refused as refused:
                # A store that is locked or a disk that is full: the window says so; what waits, waits on.
                log.warning("printing rests: %s", refused.code)
                self._rest(self._probe_seconds)

    def _serve(self) -> None:
        with Station.open(self._folder, settings=self._settings()) as station:
            station.listen(self._on_change)
            self._print(station)

    def _print(self, station: Station) -> None:
        own_up_to_interrupted(station, self._lane.kinds)
        printing = Printing(station, self._lane, settings=self._settings, driver=self._driver)
        if self._lane is Lane.LABELS:
            _load_label_making()
        probe_at, address = 0.0, printing.address
        while not self._stopping.is_set():
            while not self._stopping.is_set() and printing.print_next():
                probe_at, address = time.monotonic() + self._probe_seconds, printing.tried
            if not printing.rests:
                self._rest(LOOK_SECONDS)
            elif time.monotonic() >= probe_at or printing.address != address:
                # At a busy counter every thing wakes this thread: the question has an hour of its own.
                probe_at = time.monotonic() + self._probe_seconds
                printing.look_again()
                address = printing.tried
            else:
                self._rest(max(0.0, probe_at - time.monotonic()))

    def _rest(self, seconds: float) -> bool:
        """Wait so long, or until woken; True when woken."""
        woken = self._wake.wait(seconds)
        self._wake.clear()
        return woken


def _load_label_making() -> None:
    """Before the first label is wanted: it takes longer than a label may."""
    import station_app.documents.label
    import station_app.documents.zpl  # noqa: F401

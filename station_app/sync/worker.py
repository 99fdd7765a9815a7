"""One plain thread that sends by itself when there is a network, with its own connection to the store."""

import logging
import random
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from domain.refused import Refused
from station_app.config import Config
from station_app.station import Changed, Station
from station_app.storage.database import GIVE_WAY_SECONDS

if TYPE_CHECKING:
    from station_app.sync.cycle import Cycle

log = logging.getLogger(__name__)
AFTER_A_CHANGE_SECONDS = 2.0
"""How long to gather changes before sending them, so that ten scans in a row become one batch."""

TIDY_TIMES = 3
"""How often in a row the store is tidied while there is more to do."""


class SyncWorker:
    """Sends in the background. `on_change` is called in this thread; what it hands on must be safe for that."""

    def __init__(self, folder: Path, settings: Config, on_change: Callable[[Changed], None]) -> None:
        self._folder = folder
        self._settings = settings
        self._on_change = on_change
        self._wake = threading.Event()
        self._pressed = threading.Event()
        self._stopping = threading.Event()
        self._resting = threading.Event()
        self._open: Cycle | None = None
        self._thread = threading.Thread(target=self._run, name="sending", daemon=True)

    def start(self) -> None:
        """Begin. Until the device is enrolled it only waits."""
        self._thread.start()

    @property
    def rests(self) -> bool:
        """Nothing is being sent or fetched just now; the thread waits."""
        return self._resting.is_set()

    def wake(self) -> None:
        """Something was saved: send it soon, unless the way rests after a failure."""
        self._wake.set()

    def send_now(self) -> None:
        """A person pressed Send: at once, whatever rests."""
        self._pressed.set()
        self._wake.set()

    def stop(self, timeout: float) -> bool:
        """Ask it to end after the request at hand and wait at most `timeout` seconds; True when it ended.

        Nothing is lost either way: what was not acknowledged is sent at the next start.
        """
        self._stopping.set()
        self._wake.set()
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        station = self._opened()
        if station is None:
            return
        with station:
            station.listen(self._on_change)
            station.sweep()
            self._evict(station)
            while not self._stopping.is_set():
                self._cycle(station)
                self._tidy(station)
                self._rest()
            if self._open is not None:
                self._open.close()

    def _opened(self) -> Station | None:
        """The store for this thread; tried again while another program holds it. None when told to stop."""
        while not self._stopping.is_set():
            try:
                return Station.open(self._folder, settings=self._settings)
            except Refused as refused:
                log.warning("sending cannot begin: %s", refused.code)
                self._stopping.wait(self._settings.poll_seconds)
        return None

    def _cycle(self, station: Station) -> None:
        try:
            if (cycle := self._current(station)) is not None:
                cycle.run(only_when_due=not self._pressed.is_set())
        except Refused as refused:
            # Already kept in the store's rows, where the window reads it; here for whoever reads the log.
            log.info("sending stopped: %s", refused.code)
        except Exception:
            log.exception("sending failed; it will be tried again")
        finally:
            self._pressed.clear()

    def _tidy(self, station: Station) -> None:
        try:
            station.sidecar.remember()
            for _ in range(TIDY_TIMES):
                if not station.tidy() or self._stopping.wait(GIVE_WAY_SECONDS):
                    break
        except Refused as refused:
            log.info("not tidied now: %s", refused.code)
        except Exception:
            log.exception("tidying failed; sending goes on")

    def _evict(self, station: Station) -> None:
        """Once a start: what may go has been at the hub for days."""
        try:
            if removed := station.evict():
                log.info("photos that are kept at the hub alone from now on: %d", removed)
        except (Refused, OSError):
            log.exception("photos could not be removed")

    def _current(self, station: Station) -> "Cycle | None":
        """The conversation with the hub that this device belongs to now, kept for its token and connections."""
        enrolment = station.identity.enrolment
        if enrolment is None:
            return None
        if self._open is None or self._open.enrolment != enrolment:
            if self._open is not None:
                self._open.close()
            # In this thread, and only where there is a hub: what speaks with one takes a tenth of a second to load.
            from station_app.sync.cycle import Cycle

            self._open = Cycle(station)
        return self._open

    def _rest(self) -> None:
        self._resting.set()
        # Spread, so that all stations of a municipality do not ask in the same second after an outage.
        changed = self._wake.wait(self._settings.poll_seconds * random.uniform(0.8, 1.2))  # noqa: S311
        if changed and not self._pressed.is_set():
            self._stopping.wait(AFTER_A_CHANGE_SECONDS)
        self._wake.clear()
        self._resting.clear()

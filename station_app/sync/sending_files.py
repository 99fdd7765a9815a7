"""Sending every file that waits, several at a time, and noting which of them the hub holds."""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from domain.refused import Refused
from station_app.station import Station
from station_app.sync.exchange import Turned
from station_app.sync.files import ASKED_AT_ONCE, Lacking, bundled, missing, upload, upload_together
from station_app.sync.session import Session
from station_app.sync.transport import Transport
from wire import contact
from wire.blob import Blob

NOTED_AT_ONCE = 20
"""Files that are noted together as being at the hub: what was not noted is asked about again, never lost."""
TIDY_SECONDS = 30.0
"""While files are sent for longer than this, the store is tidied now and then: on a slow line they take hours, and what
is saved meanwhile would else have to do it.
"""
BUNDLE_SECONDS = 2.0
"""A request brings as many files as the line carries in about so long: what breaks off is lost, as of a bundle nothing
is kept. On a thin line a photo takes longer than this, and files go one by one.
"""


class SendingFiles:
    """One going through of all files that wait. `photos` is how many pictures the hub stored by it.

    On a line that is not `steady`, as it broke off last time, files go one by one: each is gone on with where it
    stopped.
    """

    def __init__(self, station: Station, session: Session, transport: Transport, *, steady: bool) -> None:
        self.photos = 0
        self._station, self._session, self._transport = station, session, transport
        self._steady = steady
        self._pace = 0.0
        """Bytes per second of one connection, while the others are used, too: the best so far."""
        self._stored: list[str] = []
        self._failed: set[str] = set()
        self._declined: list[Turned] = []
        self._tidied = time.monotonic()

    def run(self) -> None:
        """Send them all. Raises Offline, Turned, Refused; what was done before stays done, the rest waits."""
        with ThreadPoolExecutor(self._station.config.connections, thread_name_prefix="files") as pool:
            while blobs := self._waiting():
                lacking = self._transport.drive(missing(self._station, self._session, blobs))
                try:
                    for requests in self._requests(lacking):
                        for found in pool.map(self._upload, requests):
                            self._take(found)
                except BaseException:
                    pool.shutdown(cancel_futures=True)
                    raise
                finally:
                    self._note()
        if self._declined:
            # All others are sent. This one rests with the lane, and people are told.
            raise self._declined[0]

    def _waiting(self) -> tuple[Blob, ...]:
        waiting = self._station.outbox.waiting_blobs(ASKED_AT_ONCE + len(self._failed))
        return tuple(blob for blob in waiting if blob.sha256 not in self._failed)[:ASKED_AT_ONCE]

    def _requests(self, lacking: Lacking) -> Iterator[Iterator[Sequence[Blob]]]:
        """The files that each request brings: at first one for each connection, which shows how fast the line is.

        The largest do: of a small one, the way there and back takes longer than what it brings.
        """
        count = 0 if self._pace else self._station.config.connections
        first = sorted(lacking.blobs, key=lambda blob: blob.size, reverse=True)[:count]
        yield bundled(first, 0)
        together = min(lacking.together, int(self._pace * BUNDLE_SECONDS)) if self._steady else 0
        yield bundled([blob for blob in lacking.blobs if blob not in first], together)

    def _upload(self, some: Sequence[Blob]) -> list[tuple[Blob, bool | Turned]]:
        """Did the hub store these files? Or what it said about one, which says nothing about others. Any thread."""
        begun = time.monotonic()
        found = self._sent(some)
        seconds = max(time.monotonic() - begun, 0.001)
        self._pace = max(self._pace, sum(blob.size for blob in some) / seconds)
        return found

    def _sent(self, some: Sequence[Blob]) -> list[tuple[Blob, bool | Turned]]:
        if len(some) > 1:
            found = self._transport.drive(upload_together(self._station.blobs, self._session, some))
            return [(blob, found[blob.sha256]) for blob in some]
        (blob,) = some
        try:
            return [(blob, self._transport.drive(upload(self._station.blobs, self._session, blob)))]
        except Turned as turned:
            if turned.kind in (contact.NOT_THE_BLOB, contact.TOO_LARGE):
                return [(blob, turned)]
            raise

    def _take(self, found: Sequence[tuple[Blob, bool | Turned]]) -> None:
        for blob, done in found:
            if done is True:
                self._stored.append(blob.sha256)
                self.photos += blob.media_type.startswith("image/")
            else:
                self._failed.add(blob.sha256)
            if isinstance(done, Turned):
                self._declined.append(done)
        if len(self._stored) >= NOTED_AT_ONCE:
            self._note()
            self._tidy_now_and_then()

    def _note(self) -> None:
        """Note in one transaction what the hub holds now."""
        if not self._stored:
            return
        with self._station.noting():
            self._station.outbox.blobs_at_hub(self._stored)
        self._stored.clear()

    def _tidy_now_and_then(self) -> None:
        if time.monotonic() - self._tidied >= TIDY_SECONDS:
            # The worker says why, after this cycle; files go on meanwhile.
            with suppress(Refused):
                self._station.tidy()
            self._tidied = time.monotonic()

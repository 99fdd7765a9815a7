"""One whole cycle over a real transport: events first, then what the hub has that is newer, then files, some at a time.

Only one program at a time does this for a store; lanes rest after a failure, and the rest is kept in the database.
"""

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from domain.refused import Refused
from station_app import VERSION
from station_app.station import Changed, Station, Subject
from station_app.storage.alone import alone
from station_app.storage.identity import Enrolment
from station_app.sync.engine import Pushed, push
from station_app.sync.exchange import Offline, Turned, in_words
from station_app.sync.kept_token import KeptToken
from station_app.sync.keys import FileKeyStore, key_store
from station_app.sync.session import Session, enrolment_of
from station_app.sync.taking_in import fetch_reference, fetch_set_aside
from station_app.sync.transport import Transport
from wire import contact

EVENTS, FILES, REGISTER, RESERVATIONS = "events", "files", "register", "reservations"
SHORTEST_REST, LONGEST_REST = 2.0, 900.0
"""Seconds that a lane rests after the first failure, and at most; drawn at random below that (full jitter)."""


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """What a cycle did: events sent and acknowledged, photos stored at the hub, and what still waits."""

    sent: int
    acknowledged: int
    photos: int
    waiting: int
    refused: tuple[tuple[int, str, str], ...]


class Cycle:
    """Everything that one thread needs to talk to the hub, for one open store and its enrolment."""

    def __init__(self, station: Station, transport: Transport | None = None) -> None:
        enrolment = enrolment_of(station)
        store = key_store(station.folder, station.identity.device, station.config.keystore)
        key = store.load()
        self._station = station
        self._enrolment = enrolment
        self._session = Session(key, station.identity.device, enrolment, f"ombruk-station/{VERSION}")
        self._kept = KeptToken(station.folder, enrolment.hub) if isinstance(store, FileKeyStore) else None
        self._session.token = self._kept.read(key.thumbprint()) if self._kept else ""
        self._transport = transport or Transport(enrolment.hub_url, station.config.connections)

    @property
    def enrolment(self) -> Enrolment:
        """The hub that this talks to."""
        return self._enrolment

    def close(self) -> None:
        """Let go of the connections."""
        self._transport.close()

    def run(self, *, only_when_due: bool = False) -> Summary:
        """Do one cycle. With `only_when_due`, lanes that rest after a failure are passed over.

        Raises Refused in words for what went wrong; what was done before stays done, the rest waits.
        """
        with _alone(self._station):
            pushed = self._push() if self._due(EVENTS, only_when_due) else None
            if pushed is not None and pushed.reference_version != self._station.reference.version():
                self._fetch_register(only_when_due)
            if pushed is not None and pushed.reservations_version > self._station.reservations.version():
                self._fetch_reservations(only_when_due)
            if pushed is not None and pushed.set_aside not in (None, self._station.outbox.set_aside()):
                self._fetch_set_aside()
            photos = self._send_files() if self._due(FILES, only_when_due) else 0
            if pushed is not None:
                self._note_contact(pushed)
        progress = self._station.outbox.progress()
        return Summary(
            sent=pushed.sent if pushed else 0,
            acknowledged=pushed.acknowledged if pushed else 0,
            photos=photos,
            waiting=progress.waiting_events + progress.waiting_blobs,
            refused=self._station.outbox.not_applied(),
        )

    def _push(self) -> Pushed:
        token = self._session.token
        with self._resting(EVENTS):
            try:
                pushed = self._transport.drive(push(self._station, self._session))
            except Turned as turned:
                from station_app.sync.key_change import another_key, take_next_key

                other = another_key(self._station, self._session.key) if turned.kind == contact.KEY_REVOKED else None
                if other is None:
                    raise
                # Another program changed the key, or the answer to changing it was lost.
                before = self._session.key
                self._session.key, self._session.token = other, ""
                try:
                    pushed = self._transport.drive(push(self._station, self._session))
                except Turned:
                    # No better: what is to be said is what was said of the key in use.
                    self._session.key, self._session.token = before, ""
                    raise turned from None
                take_next_key(self._station, other)
        if self._kept and self._session.token != token:
            self._kept.keep(self._session.key.thumbprint(), self._session.token)
        self._tell_if(pushed.sent > 0)
        return pushed

    def _fetch_register(self, only_when_due: bool) -> None:
        if not self._due(REGISTER, only_when_due):
            return
        with self._resting(REGISTER):
            if self._transport.drive(fetch_reference(self._station, self._session)):
                self._station.tell(Changed(frozenset({Subject.REFERENCE})))

    def _fetch_reservations(self, only_when_due: bool) -> None:
        if not self._due(RESERVATIONS, only_when_due):
            return
        from station_app.sync.reservations import fetch_reservations

        with self._resting(RESERVATIONS):
            if self._transport.drive(fetch_reservations(self._station, self._session)):
                self._station.tell(Changed(frozenset({Subject.RESERVATIONS})))

    def _fetch_set_aside(self) -> None:
        with self._resting(EVENTS):
            self._transport.drive(fetch_set_aside(self._station, self._session))
        self._tell_if(True)

    def _note_contact(self, pushed: Pushed) -> None:
        problem = self._station.outbox.progress().problem
        with self._station.noting():
            self._station.outbox.note_contact(self._station.now(), backed_up=pushed.backed_up)
        self._tell_if(problem is not None)

    def _tell_if(self, changed: bool) -> None:
        if changed:
            self._station.tell(Changed(frozenset({Subject.SENDING})))

    def _due(self, lane: str, only_when_due: bool) -> bool:
        _, next_try = self._station.outbox.lane(lane)
        # A clock that was moved back must not freeze a lane: no rest is longer than the longest.
        return not only_when_due or not 0 < next_try - time.time() <= LONGEST_REST

    @contextmanager
    def _resting(self, lane: str) -> Iterator[None]:
        failures, _ = self._station.outbox.lane(lane)
        asked = 0
        try:
            yield
        except (Offline, Turned, Refused) as trouble:
            asked = trouble.retry_after if isinstance(trouble, Turned) else 0
            words = trouble if isinstance(trouble, Refused) else in_words(trouble)
            with self._station.transaction():
                rest = rest_seconds(failures, random.random(), asked)  # noqa: S311 (spreads load, hides nothing)
                self._station.outbox.rest_lane(lane, failures + 1, time.time() + rest)
                if words.code != "hub_unreachable":
                    self._station.outbox.note_problem(words.code, str(words.facts.get("what", "")))
            self._tell_if(True)
            raise words from trouble
        if failures:
            with self._station.transaction():
                self._station.outbox.rest_lane(lane, 0, 0.0)

    def _send_files(self) -> int:
        """Send every file that waits; returns how many photos the hub stored."""
        failures, _ = self._station.outbox.lane(FILES)
        with self._resting(FILES):
            if not self._station.outbox.waiting_blobs(1):
                return 0
            # Loaded here: most cycles have nothing for it.
            from station_app.sync.sending_files import SendingFiles

            sending = SendingFiles(self._station, self._session, self._transport, steady=not failures)
            try:
                sending.run()
            finally:
                self._tell_if(sending.photos > 0)
        return sending.photos


def rest_seconds(failures: int, drawn: float, asked: int) -> float:
    """How long a lane rests: full jitter below 2 s · 2^failures, at most 15 min, never less than the hub asked for.

    `drawn` is a random number from 0 to 1.
    """
    return max(float(asked), drawn * min(LONGEST_REST, SHORTEST_REST * 2.0 ** min(failures, 20)))


@contextmanager
def _alone(station: Station) -> Iterator[None]:
    with alone(station.folder / "sending.lock") as nobody_else:
        if not nobody_else:
            raise Refused("sync_running")
        yield

"""Signed batches out of the log: what fits into one, and the next one made ready while the hub handles another."""

from collections.abc import Callable, Sequence
from itertools import takewhile
from typing import NamedTuple

from station_app.station import Station
from station_app.storage.journal import Incarnation
from station_app.sync.session import Session
from wire import batch
from wire.chain import GENESIS, Head, Record


class Made(NamedTuple):
    """A signed batch of so many events, from position `begin` up to `end`."""

    begin: int
    end: Head
    events: int
    body: bytes


class Ready:
    """The batches of one incarnation, each made before it is needed where there was time for that."""

    def __init__(self, station: Station, session: Session, part: Incarnation) -> None:
        self._station, self._session, self._part = station, session, part
        self._made: dict[Head, Made] = {}

    def behind(self, head: Head) -> Made | None:
        """The batch that follows this position; None when nothing waits there."""
        self._make(head)
        return self._made.pop(head, None)

    def ahead(self, head: Head) -> Callable[[], None]:
        """What makes the batch that follows this position ready."""
        return lambda: self._make(head)

    def _make(self, head: Head) -> None:
        if head in self._made:
            return
        self._made.clear()
        records = next_batch(self._station, self._part, head.seq, self._session.batch_events)
        if not records:
            return
        begin, last = records[0].seq, records[-1]
        previous = self._station.journal.hash_at(begin - 1)
        body = packed(self._session, self._part, previous or GENESIS, records)
        self._made[head] = Made(begin, Head(last.seq, last.hash), len(records), body)


def next_batch(station: Station, part: Incarnation, after: int, most: int) -> tuple[Record, ...]:
    """What follows position `after`: at most so many events and MAX_BYTES of them, but always one when one waits."""
    room, taken = batch.MAX_BYTES, 0

    def fits(record: Record) -> bool:
        nonlocal room, taken
        room, taken = room - batch.packed_size(record), taken + 1
        return taken <= most and (room >= 0 or taken == 1)

    waiting = station.journal.records(after, incarnation=part.incarnation)
    return tuple(takewhile(fits, waiting))


def packed(session: Session, part: Incarnation, previous: bytes, records: Sequence[Record]) -> bytes:
    """The signed batch of these links, behind the one with the hash `previous`. Same input, same bytes."""
    header = batch.Header(
        hub=session.enrolment.hub,
        device=session.device,
        incarnation=part.incarnation,
        from_seq=records[0].seq,
        to_seq=records[-1].seq,
        count=len(records),
        previous=previous.hex(),
        head=records[-1].hash.hex(),
    )
    return batch.pack(header, records, session.key.sign)

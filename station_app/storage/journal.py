"""The station's own log: every event once, hash-chained, written in the transaction of the rows that follow from it."""

import uuid
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from station_app.storage.database import Database
from wire import chain, codec
from wire.chain import Head, Record
from wire.drawn import sixteen

if TYPE_CHECKING:
    from wire.messages import Event


class Incarnation(msgspec.Struct, frozen=True, kw_only=True):
    """One unbroken life of this log. A restored or cloned station starts a new one where the old one was left."""

    incarnation: str
    parent: str | None
    parent_seq: int
    parent_hash: bytes
    last: Head

    @property
    def start(self) -> Head:
        """The position behind which it begins."""
        return Head(self.parent_seq, self.parent_hash)


_END = """
SELECT incarnation, (SELECT max(seq) FROM event) AS seq, (SELECT hash FROM event ORDER BY seq DESC LIMIT 1) AS hash
FROM incarnation ORDER BY rowid DESC LIMIT 1
"""
"""What the next event is appended to, in one question: a save asks it every time."""


class Journal:
    """Appends and reads events. It does not know what they mean; projection.py does."""

    def __init__(self, database: Database, device: str) -> None:
        self._database = database
        self._device = device

    def incarnations(self) -> tuple[Incarnation, ...]:
        """All of them, oldest first; the last one is being written now. Positions go on from one to the next."""
        rows = self._database.rows("SELECT * FROM incarnation ORDER BY rowid")
        ends = [Head(row["parent_seq"], row["parent_hash"]) for row in rows[1:]]
        return tuple(
            Incarnation(
                incarnation=row["incarnation"],
                parent=row["parent"],
                parent_seq=row["parent_seq"],
                parent_hash=row["parent_hash"],
                last=last,
            )
            for row, last in zip(rows, [*ends, self.head()], strict=True)
        )

    def begin_incarnation(self, at: str, cause: str) -> None:
        """Start a new incarnation at the present head; inside a transaction."""
        parent = self._present()
        head = self.head()
        self._database.run(
            "INSERT INTO incarnation VALUES (?, ?, ?, ?, ?, ?)",
            (str(uuid.uuid4()), parent, head.seq, head.hash, at, cause),
        )

    def leave_out(self, empty: Incarnation) -> None:
        """Forget an incarnation without events that no hub knows; the one behind it continues its parent.

        Inside a transaction.
        """
        self._database.run(
            "UPDATE incarnation SET parent = ? WHERE parent = ?",
            (empty.parent, empty.incarnation),
        )
        self._database.run("DELETE FROM incarnation WHERE incarnation = ?", (empty.incarnation,))

    def _present(self) -> str | None:
        """The incarnation that is being written; None before the first one."""
        found: str | None = self._database.value("SELECT incarnation FROM incarnation ORDER BY rowid DESC LIMIT 1")
        return found

    def head(self) -> Head:
        """Position and hash of the last event; seq 0 when there is none."""
        row = self._database.row("SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1")
        return Head(0, chain.GENESIS) if row is None else Head(row["seq"], row["hash"])

    def hash_at(self, seq: int) -> bytes | None:
        """The hash at a position, 32 zero bytes at 0, None where there is no event."""
        if seq == 0:
            return chain.GENESIS
        found: bytes | None = self._database.value("SELECT hash FROM event WHERE seq = ?", (seq,))
        return found

    def append(self, event: "Event") -> Record:
        """Write one event behind the head; inside a transaction."""
        end = self._database.lasting(_END)
        if end is None:
            raise LookupError("the log has no incarnation; the store was not set up")
        incarnation, head = end[0], Head(end[1] or 0, end[2] or chain.GENESIS)
        salt = sixteen()
        body = codec.encode_event(event)
        # What could not be read again must never be written: better a failed action than a log nobody can read.
        codec.decode_event(body)
        record = chain.append(self._device, incarnation, head, salt, body)
        self._database.insert(
            "INSERT INTO event (seq, incarnation, event, kind, hash, commitment, salt, body)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                record.seq,
                incarnation,
                event.event,
                type(event).__name__,
                record.hash,
                record.commitment,
                record.salt,
                record.body,
            ),
        )
        self._database.keep_lasting(_END, (), (incarnation, record.seq, record.hash))
        return record

    def records(self, after: int = 0, *, incarnation: str | None = None) -> Iterator[Record]:
        """The links behind position `after`, in order, one by one; of one incarnation when named."""
        query = "SELECT seq, hash, commitment, salt, body FROM event WHERE seq > ?"
        values: tuple[Any, ...] = (after,)
        if incarnation is not None:
            query, values = query + " AND incarnation = ?", (after, incarnation)
        for row in self._database.each(query + " ORDER BY seq", values):
            yield Record(
                seq=row["seq"], hash=row["hash"], commitment=row["commitment"], salt=row["salt"], body=row["body"]
            )

    def verify(self) -> Head:
        """Walk the whole chain through all incarnations. Raises chain.Broken at the first link that does not hold."""
        head = Head(0, chain.GENESIS)
        for part in self.incarnations():
            if part.start != head:
                raise chain.Broken(part.parent_seq, "an incarnation does not begin where the one before it ended")
            records = self.records(head.seq, incarnation=part.incarnation)
            head = chain.verify(self._device, part.incarnation, head, records)
        last = self.head()
        if last != head:
            raise chain.Broken(head.seq + 1, "the log goes on where no incarnation does")
        return head

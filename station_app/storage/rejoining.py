"""Putting a log together again: what the hub holds of it is fetched back page by page, and then takes its place.

What was written here after the point to which both agree is not lost: it follows behind, with the same events, in a new
incarnation.
"""

import uuid
from collections.abc import Iterable, Sequence

import msgspec

from station_app.storage.blobs import Blobs
from station_app.storage.database import Database
from station_app.storage.identity import IdentityStore
from station_app.storage.journal import Incarnation, Journal
from station_app.storage.outbox import Outbox
from station_app.storage.projection import Keywords
from station_app.storage.replay import replay, wipe
from wire import batch, chain, codec
from wire.chain import Head, Record
from wire.messages import Blob, Identifier

_AT_ONCE = 500
_TAKEN_IN = """
INSERT INTO event (seq, incarnation, event, kind, hash, commitment, salt, body)
SELECT seq, incarnation, event, kind, hash, commitment, salt, body FROM fetched WHERE incarnation = ? ORDER BY seq
"""
_OF_OTHER_LIVES = """
SELECT min(id) FROM fetched WHERE incarnation <> ? AND body IS NOT NULL AND event NOT IN (SELECT event FROM event)
AND event NOT IN (SELECT event FROM fetched WHERE incarnation = ?) GROUP BY event ORDER BY 1
"""
_ADOPTED = """
INSERT INTO event (seq, incarnation, event, kind, hash, commitment, salt, body)
SELECT ?, ?, event, kind, hash, commitment, salt, body FROM fetched WHERE id = ?
"""


class Rejoined(msgspec.Struct, frozen=True):
    """How many events were fetched back, and how many of our own now follow behind them."""

    fetched: int
    moved: int


class Fetched:
    """What was fetched back of this log and is not in its place yet. Changes are made inside a transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def reach(self, incarnation: str, agreed: Head) -> Head:
        """How far it goes on behind `agreed` without a gap; what does not follow there is dropped."""
        held = self._database.row(
            "SELECT min(seq) AS first, max(seq) AS last, count(*) AS many FROM fetched WHERE incarnation = ?",
            (incarnation,),
        )
        if held is None or not held["many"]:
            return agreed
        if held["first"] != agreed.seq + 1 or held["many"] != held["last"] - agreed.seq:
            self.drop(incarnation)
            return agreed
        query = "SELECT hash FROM fetched WHERE incarnation = ? AND seq = ?"
        return Head(held["last"], self._database.value(query, (incarnation, held["last"])))

    def keep(self, incarnation: str, records: Iterable[Record], signed: str) -> None:
        """Take in a page that was verified, with the hub's signed word for all of it up to its end."""
        last = None
        for record in records:
            event, kind = _named(record)
            values = (incarnation, record.seq, event, kind, record.hash, record.commitment, record.salt, record.body)
            self._database.run("INSERT INTO fetched VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, NULL)", values)
            last = record.seq
        self._database.run(
            "UPDATE fetched SET signed = ? WHERE incarnation = ? AND seq = ?", (signed, incarnation, last)
        )

    def drop(self, incarnation: str) -> None:
        """Forget what was fetched of this incarnation."""
        self._database.run("DELETE FROM fetched WHERE incarnation = ?", (incarnation,))

    def files(self, incarnations: Iterable[str], blobs: Blobs) -> tuple[Blob, ...]:
        """Files that the events of these refer to and that are not here, each once."""
        found: dict[str, Blob] = {}
        for name in incarnations:
            for row in self._database.each("SELECT body FROM fetched WHERE incarnation = ?", (name,)):
                for blob in _blobs(row["body"]):
                    found[blob.sha256] = blob
        return tuple(blob for blob in found.values() if not blobs.path(blob.sha256).exists())


class _Named(msgspec.Struct):
    event: Identifier
    kind: str


def _named(record: Record) -> tuple[str, str]:
    """The event's own id and kind; where its body was erased or cannot be read, an id made from its hash."""
    try:
        named = codec.decode(record.body or b"", _Named)
    except codec.Malformed:
        return str(uuid.UUID(bytes=record.hash[:16])), ""
    return named.event, named.kind


def _blobs(body: bytes | None) -> tuple[Blob, ...]:
    try:
        return codec.decode_event(body or b"").blobs()
    except codec.Malformed:
        return ()


def rejoin(
    database: Database,
    device: str,
    part: Incarnation,
    agreed: Head,
    *,
    keywords: Keywords,
    at: str,
    only_at_hub: Sequence[str],
    nowhere: Sequence[str],
) -> Rejoined:
    """Put what was fetched of `part` behind `agreed`. In a new incarnation follow the events of other lives that were
    fetched, and then what was written here after `agreed`.

    Inside a transaction, all at once: events, rows, the hub's acknowledgements, the position that it has acknowledged.
    From now on numbers are given from another device number: nobody knows which ones stand on labels already.
    `only_at_hub` and `nowhere` are hashes of files that are not here. Nothing changes when all was here already.
    """
    journal = Journal(database, device)
    end = Fetched(database).reach(part.incarnation, agreed)
    adopted = [row[0] for row in database.rows(_OF_OTHER_LIVES, (part.incarnation, part.incarnation))]
    moved = journal.head().seq - agreed.seq
    if end != agreed or adopted:
        _make_room(database, part, agreed, end, len(adopted), at)
        database.run(_TAKEN_IN, (part.incarnation,))
        begun = journal.incarnations()[-1]
        for place, number in enumerate(adopted, start=1):
            database.run(_ADOPTED, (-(end.seq + place), begun.incarnation, number))
        _chain_again(database, device, begun)
        _believe(database, part, agreed)
        if moved:
            wipe(database)
        # What cannot be read stays in the log; `verify` names it.
        for _ in replay(database, journal.records(0 if moved else agreed.seq), keywords):
            pass
        _note_files(database, only_at_hub, nowhere)
        IdentityStore(database).draw_device_number()
    database.run("DELETE FROM fetched")
    return Rejoined(fetched=end.seq - agreed.seq + len(adopted), moved=moved)


def _make_room(database: Database, part: Incarnation, agreed: Head, end: Head, adopted: int, at: str) -> None:
    """Begin the new incarnation behind `end`; our own events after `agreed` get their places in it, negative until
    they are chained again."""
    begun = str(uuid.uuid4())
    values = (begun, part.incarnation, end.seq, end.hash, at, "put together with what the hub held")
    database.run("INSERT INTO incarnation VALUES (?, ?, ?, ?, ?, ?)", values)
    step = end.seq - agreed.seq + adopted
    database.run("UPDATE event SET seq = -(seq + ?), incarnation = ? WHERE seq > ?", (step, begun, agreed.seq))
    database.run(
        "DELETE FROM incarnation WHERE incarnation <> ?"
        " AND rowid > (SELECT rowid FROM incarnation WHERE incarnation = ?)",
        (begun, part.incarnation),
    )


def _chain_again(database: Database, device: str, begun: Incarnation) -> None:
    """Link the events that were moved aside; their ids, bodies and salts stay what they are."""
    head = begun.start
    query = "SELECT seq, commitment FROM event WHERE seq < 0 ORDER BY seq DESC LIMIT ?"
    while rows := database.rows(query, (_AT_ONCE,)):
        for row in rows:
            head = Head(
                -row["seq"],
                chain.link(device, begun.incarnation, -row["seq"], head.hash, row["commitment"]),
            )
            database.run("UPDATE event SET seq = ?, hash = ? WHERE seq = ?", (head.seq, head.hash, row["seq"]))


def _believe(database: Database, part: Incarnation, agreed: Head) -> None:
    """The hub's signed words for what was fetched take the place of those that were about other events."""
    outbox = Outbox(database)
    database.run("DELETE FROM acknowledgement WHERE to_seq > ?", (agreed.seq,))
    database.run("DELETE FROM not_applied WHERE seq > ?", (agreed.seq,))
    query = "SELECT seq, hash, signed FROM fetched WHERE incarnation = ? AND signed IS NOT NULL ORDER BY seq"
    for row in database.rows(query, (part.incarnation,)):
        word = batch.acknowledgement_in(row["signed"])
        outbox.acknowledge(
            Head(row["seq"], row["hash"]),
            from_seq=word.from_seq,
            incarnation=part.incarnation,
            signed=row["signed"],
            not_applied=word.not_applied,
        )
    outbox.sending(part.incarnation)
    outbox.set_aside_unknown()


def _note_files(database: Database, only_at_hub: Sequence[str], nowhere: Sequence[str]) -> None:
    for hashes, at_hub in ((only_at_hub, 1), (nowhere, 0)):
        for sha256 in hashes:
            database.run("UPDATE blob SET here = 0, at_hub = ? WHERE sha256 = ?", (at_hub, sha256))
    # Positions have moved: only what is written from now on tells that the hub had these files before it.
    database.run("UPDATE blob SET hub_since = (SELECT max(seq) FROM event) WHERE at_hub = 1")

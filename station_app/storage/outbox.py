"""What is sent and what waits: the acknowledged position, files that the hub lacks, lanes that rest after a failure.

Every number that people see about sending comes from these rows, so it is right after a crash.
"""

from collections.abc import Iterable, Iterator

import msgspec

from station_app.storage.database import Database
from wire.batch import NotApplied
from wire.blob import Blob
from wire.chain import Head
from wire.contact import SetAsideEvent

_AT_HUB = "UPDATE blob SET at_hub = 1, hub_since = (SELECT coalesce(max(seq), 0) FROM event) WHERE sha256 = ?"
_BLOB = "SELECT sha256, media_type, size, width, height FROM blob"
_BLOB_ORDER = "ORDER BY media_type LIKE 'image/%', rowid"
"""Signatures and receipts before pictures."""


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How sending stands. Counts are events and files; times are UTC; `problem` (what stops sending now) and `notice`
    (what people must hear of, until seen) are stable codes or None."""

    waiting_events: int
    waiting_blobs: int
    last_event: int
    acknowledged: int
    backed_up: int
    last_contact_at: str | None
    problem: str | None
    problem_detail: str | None
    notice: str | None
    notice_detail: str | None
    not_applied: int


class Acknowledged(msgspec.Struct, frozen=True):
    """The hub's signed word (a compact JWS) for a range of events, as it came."""

    from_seq: int
    to_seq: int
    incarnation: str
    signed: str


class Outbox:
    """Reads and moves the sending state. Moving is done inside a transaction of the caller."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def acked(self) -> Head:
        """The last position that the hub acknowledged."""
        row = self._database.row("SELECT seq, hash FROM acknowledged")
        if row is None:
            raise LookupError("the store was not set up")
        return Head(row["seq"], row["hash"])

    def sending_of(self) -> str | None:
        """The incarnation in which the acknowledged position stands; None in a store that never said."""
        found: str | None = self._database.value("SELECT incarnation FROM acknowledged")
        return found

    def sending(self, incarnation: str) -> None:
        """What comes behind the acknowledged position is sent as part of this incarnation."""
        self._database.run("UPDATE acknowledged SET incarnation = ?", (incarnation,))

    def acknowledge(
        self, head: Head, *, from_seq: int, incarnation: str, signed: str, not_applied: Iterable[NotApplied]
    ) -> None:
        """Move the acknowledged position and keep the hub's signed word for it."""
        self.advance(head)
        self.sending(incarnation)
        self._database.run(
            "INSERT OR REPLACE INTO acknowledgement VALUES (?, ?, ?, ?)", (head.seq, from_seq, incarnation, signed)
        )
        for each in not_applied:
            self._database.run("INSERT OR REPLACE INTO not_applied VALUES (?, ?)", (each.seq, each.reason))
            # So it was then; the next contact tells how it is now.
            self.set_aside_unknown()

    def acknowledgements(self) -> Iterator[Acknowledged]:
        """Every signed word of the hub that is kept, by position."""
        for row in self._database.each("SELECT * FROM acknowledgement ORDER BY to_seq"):
            yield Acknowledged(row["from_seq"], row["to_seq"], row["incarnation"], row["signed"])

    def advance(self, head: Head) -> None:
        """The hub holds everything up to here, as its own hash there shows."""
        self._database.run("UPDATE acknowledged SET seq = ?, hash = ?", (head.seq, head.hash))

    def rewind(self, head: Head) -> None:
        """Go back to a position that the hub really holds; everything behind it is sent again, files offered again."""
        self.advance(head)
        self.offer_files_again()

    def offer_files_again(self) -> None:
        """Ask the hub of every file that is here whether it has it."""
        self._database.run("UPDATE blob SET at_hub = 0 WHERE here = 1")

    def note_contact(self, at: str, *, backed_up: int) -> None:
        """The hub answered, and nothing is wrong. `backed_up` is the position that is in its backup."""
        self._database.run(
            "UPDATE acknowledged SET last_contact_at = ?, backed_up_seq = ?, problem = NULL, problem_detail = NULL",
            (at, backed_up),
        )

    def note_for_people(self, code: str, detail: str) -> None:
        """What people must hear of although sending goes on; it stays until somebody has seen it."""
        self._database.run("UPDATE acknowledged SET notice = ?, notice_detail = ?", (code, detail))

    def seen(self) -> None:
        """Somebody has read the notice."""
        self._database.run("UPDATE acknowledged SET notice = NULL, notice_detail = NULL")

    def note_problem(self, code: str, detail: str) -> None:
        """What keeps us from sending, for the people at the counter; cleared by the next good contact."""
        self._database.run("UPDATE acknowledged SET problem = ?, problem_detail = ?", (code, detail))

    def waiting_blobs(self, limit: int) -> tuple[Blob, ...]:
        """Files that the hub is not known to hold: signatures and receipts first; only those of acknowledged kinds."""
        rows = self._database.rows(
            f"{_BLOB} WHERE at_hub = 0 AND here = 1 {_BLOB_ORDER} LIMIT ?",
            (limit,),
        )
        return tuple(msgspec.convert(dict(row), Blob) for row in rows)

    def blobs_at_hub(self, hashes: Iterable[str]) -> None:
        """The hub holds these files; whatever is written from now on comes after that."""
        for sha256 in hashes:
            self._database.run(_AT_HUB, (sha256,))

    def blobs_here(self, hashes: Iterable[str]) -> None:
        """These files were just stored here, maybe not for the first time."""
        for sha256 in hashes:
            self._database.run("UPDATE blob SET here = 1 WHERE sha256 = ? AND here = 0", (sha256,))

    def blobs_wanted(self, hashes: Iterable[str]) -> None:
        """The hub says that it lacks these files: offer them again."""
        for sha256 in hashes:
            self._database.run("UPDATE blob SET at_hub = 0 WHERE sha256 = ?", (sha256,))

    def blobs(self) -> Iterator[Blob]:
        """Every file that some event refers to, but for those that only the hub has."""
        for row in self._database.rows(f"{_BLOB} WHERE here = 1 OR at_hub = 0"):
            yield msgspec.convert(dict(row), Blob)

    def refers_to(self, sha256: str) -> bool:
        """Whether some event refers to this file."""
        return self._database.row("SELECT 1 FROM blob WHERE sha256 = ?", (sha256,)) is not None

    def only_at_hub(self, sha256: str) -> bool:
        """Whether this file is not here, and is known to be at the hub."""
        query = "SELECT 1 FROM blob WHERE sha256 = ? AND here = 0 AND at_hub = 1"
        return self._database.row(query, (sha256,)) is not None

    def not_applied(self) -> tuple[tuple[int, str, str], ...]:
        """Position, kind and reason of events that the hub holds but could not apply."""
        rows = self._database.rows(
            "SELECT not_applied.seq, kind, reason FROM not_applied JOIN event USING (seq) ORDER BY seq"
        )
        return tuple((row["seq"], row["kind"], row["reason"]) for row in rows)

    def set_aside(self) -> str:
        """The tag of the list that the hub told us last; empty for an empty one."""
        return str(self._database.value("SELECT set_aside FROM acknowledged"))

    def set_aside_unknown(self) -> None:
        """Whatever the hub's list is, ours is another one: fetch it."""
        self._database.run("UPDATE acknowledged SET set_aside = '?'")

    def take_set_aside(self, tag: str, events: Iterable[SetAsideEvent]) -> None:
        """These are the events that the hub could not apply; those of a life that is not held here are left out."""
        self._database.run("DELETE FROM not_applied")
        for one in events:
            query = "INSERT OR REPLACE INTO not_applied SELECT seq, ? FROM event WHERE seq = ? AND incarnation = ?"
            self._database.run(query, (one.reason, one.seq, one.incarnation))
        self._database.run("UPDATE acknowledged SET set_aside = ?", (tag,))

    def progress(self) -> Progress:
        """How sending stands now."""
        row = self._database.row("SELECT * FROM acknowledged")
        if row is None:
            raise LookupError("the store was not set up")
        last = int(self._database.value("SELECT max(seq) FROM event") or 0)
        return Progress(
            waiting_events=max(0, last - row["seq"]),
            waiting_blobs=int(self._database.value("SELECT count(*) FROM blob WHERE at_hub = 0 AND here = 1")),
            last_event=last,
            acknowledged=row["seq"],
            backed_up=row["backed_up_seq"],
            last_contact_at=row["last_contact_at"],
            problem=row["problem"],
            problem_detail=row["problem_detail"],
            notice=row["notice"],
            notice_detail=row["notice_detail"],
            not_applied=int(self._database.value("SELECT count(*) FROM not_applied")),
        )

    def lane(self, lane: str) -> tuple[int, float]:
        """Failures in a row of a lane, and the time (seconds since 1970) before which it rests."""
        row = self._database.row("SELECT failures, next_try FROM lane WHERE lane = ?", (lane,))
        return (0, 0.0) if row is None else (row["failures"], row["next_try"])

    def rest_lane(self, lane: str, failures: int, next_try: float) -> None:
        """Note how often a lane failed, and when it may try again."""
        self._database.run("INSERT OR REPLACE INTO lane VALUES (?, ?, ?)", (lane, failures, next_try))

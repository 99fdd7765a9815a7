"""What is promised (docs/sync.md), checked on both sides' files: read with SQLite and hashes, not by the programs.

`broken` gives a sentence for every promise that does not hold, beginning with its name. It changes nothing.
"""

import base64
import hashlib
import json
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from hub_promises import Kept, at_the_hub, between, in_folder, record
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from wire import batch, bundle, chain, codec


@dataclass
class Promised:
    """What a counter was heard to promise: numbers of things, of receipts, and the highest acknowledged position."""

    things: set[str] = field(default_factory=set)
    receipts: set[str] = field(default_factory=set)
    acknowledged: int = 0

    def hear(self, line: str) -> None:
        """Take in one line of a counter's words."""
        word, _, what = line.strip().partition(" ")
        match word:
            case "saved":
                self.things.add(what)
            case "receipt":
                self.receipts.add(what)
            case "acknowledged":
                self.acknowledged = max(self.acknowledged, int(what))


def broken(
    station: Path, hub: Path | None, promised: Promised, *, hub_runs: bool = False, kept: Kept | None = None
) -> list[str]:
    """Everything that is wrong with a counter's folder, with a hub's, and between them.

    With `hub_runs` the hub is asked while it works; a side that does not run is read from a copy, because opening it
    would already mend it. Without `kept` the hub's files are in its folder.
    """
    with _opened(station / "station.sqlite3", runs=False) as here:
        found = [*_sound(here, "station"), *_counter(here, station, promised)]
        if hub is not None:
            kept = kept or in_folder(hub)
            with _opened(hub / "hub.sqlite3", runs=hub_runs) as there:
                found += [*_sound(there, "hub"), *at_the_hub(there, kept), *between(here, there, kept)]
    return found


def broken_hub(hub: Path, answered: list[bytes]) -> list[str]:
    """Everything that is wrong with a hub's folder alone, and with what it had answered until then."""
    with _opened(hub / "hub.sqlite3", runs=False) as there:
        found = [*_sound(there, "hub"), *at_the_hub(there, in_folder(hub))]
        held = {row[0] for row in there.execute("SELECT signed FROM ingest_storedacknowledgement")}
        files = there.execute("SELECT count(*) FROM ingest_storedblob").fetchone()[0]
    found += [
        f"I1: answered, and forgotten: {_named(said)}"
        for said in answered
        if _named(said) and said.decode() not in held
    ]
    complete = sum(said.startswith(b"HTTP/1.0 204") and b"Upload-Complete: ?1" in said for said in answered)
    complete += sum(len(_together(said)) for said in answered)
    if complete > files:
        found.append(f"I5: {complete} files were answered to be held, {files} are")
    return found


def _named(said: bytes) -> str:
    """What an acknowledgement is about; empty for any other answer."""
    try:
        payload = base64.urlsafe_b64decode(said.split(b".")[1] + b"==")
        word = codec.decode(payload, batch.Acknowledgement)
    except (IndexError, ValueError):
        return ""
    return f"{word.from_seq}-{word.to_seq}"


def _together(said: bytes) -> tuple[str, ...]:
    """The files that an answer to a bundle says are here; none for any other answer."""
    try:
        return codec.decode(said, bundle.Taken).stored
    except codec.Malformed:
        return ()


def waiting(station: Path) -> int:
    """Events and files that the hub is not known to have."""
    with _opened(station / "station.sqlite3", runs=False) as here:
        return int(
            here.execute(
                "SELECT (SELECT count(*) FROM event WHERE event.seq > acknowledged.seq)"
                " + (SELECT count(*) FROM blob WHERE at_hub = 0) FROM acknowledged"
            ).fetchone()[0]
        )


@contextmanager
def _opened(file: Path, *, runs: bool) -> Iterator[sqlite3.Connection]:
    with tempfile.TemporaryDirectory() as copies:
        place = file
        if not runs:
            place = Path(copies) / file.name
            # The shared-memory file is an index that SQLite makes again from the write-ahead log.
            for name in (file.name, f"{file.name}-wal"):
                if (file.parent / name).exists():
                    shutil.copy(file.parent / name, copies)
        with closing(sqlite3.connect(f"{place.as_uri()}{'?mode=ro' if runs else ''}", uri=True)) as connection:
            connection.row_factory = sqlite3.Row
            connection.execute("BEGIN")
            yield connection


def _sound(side: sqlite3.Connection, name: str) -> Iterator[str]:
    for row in side.execute("PRAGMA integrity_check"):
        if row[0] != "ok":
            yield f"I1: the database of the {name}: {row[0]}"


# The counter


def _counter(here: sqlite3.Connection, folder: Path, promised: Promised) -> Iterator[str]:
    identity = here.execute("SELECT * FROM identity").fetchone()
    if identity is None:
        if promised.things or promised.receipts:
            yield "I1: the store is empty again"
        return
    yield from _own_chain(here, identity["device"])
    yield from _own_rows(here, promised)
    yield from _own_acknowledgements(here, identity)
    acknowledged = here.execute("SELECT * FROM acknowledged").fetchone()
    if acknowledged["seq"] < promised.acknowledged:
        yield f"I4: {promised.acknowledged} was acknowledged, and now it is {acknowledged['seq']}"
    for row in here.execute("SELECT sha256 FROM blob"):
        path = folder / "blobs" / row["sha256"][:2] / row["sha256"]
        if not path.exists():
            yield f"I5: an event names {row['sha256'][:8]}, which is not here"
        elif _sha256(path) != row["sha256"]:
            yield f"I5: {row['sha256'][:8]} is not its hash"


def _own_chain(here: sqlite3.Connection, device: str) -> Iterator[str]:
    head = chain.Head(0, chain.GENESIS)
    for part in here.execute("SELECT * FROM incarnation ORDER BY rowid").fetchall():
        if (part["parent_seq"], part["parent_hash"]) != (head.seq, head.hash):
            yield f"I4: {part['incarnation']} begins elsewhere than the one before it ends"
        rows = here.execute("SELECT * FROM event WHERE incarnation = ? ORDER BY seq", (part["incarnation"],))
        try:
            head = chain.verify(device, part["incarnation"], head, map(record, rows))
        except chain.Broken as wrong:
            yield f"I4: {wrong}"
            return
    events = [row["event"] for row in here.execute("SELECT event FROM event")]
    if len(events) != head.seq or len(set(events)) != len(events):
        yield f"I2: {len(events)} events, {len(set(events))} of them different, the head is {head.seq}"


def _own_rows(here: sqlite3.Connection, promised: Promised) -> Iterator[str]:
    """The rows say what the log says, and both what was promised."""
    things, receipts, blobs = set(), set(), set()
    for row in here.execute("SELECT body FROM event"):
        event = codec.decode_event(row["body"])
        said = json.loads(row["body"])
        blobs |= {blob.sha256 for blob in event.blobs()}
        if said["kind"] == "ItemRegistered":
            things.add(said["number"])
        elif said["kind"] == "ItemsHandedOver":
            receipts.add(said["receipt"])
    rows = {
        "things": (things, {row[0] for row in here.execute("SELECT number FROM item")}, promised.things),
        "receipts": (receipts, {row[0] for row in here.execute("SELECT receipt FROM handover")}, promised.receipts),
        "files": (blobs, {row[0] for row in here.execute("SELECT sha256 FROM blob")}, set[str]()),
    }
    for name, (logged, kept, heard) in rows.items():
        if logged != kept:
            yield f"I1: {name} in the log and in the rows differ by {sorted(logged ^ kept)}"
        if not heard <= logged:
            yield f"I1: {name} were promised and are gone: {sorted(heard - logged)}"


def _own_acknowledgements(here: sqlite3.Connection, identity: sqlite3.Row) -> Iterator[str]:
    """Everything up to the acknowledged position is covered by what the hub signed about these very events."""
    acknowledged = here.execute("SELECT * FROM acknowledged").fetchone()
    covered = 0
    hashes = {row["seq"]: row["hash"] for row in here.execute("SELECT seq, hash FROM event")} | {0: chain.GENESIS}
    for row in here.execute("SELECT * FROM acknowledgement ORDER BY to_seq"):
        try:
            word = codec.decode(_verified(row["signed"], json.loads(identity["hub_keys"])), batch.Acknowledgement)
        except (JoseError, ValueError):
            yield f"I4: the acknowledgement up to {row['to_seq']} is not signed by the hub"
            continue
        place = (identity["hub"], identity["device"], row["incarnation"], row["from_seq"], row["to_seq"])
        if (word.hub, word.device, word.incarnation, word.from_seq, word.to_seq) != place:
            yield f"I4: the acknowledgement up to {row['to_seq']} is about something else"
        if hashes.get(word.to_seq, b"").hex() != word.head:
            yield f"I4: the acknowledgement up to {word.to_seq} is about another event"
        if word.from_seq <= covered + 1:
            covered = max(covered, word.to_seq)
    if covered != acknowledged["seq"]:
        yield f"I4: signed up to {covered}, and {acknowledged['seq']} is taken for acknowledged"
    if hashes.get(acknowledged["seq"]) != acknowledged["hash"]:
        yield f"I4: the acknowledged hash at {acknowledged['seq']} is not ours"


def _verified(signed: str, keys: list[dict[str, str]]) -> bytes:
    for key in keys:
        try:
            return jws.deserialize_compact(signed, OKPKey.import_key(key), algorithms=["Ed25519"]).payload or b""
        except JoseError:
            continue
    raise ValueError("no key of the hub fits")


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()

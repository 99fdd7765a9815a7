"""The part of promises.py that looks at a hub: chains, acknowledgements, files, and what a counter believes of them."""

import hashlib
import json
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

from wire import chain

Kept = Callable[[str], bytes | None]
"""The content that a hub keeps under a hash; None when there is nothing. Read without its program."""


def in_folder(hub: Path) -> Kept:
    """The files in a hub's own folder."""

    def content(name: str) -> bytes | None:
        path = hub / "blobs" / name[:2] / name[2:]
        return path.read_bytes() if path.exists() else None

    return content


def at_the_hub(there: sqlite3.Connection, kept: Kept) -> Iterator[str]:
    """What is wrong in a hub's database `there`, or with its files."""
    for part in there.execute("SELECT * FROM ingest_incarnation").fetchall():
        device, name = str(uuid.UUID(part["device_id"])), str(uuid.UUID(part["name"]))
        rows = there.execute("SELECT * FROM ingest_storedevent WHERE incarnation_id = ? ORDER BY seq", (part["id"],))
        try:
            head = chain.verify(device, name, chain.Head(part["parent_seq"], part["parent_hash"]), map(record, rows))
        except chain.Broken as wrong:
            yield f"I3: at the hub {wrong}"
            continue
        if (head.seq, head.hash) != (part["head_seq"], part["head_hash"]):
            yield f"I3: the hub's events end at {head.seq}, its head says {part['head_seq']}"
        covered = there.execute(
            "SELECT max(to_seq) FROM ingest_storedacknowledgement WHERE incarnation_id = ?", (part["id"],)
        ).fetchone()[0]
        if covered != part["head_seq"]:
            yield f"I11: the hub holds {part['head_seq']} and signed for {covered}"
    twice = there.execute("SELECT count(*) - count(DISTINCT event) FROM ingest_storedevent").fetchone()[0]
    if twice:
        yield f"I2: {twice} events are twice at the hub"
    for row in there.execute("SELECT reason, detail FROM ingest_quarantine"):
        yield f"I2: the hub set an event aside: {row['reason']} {row['detail']}"
    for row in there.execute("SELECT sha256 FROM ingest_storedblob"):
        content = kept(row["sha256"])
        if content is None:
            yield f"I5: the hub says that it holds {row['sha256'][:8]}, which is not there"
        elif hashlib.sha256(content).hexdigest() != row["sha256"]:
            yield f"I5: {row['sha256'][:8]} at the hub is not its hash"


def between(here: sqlite3.Connection, there: sqlite3.Connection, kept: Kept) -> Iterator[str]:
    """What the database of a counter, `here`, and that of the hub do not agree about."""
    identity = here.execute("SELECT * FROM identity").fetchone()
    if identity is None or identity["hub"] is None:
        return
    device = uuid.UUID(identity["device"]).hex
    held = {
        (str(uuid.UUID(row["name"])), row["seq"]): (row["hash"], row["salt"], row["body"])
        for row in there.execute(
            "SELECT name, seq, hash, salt, body FROM ingest_storedevent"
            " JOIN ingest_incarnation ON ingest_incarnation.id = incarnation_id WHERE device_id = ?",
            (device,),
        )
    }
    ours = {
        (row["incarnation"], row["seq"]): (row["hash"], row["salt"], row["body"])
        for row in here.execute("SELECT * FROM event")
    }
    for place, event in held.items():
        if ours.get(place) != event:
            yield f"I1: event {place[1]} at the hub is another than the counter's"
    acknowledged = here.execute("SELECT seq FROM acknowledged").fetchone()[0]
    missing = [place[1] for place in ours if place[1] <= acknowledged and place not in held]
    if missing:
        yield f"I1: acknowledged, and not at the hub: {sorted(missing)}"
    stored = {
        (row["from_seq"], row["to_seq"]): row["signed"]
        for row in there.execute(
            "SELECT from_seq, to_seq, signed FROM ingest_storedacknowledgement"
            " JOIN ingest_incarnation ON ingest_incarnation.id = incarnation_id WHERE device_id = ?",
            (device,),
        )
    }
    for row in here.execute("SELECT * FROM acknowledgement"):
        if stored.get((row["from_seq"], row["to_seq"])) != row["signed"]:
            yield f"I11: the acknowledgement {row['from_seq']}-{row['to_seq']} is another at the hub"
    files = {row[0] for row in there.execute("SELECT sha256 FROM ingest_storedblob")}
    for row in here.execute("SELECT sha256 FROM blob WHERE at_hub = 1"):
        if row["sha256"] not in files or kept(row["sha256"]) is None:
            yield f"I5: {row['sha256'][:8]} is taken for being at the hub, and is not"
    numbers = {
        json.loads(body)["number"] for _, _, body in held.values() if json.loads(body)["kind"] == "ItemRegistered"
    }
    rows = {row[0] for row in there.execute("SELECT number FROM items_item WHERE device_id = ?", (device,))}
    if numbers != rows:
        yield f"I1: things in the hub's log and in its rows differ by {sorted(numbers ^ rows)}"


def record(row: sqlite3.Row) -> chain.Record:
    """A link of a chain, as either side keeps it."""
    return chain.Record(
        seq=row["seq"], hash=row["hash"], commitment=row["commitment"], salt=row["salt"], body=row["body"]
    )

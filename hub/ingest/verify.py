"""Does everything that the hub holds fit together? Recomputed from the bytes alone: chains, signatures, files, rows.

Reads only. What it finds is said in sentences that name positions, never people.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import msgspec
from django.db import connection, transaction
from django.db.models import Model

from hub.ingest import blobs, pictures, projection
from hub.ingest.blob_store import beside_each_other, digest
from hub.ingest.books import Books, mentioned
from hub.ingest.heads import hash_at
from hub.ingest.identity import this_hub
from hub.ingest.keys import BadSignature, HubKey, read_signed
from hub.ingest.models import (
    Incarnation,
    NeededBlob,
    Quarantine,
    StoredAcknowledgement,
    StoredBlob,
    StoredEvent,
    UndecodedPicture,
)
from hub.ingest.tail import record_of
from hub.items.models import Handover, HandoverLine, Item, Refusal
from hub.reservations.settle import unsettled
from wire import batch, chain, codec
from wire.messages import AnyEvent


class Found(NamedTuple):
    """What a check of everything found. `photos` are stored images, `waiting_blobs` files that are still to come.

    `notes` are no problems: what this program cannot check, and pictures that came as they are and cannot be decoded.
    """

    events: int
    photos: int
    waiting_blobs: int
    problems: list[str]
    notes: list[str]

    def document(self) -> dict[str, Any]:
        """For scripts."""
        return {"ok": not self.problems, **self._asdict()}


def verify(*, files: bool = True) -> Found:
    """Check everything; at the size of a municipality's year this reads every event and every file once.

    Without `files` only the tables.
    """
    earlier = _Earlier()
    with _one_moment():
        problems = [*_chains(), *_acknowledgements(), *_rows(earlier), *unsettled()]
        stored = set(StoredBlob.objects.values_list("sha256", flat=True))
        needed = set(NeededBlob.objects.values_list("sha256", flat=True))
        events = StoredEvent.objects.count()
        photos = StoredBlob.objects.filter(media_type__startswith="image/").count()
    files_found, pictures_found = _files() if files else ([], [])
    return Found(events, photos, len(needed - stored), [*problems, *files_found], [*earlier.notes, *pictures_found])


@contextmanager
def _one_moment() -> Iterator[None]:
    """All tables as they were at one moment, while stations go on sending; with SQLite those wait."""
    alone = not connection.in_atomic_block
    with transaction.atomic():
        if alone and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def _named(row: Incarnation) -> str:
    return f"device {row.device.number:05d}, chain {row.name}"


def _chains() -> Iterator[str]:
    """Every chain from its bytes, from where it begins to the head that is told to stations."""
    for row in Incarnation.objects.select_related("device", "parent"):
        if row.parent is not None and hash_at(row.parent, row.parent_seq) != bytes(row.parent_hash):
            yield f"{_named(row)}: it does not begin where its parent was"
        start = chain.Head(row.parent_seq, bytes(row.parent_hash))
        try:
            head = chain.verify(str(row.device_id), str(row.name), start, _records(row))
        except chain.Broken as broken:
            yield f"{_named(row)}: {broken}"
            continue
        if (head.seq, head.hash) != (row.head_seq, bytes(row.head_hash)):
            yield f"{_named(row)}: the events end at {head.seq}, the head says {row.head_seq}"


def _records(row: Incarnation) -> Iterator[chain.Record]:
    for event in StoredEvent.objects.filter(incarnation=row).order_by("seq").iterator(500):
        yield record_of(event)


def _acknowledgements() -> Iterator[str]:
    """Each is signed by this hub and rests on words signed by the device; together they cover every event."""
    key, hub = HubKey.load(), str(this_hub().identifier)
    for row in Incarnation.objects.select_related("device", "parent"):
        covered = row.parent_seq
        held = StoredAcknowledgement.objects.filter(incarnation=row).select_related("key")
        for stored in held.order_by("from_seq", "to_seq").iterator(500):
            trouble = _acknowledgement(row, stored, key, hub)
            if trouble is not None:
                yield f"{_named(row)}: acknowledgement {stored.from_seq}-{stored.to_seq} {trouble}"
            if stored.from_seq <= covered + 1:
                covered = max(covered, stored.to_seq)
        if covered != row.head_seq:
            yield f"{_named(row)}: acknowledged up to {covered}, the head is {row.head_seq}"


def _acknowledgement(row: Incarnation, stored: StoredAcknowledgement, key: HubKey, hub: str) -> str | None:
    try:
        said = key.read(stored.signed, batch.Acknowledgement)
        asked = read_signed(stored.header, stored.key.jwk, batch.Header)
    except (BadSignature, codec.Malformed):
        return "is not signed as it must be"
    place = (hub, str(row.device_id), str(row.name), stored.from_seq, stored.to_seq)
    for one in (said, asked):
        if (one.hub, one.device, one.incarnation, one.from_seq, one.to_seq) != place:
            return "is about something else"
    if not said.head == asked.head == (hash_at(row, stored.to_seq) or b"").hex():
        return "is about another event than the one held"
    return None


def _files() -> tuple[list[str], list[str]]:
    """Every stored file is there and is its hash; and which pictures among those not decoded yet cannot be."""
    store, waiting, undecodable = blobs.store(), _undecoded(), set[str]()

    def trouble(name: str) -> str | None:
        try:
            content = store.read(name)
        except FileNotFoundError:
            return "is missing"
        if digest(content) != name:
            return "was altered"
        if name in waiting and pictures.trouble_of(content):
            undecodable.add(name)
        return None

    names = StoredBlob.objects.order_by("sha256").values_list("sha256", flat=True).iterator(500)
    problems = [f"file {name} {found}" for name, found in beside_each_other(trouble, names) if found is not None]
    return problems, [f"picture {name} cannot be decoded; it is kept and not shown" for name in sorted(undecodable)]


def _undecoded() -> set[str]:
    return set(UndecodedPicture.objects.values_list("sha256", flat=True))


class _Earlier:
    """Events that an earlier program applied and this one cannot read, and what cannot be compared for it.

    Their bytes are those that came (the chains are checked), so this is no damage. Everything that they name is left
    out of the comparison, and so is what rests on it.
    """

    def __init__(self) -> None:
        self.notes: list[str] = []
        self._names: set[str] = set()

    def takes(self, stored: StoredEvent) -> bool:
        """Was this event read when it came, by a program that noted its kind?"""
        if not stored.kind or stored.body is None:
            return False
        self.leave_out(msgspec.json.decode(bytes(stored.body)))
        self.notes.append(
            f"event {stored.pk} was applied by an earlier program; this one cannot read its {stored.kind}"
        )
        return True

    def leave_out(self, said: object) -> None:
        """Take in every text in `said`: ids, numbers, hashes among them."""
        match said:
            case str():
                self._names.add(said)
            case dict():
                self.leave_out(list(said.values()))
            case list() | tuple():
                for part in said:
                    self.leave_out(part)

    def touches(self, event: AnyEvent) -> bool:
        """Does the event rest on something that is left out? Then what it names is left out, too."""
        names = mentioned([event])
        if self._names.isdisjoint(names.items | names.numbers | names.receipts | names.refusals):
            return False
        self.leave_out(msgspec.to_builtins(event))
        return True

    def known(self, names: set[Any]) -> list[Any]:
        """Those that can be compared, in order; of a line the receipt counts."""
        return sorted(name for name in names if (name[0] if isinstance(name, tuple) else name) not in self._names)


def _rows(earlier: _Earlier) -> Iterator[str]:
    """The tables against a replay of every applied event in the order in which it was applied."""
    books = Books()
    wanted: set[str] = set()
    aside = set(Quarantine.objects.filter(resolved_at=None).values_list("event_id", flat=True))
    late = {row.event_id: row.applied_after for row in Quarantine.objects.exclude(resolved_at=None)}
    seen: set[tuple[str, str]] = set()
    deferred: list[tuple[int, _Read]] = []
    for stored in StoredEvent.objects.select_related("incarnation").order_by("id").iterator(500):
        while deferred and deferred[0][0] < stored.pk:
            yield from _replay(books, earlier, deferred.pop(0)[1])
        read = _read(stored)
        if read is None:
            if stored.pk not in aside and not earlier.takes(stored):
                yield f"event {stored.pk} cannot be read and is not set aside"
            continue
        wanted.update(blob.sha256 for blob in read.event.blobs())
        identity = (read.device, str(stored.event or stored.pk))
        repeated = identity in seen
        seen.add(identity)
        if stored.pk in aside or repeated:
            continue
        if stored.pk in late:
            deferred.append((late[stored.pk] or stored.pk, read))
            deferred.sort(key=lambda one: (one[0], one[1].number))
            continue
        yield from _replay(books, earlier, read)
    for _, read in deferred:
        yield from _replay(books, earlier, read)
    yield from _compare(books, earlier)
    if earlier.known(wanted ^ set(NeededBlob.objects.values_list("sha256", flat=True))):
        yield "the list of files that events refer to is not what the events say"


class _Read(NamedTuple):
    """A stored event that can be read, and the number of its row."""

    number: int
    event: AnyEvent
    body: bytes
    device: str


def _read(stored: StoredEvent) -> _Read | None:
    if stored.body is None:
        return None
    body = bytes(stored.body)
    try:
        return _Read(stored.pk, codec.decode_event(body), body, str(stored.incarnation.device_id))
    except codec.Malformed:
        return None


def _replay(books: Books, earlier: _Earlier, read: _Read) -> Iterator[str]:
    try:
        projection.apply(books, read.event, read.body, read.device)
    except projection.NotApplicable as trouble:
        if earlier.touches(read.event):
            return
        yield f"event {read.number} was applied but cannot be: {trouble.reason}"


def _compare(books: Books, earlier: _Earlier) -> Iterator[str]:
    lines = {(line.handover_id, line.position): line for rows in books.lines.values() for line in rows}
    held_lines = {(row.handover_id, row.position): row for row in HandoverLine.objects.iterator(500)}
    items = {str(row.id): row for row in Item.objects.iterator(500)}
    handovers = {row.receipt: row for row in Handover.objects.iterator(500)}
    refusals = {str(row.id): row for row in Refusal.objects.iterator(500)}
    yield from _differences("line", lines, held_lines, earlier)
    yield from _differences("item", books.items, items, earlier)
    yield from _differences("handover", books.handovers, handovers, earlier)
    yield from _differences("refusal", books.refusals, refusals, earlier)


def _differences(what: str, replayed: dict[Any, Any], held: dict[Any, Any], earlier: _Earlier) -> Iterator[str]:
    for name in earlier.known(replayed.keys() - held.keys()):
        yield f"{what} {name} is missing"
    for name in earlier.known(held.keys() - replayed.keys()):
        yield f"{what} {name} comes from no event"
    for name in earlier.known(replayed.keys() & held.keys()):
        other = _other_fields(replayed[name], held[name])
        if other:
            yield f"{what} {name} is not what its events say: {', '.join(other)}"


def _other_fields(replayed: Model, held: Model) -> list[str]:
    """Names of fields that differ. Row numbers are the database's own."""
    fields = [field for field in held._meta.concrete_fields if field.get_internal_type() != "BigAutoField"]
    return [
        field.name
        for field in fields
        if field.to_python(getattr(replayed, field.attname)) != field.to_python(getattr(held, field.attname))
    ]

"""The USB route for a station without a line: what waits is written to a folder, and what the hub answered is read.

The same signed batches, files and acknowledgements as over the network; both ways may be used at once.
wire/stick.py says what lies where.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from domain.refused import Refused
from domain.staff import Right
from station_app.causes import of_system
from station_app.station import Changed, Station, Subject
from station_app.storage.journal import Incarnation
from station_app.sync.batches import next_batch, packed
from station_app.sync.keys import key_store, read_signed
from station_app.sync.reservations import take_reservations
from station_app.sync.session import Session, enrolment_of
from station_app.sync.taking_in import take_acknowledgement, take_reference
from wire import batch, codec, stick
from wire.chain import GENESIS, Head, parent_text
from wire.stick import Stick

LARGEST_ANSWER = 32 * 1_048_576
"""Bytes of the largest file that is read from a stick."""
_ALL_FILES = 1 << 31


class Trouble(msgspec.Struct, frozen=True):
    """What is wrong with one file of a stick, or one of the store's that should go on it."""

    file: str
    refused: Refused


class Exported(msgspec.Struct, frozen=True, kw_only=True):
    """What lies on a stick after an export: events and files that the hub is not known to have; `written` are the files
    that were new on it."""

    events: int
    files: int
    written: int
    problems: tuple[Trouble, ...]


class TakenIn(msgspec.Struct, frozen=True, kw_only=True):
    """What a stick brought: events now acknowledged, files now known to be at the hub, the versions of the register and
    of the list of reservations if they are newer (else 0); `removed` are files taken off the stick."""

    acknowledged: int
    files: int
    register: int
    reservations: int
    removed: int
    problems: tuple[Trouble, ...]


def export_batches(station: Station, folder: Path, *, everything: bool = False) -> Exported:
    """Write all that the hub has not acknowledged to `folder`; with `everything`, the whole log and every file.

    The store does not change. What is on the stick already and whole stays; what is damaged is written again.
    Raises Refused `nobody_on_duty`, `not_allowed`, `not_enrolled`, `practice_stays_here`, `key_missing`,
    `stick_missing`, `stick_unwritable`.
    """
    station.allow(Right.CARRY)
    session = _session(station)
    try:
        return _export(station, session, _stick(folder, session), everything)
    except OSError as error:
        raise Refused("stick_unwritable", folder=str(folder), what=of_system(error)) from error


def _export(station: Station, session: Session, place: Stick, everything: bool) -> Exported:
    begin = Head(0, GENESIS) if everything else station.outbox.acked()
    events = written = 0
    for part in station.journal.incarnations():
        head = max(begin, part.start, key=lambda one: one.seq)
        if part.last.seq > head.seq:
            parent = parent_text(part.parent, part.start).encode("ascii")
            written += place.put(place.parent(session.device, part.incarnation), parent)
        while records := next_batch(station, part, head.seq, _size(place, session, part, head.seq + 1)):
            name = stick.Batch(part.incarnation, records[0].seq, records[-1].seq)
            body = packed(session, part, head.hash, records)
            written += place.put(place.batch(session.device, name), body)
            events += len(records)
            head = Head(records[-1].seq, records[-1].hash)
    waiting = station.outbox.blobs() if everything else station.outbox.waiting_blobs(_ALL_FILES)
    files, problems = 0, []
    for blob in waiting:
        try:
            data = station.blobs.read(blob.sha256)
        except Refused as refused:
            problems.append(Trouble(blob.sha256, refused))
            continue
        written += place.put(place.file(session.device, blob.sha256, blob.media_type), data)
        files += 1
    return Exported(events=events, files=files, written=written, problems=tuple(problems))


def _size(place: Stick, session: Session, part: Incarnation, from_seq: int) -> int:
    """How many events the next batch should hold: as many as one that is there from an earlier export."""
    there = [one.to_seq for one in place.batches(session.device) if one[:2] == (part.incarnation, from_seq)]
    counts = [to_seq - from_seq + 1 for to_seq in there if from_seq <= to_seq <= part.last.seq]
    return min(max(counts, default=batch.MAX_EVENTS), batch.MAX_EVENTS)


def import_acks(station: Station, folder: Path, *, tidy: bool = False) -> TakenIn:
    """Take in what the hub answered: acknowledgements, which files it holds, the newest register, what is reserved.

    With `tidy`, what the hub surely has is then taken off the stick. What is damaged or not the hub's is told of and
    moves nothing; a stick that is pulled out ends it, and what was taken in by then counts. Raises Refused
    `nobody_on_duty`, `not_allowed`, `not_enrolled`, `practice_stays_here`, `key_missing`, `stick_missing`,
    `stick_empty`, `stick_other_hub`, `stick_other_station`, `stick_file_unreadable`.
    """
    station.allow(Right.CARRY)
    session = _session(station)
    try:
        place = _answered(folder, session)
    except OSError as error:
        raise _unreadable(error) from error
    problems: list[Trouble] = []
    before = station.outbox.acked().seq
    files = register = reservations = removed = 0
    with _until_pulled_out(problems):
        _take_acknowledgements(station, session, place, problems)
        files = _take_held(station, session, place, problems)
        register = _take_register(station, session, place, problems)
        reservations = _take_reservations(station, session, place, problems)
        removed = _tidy(station, session, place, problems) if tidy else 0
    subjects = {Subject.SENDING} | ({Subject.REFERENCE} if register else set())
    subjects |= {Subject.RESERVATIONS} if reservations else set()
    station.tell(Changed(frozenset(subjects)))
    acknowledged = max(0, station.outbox.acked().seq - before)
    return TakenIn(
        acknowledged=acknowledged,
        files=files,
        register=register,
        reservations=reservations,
        removed=removed,
        problems=tuple(problems),
    )


def _answered(folder: Path, session: Session) -> Stick:
    """A stick on which a hub may have answered this counter."""
    place = _stick(folder, session)
    if not place.used():
        raise Refused("stick_empty", folder=str(folder))
    if not place.root.is_dir():
        raise Refused("stick_other_hub")
    if session.device not in place.devices():
        raise Refused("stick_other_station")
    return place


@contextmanager
def _until_pulled_out(problems: list[Trouble]) -> Iterator[None]:
    """Not even what lies on the stick can be asked any more: that is one problem, and the end of it."""
    try:
        yield
    except OSError as error:
        problems.append(Trouble(stick.ROOT, _unreadable(error)))


def _unreadable(error: OSError) -> Refused:
    return Refused("stick_file_unreadable", file=stick.ROOT, what=of_system(error))


def _take_acknowledgements(station: Station, session: Session, place: Stick, problems: list[Trouble]) -> None:
    parts = {part.incarnation: part for part in station.journal.incarnations()}
    for name in place.batches(session.device):
        path = place.acknowledgement(session.device, name)
        if not path.exists():
            continue
        try:
            part = parts.get(name.incarnation)
            if part is None:
                raise Refused("log_forked")
            take_acknowledgement(station, session, part, _text(path))
        except (Refused, codec.Malformed, OSError) as wrong:
            problems.append(_trouble(place, path, wrong))


def _take_held(station: Station, session: Session, place: Stick, problems: list[Trouble]) -> int:
    path = place.held(session.device)
    if not path.exists():
        return 0
    try:
        word = read_signed(_text(path), session.enrolment.hub_keys, stick.HeldFiles)
        if (word.hub, word.device) != (session.enrolment.hub, session.device):
            raise Refused("hub_signature_wrong")
        with station.transaction():
            # What a hub held before it was restored says nothing about what it holds now.
            if word.epoch < enrolment_of(station).hub_epoch:
                return 0
            waiting = {blob.sha256 for blob in station.outbox.waiting_blobs(_ALL_FILES)} & set(word.sha256)
            station.outbox.blobs_at_hub(sorted(waiting))
            return len(waiting)
    except (Refused, codec.Malformed, OSError) as wrong:
        problems.append(_trouble(place, path, wrong))
        return 0


def _take_register(station: Station, session: Session, place: Stick, problems: list[Trouble]) -> int:
    if not place.register.exists():
        return 0
    try:
        newer = take_reference(station, session.enrolment, _text(place.register))
    except (Refused, codec.Malformed, OSError) as wrong:
        problems.append(_trouble(place, place.register, wrong))
        return 0
    return station.reference.version() if newer else 0


def _take_reservations(station: Station, session: Session, place: Stick, problems: list[Trouble]) -> int:
    path = place.reservations(session.device)
    if not path.exists():
        return 0
    try:
        newer = take_reservations(station, session.enrolment, _text(path))
    except (Refused, codec.Malformed, OSError) as wrong:
        problems.append(_trouble(place, path, wrong))
        return 0
    return station.reservations.version() if newer else 0


def _tidy(station: Station, session: Session, place: Stick, problems: list[Trouble]) -> int:
    """Remove copies of what the hub signed for; the store itself keeps everything."""
    acked = station.outbox.acked().seq
    ends = {part.incarnation: min(acked, part.last.seq) for part in station.journal.incarnations()}
    waiting = {blob.sha256 for blob in station.outbox.waiting_blobs(_ALL_FILES)}
    spent = [
        path
        for name in place.batches(session.device)
        if name.to_seq <= ends.get(name.incarnation, 0)
        for path in (place.batch(session.device, name), place.acknowledgement(session.device, name))
    ]
    spent += [
        path
        for path, sha256, _ in place.files(session.device)
        if station.outbox.refers_to(sha256) and sha256 not in waiting
    ]
    removed = 0
    for path in spent:
        try:
            if path.exists():
                path.unlink()
                removed += 1
        except OSError as error:
            problems.append(_trouble(place, path, error))
    return removed


def _session(station: Station) -> Session:
    enrolment = enrolment_of(station)
    key = key_store(station.folder, station.identity.device, station.config.keystore).load()
    return Session(key, station.identity.device, enrolment, "")


def _stick(folder: Path, session: Session) -> Stick:
    if not folder.is_dir():
        raise Refused("stick_missing", folder=str(folder))
    return Stick(folder, session.enrolment.hub)


def _text(path: Path) -> str:
    if path.stat().st_size > LARGEST_ANSWER:
        raise codec.Malformed("larger than anything that a hub signs")
    return path.read_text(encoding="ascii", errors="replace")


def _trouble(place: Stick, path: Path, wrong: Exception) -> Trouble:
    shown = place.shown(path)
    if isinstance(wrong, Refused) and wrong.code != "hub_signature_wrong":
        return Trouble(shown, wrong)
    if isinstance(wrong, OSError):
        return Trouble(shown, Refused("stick_file_unreadable", file=shown, what=of_system(wrong)))
    return Trouble(shown, Refused("stick_file_damaged", file=shown))

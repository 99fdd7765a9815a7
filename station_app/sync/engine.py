"""One cycle of sending: where do both sides stand, send what waits. No I/O: it yields requests and is sent replies.

Database steps go through the outbox and are each one transaction; whatever is interrupted is simply done again.
"""

from collections.abc import Sequence

import msgspec
from msgspec import UNSET

from domain.refused import Refused
from station_app.station import Station
from station_app.storage.journal import Incarnation
from station_app.sync.batches import Made, Ready
from station_app.sync.exchange import (
    NOT_OURS,
    NotKnown,
    Offline,
    Reply,
    Request,
    Steps,
    Turned,
    read,
    signed_word,
)
from station_app.sync.rejoin import last_agreed, rejoin
from station_app.sync.session import JSON, Session, authorised, enrolment_of, log_path
from station_app.sync.taking_in import take_acknowledgement
from wire import batch, codec, contact
from wire.chain import Head, parent_text

SMALLEST_BATCH = 1


class Pushed(msgspec.Struct, frozen=True):
    """What a push came to: events sent, and how many of the log the hub has acknowledged in it."""

    sent: int
    acknowledged: int
    reference_version: int
    backed_up: int
    set_aside: str | None
    reservations_version: int = 0
    """0 when the hub has no list for this station, or is too old to have any."""


def push(station: Station, session: Session) -> Steps[Pushed]:
    """Compare where both sides stand, then send every event that waits, in signed batches, in order.

    A restored store has several incarnations; one is sent after the other. What the hub holds of this log and the
    store lacks is fetched back first. Raises Refused `wrong_hub`, `log_forked`; Turned; Offline. Nothing is lost by any
    of them.
    """
    begin, sent = station.outbox.acked().seq, 0
    asked: set[str] = set()
    parts = station.journal.incarnations()
    place = _place(station, parts)
    while True:
        part = parts[place]
        try:
            ready = Ready(station, session, part)
            hello = yield from _hello(station, session, part, ready)
        except Turned as turned:
            if turned.kind != contact.UNKNOWN_PARENT or place == 0:
                raise
            # The hub was restored to a time before this incarnation began: go on with the one before it.
            _step_back(station, parts, place)
            parts, place = station.journal.incarnations(), place - 1
            continue
        agreed = yield from _compare(station, session, part, hello)
        # Of each part: a store that was put back twice before it heard of the hub lacks something behind several.
        if part.incarnation not in asked and (agreed is not None or _newly_begun(station, parts, place)):
            asked.add(part.incarnation)
            if (yield from _heal(station, session, parts, place, agreed, hello)):
                parts = station.journal.incarnations()
                continue
        begin = min(begin, station.outbox.acked().seq)
        sent += yield from _send_all(station, session, part, ready)
        place += 1
        if place == len(parts):
            break
        _step_on(station, parts[place])
    aside = None if hello.set_aside is UNSET else hello.set_aside
    kept = 0 if hello.reservations_version is UNSET else hello.reservations_version
    return Pushed(sent, station.outbox.acked().seq - begin, hello.reference_version, hello.backed_up_seq, aside, kept)


def _heal(
    station: Station,
    session: Session,
    parts: Sequence[Incarnation],
    place: int,
    agreed: Head | None,
    hub: contact.HelloReply,
) -> Steps[bool]:
    """Fetch back what is missing; True when the log was put together anew.

    A hub that is too old to give anything back still gets what can follow what it has. Raises Refused `log_forked`.
    """
    try:
        return (yield from rejoin(station, session, parts[place], agreed or parts[place].last, hub.head_seq))
    except NotKnown:
        if agreed is not None and place + 1 == len(parts):
            raise Refused("log_forked") from None
        return False


def _place(station: Station, parts: Sequence[Incarnation]) -> int:
    """Which part the acknowledged position stands in, as it was noted; else the first of which something waits."""
    named, acked = station.outbox.sending_of(), station.outbox.acked().seq
    for index, part in enumerate(parts):
        if part.incarnation == named:
            return index
    # A part of which nothing was sent: what the hub holds of the one before it was never compared.
    return next((index for index, part in enumerate(parts) if part.last.seq >= acked), len(parts) - 1)


def _newly_begun(station: Station, parts: Sequence[Incarnation], place: int) -> bool:
    """Whether this part ends where the store was put back or moved, and the hub may know of a life after it."""
    return place + 1 < len(parts) and station.outbox.acked().seq <= parts[place].last.seq


def _step_back(station: Station, parts: Sequence[Incarnation], place: int) -> None:
    """From a part that the hub cannot know yet to the one before it.

    One without events, which the hub can never have got, is left out.
    """
    before = parts[place - 1]
    with station.transaction():
        if before.last == before.start:
            station.journal.leave_out(before)
            station.outbox.sending(parts[place].incarnation)
            return
        if station.outbox.acked().seq > before.last.seq:
            station.outbox.advance(before.last)
        station.outbox.sending(before.incarnation)


def _step_on(station: Station, following: Incarnation) -> None:
    with station.transaction():
        if station.outbox.acked().seq < following.start.seq:
            # An earlier life of this store sent more than the backup knew; what we have of it, the hub has too.
            station.outbox.advance(following.start)
        station.outbox.sending(following.incarnation)


def _hello(station: Station, session: Session, part: Incarnation, ready: Ready) -> Steps[contact.HelloReply]:
    """Ask where the hub stands; meanwhile the batch is made that it lacks if it stands where we believe."""
    acked = station.outbox.acked()
    hello = contact.Hello(
        hub=session.enrolment.hub,
        incarnation=part.incarnation,
        parent_incarnation=part.parent,
        parent_seq=part.parent_seq,
        parent_hash=part.parent_hash.hex(),
        acked_seq=acked.seq,
        acked_hash=acked.hash.hex(),
        last_seq=part.last.seq,
        last_hash=part.last.hash.hex(),
        reference_version=station.reference.version(),
        app=session.app,
    )
    request = Request(
        method="POST",
        path=f"/api/v1/devices/{session.device}/hello",
        headers=JSON,
        body=codec.encode(hello),
        meanwhile=ready.ahead(acked),
    )
    reply = read((yield from authorised(session, request)), contact.HelloReply)
    if reply.hub != session.enrolment.hub:
        raise Refused("wrong_hub")
    _note_epoch(station, reply.epoch)
    return reply


def _note_epoch(station: Station, epoch: int) -> None:
    known = enrolment_of(station).hub_epoch
    if epoch != known:
        with station.transaction():
            station.identities.note_epoch(epoch)
            station.outbox.offer_files_again()
            station.outbox.note_for_people("hub_restored", f"{known} → {epoch}")


def _compare(station: Station, session: Session, part: Incarnation, hub: contact.HelloReply) -> Steps[Head | None]:
    """Act on where the hub stands with this incarnation (the table in docs/sync.md).

    Returns the last position at which both agree when the hub holds events behind it that are not ours.
    """
    acked = station.outbox.acked()
    if hub.head_seq > part.last.seq:
        if hub.at_last == part.last.hash.hex():
            return part.last
        return (yield from _agreed(station, session, part, hub.head_seq))
    ours = station.journal.hash_at(hub.head_seq)
    if ours is None or ours.hex() != hub.head_hash:
        return (yield from _agreed(station, session, part, hub.head_seq))
    if hub.head_seq < acked.seq:
        with station.transaction():
            _rewind(station, Head(hub.head_seq, ours))
    elif hub.head_seq > acked.seq:
        yield from _fetch_acknowledgements(station, session, part, hub.head_seq)
    return None


def _agreed(station: Station, session: Session, part: Incarnation, hub_seq: int) -> Steps[Head]:
    try:
        return (yield from last_agreed(station, session, part, hub_seq))
    except NotKnown:
        raise Refused("log_forked") from None


def _rewind(station: Station, head: Head) -> None:
    """The hub has lost what it had: begin again where it stands, and let people know; inside a transaction."""
    acked = station.outbox.acked()
    station.outbox.rewind(head)
    station.outbox.note_for_people("hub_restored", f"{acked.seq} → {head.seq}")


def _fetch_acknowledgements(station: Station, session: Session, part: Incarnation, hub_seq: int) -> Steps[None]:
    """The hub has what we sent, but its answer was lost: fetch the stored one."""
    while (acked := station.outbox.acked()).seq < hub_seq:
        path = f"{log_path(session, part.incarnation)}/{acked.seq + 1}"
        _take_answer(station, session, part, (yield from authorised(session, Request(method="GET", path=path))))


def _send_all(station: Station, session: Session, part: Incarnation, ready: Ready) -> Steps[int]:
    """Send what waits of this incarnation, batch by batch; returns how many events were sent.

    One batch is on its way at a time. While the hub handles it, the next one is made ready.
    """
    sent = 0
    while made := ready.behind(station.outbox.acked()):
        try:
            yield from _send(station, session, part, made, ready)
        except Turned as turned:
            if turned.kind == contact.TOO_LARGE and session.batch_events > SMALLEST_BATCH:
                session.batch_events = max(SMALLEST_BATCH, made.events // 2)
                ready = Ready(station, session, part)
                continue
            raise
        sent += made.events
    return sent


def _send(station: Station, session: Session, part: Incarnation, made: Made, ready: Ready) -> Steps[None]:
    headers = {
        "Content-Type": "application/x-ndjson",
        "Content-Encoding": "gzip",
        "Content-Digest": batch.content_digest(made.body),
        "Ombruk-Parent": parent_text(part.parent, part.start),
    }
    path = f"{log_path(session, part.incarnation)}/{made.begin}"
    request = Request(method="PUT", path=path, headers=headers, body=made.body, meanwhile=ready.ahead(made.end))
    _take_answer(station, session, part, (yield from authorised(session, request)))


def _take_answer(station: Station, session: Session, part: Incarnation, reply: Reply) -> None:
    before = station.outbox.acked()
    try:
        take_acknowledgement(station, session, part, signed_word(reply))
    except codec.Malformed:
        raise Offline(NOT_OURS) from None
    if station.outbox.acked() == before:
        # An answer to something else; the same one over and over would be no way forward.
        raise Refused("hub_signature_wrong")

"""One cycle of sending: who am I, where do we stand, send what waits. No I/O: it yields requests and is sent replies.

Database steps go through the outbox and are each one transaction; whatever is interrupted is simply done again.
"""

from collections.abc import Sequence
from itertools import takewhile

import msgspec

from domain.refused import Refused
from station_app.station import Station
from station_app.storage.identity import Enrolment
from station_app.sync.exchange import Offline, Reply, Request, Steps, Turned, accepted, read
from station_app.sync.keys import DeviceKey, read_signed, signed_by_hub
from wire import batch, codec, contact
from wire.chain import Head, Record
from wire.reference import Reference

JSON = {"Content-Type": "application/json"}
SMALLEST_BATCH = 1


class Session:
    """What one run of the program knows of the hub: its enrolment and key, and (it may forget these) a token and how
    large a batch the hub likes. Plain data, so that several threads may use it.
    """

    def __init__(self, key: DeviceKey, device: str, enrolment: Enrolment, app: str) -> None:
        self.key = key
        self.device = device
        self.enrolment = enrolment
        self.app = app
        self.token = ""
        self.batch_events = batch.MAX_EVENTS


class Pushed(msgspec.Struct, frozen=True):
    """What a push came to: events sent, and how many of the log the hub has acknowledged in it."""

    sent: int
    acknowledged: int
    reference_version: int
    backed_up: int


def enrolment_of(station: Station) -> Enrolment:
    """The hub that this device belongs to. Raises Refused `not_enrolled`."""
    found = station.identity.enrolment
    if found is None:
        raise Refused("not_enrolled")
    return found


def authorised(session: Session, request: Request) -> Steps[Reply]:
    """Ask with a token; fetch one when there is none or the hub wants a fresh one."""
    for fresh in (False, True):
        if fresh or not session.token:
            session.token = yield from _token(session)
        headers = {**request.headers, "Authorization": f"Bearer {session.token}"}
        reply = yield msgspec.structs.replace(request, headers=headers)
        if reply.status != 401:
            break
    return reply


def _token(session: Session) -> Steps[str]:
    enrolment, device = session.enrolment, session.device
    nonce = read((yield Request(method="GET", path="/api/v1/nonce")), contact.Nonce)
    if nonce.hub != enrolment.hub:
        raise Refused("wrong_hub")
    assertion = contact.Assertion(iss=device, sub=device, aud=enrolment.hub, nonce=nonce.nonce)
    asked = contact.TokenRequest(client_assertion=session.key.sign(codec.encode(assertion)))
    reply = yield Request(method="POST", path="/api/v1/token", headers=JSON, body=codec.encode(asked))
    return read(reply, contact.Token).access_token


def push(station: Station, session: Session) -> Steps[Pushed]:
    """Compare where both sides stand, then send every event that waits, in signed batches, in order.

    Raises Refused `station_lost_tail`, `log_forked`, `wrong_hub`; Turned; Offline. Nothing is lost by any of them.
    """
    hello = yield from _hello(station, session)
    start = yield from _compare(station, session, hello)
    sent = 0
    while records := _next_batch(station, session.batch_events):
        try:
            yield from _send(station, session, records)
        except Turned as turned:
            if turned.kind == contact.TOO_LARGE and session.batch_events > SMALLEST_BATCH:
                session.batch_events = max(SMALLEST_BATCH, len(records) // 2)
                continue
            raise
        sent += len(records)
    acknowledged = station.outbox.acked().seq - start.seq
    return Pushed(sent, acknowledged, hello.reference_version, hello.backed_up_seq)


def _hello(station: Station, session: Session) -> Steps[contact.HelloReply]:
    incarnation, acked, last = station.journal.incarnation(), station.outbox.acked(), station.journal.head()
    hello = contact.Hello(
        hub=session.enrolment.hub,
        incarnation=incarnation.incarnation,
        parent_incarnation=incarnation.parent,
        parent_seq=incarnation.parent_seq,
        parent_hash=incarnation.parent_hash.hex(),
        acked_seq=acked.seq,
        acked_hash=acked.hash.hex(),
        last_seq=last.seq,
        last_hash=last.hash.hex(),
        reference_version=station.reference.version(),
        app=session.app,
    )
    path = f"/api/v1/devices/{station.identity.device}/hello"
    request = Request(method="POST", path=path, headers=JSON, body=codec.encode(hello))
    reply = read((yield from authorised(session, request)), contact.HelloReply)
    if reply.hub != session.enrolment.hub:
        raise Refused("wrong_hub")
    return reply


def _compare(station: Station, session: Session, hub: contact.HelloReply) -> Steps[Head]:
    """Act on where the hub stands (the table in docs/sync.md). Returns the acknowledged position to go on from."""
    acked, last = station.outbox.acked(), station.journal.head()
    if hub.head_seq > last.seq:
        raise Refused("station_lost_tail" if hub.at_last == last.hash.hex() else "log_forked")
    ours = station.journal.hash_at(hub.head_seq)
    if ours is None or ours.hex() != hub.head_hash:
        raise Refused("log_forked")
    if hub.head_seq < acked.seq:
        with station.transaction():
            station.outbox.rewind(Head(hub.head_seq, ours))
            station.outbox.note_problem("hub_restored", f"{acked.seq} → {hub.head_seq}")
    elif hub.head_seq > acked.seq:
        yield from _fetch_acknowledgements(station, session, hub.head_seq)
    return acked if hub.head_seq >= acked.seq else station.outbox.acked()


def _fetch_acknowledgements(station: Station, session: Session, hub_seq: int) -> Steps[None]:
    """The hub has what we sent, but its answer was lost: fetch the stored one."""
    while (acked := station.outbox.acked()).seq < hub_seq:
        path = _log_path(station, acked.seq + 1)
        reply = accepted((yield from authorised(session, Request(method="GET", path=path))))
        _take_acknowledgement(station, session, reply.body.decode("ascii", "replace"), acked)


def _next_batch(station: Station, most: int) -> tuple[Record, ...]:
    room = batch.MAX_BYTES

    def fits(record: Record) -> bool:
        nonlocal room, most
        room, most = room - batch.packed_size(record), most - 1
        return most >= 0 and (room >= 0 or room == batch.MAX_BYTES - batch.packed_size(record))

    incarnation = station.journal.incarnation().incarnation
    waiting = station.journal.records(station.outbox.acked().seq, incarnation=incarnation)
    return tuple(takewhile(fits, waiting))


def _send(station: Station, session: Session, records: Sequence[Record]) -> Steps[None]:
    incarnation, acked = station.journal.incarnation(), station.outbox.acked()
    header = batch.Header(
        hub=session.enrolment.hub,
        device=session.device,
        incarnation=incarnation.incarnation,
        from_seq=records[0].seq,
        to_seq=records[-1].seq,
        count=len(records),
        previous=acked.hash.hex(),
        head=records[-1].hash.hex(),
    )
    body = batch.pack(header, records, session.key.sign)
    parent = f"{incarnation.parent or '-'}:{incarnation.parent_seq}:{incarnation.parent_hash.hex()}"
    headers = {
        "Content-Type": "application/x-ndjson",
        "Content-Encoding": "gzip",
        "Content-Digest": batch.content_digest(body),
        "Ombruk-Parent": parent,
    }
    request = Request(method="PUT", path=_log_path(station, records[0].seq), headers=headers, body=body)
    reply = accepted((yield from authorised(session, request)))
    _take_acknowledgement(station, session, reply.body.decode("ascii", "replace"), acked)


def _take_acknowledgement(station: Station, session: Session, signed: str, acked: Head) -> None:
    """Believe it only when the hub signed it and it names our own log; then move on, in one transaction."""
    enrolment = session.enrolment
    try:
        word = read_signed(signed, enrolment.hub_keys, batch.Acknowledgement)
    except codec.Malformed:
        raise Offline("hub_not_understood") from None
    ours = station.journal.hash_at(word.to_seq)
    mine = (enrolment.hub, session.device, station.journal.incarnation().incarnation)
    if (word.hub, word.device, word.incarnation) != mine or word.from_seq > acked.seq + 1 or word.to_seq <= acked.seq:
        raise Refused("hub_signature_wrong")
    if ours is None or ours.hex() != word.head:
        raise Refused("log_forked")
    with station.transaction():
        station.outbox.acknowledge(
            Head(word.to_seq, ours),
            from_seq=word.from_seq,
            incarnation=word.incarnation,
            signed=signed,
            not_applied=word.not_applied,
        )
        station.outbox.blobs_wanted(word.missing_blobs)


def fetch_reference(station: Station, session: Session) -> Steps[bool]:
    """Fetch the newest register when it is another than ours; True when it was put in force."""
    version = station.reference.version()
    headers = {"If-None-Match": f'"{version}"'} if version else {}
    request = Request(method="GET", path="/api/v1/reference", headers=headers)
    reply = accepted((yield from authorised(session, request)))
    if reply.status == 304:
        return False
    signed = reply.body.decode("ascii", "replace")
    enrolment = session.enrolment
    payload = signed_by_hub(signed, enrolment.hub_keys)
    try:
        reference = codec.decode(payload, Reference)
    except codec.Malformed as malformed:
        raise Refused("hub_refused", what=str(malformed), hub_remedy="") from None
    if reference.hub != enrolment.hub:
        raise Refused("wrong_hub")
    with station.transaction():
        station.reference.take(payload, signed, station.now())
    return reference.version > version


def _log_path(station: Station, from_seq: int) -> str:
    incarnation = station.journal.incarnation().incarnation
    return f"/api/v1/devices/{station.identity.device}/log/{incarnation}/{from_seq}"

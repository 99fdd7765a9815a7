"""What the hub signed or told is taken in: acknowledgements, registers, and which of our events it could not apply.

It comes over the network or on a stick; either way it is believed only when our own hub signed it, and each piece is
put in force in one transaction.
"""

from domain.refused import Refused
from station_app.station import Station
from station_app.storage.identity import Enrolment
from station_app.storage.journal import Incarnation
from station_app.sync.exchange import Request, Steps, read
from station_app.sync.keys import signed_by_hub
from station_app.sync.rejoin import believed
from station_app.sync.session import Session, authorised, newest
from wire import codec, contact
from wire.chain import Head


def take_acknowledgement(station: Station, session: Session, part: Incarnation, signed: str) -> bool:
    """Believe it only when the hub signed it and it names our own log; then move on, in one transaction.

    False when everything in it was acknowledged before, by another way. Raises Refused `hub_signature_wrong`,
    `log_forked`, `acknowledgement_gap`, and codec.Malformed.
    """
    word = believed(session, part.incarnation, signed)
    # Read and moved in one transaction: another way (a stick, the network) may bring an answer at the same time.
    with station.transaction():
        ours, acked = station.journal.hash_at(word.to_seq), station.outbox.acked()
        if ours is None or ours.hex() != word.head:
            raise Refused("log_forked")
        if word.to_seq <= acked.seq:
            return False
        if word.from_seq > acked.seq + 1:
            raise Refused("acknowledgement_gap", seq=acked.seq + 1)
        station.outbox.acknowledge(
            Head(word.to_seq, ours),
            from_seq=word.from_seq,
            incarnation=word.incarnation,
            signed=signed,
            not_applied=word.not_applied,
        )
        station.outbox.blobs_wanted(word.missing_blobs)
    return True


def fetch_set_aside(station: Station, session: Session) -> Steps[None]:
    """Fetch which of our events the hub could not apply: somebody there may have decided about some."""
    request = Request(method="GET", path=f"/api/v1/devices/{session.device}/set-aside")
    told = read((yield from authorised(session, request)), contact.SetAside)
    with station.transaction():
        station.outbox.take_set_aside(told.tag, told.events)


def fetch_reference(station: Station, session: Session) -> Steps[bool]:
    """Fetch the newest register when it is another than ours; True when it was put in force."""
    signed = yield from newest(session, "/api/v1/reference", station.reference.version())
    return signed is not None and take_reference(station, session.enrolment, signed)


def take_reference(station: Station, enrolment: Enrolment, signed: str) -> bool:
    """Put a register in force that our hub signed; False when it is no newer than the present one.

    Raises Refused `hub_signature_wrong`, `hub_refused`, `wrong_hub`.
    """
    from wire.reference import Reference

    version = station.reference.version()
    payload = signed_by_hub(signed, enrolment.hub_keys)
    try:
        reference = codec.decode(payload, Reference)
    except codec.Malformed as malformed:
        raise Refused("hub_refused", what="answer_unreadable", detail=str(malformed)) from None
    if reference.hub != enrolment.hub:
        raise Refused("wrong_hub")
    with station.transaction():
        station.reference.take(payload, signed, station.now())
    return reference.version > version

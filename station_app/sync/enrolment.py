"""Joining a municipality: a one-time code, a key made on this device, and the proof that we hold it."""

from domain.refused import Refused
from domain.staff import Right
from station_app.station import Changed, Station, Subject
from station_app.storage.identity import Enrolment
from station_app.sync.exchange import Offline, Request, Steps, Turned, in_words, read
from station_app.sync.keys import DeviceKey, KeyStore
from station_app.sync.transport import Transport
from wire import codec, contact

_JSON = {"Content-Type": "application/json"}


def enrol(station: Station, url: str, code: str, keys: KeyStore) -> Enrolment:
    """Join the hub at `url` with a one-time code. Safe to repeat when an answer was lost.

    A device whose key was revoked makes a new one. Raises Refused `nobody_on_duty` or `not_allowed`,
    `already_enrolled` (with another hub, which is found before the code is used), `hub_url_wrong`, `hub_url_insecure`,
    `hub_unreachable`, `hub_not_understood`, `code_wrong`, `hub_refused`, and
    `practice_stays_here` before anything is asked.
    """
    station.allow(Right.ADMINISTER)
    if station.practice:
        raise Refused("practice_stays_here")
    transport = Transport(url)
    try:
        enrolled = _admitted(transport, station, keys, code)
    except (Offline, Turned) as trouble:
        raise in_words(trouble) from trouble
    finally:
        transport.close()
    with station.transaction():
        station.identities.enrol(enrolled, url.strip().rstrip("/"))
    station.tell(Changed(frozenset({Subject.ENROLMENT, Subject.SENDING})))
    found = station.identity.enrolment
    if found is None:
        raise LookupError("the enrolment was not kept")
    return found


def _admitted(transport: Transport, station: Station, keys: KeyStore, code: str) -> contact.Enrolled:
    try:
        return transport.drive(_conversation(station, _key(keys), code))
    except Turned as turned:
        if turned.kind != contact.KEY_REVOKED:
            raise
    # The old key is of no use any more; the fresh code speaks for a new one.
    key = DeviceKey.make()
    keys.save(key)
    return transport.drive(_conversation(station, key, code))


def _key(keys: KeyStore) -> DeviceKey:
    """The key made at an earlier try, or a new one: kept before the hub hears of it, so that it can never be lost."""
    try:
        return keys.load()
    except Refused:
        key = DeviceKey.make()
        keys.save(key)
        return key


def _conversation(station: Station, key: DeviceKey, code: str) -> Steps[contact.Enrolled]:
    nonce = read((yield Request(method="GET", path="/api/v1/nonce")), contact.Nonce)
    present = station.identity.enrolment
    if present is not None and present.hub != nonce.hub:
        raise Refused("already_enrolled", hub=present.hub_url)
    device = station.identity.device
    proof = contact.EnrolmentProof(device=device, code="".join(code.split())[:40], nonce=nonce.nonce)
    asked = contact.Enrol(device=device, public_key=key.public(), proof=key.sign(codec.encode(proof)))
    reply = yield Request(method="POST", path="/api/v1/enrol", headers=_JSON, body=codec.encode(asked))
    return read(reply, contact.Enrolled)

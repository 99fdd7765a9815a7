"""Joining a municipality: a one-time code, a key made on this device, and the proof that we hold it."""

from domain.refused import Refused
from station_app.station import Changed, Station, Subject
from station_app.storage.identity import Enrolment
from station_app.sync.exchange import Offline, Request, Steps, Turned, in_words, read
from station_app.sync.keys import DeviceKey, KeyStore
from station_app.sync.transport import Transport
from wire import codec, contact

_JSON = {"Content-Type": "application/json"}


def enrol(station: Station, url: str, code: str, keys: KeyStore) -> Enrolment:
    """Join the hub at `url` with a one-time code. Safe to repeat when an answer was lost.

    Raises Refused `already_enrolled` (with another hub), `hub_url_wrong`, `hub_url_insecure`, `hub_unreachable`,
    `hub_not_understood`, `code_wrong`, `hub_refused`.
    """
    transport = Transport(url)
    try:
        key = _key(keys)
        enrolled = transport.drive(_conversation(station, key, code))
    except Offline as offline:
        raise Refused("hub_unreachable", what=offline.what) from offline
    except Turned as turned:
        if turned.kind == contact.CODE_WRONG:
            raise Refused("code_wrong") from turned
        raise in_words(turned) from turned
    finally:
        transport.close()
    present = station.identity.enrolment
    if present is not None and present.hub != enrolled.hub:
        raise Refused("already_enrolled", hub=present.hub_url)
    with station.transaction():
        station.identities.enrol(enrolled, url.strip().rstrip("/"))
    station.tell(Changed(frozenset({Subject.ENROLMENT, Subject.SENDING})))
    found = station.identity.enrolment
    if found is None:
        raise LookupError("the enrolment was not kept")
    return found


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
    device = station.identity.device
    proof = contact.EnrolmentProof(device=device, code="".join(code.split())[:40], nonce=nonce.nonce)
    asked = contact.Enrol(device=device, public_key=key.public(), proof=key.sign(codec.encode(proof)))
    reply = yield Request(method="POST", path="/api/v1/enrol", headers=_JSON, body=codec.encode(asked))
    return read(reply, contact.Enrolled)

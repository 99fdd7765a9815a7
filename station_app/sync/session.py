"""Who asks, and the token with which it is asked: what every conversation with the hub begins with. No I/O."""

import msgspec

from domain.refused import Refused
from station_app.station import Station
from station_app.storage.identity import Enrolment
from station_app.sync.exchange import Reply, Request, Steps, accepted, read, signed_word
from station_app.sync.keys import DeviceKey
from wire import batch, codec, contact

JSON = {"Content-Type": "application/json"}


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


def enrolment_of(station: Station) -> Enrolment:
    """The hub that this device belongs to. Raises Refused `not_enrolled`, `practice_stays_here`."""
    if station.practice:
        raise Refused("practice_stays_here")
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


def newest(session: Session, path: str, version: int) -> Steps[str | None]:
    """The newest whole version of what the hub publishes at `path`, signed; None when it is ours. 0: we have none.

    Raises Turned, or Offline when the answer is something else.
    """
    headers = {"If-None-Match": f'"{version}"'} if version else {}
    reply = accepted((yield from authorised(session, Request(method="GET", path=path, headers=headers))))
    return None if reply.status == 304 else signed_word(reply)


def _token(session: Session) -> Steps[str]:
    enrolment, device = session.enrolment, session.device
    nonce = read((yield Request(method="GET", path="/api/v1/nonce")), contact.Nonce)
    if nonce.hub != enrolment.hub:
        raise Refused("wrong_hub")
    assertion = contact.Assertion(iss=device, sub=device, aud=enrolment.hub, nonce=nonce.nonce)
    asked = contact.TokenRequest(client_assertion=session.key.sign(codec.encode(assertion)))
    reply = yield Request(method="POST", path="/api/v1/token", headers=JSON, body=codec.encode(asked))
    return read(reply, contact.Token).access_token


def log_path(session: Session, incarnation: str) -> str:
    """The address of one incarnation of this device's log."""
    return f"/api/v1/devices/{session.device}/log/{incarnation}"

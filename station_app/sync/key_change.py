"""Another key for this device: made here, kept before the hub hears of it, signed for by the old one and by itself."""

from contextlib import suppress

from domain.refused import Refused
from domain.staff import Right
from station_app.station import Station
from station_app.storage.alone import alone
from station_app.sync.exchange import Offline, Request, Steps, Turned, in_words, read
from station_app.sync.keys import DeviceKey, key_store, next_key_store
from station_app.sync.session import JSON, Session, authorised, enrolment_of
from station_app.sync.transport import Transport
from wire import codec, contact


def change_key(station: Station) -> str:
    """Change the key of this device; returns the new one's thumbprint (RFC 7638). Safe to repeat.

    What the old key signed stays valid. Whoever has a copy of it, such as a copied disk, gets no token any more.
    Raises Refused `nobody_on_duty` or `not_allowed`, `not_enrolled`, `practice_stays_here`, `key_missing`,
    `sync_running`, and in words what the hub said.
    """
    station.allow(Right.ADMINISTER)
    enrolment = enrolment_of(station)
    with alone(station.folder / "sending.lock") as nobody_else:
        if not nobody_else:
            raise Refused("sync_running")
        session = Session(_in_use(station), station.identity.device, enrolment, "")
        fresh = _next(station)
        transport = Transport(enrolment.hub_url)
        try:
            transport.drive(_conversation(station, session, fresh))
        except Turned as turned:
            # The answer to an earlier try may have been lost: then the hub knows the next key only.
            if turned.kind != contact.KEY_REVOKED or not _hub_knows(transport, station, fresh):
                raise in_words(turned) from turned
        except Offline as offline:
            raise in_words(offline) from offline
        finally:
            transport.close()
        take_next_key(station, fresh)
    return fresh.thumbprint()


def another_key(station: Station, used: DeviceKey) -> DeviceKey | None:
    """A key of this device other than the one that was used: another program changed it, or changing it was begun and
    its end is not known."""
    stores = (key_store, next_key_store)
    for store in stores:
        with suppress(Refused):
            found = store(station.folder, station.identity.device, station.config.keystore).load()
            if found.thumbprint() != used.thumbprint():
                return found
    return None


def _next_key(station: Station) -> DeviceKey | None:
    try:
        return next_key_store(station.folder, station.identity.device, station.config.keystore).load()
    except Refused:
        return None


def take_next_key(station: Station, known: DeviceKey) -> None:
    """The hub knows this key: if it is the next one, it is the one in use from now on."""
    fresh = _next_key(station)
    if fresh is not None and fresh.thumbprint() == known.thumbprint():
        key_store(station.folder, station.identity.device, station.config.keystore).save(fresh)
        next_key_store(station.folder, station.identity.device, station.config.keystore).forget()


def _in_use(station: Station) -> DeviceKey:
    return key_store(station.folder, station.identity.device, station.config.keystore).load()


def _next(station: Station) -> DeviceKey:
    fresh = _next_key(station)
    if fresh is None:
        fresh = DeviceKey.make()
        next_key_store(station.folder, station.identity.device, station.config.keystore).save(fresh)
    return fresh


def _hub_knows(transport: Transport, station: Station, fresh: DeviceKey) -> bool:
    """Whether the hub gives this key a token."""
    session = Session(fresh, station.identity.device, enrolment_of(station), "")
    try:
        transport.drive(authorised(session, Request(method="GET", path="/api/v1/reference")))
    except (Offline, Turned):
        return False
    return True


def _conversation(station: Station, session: Session, fresh: DeviceKey) -> Steps[contact.KeyChanged]:
    nonce = read((yield Request(method="GET", path="/api/v1/nonce")), contact.Nonce)
    part = station.journal.incarnations()[-1]
    words = codec.encode(
        contact.KeyChange(
            hub=session.enrolment.hub,
            device=session.device,
            nonce=nonce.nonce,
            public_key=fresh.public(),
            incarnation=part.incarnation,
            last_seq=part.last.seq,
        )
    )
    asked = contact.NewKey(by_old=session.key.sign(words), by_new=fresh.sign(words))
    path = f"/api/v1/devices/{session.device}/key"
    request = Request(method="POST", path=path, headers=JSON, body=codec.encode(asked))
    return read((yield from authorised(session, request)), contact.KeyChanged)

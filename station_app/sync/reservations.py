"""Fetching what is kept for actors at this station: signed by our hub, about our station, whole, or not at all."""

from domain.refused import Refused
from station_app.station import Station
from station_app.storage.identity import Enrolment
from station_app.storage.reservations import by_item
from station_app.sync.exchange import Steps
from station_app.sync.keys import signed_by_hub
from station_app.sync.session import Session, newest
from wire import codec
from wire.reservations import Reservations


def fetch_reservations(station: Station, session: Session) -> Steps[bool]:
    """Fetch the newest list when it is another than ours; True when it was put in force."""
    signed = yield from newest(session, "/api/v1/reservations", station.reservations.version())
    return signed is not None and take_reservations(station, session.enrolment, signed)


def take_reservations(station: Station, enrolment: Enrolment, signed: str) -> bool:
    """Put a list in force that our hub signed; False when it is no newer than the present one, which then stays.

    Raises Refused `hub_signature_wrong`, `hub_refused`, `wrong_hub`.
    """
    payload = signed_by_hub(signed, enrolment.hub_keys)
    try:
        found = codec.decode(payload, Reservations)
        by_item(found)
    except (codec.Malformed, ValueError) as broken:
        raise Refused("hub_refused", what="answer_unreadable", detail=str(broken)) from None
    if found.hub != enrolment.hub:
        raise Refused("wrong_hub")
    if found.station != enrolment.station:
        raise Refused("hub_refused", what="other_station")
    with station.transaction():
        return station.reservations.take(payload, found, signed, station.now())

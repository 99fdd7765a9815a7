"""How fresh the register of agreements is: when this counter last knew that it is the one in force."""

import datetime

import msgspec

from domain.refused import Refused
from station_app.station import Station

REGISTER_LANE = "register"
"""The lane of the outbox whose failures mean that a newer register could not be fetched."""
CLOCKS_DIFFER = datetime.timedelta(days=1)
"""A clock that is set right moves by less, and then the register is no older for it."""


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """When the register was last known to be the one in force (aware), and whether that is too long ago."""

    at: datetime.datetime
    old: bool


def register_checked(station: Station) -> Checked:
    """The last contact counts as well as the fetching: the hub then said that nothing newer is published.

    Too long ago is more than the setting `register_days`. A time that is still to come was noted by a clock that was
    wrong, and says nothing of how long ago it is: that is old, too. Raises Refused `no_register`.
    """
    fetched = station.reference.fetched_at()
    if fetched is None:
        raise Refused("no_register")
    known = [fetched]
    contact = station.outbox.progress().last_contact_at
    if contact is not None and not station.outbox.lane(REGISTER_LANE)[0]:
        known.append(contact)
    at = max(datetime.datetime.fromisoformat(moment) for moment in known)
    age = station.clock() - at
    fresh = -CLOCKS_DIFFER <= age <= datetime.timedelta(days=station.config.register_days)
    return Checked(at=at, old=not fresh)

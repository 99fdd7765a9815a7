"""A reservation: a thing kept for an actor until a moment. Only the hub makes one; only a station has the thing.

So the thing itself decides: what became of it ends a reservation, whatever was agreed. The same rules on both sides.
"""

from datetime import datetime, time, timedelta, tzinfo
from enum import StrEnum

import msgspec

from domain.item import State

USUAL_DAYS, MOST_DAYS = 3, 14
"""For how many days a thing is kept when nobody says, and at most."""
FOR_ANOTHER = "reserved_for_another"
"""The reason of a line whose thing is kept for another actor than the one who fetches."""


class Ending(StrEnum):
    """How a reservation came to its end."""

    TAKEN_BACK = "taken_back"
    LAPSED = "lapsed"
    """Its moment came, and the thing was still on the shelf."""
    FULFILLED = "fulfilled"
    """The actor got the thing."""
    BROKEN = "broken"
    """The thing went to another, became waste, or was none at all."""


class Fate(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a thing that is not on the shelf any more: when, and of a handover to whom, on which receipt."""

    state: State
    at: datetime
    orgnr: str = ""
    receipt: str = ""


def usual_moment(now: datetime, zone: tzinfo) -> datetime:
    """Noon, three days from now: until when a thing is kept when nobody says. `zone` is where people read it."""
    day = now.astimezone(zone).date() + timedelta(days=USUAL_DAYS)
    return datetime.combine(day, time(12), zone)


def ending(*, orgnr: str, until: datetime, fate: Fate | None, now: datetime) -> Ending | None:
    """How a reservation for `orgnr` has ended by `now`; None while it stands. All times aware.

    `fate` None means that the thing is on the shelf. A counter's clock may be wrong, and what it did may come late, so
    the earlier of its time and ours counts: a thing that is gone before the moment was not kept.
    """
    gone = now if fate is None else min(fate.at, now)
    if gone >= until:
        return Ending.LAPSED
    if fate is None:
        return None
    kept = fate.state is State.HANDED_OVER and fate.orgnr == orgnr
    return Ending.FULFILLED if kept else Ending.BROKEN

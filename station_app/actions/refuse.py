"""Turning a thing away: it never becomes an item, but it is counted, because that shows what could have been reused."""

import uuid

from domain import weight
from domain.staff import Right
from station_app.station import Changed, Station, Subject
from wire.messages import ItemRefused


def refuse_thing(station: Station, *, category: str, reason: str, grams: int | None = None, staff: str = "") -> Changed:
    """Count a refusal. `grams` None when nobody weighed it.

    Raises Refused `category_unknown`, `refusal_reason_unknown`, `weight_zero`, `weight_negative`,
    `weight_implausible`.
    """
    found = station.catalogue.category(category)
    why = station.catalogue.refusal_reason(reason)
    if grams is not None:
        weight.check_grams(grams, category=found.code, max_grams=weight.MAX_GRAMS)
    identity = station.identity
    with station.transaction():
        station.record(
            ItemRefused(
                **station.heading(Right.REGISTER, staff),
                refusal=str(uuid.uuid4()),
                category=found.code,
                reason=why.code,
                grams=grams,
                station=identity.enrolment.station if identity.enrolment else "",
            )
        )
    return station.tell(Changed(frozenset({Subject.REFUSALS})))

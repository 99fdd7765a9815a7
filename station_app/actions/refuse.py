"""Turning a thing away: it never becomes an item, but it is counted, because that shows what could have been reused."""

from domain import weight
from domain.catalogue import Catalogue, Category
from domain.refused import Refused
from domain.staff import Right
from station_app.station import Changed, Station, Subject
from wire.messages import ItemRefused, RefusalVoided, new_id


def implied_category(catalogue: Catalogue, reason: str) -> Category | None:
    """The category that a reason speaks of by itself: a helmet is refused as a helmet. None where it may be anything.

    The category with the reason's own code, else the only one to which the catalogue says that the reason applies.
    """
    advised = [category for category in catalogue.categories if category.advice == reason]
    named = [category for category in advised if category.code == reason]
    return (named or advised)[0] if named or len(advised) == 1 else None


def refuse_thing(station: Station, *, category: str, reason: str, grams: int | None = None, staff: str = "") -> Changed:
    """Count a refusal. `grams` None when nobody weighed it. The answer's `number` is the refusal's id (UUID).

    Raises Refused `category_unknown`, `refusal_reason_unknown`, `weight_zero`, `weight_negative`,
    `weight_implausible`.
    """
    found = station.catalogue.category(category)
    why = station.catalogue.refusal_reason(reason)
    if grams is not None:
        weight.check_grams(grams, category=found.code, max_grams=weight.MAX_GRAMS)
    identity, refusal = station.identity, new_id()
    with station.transaction():
        station.record(
            ItemRefused(
                **station.heading(Right.REGISTER, staff),
                refusal=refusal,
                category=found.code,
                reason=why.code,
                grams=grams,
                station=identity.enrolment.station if identity.enrolment else "",
            )
        )
    return station.tell(Changed(frozenset({Subject.REFUSALS}), refusal))


def void_refusal(station: Station, refusal: str, *, staff: str = "") -> Changed:
    """Take back a refusal (its id) that was a mistake: it never counted. Raises Refused `refusal_unknown`."""
    with station.transaction():
        heading = station.heading(Right.REGISTER, staff)
        if not station.handovers.refusal_counts(refusal):
            raise Refused("refusal_unknown")
        station.record(RefusalVoided(**heading, refusal=refusal))
    return station.tell(Changed(frozenset({Subject.REFUSALS}), refusal))

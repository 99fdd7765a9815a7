"""What people were told and have read."""

from domain.staff import Right
from station_app.station import Changed, Station, Subject


def mark_notice_seen(station: Station) -> Changed:
    """Somebody has read the notice about sending; it is not shown again.

    Raises Refused `nobody_on_duty` or `not_allowed`.
    """
    station.allow(Right.REGISTER)
    with station.transaction():
        station.outbox.seen()
    return station.tell(Changed(frozenset({Subject.SENDING})))

"""Whether this is the very first start, at which the guide comes by itself."""

from station_app.station import Station


def wants_guide(station: Station) -> bool:
    """True for a store in which nothing was ever done: no guide, no municipality, no staff, nothing registered."""
    fresh = not (station.config.guide_done or station.practice or station.identity.enrolment or station.staff.kept())
    return fresh and not station.journal.head().seq

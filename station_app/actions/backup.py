"""A backup made in the window: a folder of its own in a place that somebody chose."""

from collections.abc import Callable
from pathlib import Path

from domain.refused import Refused
from domain.staff import Right
from station_app.language import oslo
from station_app.station import Changed, Station, Subject


def back_up(station: Station, place: Path, going_on: Callable[[], bool] = lambda: True) -> Changed:
    """Copy the whole store to a new folder in `place`, named after the minute; `Changed.number` is that folder.

    Takes as long as the store is large: not for the window's thread. All that is known of people here is in it, so
    only administrators may. Raises Refused `nobody_on_duty`, `not_allowed`, `backup_inside` and what the copying
    raises, `backup_stopped` among it.
    """
    station.allow(Right.ADMINISTER)
    target = place / f"ombruk-{station.clock().astimezone(oslo()):%Y-%m-%d-%H%M}"
    if target.resolve().is_relative_to(station.folder.resolve()):
        raise Refused("backup_inside", folder=str(target))
    station.backup(target, going_on)
    return station.tell(Changed(frozenset({Subject.SETTINGS}), str(target)))

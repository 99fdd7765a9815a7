"""Choices of whoever stands here: kept for the next start, and in force at once."""

from domain.refused import Refused
from domain.staff import Right
from station_app import config
from station_app.station import Changed, Station, Subject


def keep_settings(station: Station, **changes: str | int | bool) -> Changed:
    """Keep choices in the store's own file and put them in force now.

    Raises Refused `not_allowed`, `nobody_on_duty`, `setting_held`, `settings_wrong`, `file_unwritable`.
    """
    station.allow(Right.DEVICES)
    holders = config.held()
    for name in changes:
        if name in holders:
            raise Refused("setting_held", setting=name, where=holders[name])
    config.save(station.folder, **changes)
    station.config = config.load(station.folder)
    return station.tell(Changed(frozenset({Subject.SETTINGS})))

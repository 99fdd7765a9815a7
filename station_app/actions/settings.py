"""Choices of whoever stands here: kept for the next start, and in force at once."""

from domain.refused import Refused
from domain.staff import Right
from station_app import config
from station_app.station import Changed, Station, Subject

_OF_THE_LOOK = frozenset({"language", "theme", "text_percent", "digit_keys"})
"""Who needs larger text or another language needs it whatever they may do, and before they have said who they are."""
_OF_THE_STATION = frozenset(
    {"staff", "sync", "keystore", "poll_seconds", "register_days", "agreements_contact", "lock_minutes", "backup_days"}
)
"""What holds for everybody here."""


def keep_settings(station: Station, **changes: str | int | float | bool) -> Changed:
    """Keep choices in the store's own file and put them in force now.

    Raises Refused `not_allowed`, `nobody_on_duty`, `setting_held`, `settings_wrong`, `file_unwritable`.
    """
    if changes.keys() & _OF_THE_STATION:
        station.allow(Right.ADMINISTER)
    elif not changes.keys() <= _OF_THE_LOOK:
        station.allow(Right.DEVICES)
    holders = config.held()
    for name in changes:
        if name in holders:
            raise Refused("setting_held", setting=name, where=holders[name])
    config.save(station.folder, **changes)
    station.config = config.load(station.folder)
    return station.tell(Changed(frozenset({Subject.SETTINGS})))

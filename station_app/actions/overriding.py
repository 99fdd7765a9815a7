"""Letting a thing go that the agreement leaves out or that is kept for another: who gives the reason answers for it.

Whoever gives it need not stand here any more when the handover is saved: it is noted on the line who it was.
"""

from collections.abc import Iterable

import msgspec

from domain.handover import Override
from domain.staff import Right, Role, may
from station_app.station import Station
from station_app.storage.reservations import Kept


def give_reason(station: Station, reason: str, kept: Kept | None = None) -> Override:
    """What whoever is on duty says now about a thing that is `kept` for another (None: for nobody).

    Raises Refused `nobody_on_duty` or `not_allowed`.
    """
    station.allow(Right.OVERRIDE)
    return Override(reason=reason, by=station.signed_by(), kept_for=kept.orgnr if kept else "")


def still_answered(station: Station, override: Override) -> Override:
    """The same while who gave it may still let things go; else without their initials: they answer for it no more."""
    if not override.by or not station.staff.kept():
        return override
    if may(station.staff.role(override.by) or Role.READ_ONLY, Right.OVERRIDE):
        return override
    return msgspec.structs.replace(override, by="")


def require_answered(station: Station, overrides: Iterable[Override]) -> None:
    """Let a handover go on for whose reasons somebody answers: who gave them, else whoever is on duty now.

    Raises Refused `nobody_on_duty` or `not_allowed`.
    """
    if not all(override.by for override in overrides):
        station.allow(Right.OVERRIDE)

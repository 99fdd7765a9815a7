"""Letting a thing go that the agreement leaves out or that is kept for another: who gives the reason answers for it.

Whoever gives it need not stand here any more when the handover is saved: it is noted on the line who it was.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from domain.staff import Right, Role, may
from station_app.station import Station

if TYPE_CHECKING:
    from station_app.actions.handover import CheckedLine


def give_reason(station: Station) -> str:
    """The initials of whoever is on duty and gives a reason now; empty where nobody has any.

    Raises Refused `nobody_on_duty` or `not_allowed`.
    """
    station.allow(Right.OVERRIDE)
    return station.signed_by()


def still_answers(station: Station, by: str) -> str:
    """The initials `by`, from `give_reason`, while that person may still let things go; else empty."""
    if not by or not station.staff.kept():
        return by
    return by if may(station.staff.role(by) or Role.READ_ONLY, Right.OVERRIDE) else ""


def require_answered(station: Station, lines: Iterable["CheckedLine"]) -> None:
    """Let a handover go on for whose reasons somebody answers: who gave them, else whoever is on duty now.

    Raises Refused `nobody_on_duty` or `not_allowed`.
    """
    if any(line.override and not line.override_by for line in lines):
        station.allow(Right.OVERRIDE)

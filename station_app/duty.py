"""Who stands at the counter, what they may do, and under which initials it is noted."""

from typing import TypedDict

import msgspec

from domain import text
from domain.refused import Refused
from domain.staff import Right, Role, require
from station_app.storage.staff import Staff


class Duty(msgspec.Struct, frozen=True):
    """Who stands at the counter now, and what they are trusted with."""

    initials: str
    role: Role


class Heading(TypedDict):
    """The fields that every event has."""

    event: str
    at: str
    staff: str


def duty_now(staff: Staff, came: Duty | None, usual: str) -> Duty | None:
    """Who stands here now, when `came` said so last; None when there is a staff list and nobody did.

    Before there is a staff list, whoever is here may do everything, under the `usual` initials. With one, the role is
    what the list says now: it may have been changed, or ended, in another window.
    """
    if not staff.kept():
        return came or Duty(usual, Role.ADMINISTRATOR)
    role = None if came is None else staff.role(came.initials)
    return None if came is None or role is None else Duty(came.initials, role)


def allowed(duty: Duty | None, right: Right) -> Duty:
    """Let only those go on who may. Raises Refused `nobody_on_duty` or `not_allowed`."""
    if duty is None:
        raise Refused("nobody_on_duty")
    require(duty.role, right)
    return duty


def initials_of(came: Duty | None, staff: str, usual: str) -> str:
    """The initials under which a deed is noted: of who is on duty, else `staff`, else the `usual` ones.

    Raises Refused `text_too_long` or `text_hidden_characters`.
    """
    return text.clean(came.initials if came is not None else staff or usual, field="staff", limit=text.STAFF_LIMIT)

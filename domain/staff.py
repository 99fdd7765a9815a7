"""Who at the counter may do what. Which people there are is the station's business (storage/staff.py)."""

from enum import StrEnum

from domain import text
from domain.refused import Refused

INITIALS_LIMIT = 6
"""Characters. Initials, not names: they are all that is known of a person here."""
SHORTEST_PIN, LONGEST_PIN = 4, 8
"""Digits."""
WRONG_PINS = 5
"""In a row, before there is a wait."""
WAIT_SECONDS = 30
"""All ten thousand PINs of four digits take seventeen hours to try; somebody with thick gloves is held up little."""


class Role(StrEnum):
    """What somebody at the station is trusted with; each one may do what the one before may, but for read-only."""

    READ_ONLY = "read_only"
    COUNTER = "counter"
    LEAD = "lead"
    ADMINISTRATOR = "administrator"


class Right(StrEnum):
    """One kind of deed that a role may allow."""

    REGISTER = "register"
    """Take in, describe anew, label, refuse, discard."""
    HAND_OVER = "hand_over"
    REVERSE = "reverse"
    """Take a whole handover back."""
    OVERRIDE = "override"
    """Hand a thing over that the agreement does not cover, with a reason; never electricals."""
    CARRY = "carry"
    """Take what waits to the hub on a stick, and its answer back: names and signatures leave the house by hand."""
    DEVICES = "devices"
    """Printers, camera, scale, scanner, look and sound."""
    ADMINISTER = "administer"
    """Staff, connection to the hub, recall lists."""


_COUNTER = frozenset({Right.REGISTER, Right.HAND_OVER, Right.DEVICES})
_LEAD = _COUNTER | {Right.REVERSE, Right.OVERRIDE, Right.CARRY}
_RIGHTS: dict[Role, frozenset[Right]] = {
    Role.READ_ONLY: frozenset(),
    Role.COUNTER: _COUNTER,
    Role.LEAD: _LEAD,
    Role.ADMINISTRATOR: _LEAD | {Right.ADMINISTER},
}


def may(role: Role, right: Right) -> bool:
    """Whether this role allows this kind of deed."""
    return right in _RIGHTS[role]


def require(role: Role, right: Right) -> None:
    """Let only those go on who may. Raises Refused `not_allowed` with the right and the least role that has it."""
    if right not in _RIGHTS[role]:
        least = next(found for found in Role if may(found, right))
        raise Refused("not_allowed", right=right.value, role=least.value)


def initials_of(typed: str) -> str:
    """Initials as they are kept: capitals, so that `kb` and `KB` are one person.

    Raises Refused `text_missing`, `text_too_long` or `text_hidden_characters`.
    """
    return text.required(typed, field="staff", limit=INITIALS_LIMIT).upper()


def checked_pin(typed: str) -> str:
    """The PIN, when it can be one. Raises Refused `pin_not_digits`."""
    if not (typed.isascii() and typed.isdigit() and SHORTEST_PIN <= len(typed) <= LONGEST_PIN):
        raise Refused("pin_not_digits", shortest=SHORTEST_PIN, longest=LONGEST_PIN)
    return typed

"""Who works here and who is on duty. Local facts: none of it is in the log, and none of it goes to the hub."""

import math

import msgspec

from domain import numbers
from domain.numbers import Kind
from domain.refused import Refused
from domain.staff import WAIT_SECONDS, WRONG_PINS, Right, Role, checked_pin, initials_of
from station_app.station import Changed, Duty, Station, Subject
from station_app.storage import pin as pins
from station_app.storage.staff import Member
from station_app.storage.upkeep import Deed

STAFF = frozenset({Subject.STAFF})


def add_member(station: Station, initials: str, role: Role, *, back: bool = False) -> Changed:
    """Somebody works here from now on. With `back` it may be somebody who left; they need a new PIN and badge.

    The first person makes the list: from then on only those on it may do anything. They are on duty at once.
    Raises Refused `first_must_administer`, `staff_taken`, `staff_left`, what reading initials raises, and
    `nobody_on_duty` or `not_allowed`.
    """
    initials = initials_of(initials)
    with station.transaction():
        station.allow(Right.ADMINISTER)
        first = not station.staff.kept()
        if first and role is not Role.ADMINISTRATOR:
            raise Refused("first_must_administer")
        known = next((each for each in station.staff.members(active=False) if each.initials == initials), None)
        if known is not None and known.active:
            raise Refused("staff_taken", initials=initials)
        if known is not None and not back:
            raise Refused("staff_left", initials=initials)
        station.staff.keep(Member(initials=initials, role=role))
    if first:
        station.on_duty = Duty(initials, role)
    return station.tell(Changed(STAFF, initials))


def change_role(station: Station, initials: str, role: Role) -> Changed:
    """Trust somebody with more or less, from now on and in every window.

    Raises Refused `staff_unknown`, `last_administrator`, and `nobody_on_duty` or `not_allowed`.
    """
    with station.transaction():
        station.allow(Right.ADMINISTER)
        member = _working(station, initials)
        if role is not Role.ADMINISTRATOR:
            _require_another_administrator(station, member)
        station.staff.keep(msgspec.structs.replace(member, role=role))
    return station.tell(Changed(STAFF, member.initials))


def leave(station: Station, initials: str) -> Changed:
    """Somebody does not work here any more. What they signed stays; their PIN and badge are forgotten.

    Raises Refused `staff_unknown`, `last_administrator`, and `nobody_on_duty` or `not_allowed`.
    """
    with station.transaction():
        station.allow(Right.ADMINISTER)
        member = _working(station, initials)
        _require_another_administrator(station, member)
        station.staff.keep(Member(initials=member.initials, role=member.role, active=False))
    return station.tell(Changed(STAFF, member.initials))


def stretched_pin(typed: str) -> str:
    """A new PIN as it is kept. No store, any thread; takes about 50 ms. Raises Refused `pin_not_digits`."""
    return pins.stretch(checked_pin(typed))


def keep_pin(station: Station, initials: str, stretched: str | None) -> Changed:
    """Give somebody a PIN that was stretched before, or none. A wait after wrong ones is over.

    Everybody may change their own; only administrators may give others one, or do without.
    Raises Refused `staff_unknown`, and `nobody_on_duty` or `not_allowed`.
    """
    with station.transaction():
        member = _working(station, initials)
        if stretched is None or station.initials != member.initials:
            station.allow(Right.ADMINISTER)
        station.staff.keep(msgspec.structs.replace(member, pin=stretched, failures=0, wait_until=0.0))
    return station.tell(Changed(STAFF, member.initials))


def set_pin(station: Station, initials: str, typed: str) -> Changed:
    """Give somebody this PIN; empty for none. Raises Refused `pin_not_digits` and what `keep_pin` raises."""
    return keep_pin(station, initials, stretched_pin(typed) if typed else None)


def reset_pin(station: Station, initials: str, typed: str) -> Changed:
    """Give somebody this PIN when no administrator can sign in; nobody needs to be on duty, and it is noted.

    For the command line alone: whoever can start it can write the store anyway. A wait after wrong ones is over.
    Raises Refused `staff_unknown`, `pin_not_digits`.
    """
    stretched = stretched_pin(typed)
    with station.transaction():
        member = _working(station, initials)
        station.staff.keep(msgspec.structs.replace(member, pin=stretched, failures=0, wait_until=0.0))
        station.upkeep.note(Deed.PIN_RESET, member.initials, station.now())
    return station.tell(Changed(STAFF, member.initials))


def give_badge(station: Station, initials: str) -> Changed:
    """Give somebody a new badge; an earlier one opens nothing any more. `Changed.number` is the badge's number.

    It is the next of this device and never given again: not after a restart, nor when the device gets another number.
    Raises Refused `staff_unknown`, `numbers_used_up`, and `nobody_on_duty` or `not_allowed`.
    """
    with station.transaction():
        station.allow(Right.ADMINISTER)
        member = _working(station, initials)
        number = station.next_number(Kind.COMMAND)
        station.staff.take_badge_number(number)
        station.staff.keep(msgspec.structs.replace(member, badge=str(number)))
    return station.tell(Changed(STAFF, str(number)))


def recognise(station: Station, initials: str, pin: str = "") -> Duty:
    """Find out whether this is who they say; nobody is on duty by it. Takes about 50 ms where there is a PIN.

    Every try is counted before it is looked at, so that ending the program saves nobody from the wait.
    Raises Refused `staff_unknown`, `pin_needed`, `pin_wrong`, `pin_wait`.
    """
    member = _working(station, initials)
    if member.pin is None:
        return Duty(member.initials, member.role)
    if not pin:
        raise Refused("pin_needed", initials=member.initials)
    if seconds := wait_left(station, member.initials):
        raise Refused("pin_wait", initials=member.initials, seconds=seconds)
    left = _count_try(station, member.initials)
    if not pins.matches(member.pin, pin):
        if left:
            raise Refused("pin_wrong", left=left)
        raise Refused("pin_wait", initials=member.initials, seconds=WAIT_SECONDS)
    with station.transaction():
        station.staff.note_tries(member.initials, 0, 0.0)
    return Duty(member.initials, member.role)


def wait_left(station: Station, initials: str) -> int:
    """Whole seconds before a PIN of this person is looked at again; 0 for none. Raises Refused `staff_unknown`.

    A wait longer than any was begun before the clock was set back: it begins anew.
    """
    member = station.staff.member(initials)
    now = station.clock().timestamp()
    left = member.wait_until - now
    if left > WAIT_SECONDS:
        left = WAIT_SECONDS
        with station.transaction():
            station.staff.note_tries(member.initials, member.failures, now + left)
    return max(0, math.ceil(left))


def begin_duty(station: Station, duty: Duty) -> Changed:
    """Somebody who was recognised is on duty now, in this window, in the place of whoever was."""
    station.on_duty = duty
    return station.tell(Changed(STAFF, duty.initials))


def go_on_duty(station: Station, initials: str, pin: str = "") -> Changed:
    """Come to the counter by initials, with the PIN where there is one. Raises Refused as `recognise` does."""
    return begin_duty(station, recognise(station, initials, pin))


def badge_on_duty(station: Station, number: str) -> Changed:
    """Come to the counter by a badge, which stands for the initials: whoever has a PIN types it all the same.

    A badge's number can be guessed and copied, a PIN cannot. Raises Refused `badge_unknown`, `pin_needed` (with fact
    `initials`: show the duty screen with this person chosen) and what reading a number raises.
    """
    member = station.staff.with_badge(str(numbers.parse(number, Kind.COMMAND)))
    if member.pin is not None and station.initials != member.initials:
        raise Refused("pin_needed", initials=member.initials)
    return begin_duty(station, Duty(member.initials, member.role))


def lock(station: Station) -> Changed:
    """Nobody is on duty in this window. What is filled in stays; without a staff list there is nothing to lock."""
    station.on_duty = None
    return station.tell(Changed(STAFF))


def _working(station: Station, initials: str) -> Member:
    member = station.staff.member(initials_of(initials))
    if not member.active:
        raise Refused("staff_unknown", initials=member.initials)
    return member


def _require_another_administrator(station: Station, member: Member) -> None:
    others = (each for each in station.staff.members() if each.initials != member.initials)
    if member.role is Role.ADMINISTRATOR and not any(each.role is Role.ADMINISTRATOR for each in others):
        raise Refused("last_administrator", initials=member.initials)


def _count_try(station: Station, initials: str) -> int:
    """Note one more try as if it were wrong; returns how many are left before a wait.

    Raises Refused `pin_wait` when another window has just used them up.
    """
    with station.transaction():
        member, now = station.staff.member(initials), station.clock().timestamp()
        if member.wait_until > now:
            raise Refused("pin_wait", initials=initials, seconds=math.ceil(member.wait_until - now))
        failures = member.failures + 1
        left = max(0, WRONG_PINS - failures)
        station.staff.note_tries(initials, failures if left else 0, 0.0 if left else now + WAIT_SECONDS)
    return left

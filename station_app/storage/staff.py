"""The people of this counter: initials, role, badge, and the stretched PIN. Local facts, not sent to the hub."""

import msgspec

from domain.numbers import Number
from domain.refused import Refused
from domain.staff import Role
from station_app.storage.database import Database


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """One person by initials. `pin` is stretched and salted, None for no PIN; `badge` a number of 14 digits.

    After too many wrong PINs nobody gets in as this person before `wait_until` (seconds since 1970).
    """

    initials: str
    role: Role
    pin: str | None = None
    badge: str | None = None
    active: bool = True
    failures: int = 0
    wait_until: float = 0.0


class Staff:
    """Reads and writes the staff list. Writing is done inside a transaction of the caller."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def kept(self) -> bool:
        """Whether there is a list at all; before there is one, whoever is here may do everything."""
        return self._database.lasting("SELECT 1 FROM staff LIMIT 1") is not None

    def members(self, *, active: bool = True) -> tuple[Member, ...]:
        """The people who work here, by initials; with `active` False those who left as well."""
        rows = self._database.rows("SELECT * FROM staff WHERE active >= ? ORDER BY initials", (int(active),))
        return tuple(_member(row) for row in rows)

    def member(self, initials: str) -> Member:
        """The person with these initials. Raises Refused `staff_unknown`."""
        row = self._database.row("SELECT * FROM staff WHERE initials = ?", (initials,))
        if row is None:
            raise Refused("staff_unknown", initials=initials)
        return _member(row)

    def role(self, initials: str) -> Role | None:
        """What this person may do now; None for somebody who does not work here."""
        found = self._database.lasting("SELECT role FROM staff WHERE initials = ? AND active = 1", (initials,))
        return None if found is None else Role(found[0])

    def with_badge(self, badge: str) -> Member:
        """The person with this badge. Raises Refused `badge_unknown`."""
        row = self._database.row("SELECT * FROM staff WHERE badge = ? AND active = 1", (badge,))
        if row is None:
            raise Refused("badge_unknown", number=badge)
        return _member(row)

    def keep(self, member: Member) -> None:
        """Add this person, or put what is known of them in place of what was."""
        self._database.run(
            "INSERT OR REPLACE INTO staff VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                member.initials,
                member.role,
                member.pin,
                member.badge,
                int(member.active),
                member.failures,
                member.wait_until,
            ),
        )

    def note_tries(self, initials: str, failures: int, wait_until: float) -> None:
        """How many PINs in a row were wrong, and until when nobody gets in (seconds since 1970; 0 for no wait)."""
        self._database.run(
            "UPDATE staff SET failures = ?, wait_until = ? WHERE initials = ?", (failures, wait_until, initials)
        )

    def take_badge_number(self, number: Number) -> None:
        """Never give this number again. No event says so, because badges are nobody's business but this counter's."""
        self._database.run(
            "INSERT INTO counter VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET last = max(last, excluded.last)",
            (int(number.kind), number.device, number.running),
        )


def _member(row: object) -> Member:
    values = dict(row)  # type: ignore[call-overload]
    return msgspec.convert(values | {"active": bool(values["active"])}, Member)

"""What is kept for actors at this station, as last fetched from the hub: one whole version, never merged."""

import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from station_app.storage.database import Database

if TYPE_CHECKING:
    from wire.reservations import Reservations


class Kept(msgspec.Struct, frozen=True):
    """A thing's number, for whom it is kept, and until when (aware)."""

    number: str
    orgnr: str
    actor: str
    until: datetime.datetime


_IN_FORCE = (
    "SELECT version, reservation_list.hub, reservation_list.station FROM reservation_list JOIN identity"
    " ON identity.hub = reservation_list.hub AND identity.station = reservation_list.station"
)
"""A list of another hub or of the station where this PC stood before says nothing here."""


class ReservationStore:
    """The list in force. It is decoded once, and again when another one came."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: tuple[tuple[Any, ...], dict[str, Kept]] = ((), {})

    def version(self) -> int:
        """The version in force; 0 before the first one came, and without a hub."""
        found = self._database.lasting(_IN_FORCE)
        return 0 if found is None else int(found[0])

    def kept(self, item: str, now: datetime.datetime) -> Kept | None:
        """For whom the thing with this id is kept at `now`, or None."""
        found = self._by_item().get(item)
        return found if found is not None and now < found.until else None

    def everything(self, now: datetime.datetime) -> tuple[Kept, ...]:
        """What is kept at `now`, by number."""
        return tuple(sorted((found for found in self._by_item().values() if now < found.until), key=_number))

    def take(self, payload: bytes, reservations: "Reservations", signed: str, fetched_at: str) -> bool:
        """Put a verified list in force, in a transaction; False for one that is no newer than the one in force."""
        if reservations.version <= self.version():
            return False
        self._database.run("DELETE FROM reservation_list")
        self._database.run(
            "INSERT INTO reservation_list VALUES (1, ?, ?, ?, ?, ?, ?, ?)",
            (
                reservations.hub,
                reservations.station,
                reservations.version,
                reservations.published_at,
                payload,
                signed,
                fetched_at,
            ),
        )
        return True

    def _by_item(self) -> dict[str, Kept]:
        in_force = self._database.lasting(_IN_FORCE)
        if in_force is None:
            return {}
        # Of which hub and station, too: a PC that was moved may be given a list with the number of the one before.
        if self._known[0] != in_force:
            payload = self._database.value("SELECT payload FROM reservation_list")
            self._known = (in_force, by_item(_decoded(payload)))
        return self._known[1]


def _number(kept: Kept) -> str:
    return kept.number


def by_item(reservations: "Reservations") -> dict[str, Kept]:
    """The list by the things' ids. Raises ValueError for a moment that does not exist, or two about one thing."""
    found = {
        one.item: Kept(one.number, one.orgnr, one.actor, datetime.datetime.fromisoformat(one.until))
        for one in reservations.reserved
    }
    if len(found) != len(reservations.reserved):
        raise ValueError("two reservations of one thing")
    return found


def _decoded(payload: bytes) -> "Reservations":
    # Loaded by counters that have a list.
    from wire import codec
    from wire.reservations import Reservations

    return codec.decode(payload, Reservations)

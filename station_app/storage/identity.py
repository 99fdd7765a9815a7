"""Who this device is, and which hub and station it belongs to once enrolled."""

import uuid
from typing import TYPE_CHECKING

import msgspec

from domain import numbers
from domain.refused import Refused
from station_app.storage.database import Database

if TYPE_CHECKING:
    from wire.contact import Enrolled

PRACTICE_PLACE = "ØVELSE · PRACTICE"
"""Stands on papers in the place of a station's name, in both languages, whoever gets to see them."""


class Enrolment(msgspec.Struct, frozen=True, kw_only=True):
    """The hub that this device reports to. `hub_keys` are the public keys (JWK) whose signatures it trusts."""

    hub: str
    hub_url: str
    hub_epoch: int
    hub_keys: tuple[dict[str, str], ...]
    station: str
    station_name: str
    municipality: str


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """The device's UUID (for ever) and the number (1-99999) that it puts on labels now."""

    device: str
    device_number: int
    enrolment: Enrolment | None
    practice: bool = False
    """Made for practising, for ever: nothing in this store counts, and no hub ever hears of it."""

    @property
    def station_name(self) -> str:
        """The station's name for labels and receipts; empty before enrolment, and a warning while practising."""
        if self.practice:
            return PRACTICE_PLACE
        return "" if self.enrolment is None else self.enrolment.station_name


class IdentityStore:
    """Reads and writes the one row that says who we are."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def exists(self) -> bool:
        """Whether this store was ever set up."""
        return self._database.row("SELECT only FROM identity") is not None

    def create(self, *, practice: bool = False) -> None:
        """First start: draw a UUID and a provisional device number at random; inside a transaction."""
        values = (str(uuid.uuid4()), practice)
        self._database.run("INSERT INTO identity (only, device, device_number, practice) VALUES (1, ?, 0, ?)", values)
        self.draw_device_number()
        self._database.run("INSERT INTO acknowledged (only, seq, hash, backed_up_seq) VALUES (1, 0, zeroblob(32), 0)")

    def draw_device_number(self) -> None:
        """Give numbers from a provisional device number, drawn at random, from now on; inside a transaction."""
        import secrets

        span = numbers.LAST_PROVISIONAL_DEVICE - numbers.FIRST_PROVISIONAL_DEVICE + 1
        drawn = numbers.FIRST_PROVISIONAL_DEVICE + secrets.randbelow(span)
        while self._gave_numbers(drawn):
            drawn = numbers.FIRST_PROVISIONAL_DEVICE + secrets.randbelow(span)
        self._database.run("UPDATE identity SET device_number = ?", (drawn,))

    def _gave_numbers(self, device_number: int) -> bool:
        """Whether a thing or a receipt here has a number of this device number already."""
        query = "SELECT 1 FROM item WHERE number BETWEEN ? AND ? UNION ALL SELECT 1 FROM counter WHERE device = ?"
        things = f"{int(numbers.Kind.ITEM)}{device_number:05d}"
        span = (things.ljust(numbers.LENGTH, "0"), things.ljust(numbers.LENGTH, "9"))
        return self._database.row(query, (*span, device_number)) is not None

    def current(self) -> Identity:
        """Who we are now."""
        row = self._database.row("SELECT * FROM identity")
        if row is None:
            raise LookupError("the store was not set up")
        enrolment = None
        if row["hub"] is not None:
            enrolment = Enrolment(
                hub=row["hub"],
                hub_url=row["hub_url"],
                hub_epoch=row["hub_epoch"],
                hub_keys=tuple(msgspec.json.decode(row["hub_keys"])),
                station=row["station"],
                station_name=row["station_name"],
                municipality=row["municipality"],
            )
        return Identity(
            device=row["device"],
            device_number=row["device_number"],
            enrolment=enrolment,
            practice=bool(row["practice"]),
        )

    def place(self) -> tuple[int, str]:
        """Only what a save must know: the device number on labels now, and the station (empty before enrolment)."""
        row = self._database.lasting("SELECT device_number, coalesce(station, '') FROM identity")
        if row is None:
            raise LookupError("the store was not set up")
        return row[0], row[1]

    def note_epoch(self, epoch: int) -> None:
        """The hub has begun another life; inside a transaction."""
        self._database.run("UPDATE identity SET hub_epoch = ?", (epoch,))

    def enrol(self, enrolled: "Enrolled", hub_url: str) -> None:
        """Take the number and the station that the hub gave; inside a transaction. Earlier labels stay valid.

        Raises Refused `practice_stays_here`.
        """
        if self.current().practice:
            raise Refused("practice_stays_here")
        self._database.run(
            "UPDATE identity SET device_number = ?, hub = ?, hub_url = ?, hub_epoch = ?, hub_keys = ?, station = ?,"
            " station_name = ?, municipality = ?",
            (
                enrolled.device_number,
                enrolled.hub,
                hub_url,
                enrolled.epoch,
                msgspec.json.encode(enrolled.hub_keys).decode(),
                enrolled.station,
                enrolled.station_name,
                enrolled.municipality,
            ),
        )

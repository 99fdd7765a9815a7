"""What was done to this store itself and is no trade: backups, PINs set anew by the command. Not sent to the hub."""

from enum import StrEnum

import msgspec

from station_app.storage.database import Database


class Deed(StrEnum):
    """What can be done to a store."""

    BACKUP = "backup"
    PIN_RESET = "pin_reset"


class Upkeep(msgspec.Struct, frozen=True):
    """One deed: when (UTC, as in events), and the folder of the backup or the initials whose PIN it was."""

    at: str
    about: str


class UpkeepStore:
    """Reads and writes the notes. None is ever changed or removed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, deed: Deed, about: str, now: str) -> None:
        """Note a deed; inside a transaction."""
        self._database.run("INSERT INTO upkeep (at, deed, about) VALUES (?, ?, ?)", (now, deed, about))

    def last(self, deed: Deed, about: str = "") -> Upkeep | None:
        """The newest note of this kind, of these initials or this folder if any are given."""
        found = self._database.row(
            "SELECT at, about FROM upkeep WHERE deed = ? AND ? IN ('', about) ORDER BY id DESC LIMIT 1", (deed, about)
        )
        return None if found is None else Upkeep(found["at"], found["about"])

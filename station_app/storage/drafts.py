"""What was begun and not saved: the form as it stands now, and what was set aside. Local facts, not sent to the hub."""

from enum import StrEnum

import msgspec

from domain.refused import Refused
from station_app.storage.database import Database


class DraftKind(StrEnum):
    """What was begun."""

    ITEM = "item"
    HANDOVER = "handover"


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """One draft: `words` by which a person knows it, and the `body`, which only the screen that wrote it can read."""

    id: int
    kind: DraftKind
    at: str
    staff: str
    words: str
    body: str


class Drafts:
    """Reads and writes drafts. Writing is done inside a transaction of the caller."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.place = 1
        """Which of the windows on this store it is whose forms are live here, counted from 1. Those set aside have no
        place, and all windows show them."""

    def live(self, kind: DraftKind) -> Kept | None:
        """What stood in the form when it was last looked at, or None."""
        row = self._database.row("SELECT * FROM draft WHERE kind = ? AND live = ?", (kind, self.place))
        return None if row is None else _kept(row)

    def aside(self, kind: DraftKind) -> tuple[Kept, ...]:
        """What was set aside, the newest first."""
        rows = self._database.rows("SELECT * FROM draft WHERE kind = ? AND live = 0 ORDER BY id DESC", (kind,))
        return tuple(_kept(row) for row in rows)

    def aside_count(self, kind: DraftKind) -> int:
        """How many were set aside."""
        return int(self._database.value("SELECT count(*) FROM draft WHERE kind = ? AND live = 0", (kind,)))

    def draft(self, draft_id: int) -> Kept:
        """One draft. Raises Refused `draft_gone`."""
        row = self._database.row("SELECT * FROM draft WHERE id = ?", (draft_id,))
        if row is None:
            raise Refused("draft_gone")
        return _kept(row)

    def keep_live(self, kind: DraftKind, *, at: str, staff: str, words: str, body: str) -> None:
        """Note what stands in the form now; an empty body notes that it is empty."""
        self._database.run("DELETE FROM draft WHERE kind = ? AND live = ?", (kind, self.place))
        if body:
            self._insert(kind, live=self.place, at=at, staff=staff, words=words, body=body)

    def set_aside(self, kind: DraftKind, *, at: str, staff: str, words: str, body: str) -> None:
        """Set this aside; the form is then empty."""
        self._database.run("DELETE FROM draft WHERE kind = ? AND live = ?", (kind, self.place))
        self._insert(kind, live=0, at=at, staff=staff, words=words, body=body)

    def places(self) -> tuple[int, ...]:
        """The windows in whose forms something stands, or stood when they ended."""
        return tuple(row["live"] for row in self._database.rows("SELECT DISTINCT live FROM draft WHERE live > 0"))

    def set_place_aside(self, place: int) -> None:
        """Set aside what stood in the forms of a window that is not there any more."""
        self._database.run("UPDATE draft SET live = 0 WHERE live = ?", (place,))

    def remove(self, draft_id: int) -> None:
        """It was taken up again, or thrown away by somebody who said so."""
        self._database.run("DELETE FROM draft WHERE id = ?", (draft_id,))

    def holds(self, sha256: str) -> bool:
        """Whether a draft names this file."""
        return self._database.row("SELECT 1 FROM draft WHERE instr(body, ?) > 0", (sha256,)) is not None

    def _insert(self, kind: DraftKind, *, live: int, at: str, staff: str, words: str, body: str) -> None:
        self._database.run(
            "INSERT INTO draft (kind, live, at, staff, words, body) VALUES (?, ?, ?, ?, ?, ?)",
            (kind, live, at, staff, words, body),
        )


def _kept(row: object) -> Kept:
    return msgspec.convert(dict(row), Kept)  # type: ignore[call-overload]

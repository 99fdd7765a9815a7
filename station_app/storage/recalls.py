"""The recall list: alerts of dangerous products that were imported from files, and whether a thing is among them.

Local facts, not from events. Silence of the list proves nothing: half of all alerts name no model or no brand.
"""

from typing import Any

import msgspec

from station_app.storage import recall_query
from station_app.storage.database import Database
from station_app.storage.recall_query import Kinds


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """One alert. `reference` is its number, such as SR/02362/26; `published` the day (ISO) of its newest report.

    `from_users`: people were asked to give the thing back, not only shops to stop selling it. `barcode` holds numbers
    in the form of recall_query.barcode, with spaces between. `country` is who reported it.
    """

    reference: str
    published: str
    category: str
    product: str
    brand: str
    name: str
    model: str
    batch: str
    barcode: str
    risk: str
    danger: str
    measures: str
    from_users: bool
    url: str
    country: str


class ListState(msgspec.Struct, frozen=True, kw_only=True):
    """How many alerts there are, the day (ISO) of the newest report, and when (UTC) a file was last imported."""

    alerts: int
    newest: str
    imported_at: str


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """The alerts that may be about a thing, what people must give back first; and the list that was asked.

    `more`: there are further ones beyond the limit.
    """

    alerts: tuple[Alert, ...]
    more: bool
    checked_against: str
    alerts_in_list: int


_COLUMNS = ", ".join(Alert.__struct_fields__)


class Recalls:
    """Questions to the list, and putting alerts in. Writing is done inside a transaction of the caller."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def state(self) -> ListState | None:
        """What the list is, or None when nothing was ever imported."""
        newest = self._database.value("SELECT max(published) FROM recall")
        if newest is None:
            return None
        return ListState(
            alerts=int(self._database.value("SELECT count(*) FROM recall")),
            newest=newest,
            imported_at=self._database.value("SELECT max(at) FROM recall_import") or "",
        )

    def match(self, text: str, *, kinds: Kinds | None = None, category: str = "", limit: int = 5) -> Match | None:
        """Alerts that may be about a thing with this title or barcode; see recall_query.expression for what a hit is.

        `category` is a code of `kinds`. None when there is no list, or no word to look up: then nothing was checked.
        """
        state = self.state()
        wanted = recall_query.expression(text, kinds or Kinds(), category, self._is_name) if state else ""
        return self._found(wanted, state, limit) if state is not None and wanted else None

    def match_barcode(self, digits: str, *, limit: int = 5) -> Match | None:
        """Alerts that name exactly this barcode. None when there is no list or this is no barcode."""
        state, code = self.state(), recall_query.barcode(digits)
        return self._found(f'barcode : "{code}"', state, limit) if state is not None and code else None

    def alert(self, reference: str) -> Alert | None:
        """One alert by its number."""
        row = self._database.row(f"SELECT {_COLUMNS} FROM recall WHERE reference = ?", (reference,))  # noqa: S608
        return None if row is None else _alert(row)

    def put(self, alert: Alert) -> bool | None:
        """Put an alert in: True for a new one, False when it replaced an earlier version, None when nothing changed.

        A version from an older report than the one that is here is passed over.
        """
        known = self.alert(alert.reference)
        if known is None:
            places = ", ".join(f":{name}" for name in Alert.__struct_fields__)
            self._database.run(f"INSERT INTO recall ({_COLUMNS}) VALUES ({places})", _values(alert))  # noqa: S608
            return True
        if alert.published < known.published or alert == known:
            return None
        changes = ", ".join(f"{name} = :{name}" for name in Alert.__struct_fields__)
        self._database.run(f"UPDATE recall SET {changes} WHERE reference = :reference", _values(alert))  # noqa: S608
        return False

    def note_import(self, *, at: str, file: str, report: str, alerts: int, fresh: int) -> None:
        """Note that a file was imported: its name, the report's day, its alerts, how many were new. A row per file."""
        known = self._database.value("SELECT id FROM recall_import WHERE file = ? AND report = ?", (file, report))
        if known is not None:
            self._database.run(
                "UPDATE recall_import SET at = ?, alerts = ?, fresh = fresh + ? WHERE id = ?",
                (at, alerts, fresh, known),
            )
            return
        self._database.run(
            "INSERT INTO recall_import (at, file, report, alerts, fresh) VALUES (?, ?, ?, ?, ?)",
            (at, file, report, alerts, fresh),
        )

    def _is_name(self, word: str) -> bool:
        """Whether a word that is also one for a kind of thing ("håg", "trapp") is a name in the list."""
        if self._any(recall_query.of_brand(word)):
            return True
        return self._any(recall_query.of_name(word)) and not self._any(recall_query.of_product(word))

    def _any(self, wanted: str) -> bool:
        query = "SELECT 1 FROM recall_search WHERE recall_search MATCH ? LIMIT 1"
        return self._database.row(query, (wanted,)) is not None

    def _found(self, wanted: str, state: ListState, limit: int) -> Match:
        columns = ", ".join(f"recall.{name}" for name in Alert.__struct_fields__)
        # What to show is decided on narrow rows; the long texts are read for those alone.
        query = (
            f"SELECT {columns} FROM recall WHERE id IN ("  # noqa: S608
            "SELECT id FROM recall_search JOIN recall ON id = recall_search.rowid WHERE recall_search MATCH ?"
            " ORDER BY from_users DESC, published DESC, id DESC LIMIT ?"
            ") ORDER BY from_users DESC, published DESC, id DESC"
        )
        rows = self._database.rows(query, (wanted, limit + 1))
        return Match(
            alerts=tuple(map(_alert, rows[:limit])),
            more=len(rows) > limit,
            checked_against=state.newest,
            alerts_in_list=state.alerts,
        )


def _values(alert: Alert) -> dict[str, Any]:
    return {**msgspec.structs.asdict(alert), "from_users": int(alert.from_users)}


def _alert(row: Any) -> Alert:
    return Alert(**{**dict(row), "from_users": bool(row["from_users"])})

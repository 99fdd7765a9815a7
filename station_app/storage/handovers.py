"""Reading handovers, reversals and refusals: the station's history. Writing is done by projection.py alone."""

from typing import Any

import msgspec

from domain import numbers
from domain.handover import Line
from domain.numbers import Kind, Number
from domain.refused import Refused
from station_app.storage.database import Database


class Handover(msgspec.Struct, frozen=True, kw_only=True):
    """One handover as signed for. `document` and `signature` name stored files; weight in whole grams."""

    id: int
    receipt: str
    orgnr: str
    actor: str
    representative: str
    staff: str
    at: str
    pieces: int
    grams: int
    document: str
    signature: str | None
    reversed_by: str | None
    sheet: str | None


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the history: a handover, or the reversal of one."""

    receipt: str
    kind: str
    at: str
    actor: str
    orgnr: str
    pieces: int
    grams: int
    staff: str
    document: str
    reversed_by: str | None
    reverses: str | None


_HISTORY = """
SELECT * FROM (
    SELECT receipt, 'handover' AS kind, at, actor, orgnr, pieces, grams, staff, document, reversed_by, NULL AS reverses
    FROM handover
    UNION ALL
    SELECT reversal.receipt, 'reversal', reversal.at, actor, orgnr, pieces, grams, reversal.staff, reversal.document,
        NULL, reverses
    FROM reversal JOIN handover ON handover.receipt = reversal.reverses
)
WHERE (:search = '' OR receipt LIKE :pattern ESCAPE '!' OR actor LIKE :pattern ESCAPE '!'
    OR orgnr LIKE :pattern ESCAPE '!')
ORDER BY at DESC, receipt DESC LIMIT :limit
"""


class Handovers:
    """Questions about handovers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def by_receipt(self, receipt: str) -> Handover:
        """The handover with this receipt number. Raises Refused `receipt_unknown`."""
        row = self._database.row("SELECT * FROM handover WHERE receipt = ?", (receipt,))
        if row is None:
            raise Refused("receipt_unknown", receipt=receipt)
        return msgspec.convert(dict(row), Handover)

    def last_representative(self, orgnr: str) -> str:
        """Who signed for this actor last; empty when nobody did yet."""
        query = "SELECT representative FROM handover WHERE orgnr = ? ORDER BY id DESC LIMIT 1"
        return str(self._database.value(query, (orgnr,)) or "")

    def lines(self, receipt: str) -> tuple[Line, ...]:
        """The lines of a handover, in the order in which they were scanned."""
        rows = self._database.rows(
            "SELECT item, number, category, grams, weight_source, reason, agreement, override FROM line"
            " WHERE receipt = ? ORDER BY position",
            (receipt,),
        )
        return tuple(msgspec.convert(dict(row), Line) for row in rows)

    def document(self, receipt: str) -> str:
        """The hash of the stored PDF of a handover's or reversal's receipt. Raises Refused `receipt_unknown`."""
        found: str | None = self._database.value(
            "SELECT document FROM handover WHERE receipt = :receipt"
            " UNION ALL SELECT document FROM reversal WHERE receipt = :receipt",
            {"receipt": receipt},
        )
        if found is None:
            raise Refused("receipt_unknown", receipt=receipt)
        return found

    def history(self, *, search: str = "", limit: int = 100) -> tuple[Entry, ...]:
        """Handovers and reversals, newest first, by receipt number, actor or organisation number."""
        compact = "".join(search.split())
        wanted = compact if compact.isdigit() else search.strip()
        values: dict[str, Any] = {"search": wanted, "pattern": f"%{_plain(wanted)}%", "limit": limit}
        return tuple(msgspec.convert(dict(row), Entry) for row in self._database.rows(_HISTORY, values))


def _plain(text: str) -> str:
    """The text with LIKE's own signs taken as they are."""
    for sign in "!%_":
        text = text.replace(sign, f"!{sign}")
    return text


def next_number(database: Database, kind: Kind, device_number: int) -> Number:
    """The number behind the last one given. Raises Refused `numbers_used_up` after 9 999 999."""
    last = database.value("SELECT last FROM counter WHERE kind = ? AND device = ?", (int(kind), device_number)) or 0
    if last >= numbers.LAST_RUNNING:
        raise Refused("numbers_used_up")
    return Number(kind, device_number, last + 1)

"""Reading handovers, reversals and refusals: the station's history. Writing is done by projection.py alone."""

from typing import Any

import msgspec

from domain.handover import Line
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
    """One row of the history: a handover, or the reversal of one.

    `at_hub` says whether the hub has acknowledged it; `problem` why the hub could not apply it (a code) or None.
    `position` is its place in the log; `at` is what the clock said then, which may have been set back since.
    """

    receipt: str
    kind: str
    at: str
    actor: str
    orgnr: str
    pieces: int
    grams: int
    staff: str
    document: str
    signature: str | None
    sheet: str | None
    reversed_by: str | None
    reverses: str | None
    at_hub: bool
    problem: str | None
    position: int

    @property
    def place(self) -> "Cursor":
        """Where it stands in the history."""
        return self.position, self.receipt

    @property
    def unsigned(self) -> bool:
        """Signed on paper, and the sheet is not in the store yet."""
        return self.kind == "handover" and not (self.signature or self.sheet or self.reversed_by)


Cursor = tuple[int, str]
"""Position in the log and receipt number of the last entry of a page."""
_BEFORE_ALL: Cursor = (2**63 - 1, "")

_FITS = (
    "(:search = '' OR {0}.receipt LIKE :pattern ESCAPE '!' OR actor LIKE :pattern ESCAPE '!'"
    " OR orgnr LIKE :pattern ESCAPE '!')"
)
_BEHIND = "({0}.event, {0}.receipt) < (:position, :receipt)"
_SENT = """
LEFT JOIN event ON event.seq = {0}.event LEFT JOIN not_applied ON not_applied.seq = event.seq, acknowledged
"""
_HANDOVERS = f"""
SELECT handover.receipt, 'handover' AS kind, handover.at, actor, orgnr, pieces, grams, handover.staff, document,
    signature, sheet, reversed_by, NULL AS reverses, coalesce(event.seq <= acknowledged.seq, 0) AS at_hub,
    not_applied.reason AS problem, handover.event AS position
FROM handover {_SENT.format("handover")} WHERE {_FITS.format("handover")} AND {_BEHIND.format("handover")}
"""  # noqa: S608
_REVERSALS = f"""
SELECT reversal.receipt, 'reversal', reversal.at, actor, orgnr, pieces, grams, reversal.staff, reversal.document, NULL,
    NULL, NULL, reverses, coalesce(event.seq <= acknowledged.seq, 0), not_applied.reason, reversal.event
FROM reversal CROSS JOIN handover ON handover.receipt = reversal.reverses {_SENT.format("reversal")}
WHERE {_FITS.format("reversal")} AND {_BEHIND.format("reversal")}
"""  # noqa: S608
_UNSIGNED = "signature IS NULL AND sheet IS NULL AND reversed_by IS NULL"
_NEWEST_FIRST = "ORDER BY position DESC, receipt DESC LIMIT :limit"


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

    def history(
        self, *, search: str = "", unsigned: bool = False, limit: int = 100, after: Cursor | None = None
    ) -> tuple[Entry, ...]:
        """Handovers and reversals, the last one of the log first, by receipt number, actor or organisation number.

        `unsigned` asks for handovers whose signed sheet is missing; `after` for what stands behind an entry (`place`).
        """
        compact = "".join(search.split())
        wanted = compact if compact.isdigit() else search.strip()
        position, receipt = after or _BEFORE_ALL
        values: dict[str, Any] = {"search": wanted, "pattern": f"%{_plain(wanted)}%", "limit": limit}
        query = f"{_HANDOVERS} AND {_UNSIGNED}" if unsigned else f"{_HANDOVERS} UNION ALL {_REVERSALS}"
        rows = self._database.rows(f"{query} {_NEWEST_FIRST}", values | {"position": position, "receipt": receipt})
        return tuple(msgspec.convert(dict(row), Entry, strict=False) for row in rows)

    def refusal_counts(self, refusal: str) -> bool:
        """Whether a refusal with this id (UUID) was noted and not taken back since."""
        return self._database.value("SELECT 1 FROM refusal WHERE refusal = ?", (refusal,)) is not None

    def unsigned(self, *, up_to: int = 1_000) -> int:
        """How many signed sheets are missing, counted no further than `up_to`."""
        query = f"SELECT count(*) FROM (SELECT 1 FROM handover WHERE {_UNSIGNED} LIMIT ?)"  # noqa: S608
        return int(self._database.value(query, (up_to,)))


def _plain(text: str) -> str:
    """The text with LIKE's own signs taken as they are."""
    for sign in "!%_":
        text = text.replace(sign, f"!{sign}")
    return text

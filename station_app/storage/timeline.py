"""What happened to one item, in order, out of the log itself."""

import msgspec

from station_app.storage.database import Database
from wire import codec
from wire.messages import AnyEvent


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """One event of an item; `event` None once it was erased.

    `at_hub` says whether the hub has acknowledged it, `problem` why the hub could not apply it (a code) or None.
    """

    seq: int
    kind: str
    event: AnyEvent | None
    at_hub: bool
    problem: str | None = None


_TIMELINE = """
SELECT event.seq, event.kind, event.body, event.seq <= acknowledged.seq AS at_hub, not_applied.reason AS problem
FROM event LEFT JOIN not_applied USING (seq), acknowledged
WHERE event.seq IN (
    SELECT item.event FROM item WHERE item.number = :number
    UNION ALL
    SELECT trace.event FROM trace JOIN item ON item.id = trace.item WHERE item.number = :number
)
ORDER BY event.seq
"""


def timeline(database: Database, number: str) -> tuple[Moment, ...]:
    """All events about the item with this number, oldest first; empty for an unknown one."""
    return tuple(
        Moment(
            seq=row["seq"],
            kind=row["kind"],
            event=None if row["body"] is None else codec.decode_event(row["body"]),
            at_hub=bool(row["at_hub"]),
            problem=row["problem"],
        )
        for row in database.rows(_TIMELINE, {"number": number})
    )

"""The rows once more from the log: for a check, and for a log that was put together from two.

One store's own events always fit one after the other. In a log that was put together they may not: both lives may have
handed over one thing, or given one number. Then the first one counts here as it does at the hub, and the hub sets the
other aside and says so.
"""

from collections.abc import Iterable, Iterator

import msgspec

from domain.handover import Line
from domain.item import State
from station_app.storage import search_index
from station_app.storage.database import Database
from station_app.storage.projection import Keywords, apply, note_blob
from wire import codec
from wire.chain import Record
from wire.messages import (
    AnyEvent,
    HandoverReversed,
    ItemChanged,
    ItemDiscarded,
    ItemRefused,
    ItemRegistered,
    ItemsHandedOver,
    ItemVoided,
    RefusalVoided,
    SignedCopyAttached,
)

_WIPED = ("trace", "line", "reversal", "discard", "refusal", "handover", "item")


def replay(database: Database, records: Iterable[Record], keywords: Keywords) -> Iterator[tuple[int, str]]:
    """Write the rows that follow from these events, in order; inside a transaction.

    Yields the position of each event that cannot be read, and why.
    """
    for record in records:
        if record.body is None:
            continue
        try:
            event = codec.decode_event(record.body)
        except codec.Malformed as malformed:
            yield record.seq, str(malformed)
            continue
        fits = fitting(database, event)
        if fits is not None:
            apply(database, fits, record.seq, keywords)
            continue
        for blob in event.blobs():
            # The hub keeps what it sets aside, with its files.
            note_blob(database, blob)


def wipe(database: Database) -> None:
    """Remove the rows that follow from the log, so that they can be written anew; inside a transaction."""
    for table in _WIPED:
        database.run(f"DELETE FROM {table}")  # noqa: S608 (names from above)
    search_index.empty(database)
    # The numbers of badges (kind 9) follow from no event.
    database.run("DELETE FROM counter WHERE kind < 9")


def fitting(database: Database, event: AnyEvent) -> AnyEvent | None:
    """The event as it can be applied after what the rows say; None when it cannot. The hub decides by the same rules.

    A row of an imported file that was imported in both lives keeps its thing, and loses the name of its row.
    """
    match event:
        case ItemRegistered():
            if database.row("SELECT 1 FROM item WHERE number = ?", (event.number,)) is not None:
                return None
            if event.origin is not None and database.row("SELECT 1 FROM item WHERE origin = ?", (event.origin,)):
                return msgspec.structs.replace(event, origin=None)
            return event
        case ItemChanged() | ItemDiscarded() | ItemVoided():
            return event if _on_shelf(database, event) else None
        case ItemsHandedOver():
            free = not _receipt_used(database, event.receipt)
            return event if free and all(_on_shelf(database, line) for line in event.lines) else None
        case HandoverReversed():
            return event if _reversible(database, event) else None
        case SignedCopyAttached():
            return event if database.row("SELECT 1 FROM handover WHERE receipt = ?", (event.receipt,)) else None
        case ItemRefused():
            return None if _refusal(database, event.refusal) else event
        case RefusalVoided():
            return event if _refusal(database, event.refusal) else None
        case _:
            return event


def _on_shelf(database: Database, named: ItemChanged | ItemDiscarded | ItemVoided | Line) -> bool:
    row = database.row("SELECT item, state FROM item WHERE number = ?", (named.number,))
    return row is not None and (row["item"], row["state"]) == (named.item, State.REGISTERED.value)


def _receipt_used(database: Database, receipt: str) -> bool:
    query = "SELECT 1 FROM handover WHERE receipt = ? UNION ALL SELECT 1 FROM reversal WHERE receipt = ?"
    return database.row(query, (receipt, receipt)) is not None


def _reversible(database: Database, event: HandoverReversed) -> bool:
    handover = database.row("SELECT reversed_by FROM handover WHERE receipt = ?", (event.reverses,))
    if handover is None or handover["reversed_by"] is not None or _receipt_used(database, event.receipt):
        return False
    lines = database.rows("SELECT number FROM line WHERE receipt = ?", (event.reverses,))
    return sorted(event.numbers) == sorted(line["number"] for line in lines)


def _refusal(database: Database, refusal: str) -> bool:
    return database.row("SELECT 1 FROM refusal WHERE refusal = ?", (refusal,)) is not None

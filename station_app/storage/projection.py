"""What each kind of event does to the rows. The only writer of them: the same code runs when an action is done,
when a log is replayed for a check, and when one comes back from the hub.
"""

from collections.abc import Callable

import msgspec

from domain import numbers
from domain.item import Condition, State
from domain.weight import WeightSource
from station_app.storage.database import Database
from station_app.storage.numbering import note_item
from station_app.storage.search_index import MOST_FRESH, take_in
from station_app.storage.trace import traces
from wire.messages import (
    AnyEvent,
    Blob,
    HandoverReversed,
    ItemChanged,
    ItemDiscarded,
    ItemRefused,
    ItemRegistered,
    ItemsHandedOver,
    ItemVoided,
    LabelPrinted,
    RefusalVoided,
    SignedCopyAttached,
    UnknownEvent,
)

Keywords = Callable[[str], str]
"""From a category's code to the words under which people look for such a thing."""


def apply(database: Database, event: AnyEvent, seq: int, keywords: Keywords) -> None:
    """Write the rows that follow from one event at position `seq`; inside the transaction that journals it."""
    match event:
        case ItemRegistered():
            _registered(database, event, seq, keywords)
        case ItemChanged():
            _changed(database, event, keywords)
        case ItemDiscarded():
            _discarded(database, event)
        case ItemVoided():
            database.run("UPDATE item SET state = ? WHERE number = ?", (State.VOID, event.number))
        case LabelPrinted():
            database.run(_LABELLED, (msgspec.json.encode(event.numbers).decode(),))
        case ItemsHandedOver():
            _handed_over(database, event)
        case HandoverReversed():
            _reversed(database, event)
        case SignedCopyAttached():
            database.run("UPDATE handover SET sheet = ? WHERE receipt = ?", (event.sheet.sha256, event.receipt))
        case ItemRefused():
            database.run(
                "INSERT INTO refusal (refusal, category, reason, grams, staff, at) VALUES (?, ?, ?, ?, ?, ?)",
                (event.refusal, event.category, event.reason, event.grams, event.staff, event.at),
            )
        case RefusalVoided():
            # A refusal has neither number nor timeline: the log alone remembers one that never counted.
            database.run("DELETE FROM refusal WHERE refusal = ?", (event.refusal,))
        case UnknownEvent():
            return
    if not isinstance(event, ItemRegistered):
        for statement, values in traces(event, seq):
            database.run(statement, values)
    for blob in event.blobs():
        note_blob(database, blob)


_ON_SHELF = State.REGISTERED.value
_TEXT: dict[str, str] = {one: one.value for kind in (Condition, WeightSource) for one in kind}
"""As SQLite takes them at once; to ask each time costs a save more than its hash."""


def _registered(database: Database, event: ItemRegistered, seq: int, keywords: Keywords) -> None:
    item = database.insert(
        "INSERT INTO item (item, number, category, condition, grams, weight_source, title, note, photos, data_choice,"
        " origin, state, staff, registered_at, keywords, event)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            event.item,
            event.number,
            event.category,
            _TEXT[event.condition],
            event.grams,
            _TEXT[event.weight_source],
            event.title,
            event.note,
            ",".join([photo.sha256 for photo in event.photos]),
            event.data_choice,
            event.origin,
            _ON_SHELF,
            event.staff,
            event.at,
            _words(event.number, event.category, keywords),
            seq,
        ),
    )
    note_item(database, event.number)
    if item % MOST_FRESH == 0:
        # Else the sending thread does it, which every program with a window has.
        take_in(database)


def _changed(database: Database, event: ItemChanged, keywords: Keywords) -> None:
    database.run(
        "UPDATE item SET category = ?, condition = ?, grams = ?, weight_source = ?, title = ?, note = ?, photos = ?,"
        " data_choice = ?, keywords = ? WHERE number = ?",
        (
            event.category,
            event.condition,
            event.grams,
            event.weight_source,
            event.title,
            event.note,
            ",".join(photo.sha256 for photo in event.photos),
            event.data_choice,
            _words(event.number, event.category, keywords),
            event.number,
        ),
    )


def _discarded(database: Database, event: ItemDiscarded) -> None:
    database.run("UPDATE item SET state = ? WHERE number = ?", (State.DISCARDED, event.number))
    database.run("INSERT INTO discard VALUES (?, ?, ?, ?)", (event.item, event.reason, event.staff, event.at))


_LABELLED = """
UPDATE item SET labels = labels + printed.times
FROM (SELECT value AS number, count(*) AS times FROM json_each(?) GROUP BY value) AS printed
WHERE item.number = printed.number
"""
_ON_RECEIPT = "SELECT item.id FROM line JOIN item ON item.number = line.number WHERE line.receipt = ?"


def _handed_over(database: Database, event: ItemsHandedOver) -> None:
    signature = None if event.signature is None else event.signature.sha256
    pieces, grams = len(event.lines), sum(line.grams for line in event.lines)
    database.run(
        "INSERT INTO handover (receipt, orgnr, actor, representative, staff, at, pieces, grams, document, signature)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            event.receipt,
            event.orgnr,
            event.actor,
            event.representative,
            event.staff,
            event.at,
            pieces,
            grams,
            event.document.sha256,
            signature,
        ),
    )
    for position, line in enumerate(event.lines, start=1):
        database.run(
            "INSERT INTO line VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                event.receipt,
                position,
                line.item,
                line.number,
                line.category,
                line.grams,
                line.weight_source,
                line.reason,
                line.agreement,
                line.override,
            ),
        )
    # All at once: SQLite then takes them in the order of their ids, and the search index writes one part, not one each.
    database.run(
        f"UPDATE item SET state = ?, receipt = ? WHERE id IN ({_ON_RECEIPT})",  # noqa: S608
        (State.HANDED_OVER, event.receipt, event.receipt),
    )
    _count(database, numbers.parse(event.receipt))


def _reversed(database: Database, event: HandoverReversed) -> None:
    database.run(
        "INSERT INTO reversal (receipt, reverses, reason, staff, at, document) VALUES (?, ?, ?, ?, ?, ?)",
        (event.receipt, event.reverses, event.reason, event.staff, event.at, event.document.sha256),
    )
    database.run("UPDATE handover SET reversed_by = ? WHERE receipt = ?", (event.receipt, event.reverses))
    database.run(
        f"UPDATE item SET state = ?, receipt = NULL WHERE id IN ({_ON_RECEIPT}) AND receipt = ?",  # noqa: S608
        (State.REGISTERED, event.reverses, event.reverses),
    )
    _count(database, numbers.parse(event.receipt))


def note_blob(database: Database, blob: Blob) -> None:
    """An event refers to this file; the hub is to have it."""
    database.run(
        "INSERT INTO blob (sha256, media_type, size, width, height) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (blob.sha256, blob.media_type, blob.size, blob.width, blob.height),
    )


def _count(database: Database, number: numbers.Number) -> None:
    database.run(
        "INSERT INTO counter VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET last = max(last, excluded.last)",
        (int(number.kind), number.device, number.running),
    )


def _words(number: str, category: str, keywords: Keywords) -> str:
    return f"{numbers.running(number)} {keywords(category)}"

"""Is the store what it should be? The chain, the files, and the rows against a replay of the log."""

from collections.abc import Iterator

import msgspec

from domain.refused import Refused
from station_app.storage.blobs import Blobs
from station_app.storage.database import Database
from station_app.storage.journal import Journal
from station_app.storage.projection import Keywords
from station_app.storage.replay import replay
from wire import chain

_COMPARED = {
    "item": "item, number, category, condition, grams, weight_source, title, note, photos, data_choice, origin, state,"
    " receipt, labels, staff, registered_at, event",
    "handover": "receipt, orgnr, actor, representative, staff, at, pieces, grams, document, signature, reversed_by,"
    " sheet",
    "line": "receipt, position, item, number, category, grams, weight_source, reason, agreement, override",
    "reversal": "receipt, reverses, reason, staff, at, document",
    "discard": "item, reason, staff, at",
    "refusal": "refusal, category, reason, grams, staff, at",
    "trace JOIN item ON item.id = trace.item": "item.number, trace.event",
    "counter WHERE kind < 9": "kind, device, last",
    "blob": "sha256, media_type, size, width, height",
}
"""Columns that follow from the log alone. Words for search follow from the catalogue and are left out, and so are
the numbers of badges (kind 9), of which the log says nothing.
"""


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong: a stable code, and what it is about."""

    code: str
    about: str


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The result of a check. `photos` counts the pictures that events refer to and that are there, whole."""

    ok: bool
    events: int
    photos: int
    problems: tuple[Problem, ...]


def verify(database: Database, journal: Journal, blobs: Blobs, keywords: Keywords) -> Report:
    """Check everything; reads only. Takes a while: every event is hashed and every file is read."""
    problems = [Problem(code="database_damaged", about=text) for text in database.damage()]
    events = 0
    try:
        events = journal.verify().seq
    except chain.Broken as broken:
        events = journal.head().seq
        problems.append(Problem(code="chain_broken", about=str(broken)))
    photos = 0
    for row in database.rows("SELECT sha256, media_type FROM blob WHERE here OR NOT at_hub"):
        try:
            blobs.read(row["sha256"])
            photos += row["media_type"].startswith("image/")
        except Refused as refused:
            problems.append(Problem(code=refused.code, about=row["sha256"]))
    problems.extend(_differences(database, journal, keywords))
    return Report(ok=not problems, events=events, photos=photos, problems=tuple(problems))


def _differences(database: Database, journal: Journal, keywords: Keywords) -> Iterator[Problem]:
    replayed = Database.in_memory()
    try:
        with replayed.transaction():
            for seq, malformed in replay(replayed, journal.records(), keywords):
                yield Problem(code="event_malformed", about=f"{seq}: {malformed}")
        for table, columns in _COMPARED.items():
            query = f"SELECT {columns} FROM {table} ORDER BY {columns}"  # noqa: S608
            rows, expected = ({tuple(row) for row in base.rows(query)} for base in (database, replayed))
            for row in sorted(map(str, rows - expected))[:20]:
                yield Problem(code="row_not_from_log", about=f"{table}: {row}")
            for row in sorted(map(str, expected - rows))[:20]:
                yield Problem(code="row_missing", about=f"{table}: {row}")
    finally:
        replayed.close()

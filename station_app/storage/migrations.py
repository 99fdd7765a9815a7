"""The schema, step by step. A released step is never edited; a change is a new step and raises VERSION."""

import sqlite3

from sqlite_utils import Database, Migrations

from station_app.storage.schema import FIRST, SECOND
from station_app.storage.trace import traces
from station_app.storage.version import VERSION
from wire import codec

steps = Migrations("station")


@steps()
def first_schema(db: Database) -> None:
    """Identity, log, and the rows that follow from it."""
    for statement in FIRST.split(";;"):
        db.conn.execute(statement)


@steps()
def counter_of_many(db: Database) -> None:
    """Staff, parked drafts, printing, recalls; where each event of an item is found; signed sheets and overrides."""
    for statement in SECOND.split(";;"):
        db.conn.execute(statement)
    _trace_what_is_there(db.conn)


@steps()
def upkeep(db: Database) -> None:
    """What was done to this store itself: backups, PINs set anew on the command line."""
    db.conn.execute(_THIRD)


_THIRD = """
CREATE TABLE upkeep (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    deed TEXT NOT NULL,                   -- backup, pin_reset
    about TEXT NOT NULL                   -- the folder of the backup, the initials
) STRICT
"""


@steps()
def newest_beside_the_index(db: Database) -> None:
    """A save leaves the search index alone; see search_index.py."""
    for statement in _FOURTH.split(";;"):
        db.conn.execute(statement)


_FOURTH = """
CREATE TABLE indexed (                    -- all things up to this id are in item_search, and none behind it
    only INTEGER PRIMARY KEY CHECK (only = 1), item INTEGER NOT NULL
) STRICT;;
INSERT INTO indexed SELECT 1, coalesce(max(id), 0) FROM item;;
DROP TRIGGER item_search_update;;
CREATE TRIGGER item_search_update AFTER UPDATE OF title, note, keywords, state, category, labels ON item
WHEN new.id <= (SELECT item FROM indexed) AND new.words <> old.words BEGIN
    INSERT INTO item_search (item_search, rowid, words) VALUES ('delete', old.id, old.words);
    INSERT INTO item_search (rowid, words) VALUES (new.id, new.words);
END
"""


@steps()
def history_by_position(db: Database) -> None:
    """The history stands in the order of the log: a clock that was set back puts nothing below what came before it."""
    for statement in _FIFTH.split(";;"):
        db.conn.execute(statement)


_FIFTH = """
DROP INDEX handover_by_time;;
DROP INDEX reversal_by_time;;
DROP INDEX handover_unsigned;;
CREATE INDEX handover_by_position ON handover (event, receipt);;
CREATE INDEX reversal_by_position ON reversal (event, receipt);;
CREATE INDEX handover_unsigned ON handover (event, receipt)
WHERE signature IS NULL AND sheet IS NULL AND reversed_by IS NULL
"""


@steps()
def lives_of_a_log(db: Database) -> None:
    """What is needed when this store was put back, copied, or has lived on in two places; files that only a hub has."""
    for statement in _SIXTH.split(";;"):
        db.conn.execute(statement)


_SIXTH = """
ALTER TABLE acknowledged ADD COLUMN incarnation TEXT;;    -- in which the acknowledged position stands; NULL: not said
ALTER TABLE identity ADD COLUMN place TEXT;;              -- the word that the note beside the folder must also say
ALTER TABLE blob ADD COLUMN here INTEGER NOT NULL DEFAULT 1;;         -- 0: only the hub has it
ALTER TABLE blob ADD COLUMN hub_since INTEGER;;           -- end of the log when the hub was known to have it
UPDATE blob SET hub_since = (SELECT coalesce(max(seq), 0) FROM event) WHERE at_hub = 1;;
CREATE TABLE fetched (                    -- of this log, back from the hub; put in its place once all of it came
    id INTEGER PRIMARY KEY,
    incarnation TEXT NOT NULL, seq INTEGER NOT NULL,
    event TEXT NOT NULL, kind TEXT NOT NULL,
    hash BLOB NOT NULL, commitment BLOB NOT NULL, salt BLOB, body BLOB,
    signed TEXT,                          -- the hub's acknowledgement of all up to here
    UNIQUE (incarnation, seq)
) STRICT
"""


@steps()
def events_to_look_at(db: Database) -> None:
    """Which list of events that it could not apply the hub has told us last."""
    db.conn.execute("ALTER TABLE acknowledged ADD COLUMN set_aside TEXT NOT NULL DEFAULT ''")


@steps()
def last_things_of_days(db: Database) -> None:
    """What is old on the shelf is found by day, not by an index with an entry for each thing, a page for each save."""
    for statement in _EIGHTH.split(";;"):
        db.conn.execute(statement)


_EIGHTH = """
DROP INDEX item_by_age;;
CREATE TABLE last_of_day (                -- the highest id of the things in item_search that were registered that day
    day TEXT PRIMARY KEY, item INTEGER NOT NULL
) STRICT, WITHOUT ROWID;;
INSERT INTO last_of_day SELECT substr(registered_at, 1, 10), max(id) FROM item
WHERE id <= (SELECT item FROM indexed) GROUP BY 1
"""


@steps()
def kept_for_actors(db: Database) -> None:
    """The newest list of what is kept for actors at this station, whole, as the hub signed it."""
    db.conn.execute(_NINTH)


_NINTH = """
CREATE TABLE reservation_list (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    hub TEXT NOT NULL, station TEXT NOT NULL,
    version INTEGER NOT NULL, published_at TEXT NOT NULL,
    payload BLOB NOT NULL,
    signed TEXT NOT NULL,                 -- the payload as the hub signed it
    fetched_at TEXT NOT NULL
) STRICT
"""


def _trace_what_is_there(connection: sqlite3.Connection) -> None:
    """Find for every item the events that are in the log already."""
    for seq, body in connection.execute("SELECT seq, body FROM event WHERE body IS NOT NULL ORDER BY seq"):
        for statement, values in traces(codec.decode_event(body), seq):
            connection.execute(statement, values)


def migrate(db: Database) -> None:
    """Apply what is pending and note the version, so that the next start need not even look.

    All of it or nothing, and the disk is waited for once, not after each step.
    """
    # At once for writing: a program that still runs may commit between the first look and the first change.
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        steps.apply(db)
        db.conn.execute(f"PRAGMA user_version = {VERSION}")
        db.conn.execute("COMMIT")
    except BaseException:
        db.conn.execute("ROLLBACK")
        raise

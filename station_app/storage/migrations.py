"""The schema, step by step. A released step is never edited; a change is a new step and raises VERSION."""

from sqlite_utils import Database, Migrations

from station_app.storage.version import VERSION

steps = Migrations("station")


@steps()
def first_schema(db: Database) -> None:
    """Identity, log, and the rows that follow from it."""
    for statement in _FIRST.split(";;"):
        db.conn.execute(statement)


_FIRST = """
CREATE TABLE identity (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    device TEXT NOT NULL,                 -- UUID, for ever; the chain is bound to it
    device_number INTEGER NOT NULL,       -- in the numbers that are given from now on
    hub TEXT, hub_url TEXT, hub_epoch INTEGER, hub_keys TEXT,
    station TEXT, station_name TEXT NOT NULL DEFAULT '', municipality TEXT NOT NULL DEFAULT ''
) STRICT;;
CREATE TABLE incarnation (
    incarnation TEXT PRIMARY KEY,
    parent TEXT, parent_seq INTEGER NOT NULL, parent_hash BLOB NOT NULL,
    started_at TEXT NOT NULL, cause TEXT NOT NULL
) STRICT;;
CREATE TABLE event (
    seq INTEGER PRIMARY KEY,
    incarnation TEXT NOT NULL REFERENCES incarnation,
    event TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    hash BLOB NOT NULL,
    commitment BLOB NOT NULL,
    salt BLOB,                            -- both NULL once erased
    body BLOB
) STRICT;;
CREATE TABLE blob (
    sha256 TEXT PRIMARY KEY,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL,
    at_hub INTEGER NOT NULL DEFAULT 0
) STRICT;;
CREATE INDEX blob_waiting ON blob (media_type) WHERE at_hub = 0;;
CREATE TABLE counter (
    kind INTEGER NOT NULL, device INTEGER NOT NULL, last INTEGER NOT NULL,
    PRIMARY KEY (kind, device)
) STRICT, WITHOUT ROWID;;
CREATE TABLE item (
    id INTEGER PRIMARY KEY,
    item TEXT NOT NULL UNIQUE,
    number TEXT NOT NULL UNIQUE,
    category TEXT NOT NULL, condition TEXT NOT NULL,
    grams INTEGER NOT NULL CHECK (grams > 0), weight_source TEXT NOT NULL,
    title TEXT NOT NULL, note TEXT NOT NULL,
    photos TEXT NOT NULL,                 -- SHA-256 of each, comma between
    data_choice TEXT,
    origin TEXT UNIQUE,
    state TEXT NOT NULL,
    receipt TEXT,                         -- of the handover, while handed over
    labels INTEGER NOT NULL DEFAULT 0,    -- how many were printed
    staff TEXT NOT NULL,
    registered_at TEXT NOT NULL,
    keywords TEXT NOT NULL                -- for search only: names and synonyms of the category, the short number
) STRICT;;
CREATE INDEX item_by_state ON item (state, id);;
CREATE INDEX item_by_category ON item (category, state, grams);;
CREATE VIRTUAL TABLE item_search USING fts5(
    number, title, note, keywords,
    content = 'item', content_rowid = 'id', prefix = '2 3', tokenize = "unicode61 remove_diacritics 2"
);;
CREATE TRIGGER item_search_insert AFTER INSERT ON item BEGIN
    INSERT INTO item_search (rowid, number, title, note, keywords)
    VALUES (new.id, new.number, new.title, new.note, new.keywords);
END;;
CREATE TRIGGER item_search_update AFTER UPDATE OF title, note, keywords ON item BEGIN
    INSERT INTO item_search (item_search, rowid, number, title, note, keywords)
    VALUES ('delete', old.id, old.number, old.title, old.note, old.keywords);
    INSERT INTO item_search (rowid, number, title, note, keywords)
    VALUES (new.id, new.number, new.title, new.note, new.keywords);
END;;
CREATE TABLE handover (
    id INTEGER PRIMARY KEY,
    receipt TEXT NOT NULL UNIQUE,
    orgnr TEXT NOT NULL, actor TEXT NOT NULL, representative TEXT NOT NULL, staff TEXT NOT NULL,
    at TEXT NOT NULL,
    pieces INTEGER NOT NULL, grams INTEGER NOT NULL,
    document TEXT NOT NULL, signature TEXT,
    reversed_by TEXT
) STRICT;;
CREATE TABLE line (
    receipt TEXT NOT NULL REFERENCES handover (receipt),
    position INTEGER NOT NULL,
    item TEXT NOT NULL, number TEXT NOT NULL, category TEXT NOT NULL,
    grams INTEGER NOT NULL, weight_source TEXT NOT NULL,
    reason TEXT NOT NULL, agreement TEXT,
    PRIMARY KEY (receipt, position)
) STRICT, WITHOUT ROWID;;
CREATE TABLE reversal (
    id INTEGER PRIMARY KEY,
    receipt TEXT NOT NULL UNIQUE,
    reverses TEXT NOT NULL UNIQUE REFERENCES handover (receipt),
    reason TEXT NOT NULL, staff TEXT NOT NULL, at TEXT NOT NULL,
    document TEXT NOT NULL
) STRICT;;
CREATE TABLE discard (
    item TEXT PRIMARY KEY, reason TEXT NOT NULL, staff TEXT NOT NULL, at TEXT NOT NULL
) STRICT, WITHOUT ROWID;;
CREATE TABLE refusal (
    id INTEGER PRIMARY KEY,
    refusal TEXT NOT NULL UNIQUE,
    category TEXT NOT NULL, reason TEXT NOT NULL, grams INTEGER,
    staff TEXT NOT NULL, at TEXT NOT NULL
) STRICT;;
CREATE TABLE reference (
    version INTEGER PRIMARY KEY,
    published_at TEXT NOT NULL,
    payload BLOB NOT NULL,
    signed TEXT NOT NULL,                 -- the payload as the hub signed it
    fetched_at TEXT NOT NULL
) STRICT;;
CREATE TABLE acknowledged (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    seq INTEGER NOT NULL, hash BLOB NOT NULL, backed_up_seq INTEGER NOT NULL,
    last_contact_at TEXT, problem TEXT, problem_detail TEXT,
    notice TEXT, notice_detail TEXT       -- stays until somebody has seen it
) STRICT;;
CREATE TABLE acknowledgement (
    to_seq INTEGER PRIMARY KEY, from_seq INTEGER NOT NULL,
    incarnation TEXT NOT NULL, signed TEXT NOT NULL
) STRICT;;
CREATE TABLE not_applied (
    seq INTEGER PRIMARY KEY, reason TEXT NOT NULL
) STRICT;;
CREATE TABLE lane (
    lane TEXT PRIMARY KEY, failures INTEGER NOT NULL, next_try REAL NOT NULL
) STRICT, WITHOUT ROWID
"""


def migrate(db: Database) -> None:
    """Apply what is pending and note the version, so that the next start need not even look."""
    steps.apply(db)
    db.conn.execute(f"PRAGMA user_version = {VERSION}")

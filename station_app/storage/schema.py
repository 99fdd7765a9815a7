"""The statements of the first two schemas, with what each column is for. Released, never edited: see migrations.py."""

FIRST = """
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

SECOND = """
ALTER TABLE identity ADD COLUMN practice INTEGER NOT NULL DEFAULT 0;;  -- 1: never enrolled, never sent
DROP TRIGGER item_search_insert;;
DROP TRIGGER item_search_update;;
DROP TABLE item_search;;
ALTER TABLE event RENAME TO event_1;;
CREATE TABLE event (                      -- every index is a page more to write with each save: found by position
    seq INTEGER PRIMARY KEY,
    incarnation TEXT NOT NULL REFERENCES incarnation,
    event TEXT NOT NULL,
    kind TEXT NOT NULL,
    hash BLOB NOT NULL,
    commitment BLOB NOT NULL,
    salt BLOB,                            -- both NULL once erased
    body BLOB
) STRICT;;
INSERT INTO event SELECT seq, incarnation, event, kind, hash, commitment, salt, body FROM event_1 ORDER BY seq;;
DROP TABLE event_1;;
ALTER TABLE item RENAME TO item_1;;
DROP INDEX item_by_state;;
DROP INDEX item_by_category;;
CREATE TABLE item (
    id INTEGER PRIMARY KEY,
    item TEXT NOT NULL,
    number TEXT NOT NULL UNIQUE,          -- by which it is found; the last number given is the highest one here
    category TEXT NOT NULL, condition TEXT NOT NULL,
    grams INTEGER NOT NULL CHECK (grams > 0), weight_source TEXT NOT NULL,
    title TEXT NOT NULL, note TEXT NOT NULL,
    photos TEXT NOT NULL,                 -- SHA-256 of each, comma between
    data_choice TEXT,
    origin TEXT,
    state TEXT NOT NULL,
    receipt TEXT,                         -- of the handover, while handed over
    labels INTEGER NOT NULL DEFAULT 0,    -- how many were printed
    staff TEXT NOT NULL,
    registered_at TEXT NOT NULL,
    keywords TEXT NOT NULL,               -- for search only: names and synonyms of the category, the short number
    event INTEGER NOT NULL DEFAULT 0,     -- position of its registration in the log
    words TEXT AS (                       -- and signs for state, category, no label yet; see searching.py
        title || ' ' || note || ' ' || keywords
        || ' ' || char(0xe000) || substr(state, 1, 1)
        || ' ' || char(0xe001) || replace(category, '_', char(0xe003))
        || CASE labels WHEN 0 THEN ' ' || char(0xe002) ELSE '' END
    )
) STRICT;;
INSERT INTO item SELECT id, item, number, category, condition, grams, weight_source, title, note, photos, data_choice,
    origin, state, receipt, labels, staff, registered_at, keywords, 0 FROM item_1 ORDER BY id;;
DROP TABLE item_1;;
DELETE FROM counter WHERE kind = 1;;
CREATE UNIQUE INDEX item_by_origin ON item (origin) WHERE origin IS NOT NULL;;
CREATE INDEX item_by_age ON item (registered_at) WHERE state = 'registered';;
CREATE TABLE trace (                      -- where in the log it stands what happened to an item after its registration
    item INTEGER NOT NULL REFERENCES item, event INTEGER NOT NULL,
    PRIMARY KEY (item, event)
) STRICT, WITHOUT ROWID;;
CREATE VIRTUAL TABLE item_search USING fts5(
    words, content = 'item', content_rowid = 'id', columnsize = 0, detail = none,
    prefix = '1 2 3 4 5 6 7 8 9 10 11 12', tokenize = "unicode61 remove_diacritics 2"
);;
INSERT INTO item_search (item_search, rank) VALUES ('automerge', 0);;    -- joining parts is left to Database.tidy,
INSERT INTO item_search (item_search, rank) VALUES ('crisismerge', 200);;   -- unless there come to be very many
INSERT INTO item_search (item_search) VALUES ('rebuild');;
CREATE TRIGGER item_search_update AFTER UPDATE OF title, note, keywords, state, category, labels ON item
WHEN new.words <> old.words BEGIN
    INSERT INTO item_search (item_search, rowid, words) VALUES ('delete', old.id, old.words);
    INSERT INTO item_search (rowid, words) VALUES (new.id, new.words);
END;;
ALTER TABLE handover ADD COLUMN sheet TEXT;;                       -- the picture of what was signed on paper
ALTER TABLE handover ADD COLUMN event INTEGER NOT NULL DEFAULT 0;;
ALTER TABLE reversal ADD COLUMN event INTEGER NOT NULL DEFAULT 0;;
CREATE INDEX handover_by_time ON handover (at, receipt);;
CREATE INDEX handover_by_actor ON handover (orgnr);;
CREATE INDEX reversal_by_time ON reversal (at, receipt);;
CREATE INDEX handover_unsigned ON handover (at, receipt)
WHERE signature IS NULL AND sheet IS NULL AND reversed_by IS NULL;;
ALTER TABLE line ADD COLUMN override TEXT NOT NULL DEFAULT '';;
CREATE TABLE staff (
    initials TEXT PRIMARY KEY,
    role TEXT NOT NULL,
    pin TEXT,                             -- salted and stretched, see pin.py
    badge TEXT UNIQUE,
    active INTEGER NOT NULL DEFAULT 1,
    failures INTEGER NOT NULL DEFAULT 0, wait_until REAL NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;;
CREATE TABLE draft (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,                   -- item or handover
    live INTEGER NOT NULL,                -- 1: what stands in the window now; 0: parked
    at TEXT NOT NULL, staff TEXT NOT NULL,
    words TEXT NOT NULL,                  -- what a person knows it by
    body TEXT NOT NULL
) STRICT;;
CREATE UNIQUE INDEX draft_live ON draft (kind) WHERE live = 1;;
CREATE TABLE print_job (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL, number TEXT NOT NULL,
    state TEXT NOT NULL,                  -- waiting, printing, failed, printed, dropped
    attempts INTEGER NOT NULL DEFAULT 0,
    problem TEXT, facts TEXT NOT NULL DEFAULT '{}',
    at TEXT NOT NULL, staff TEXT NOT NULL
) STRICT;;
CREATE INDEX print_job_open ON print_job (id) WHERE state IN ('waiting', 'printing', 'failed');;
CREATE TABLE recall (
    id INTEGER PRIMARY KEY, reference TEXT NOT NULL UNIQUE, published TEXT NOT NULL,
    category TEXT NOT NULL, product TEXT NOT NULL, brand TEXT NOT NULL, name TEXT NOT NULL, model TEXT NOT NULL,
    batch TEXT NOT NULL, barcode TEXT NOT NULL, risk TEXT NOT NULL, danger TEXT NOT NULL, measures TEXT NOT NULL,
    from_users INTEGER NOT NULL, url TEXT NOT NULL, country TEXT NOT NULL
) STRICT;;
CREATE INDEX recall_by_published ON recall (published);;
CREATE VIRTUAL TABLE recall_search USING fts5(
    product, brand, name, model, barcode,
    content = 'recall', content_rowid = 'id', prefix = '2 3', tokenize = "unicode61 remove_diacritics 2"
);;
CREATE TRIGGER recall_search_insert AFTER INSERT ON recall BEGIN
    INSERT INTO recall_search (rowid, product, brand, name, model, barcode)
    VALUES (new.id, new.product, new.brand, new.name, new.model, new.barcode);
END;;
CREATE TRIGGER recall_search_update AFTER UPDATE ON recall BEGIN
    INSERT INTO recall_search (recall_search, rowid, product, brand, name, model, barcode)
    VALUES ('delete', old.id, old.product, old.brand, old.name, old.model, old.barcode);
    INSERT INTO recall_search (rowid, product, brand, name, model, barcode)
    VALUES (new.id, new.product, new.brand, new.name, new.model, new.barcode);
END;;
CREATE TABLE recall_import (              -- one row per imported file
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, file TEXT NOT NULL, report TEXT NOT NULL,
    alerts INTEGER NOT NULL, fresh INTEGER NOT NULL
) STRICT
"""

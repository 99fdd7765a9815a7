"""Where words are looked for: the index, and the newest things, which are not in it yet.

An entry in the index of a million things costs more than all the rest of a save. So a save writes the words into the
row of the thing, and `take_in` puts many into the index at once; until then a question looks into these rows itself.
"""

from collections.abc import Iterator
from sqlite3 import Row
from typing import Any

from station_app.storage.database import Database

MOST_FRESH = 200
"""So many things wait outside the index at most: a question looks into them within 0.6 ms, and the save that takes them
in, where nobody tidies meanwhile, needs 3 ms more than others.
"""

TIDY_PAGES = 10
"""Pages of the index that are joined at once; they hold the write lock for 1 ms of the processor."""
_ALL = 2**62
_TOKENS = 'tokenize = "unicode61 remove_diacritics 2"'
"""As in the schema, so that a word is the same in both places."""
_NOT_INDEXED = """
SELECT id, words, substr(registered_at, 1, 10) FROM item WHERE id > (SELECT item FROM indexed) ORDER BY id
"""
_LAST_OF_DAY = "INSERT INTO last_of_day VALUES (?, ?) ON CONFLICT DO UPDATE SET item = excluded.item"
_INDEXED = "INSERT INTO indexed VALUES (1, ?) ON CONFLICT DO UPDATE SET item = excluded.item"
_REGISTERED_BY = """
SELECT max(
    coalesce((SELECT max(item) FROM last_of_day WHERE day <= substr(:time, 1, 10)), 0),
    coalesce((SELECT max(id) FROM item WHERE id > (SELECT item FROM indexed) AND registered_at <= :time), 0)
)
"""
_NEWEST_INDEXED = "SELECT item, (SELECT max(id) FROM item) FROM indexed"


def take_in(database: Database) -> None:
    """Put every thing that is not in the index yet into it, as one part of it; inside a transaction.

    Row by row: before statements that SQLite may have to undo alone, as INSERT from SELECT, the index writes what it
    holds in memory, each time as a part of its own.
    """
    days: dict[str, int] = {}
    for thing, words, day in database.rows(_NOT_INDEXED):
        database.run("INSERT INTO item_search (rowid, words) VALUES (?, ?)", (thing, words))
        days[day] = thing
    for day, last in days.items():
        database.run(
            "INSERT INTO last_of_day VALUES (?, ?) ON CONFLICT DO UPDATE SET item = excluded.item", (day, last)
        )
    if days:
        database.run(_INDEXED, (max(days.values()),))


def empty(database: Database) -> None:
    """Take everything out of the index, because all rows are written anew; inside a transaction."""
    database.run("INSERT INTO item_search (item_search) VALUES ('delete-all')")
    database.run("UPDATE indexed SET item = 0")
    database.run("DELETE FROM last_of_day")


def join_parts(database: Database, pages: int = TIDY_PAGES) -> bool:
    """Join parts of the index, which gets one with every `take_in`, for so many pages; inside a transaction.

    Returns whether there was anything to join: then there may be more.
    """
    before: int = database.value("SELECT total_changes()")
    database.run("INSERT INTO item_search (item_search, rank) VALUES ('merge', ?)", (pages,))
    # Documented for this command: it changes one row by itself, and more when it joined something.
    after: int = database.value("SELECT total_changes()")
    return after - before > 1


def indexed(database: Database) -> tuple[int, bool]:
    """The id up to which all things are in the index, and whether there are newer ones."""
    last, newest = database.rows(_NEWEST_INDEXED)[0]
    return last, newest is not None and newest > last


def registered_by(database: Database, time: str) -> int:
    """An id behind which nothing was registered at this time (UTC) or before; 0 when nothing was.

    The last thing of each day counts, not the first of the next: a clock is set back now and then.
    """
    return int(database.value(_REGISTERED_BY, {"time": time}))


class Question:
    """The parts of a query over items, and the values for its marks in their order.

    `match` is an expression for the index; without one, all things are looked at. A plus sign keeps a condition from
    choosing the index: only the key may, because the order is the key's.
    """

    def __init__(self, match: str) -> None:
        self.key = "found.rowid" if match else "item.id"
        self._match = match
        self._values: list[Any] = []
        self._conditions: list[str] = []

    def add(self, condition: str, *values: Any) -> None:
        """One more condition, with the values for its marks."""
        self._conditions.append(condition)
        self._values.extend(values)

    def rows(self, database: Database, columns: str, *, newest_first: bool, limit: int) -> list[Row]:
        """At most `limit` of the rows that stand to all conditions, in the order of their ids."""
        rows: list[Row] = []
        for tables, values in self._places(database, newest_first):
            if len(rows) < limit:
                query = f"SELECT {columns} {tables} ORDER BY {self.key} {'DESC' if newest_first else 'ASC'} LIMIT ?"
                rows += database.rows(query, (*values, limit - len(rows)))
        return rows

    def count(self, database: Database, *, up_to: int = _ALL) -> int:
        """How many rows there are, counted no further than `up_to`."""
        counted = 0
        for tables, values in self._places(database, newest_first=True):
            query = f"SELECT count(*) FROM (SELECT 1 {tables} LIMIT ?)"  # noqa: S608
            counted += database.value(query, (*values, up_to - counted))
        return counted

    def _places(self, database: Database, newest_first: bool) -> Iterator[tuple[str, tuple[Any, ...]]]:
        """Where to look, in order: FROM and WHERE of a query, with its values."""
        if not self._match:
            yield f"FROM item {self._where()}", tuple(self._values)
            return
        last, more = indexed(database)
        if more and newest_first:
            yield self._among_the_fresh(database, last)
        # What is taken in between the two queries was found among the fresh ones, or will be.
        where = self._where(f"+{self.key} <= ?")
        yield f"FROM item_search(?) AS found {_TO_ITEM} {where}", (self._match, *self._values, last)
        if more and not newest_first:
            yield self._among_the_fresh(database, last)

    def _among_the_fresh(self, database: Database, last: int) -> tuple[str, tuple[Any, ...]]:
        """An index of the newest things alone, in this connection's memory and made anew for each question."""
        database.run(f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.fresh USING fts5({_FRESH})")
        database.run("INSERT INTO temp.fresh (fresh) VALUES ('delete-all')")
        database.run("INSERT INTO temp.fresh (rowid, words) SELECT id, words FROM item WHERE id > ?", (last,))
        return f"FROM temp.fresh(?) AS found {_TO_ITEM} {self._where()}", (self._match, *self._values)

    def _where(self, *more: str) -> str:
        return f"WHERE {' AND '.join((*self._conditions, *more)) or 'true'}"


_TO_ITEM = "CROSS JOIN item ON item.id = found.rowid"
_FRESH = f"words, content = '', columnsize = 0, detail = none, {_TOKENS}"

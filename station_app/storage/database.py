"""One connection to the station's SQLite file: opened safely, written in whole transactions. Belongs to one thread."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from domain.refused import Refused
from station_app.storage.version import VERSION

FILE_NAME = "station.sqlite3"
BUSY_SECONDS = 35.0
"""How long a write waits for another program; virus scanners and backups hold a file for up to half a minute."""

GIVE_WAY_SECONDS = 0.03
"""How long who writes much in pieces rests between two: SQLite does not tell who waits that the lock is free, they look
again after 1 to 25 ms.
"""
CHECKPOINT_PAGES = 4_000
"""The write-ahead log goes into the file at the latest after so many pages (16 MB), and then a save waits for it."""


class Database:
    """A connection in WAL mode with synchronous FULL: what was saved in a `transaction` survives a power cut."""

    def __init__(self, connection: sqlite3.Connection, folder: Path) -> None:
        self._connection = connection
        self._folder = folder
        # One for all that is written: sqlite3 makes a new one for each statement else.
        self._writer = connection.cursor()
        self._saving, self._looking = _Block(self, writing=True), _Block(self, writing=False)
        self.closed = False
        self._lasting: dict[tuple[str, Sequence[Any]], tuple[Any, ...] | None] = {}
        self._seen = self._writing = 0

    @classmethod
    def open(cls, folder: Path) -> "Database":
        """Open (or make) the database in `folder` and bring its schema up to date.

        A copy is kept before an older schema is changed. Raises Refused `database_newer`, `database_damaged`,
        `folder_not_writable` or `database_locked`; the file is then untouched.
        """
        file = folder / FILE_NAME
        with _in_words(folder):
            connection = sqlite3.connect(file, timeout=BUSY_SECONDS, isolation_level=None)
            connection.row_factory = sqlite3.Row
            try:
                _bring_up_to_date(connection, file)
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
                connection.execute("PRAGMA foreign_keys = ON")
                connection.execute("PRAGMA temp_store = MEMORY")
            except BaseException:
                connection.close()
                raise
        return cls(connection, folder)

    @classmethod
    def in_memory(cls) -> "Database":
        """An empty store that lives as long as the object; for replaying a log beside the real rows."""
        connection = sqlite3.connect(":memory:", isolation_level=None)
        connection.row_factory = sqlite3.Row
        _create(connection)
        return cls(connection, Path())

    def wait_at_most(self, seconds: float) -> None:
        """Wait less long for other programs than BUSY_SECONDS, where somebody looks at a window meanwhile."""
        self._connection.execute(f"PRAGMA busy_timeout = {round(seconds * 1000)}")

    def close(self) -> None:
        """Close the connection. Nothing is pending: every write was its own transaction."""
        self._connection.close()
        self.closed = True

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing, durable when the block is left. The write lock is taken at once, so reads in it hold.

        Raises Refused `database_locked`, `disk_full` or `folder_not_writable` in words; nothing was then written.
        """
        return self._saving

    @contextmanager
    def noting(self) -> Iterator[None]:
        """Like `transaction`, for notes that are found out again when they are lost: a power cut may take the last of
        them back, whole, but nothing that was saved. Who saves meanwhile does not wait for the disk on their account.
        """
        self._writer.execute("PRAGMA synchronous = NORMAL")
        try:
            with self._saving:
                yield
        finally:
            self._writer.execute("PRAGMA synchronous = FULL")

    def snapshot(self) -> AbstractContextManager[None]:
        """Everything that is read in the block is of one moment, while others go on writing."""
        return self._looking

    def begin(self, *, writing: bool) -> None:
        """Begin a block; for `transaction` and `snapshot`. What others have written since ends what was lasting."""
        try:
            self._writer.execute("BEGIN IMMEDIATE" if writing else "BEGIN")
            if writing:
                (seen,) = self._writer.execute("PRAGMA data_version").fetchone()
                if seen != self._seen:
                    self._lasting.clear()
                self._seen, self._writing = seen, 1
        except sqlite3.DatabaseError as error:
            raise _told(error, self._folder) from error

    def end(self, error: BaseException | None) -> None:
        """Save the block when there was no error, else undo it; for `transaction` and `snapshot`."""
        self._writing = 0
        try:
            if error is None:
                self._writer.execute("COMMIT")
        except sqlite3.DatabaseError as failed:
            error = failed
        try:
            if self._connection.in_transaction:
                self._lasting.clear()
                self._writer.execute("ROLLBACK")
        finally:
            if isinstance(error, sqlite3.DatabaseError):
                raise _told(error, self._folder) from error

    def take_over(self) -> None:
        """Move what was written ahead into the file, as far as nobody reads there; a save would have to do it else."""
        self.row("PRAGMA wal_checkpoint(PASSIVE)")

    def run(self, statement: str, values: Sequence[Any] | dict[str, Any] = ()) -> None:
        """Execute one statement that changes something; inside `transaction`."""
        self._lasting.clear()
        self._writer.execute(statement, values)

    def insert(self, statement: str, values: Sequence[Any]) -> int:
        """Like `run` for one new row that changes no answer of `lasting`; returns its id."""
        return self._writer.execute(statement, values).lastrowid or 0

    def lasting(self, query: str, values: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        """The first row of a query, for what every save must know and what seldom changes.

        In a transaction the answer is the last one as long as nobody else wrote to the store, and nothing was run or
        undone here; otherwise it is asked for.
        """
        if not self._writing:
            return self.row(query, values)  # type: ignore[return-value]
        key = query, values
        try:
            return self._lasting[key]
        except KeyError:
            self._lasting[key] = self.row(query, values)  # type: ignore[assignment]
            return self._lasting[key]

    def keep_lasting(self, query: str, values: Sequence[Any], answer: tuple[Any, ...]) -> None:
        """Say what the answer of `lasting` is from now on; right after `insert` made it so."""
        self._lasting[query, values] = answer

    def rows(self, query: str, values: Sequence[Any] | dict[str, Any] = ()) -> list[sqlite3.Row]:
        """All rows of a query. Raises Refused `database_damaged` and the like, as every reading here does."""
        try:
            return self._connection.execute(query, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise _told(error, self._folder) from error

    def each(self, query: str, values: Sequence[Any] | dict[str, Any] = ()) -> Iterator[sqlite3.Row]:
        """The rows of a query one by one, for logs of any length."""
        with _in_words(self._folder):
            yield from self._connection.execute(query, values)

    def row(self, query: str, values: Sequence[Any] | dict[str, Any] = ()) -> sqlite3.Row | None:
        """The first row of a query, or None."""
        try:
            found: sqlite3.Row | None = self._connection.execute(query, values).fetchone()
        except sqlite3.DatabaseError as error:
            raise _told(error, self._folder) from error
        return found

    def value(self, query: str, values: Sequence[Any] | dict[str, Any] = ()) -> Any:
        """The first column of the first row, or None."""
        found = self.row(query, values)
        return None if found is None else found[0]

    def copy_to(self, file: Path) -> None:
        """Write a consistent copy of the whole database to `file` while others go on working."""
        with _in_words(file.parent):
            target = sqlite3.connect(file)
            try:
                self._connection.backup(target)
            finally:
                target.close()

    def damage(self) -> list[str]:
        """What SQLite's own check finds wrong; empty when the file is sound."""
        try:
            return [row[0] for row in self.rows("PRAGMA quick_check") if row[0] != "ok"]
        except Refused as refused:
            return [refused.code]


class _Block(AbstractContextManager[None]):
    """A block that is saved when it ends well and undone when not. It keeps nothing, so one of each kind serves all."""

    def __init__(self, database: Database, *, writing: bool) -> None:
        self._database, self._writing = database, writing

    def __enter__(self) -> None:
        self._database.begin(writing=self._writing)

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        self._database.end(error)


def _bring_up_to_date(connection: sqlite3.Connection, file: Path) -> None:
    if _version(connection) == VERSION:
        return
    # Loaded here like sqlite_utils below: most starts find the schema as it should be.
    import filelock

    # Window and command line may both start for the first time: one makes the schema, the other finds it made.
    with filelock.FileLock(file.with_suffix(".lock"), timeout=BUSY_SECONDS):
        version = _version(connection)
        if version > VERSION:
            raise Refused("database_newer", found=version, known=VERSION)
        if version == VERSION:
            return
        if version:
            _keep_copy(connection, file.with_name(f"{file.stem}-schema-{version}{file.suffix}"))
        _create(connection)


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _keep_copy(connection: sqlite3.Connection, target: Path) -> None:
    """By SQLite itself, because the newest commits may still lie in the write-ahead log."""
    if not target.exists():
        copy = sqlite3.connect(target)
        try:
            connection.backup(copy)
        finally:
            copy.close()


def _create(connection: sqlite3.Connection) -> None:
    # Loaded here, because this library takes as long to load as the rest of the start and most starts do not need it.
    import sqlite_utils

    from station_app.storage.migrations import migrate

    migrate(sqlite_utils.Database(connection))


@contextmanager
def _in_words(folder: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise _told(error, folder) from error


def _told(error: sqlite3.DatabaseError, folder: Path) -> Exception:
    """What a person can mend about an error of SQLite; the error itself when it is a bug."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Refused("database_locked")
    if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        return Refused("database_damaged")
    if code == sqlite3.SQLITE_FULL or (code in _CANNOT_WRITE and _no_room(folder)):
        return Refused("disk_full")
    if code in _CANNOT_WRITE:
        return Refused("folder_not_writable", folder=str(folder))
    return error


_CANNOT_WRITE = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_IOERR)


def _no_room(folder: Path) -> bool:
    """On a full disk SQLite cannot even make its shared-memory file, and calls that an I/O error."""
    import shutil

    try:
        return shutil.disk_usage(folder).free < 100_000
    except OSError:
        return False

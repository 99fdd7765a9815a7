"""Rows of files that were just stored. Those of several requests at once go into the database in one transaction.

Whoever comes first writes for all that came meanwhile, so that waiting for the disk is shared.
"""

import threading
from collections.abc import Callable, Sequence

from django.db import connection, transaction

from hub.ingest import rows as rows_of
from hub.ingest.answers import Declined
from hub.ingest.blob_checks import PICTURE
from hub.ingest.models import StoredBlob, UndecodedPicture
from wire import contact


class _Entry:
    """The rows of one request, and what became of them."""

    def __init__(self, rows: Sequence[StoredBlob]) -> None:
        self.rows = rows
        self.over = False
        self.trouble: Exception | None = None


class Noting:
    """The rows of one process that are on their way into the database, which `write` does. Safe for several threads."""

    def __init__(self, write: Callable[[list[StoredBlob]], None]) -> None:
        self._write = write
        self._gathering, self._writing = threading.Lock(), threading.Lock()
        self._entries: list[_Entry] = []

    def note(self, rows: Sequence[StoredBlob]) -> None:
        """The rows are durable when this returns. Call it outside of any transaction, with the files in their places.

        Raises Declined `busy` when the hub is closed, DatabaseError; then nothing of them is in the database.
        """
        entry = _Entry(rows)
        with self._gathering:
            self._entries.append(entry)
        with self._writing:
            if not entry.over:
                self._write_all()
        if entry.trouble is not None:
            raise entry.trouble

    def _write_all(self) -> None:
        with self._gathering:
            entries, self._entries = self._entries, []
        try:
            self._write([row for entry in entries for row in entry.rows])
        except Exception as broken:  # noqa: BLE001 (raised by each thread that waits for it)
            for entry in entries:
                entry.trouble = broken
        finally:
            for entry in entries:
                entry.over = True


def write(rows: list[StoredBlob]) -> None:
    """Put the rows into the database, in one transaction. Raises as Noting.note."""
    # One file may come twice at once. In order, so that two processes never wait for each other.
    by_name = {row.sha256: row for row in sorted(rows, key=lambda row: row.sha256)}
    names = ["sha256", "media_type", "size", "stored_at"]
    stored = [(row.sha256, row.media_type, row.size, row.stored_at) for row in by_name.values()]
    pictures = [(row.sha256,) for row in by_name.values() if row.media_type == PICTURE]
    with transaction.atomic(), connection.cursor() as cursor:
        rows_of.put(StoredBlob, names, stored)
        rows_of.insert(UndecodedPicture, ["sha256"], pictures, new=False)
        cursor.execute("SELECT 1 FROM ingest_closed")
        if cursor.fetchone() is not None:
            raise Declined(contact.BUSY, "the hub is closed")

"""Is the hub being served? Whoever serves holds a lock with others; work that must be alone takes it for itself.

On PostgreSQL the lock is the database's, so it holds for all machines; else it is a file in the folder.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

from domain.refused import Refused
from hub.folder import Folder

_NUMBER = 0x6F6D6272756B
"""Names the advisory lock among others in the same database ("ombruk")."""


@contextmanager
def serving() -> Iterator[None]:
    """Held while the hub is served. Raises Refused `hub_worked_on`."""
    with _lock(shared=True) as got:
        if not got:
            raise Refused("hub_worked_on")
        yield


@contextmanager
def alone() -> Iterator[None]:
    """Held while nobody may serve. Raises Refused `hub_serving`."""
    with _lock(shared=False) as got:
        if not got:
            raise Refused("hub_serving")
        yield


@contextmanager
def _lock(*, shared: bool) -> Iterator[bool]:
    if connection.vendor == "postgresql":
        with _lock_in_database(shared) as got:
            yield got
        return
    folder: Folder = settings.OMBRUK_FOLDER
    descriptor = os.open(folder.serving, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
            got = True
        except BlockingIOError:
            got = False
        yield got
    finally:
        # Workers hold the same open file: the lock is gone with the last of them.
        os.close(descriptor)


@contextmanager
def _lock_in_database(shared: bool) -> Iterator[bool]:
    """On a connection of its own, which holds it for as long as it lives."""
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            cursor.execute(f"SELECT pg_try_advisory_lock{'_shared' if shared else ''}(%s)", [_NUMBER])
            row = cursor.fetchone()
        yield bool(row and row[0])
    finally:
        own.close()

"""Is the hub being served? Whoever serves holds a lock with others; work that must be alone takes it for itself.

On PostgreSQL the lock is the database's, so it holds for all machines; else it is a file in the folder.
"""

import fcntl
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper

from domain.refused import Refused
from hub.folder import Folder

_NUMBER = 0x6F6D6272756B
"""Names the advisory lock among others in the same database ("ombruk")."""
_LOG = logging.getLogger(__name__)


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


class Hold:
    """A process's own part in that lock on PostgreSQL, on a connection that it keeps; taken again when that is lost."""

    def __init__(self) -> None:
        self._own: BaseDatabaseWrapper | None = None

    def renew(self) -> None:
        """Hold it. Raises DatabaseError while there is no database."""
        if self._own is not None and self._own.is_usable():
            return
        self.let_go()
        own = connection.copy()
        try:
            got = _asked(own, shared=True)
        except DatabaseError:
            own.close()
            raise
        if got:
            self._own = own
        else:
            own.close()
            _LOG.error("the hub is served while somebody works on it alone; restart it when that is done")

    def let_go(self) -> None:
        """Close that connection; the lock goes with it."""
        if self._own is not None:
            self._own.close()
            self._own = None


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
        yield _asked(own, shared=shared)
    finally:
        own.close()


def _asked(own: BaseDatabaseWrapper, *, shared: bool) -> bool:
    with own.cursor() as cursor:
        cursor.execute(f"SELECT pg_try_advisory_lock{'_shared' if shared else ''}(%s)", [_NUMBER])
        row = cursor.fetchone()
    return bool(row and row[0])

"""What the disk and the database refuse to do, as what a person can mend. Anything else is a bug and stays one."""

import errno
import logging

from django.db import DatabaseError, OperationalError

from domain.refused import Refused
from hub.ingest.blob_store import Unreachable

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
_UNUSABLE = (
    errno.EACCES,
    errno.EPERM,
    errno.EROFS,
    errno.ENOENT,
    errno.EEXIST,
    errno.ENOTDIR,
    errno.EISDIR,
    errno.ELOOP,
    errno.ENAMETOOLONG,
)
# As SQLite (result codes 10, 11, 13 and 26) and PostgreSQL (53100) word it.
_SAID_FULL = ("disk is full", "disk I/O error", "No space left")
_SAID_DAMAGED = ("not a database", "malformed")
# SQLite's 8; PostgreSQL's 25006, from a server that only follows another.
_SAID_READ_ONLY = ("readonly database", "read-only transaction")


def mendable(broken: Exception) -> Refused | None:
    """The refusal to show instead of a traceback: disk_full, place_unusable, files_unreachable, database_…."""
    if isinstance(broken, Unreachable):
        return Refused("files_unreachable", said=str(broken))
    if isinstance(broken, OSError):
        return _of_disk(broken)
    if not isinstance(broken, DatabaseError):
        return None
    said = str(broken)
    if any(words in said for words in _SAID_FULL):
        return Refused("disk_full")
    if any(words in said for words in _SAID_DAMAGED):
        return Refused("database_damaged")
    if any(words in said for words in _SAID_READ_ONLY):
        return Refused("database_read_only")
    return Refused("database_unreachable", said=one_line(broken)) if isinstance(broken, OperationalError) else None


class Bugs(logging.Filter):
    """Of what Django logs of requests, the bugs. What can be mended, who answers the request says in one line."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Is it an exception, and one that nobody can mend?"""
        broken = record.exc_info[1] if record.exc_info else None
        return isinstance(broken, Exception) and mendable(broken) is None


def one_line(broken: Exception) -> str:
    """What the database said, without the breaks of PostgreSQL's longer messages. It names no password."""
    return " ".join(str(broken).split())


def _of_disk(broken: OSError) -> Refused | None:
    if broken.errno in _FULL:
        return Refused("disk_full")
    if broken.errno in _UNUSABLE and broken.filename is not None:
        return Refused("place_unusable", place=str(broken.filename))
    return None

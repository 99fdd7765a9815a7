"""Work that only one program at a time may do on a store: sending, printing a lane."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from domain.refused import Refused


@contextmanager
def alone(lock_file: Path) -> Iterator[bool]:
    """Whether nobody else holds this lock as long as the block lasts; nobody is waited for.

    The system lets go of the lock of a program that dies. Raises Refused `folder_not_writable`.
    """
    # Loaded here: the window's start does not need it.
    import filelock

    lock = filelock.FileLock(lock_file, timeout=0)
    try:
        lock.acquire()
    except filelock.Timeout:
        yield False
        return
    except OSError:
        raise Refused("folder_not_writable", folder=str(lock_file.parent)) from None
    try:
        yield True
    finally:
        lock.release()

"""Work that only one program at a time may do on a store: sending, printing a lane."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from domain.refused import Refused


@contextmanager
def alone(lock_file: Path) -> Iterator[bool]:
    """Whether nobody else holds this lock as long as the block lasts; nobody is waited for.

    The system lets go of the lock of a program that dies. Raises Refused `folder_not_writable`.
    """
    try:
        handle = os.open(lock_file, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        raise Refused("folder_not_writable", folder=str(lock_file.parent)) from None
    try:
        try:
            got = _locked(handle)
        except OSError:
            raise Refused("folder_not_writable", folder=str(lock_file.parent)) from None
        yield got
    finally:
        # The lock goes with it.
        os.close(handle)


# By the system itself, in the way that filelock does it too: that library takes as long to load as all that sends.
if sys.platform == "win32":
    import msvcrt

    def _locked(handle: int) -> bool:
        with suppress(PermissionError):
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            return True
        return False

else:
    import fcntl

    def _locked(handle: int) -> bool:
        with suppress(BlockingIOError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        return False

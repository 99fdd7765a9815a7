"""Which of the windows on one store this is: each keeps what is begun in it for itself.

Without that, a second window would show the form of the first as its own, and the same thing would be saved in both.
"""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QLockFile

from station_app.actions.drafts import set_left_behind_aside
from station_app.station import Station


@contextmanager
def own_place(station: Station) -> Iterator[None]:
    """Give this window the first place that is free, for as long as the block lasts.

    What stood in the forms of windows that died in other places is set aside, so that it is seen.
    Raises Refused `database_locked`, `disk_full` and the like.
    """
    lock = QLockFile("")
    for place in itertools.count(1):
        lock = _lock(station.folder, place)
        # A folder in which nothing can be locked holds nothing up: it is said when something is saved.
        if lock.tryLock(0) or lock.error() is not QLockFile.LockError.LockFailedError:
            break
    station.drafts.place = place
    try:
        for other in station.drafts.places():
            left = _lock(station.folder, other)
            if other != place and left.tryLock(0):
                set_left_behind_aside(station, other)
                left.unlock()
        yield
    finally:
        lock.unlock()


def _lock(folder: Path, place: int) -> QLockFile:
    """Qt's own lock file, where storage/alone.py has filelock: that takes 10 ms to load, and a window is waited for.

    A program that died is found as well: the file names it, and the system is asked whether it still runs.
    """
    lock = QLockFile(str(folder / f"window-{place}.lock"))
    # How old it is says nothing: a window is open all day. Whether its program runs is asked all the same.
    lock.setStaleLockTime(0)
    return lock

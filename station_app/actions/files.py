"""Files that people hand to the program: read only when they are ordinary files of a sensible size."""

import stat
from pathlib import Path

from domain.refused import Refused


def read_file(file: Path, megabytes: int) -> bytes:
    """The bytes of an ordinary file of at most so many megabytes; a pipe or a device would never end.

    Raises Refused `file_unreadable` or `file_too_large`.
    """
    try:
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            raise Refused("file_unreadable", file=str(file), what="not an ordinary file")
        if status.st_size > megabytes * 1_000_000:
            raise Refused("file_too_large", file=str(file), limit=megabytes)
        return file.read_bytes()
    except (OSError, ValueError) as error:
        raise Refused("file_unreadable", file=str(file), what=getattr(error, "strerror", "") or "") from None

"""Files that people hand to the program: read only when they are ordinary files of a sensible size. And files that are
put out for people: whole or not at all.
"""

import os
import stat
import tempfile
from pathlib import Path

from domain.refused import Refused
from station_app.causes import of_system


def read_file(file: Path, megabytes: int) -> bytes:
    """The bytes of an ordinary file of at most so many megabytes; a pipe or a device would never end.

    Raises Refused `file_unreadable` or `file_too_large`.
    """
    try:
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            raise Refused("file_unreadable", file=str(file), what="not_ordinary")
        if status.st_size > megabytes * 1_000_000:
            raise Refused("file_too_large", file=str(file), limit=megabytes)
        return file.read_bytes()
    except (OSError, ValueError) as error:
        raise Refused("file_unreadable", file=str(file), what=of_system(error)) from None


def write_file(target: Path, data: bytes) -> Path:
    """Put a document into a file, making its folder. What stood there is replaced whole, also when the power goes.

    Raises Refused `file_unwritable`.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".new")
        half = Path(name)
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(data)
            half.replace(target)
        finally:
            half.unlink(missing_ok=True)
    except OSError as error:
        raise Refused("file_unwritable", file=str(target), what=of_system(error)) from None
    return target

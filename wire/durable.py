"""Files and folder names that survive a power cut: at the counter, at the hub, on a stick between them."""

import os
import tempfile
from pathlib import Path

NEW = ".new-"
"""How the name of a file begins that is still being written; one that a crash left behind is nobody's."""


def make_folder(folder: Path, mode: int = 0o777) -> None:
    """Make a folder and those above it where there are none. Their names are on the disk when this returns."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True, mode=mode)
    for each in missing:
        sync_folder(each.parent)


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk: what was just made or moved in it."""
    if os.name == "nt":  # Windows has no handle for a folder; NTFS journals the rename itself
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write(target: Path, data: bytes) -> None:
    """Temporary file, fsync, rename, fsync of the folder: after a power cut the file is whole or not there.

    Its folder must exist. Raises OSError, and has then left nothing behind.
    """
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=NEW)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    sync_folder(target.parent)

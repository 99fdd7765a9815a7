"""Files and folder names that survive a power cut: at the counter, at the hub, on a stick between them."""

import os
from pathlib import Path

_BINARY: int = getattr(os, "O_BINARY", 0)
"""On Windows a line end would else become two characters."""
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
    temporary = target.parent / f"{NEW}{os.urandom(8).hex()}"
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)

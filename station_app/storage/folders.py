"""Folders whose names survive a power cut."""

import os
from pathlib import Path


def make(folder: Path, mode: int = 0o777) -> None:
    """Make a folder and those above it where there are none. Their names are on the disk when this returns."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True, mode=mode)
    for each in missing:
        sync(each.parent)


def sync(folder: Path) -> None:
    """Bring the names in a folder to the disk: what was just made or moved in it."""
    if os.name == "nt":  # Windows has no handle for a folder; NTFS journals the rename itself
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

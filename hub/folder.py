"""The hub's data folder: what lies where, and the two secrets in it. No Django, so that the settings can ask."""

import os
import sys
from pathlib import Path
from typing import NamedTuple

from domain.refused import Refused
from wire.durable import sync_folder

DATA_VARIABLE = "OMBRUK_HUB_DATA"
SECRET_VARIABLE = "OMBRUK_HUB_SECRET"  # noqa: S105 (the name of a variable)
KEY_VARIABLE = "OMBRUK_HUB_KEY"
BLOBS_VARIABLE = "OMBRUK_BLOBS"
MANIFEST = "backup.json"
"""Written last into a backup, and there while one is put back: a folder that holds it is no hub to work with."""


class Folder(NamedTuple):
    """Paths below the hub's data folder `root`. Naming them makes nothing on the disk."""

    root: Path

    @property
    def database(self) -> Path:
        """The SQLite file, where no DATABASE_URL says otherwise."""
        return self.root / "hub.sqlite3"

    @property
    def secret(self) -> Path:
        """Django's secret key, where OMBRUK_HUB_SECRET does not hold it."""
        return self.root / "secret"

    @property
    def key(self) -> Path:
        """The hub's signing key as JWK, where OMBRUK_HUB_KEY does not hold it."""
        return self.root / "hub-key.json"

    @property
    def blobs(self) -> Path:
        """Stored files by their SHA-256."""
        return self.root / "blobs"

    @property
    def presence(self) -> Path:
        """A file for each device, touched when it was heard; nothing is lost with it."""
        return self.root / "presence"

    @property
    def serving(self) -> Path:
        """A file that is locked while the hub is served from this folder."""
        return self.root / "serving.lock"

    @property
    def spool(self) -> Path:
        """Files that are still arriving."""
        return self.root / "spool"


def chosen() -> Folder:
    """The folder named by OMBRUK_HUB_DATA, or the platform's usual place for a service's data."""
    named = os.environ.get(DATA_VARIABLE)
    if named:
        return Folder(Path(named).expanduser().absolute())
    if sys.platform == "win32":
        base = Path(os.environ.get("PROGRAMDATA", "C:/ProgramData"))
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or "~/.local/share").expanduser()
    return Folder(base / "ombruk-hub")


def require_no_backup(place: Folder) -> None:
    """Raises Refused `folder_is_backup`: working in a backup would change it, and give out again what was given."""
    if (place.root / MANIFEST).exists():
        raise Refused("folder_is_backup", folder=str(place.root))


def write_private(path: Path, content: bytes) -> None:
    """Write a new file that only its owner can read, safely on the disk before the call returns.

    Raises FileExistsError: a secret is never overwritten.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink()  # half a secret must not stand in the way of a whole one
        raise
    sync_folder(path.parent)

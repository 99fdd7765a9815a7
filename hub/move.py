"""A hub from one kind of storage to another: SQLite and folder to PostgreSQL and S3, and back. One hub lives after it.

Files go first and may go again; all rows go in one transaction; the new hub is checked whole, and opened last. The
old one is closed, and keeps everything.
"""

import json
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import msgspec
from django.conf import settings
from django.db import connections
from django.utils import timezone

from domain.refused import Refused
from hub import folder as names
from hub import move_rows, serving
from hub.backup import copy_secrets, stored_names
from hub.folder import Folder, write_private
from hub.ingest import blobs
from hub.ingest.blob_store import BlobStore, NotTheContent, beside_each_other, chosen
from hub.ingest.identity import this_hub
from hub.ingest.models import Closed, Hub, StoredEvent
from hub.ingest.verify import verify
from wire import codec
from wire.durable import sync_folder
from wire.messages import Identifier

MARK = "move.json"


class Target(NamedTuple):
    """Where the hub is to live: a folder, and what OMBRUK_MOVE_DATABASE_URL and OMBRUK_MOVE_BLOBS say."""

    folder: Folder
    database: str
    blobs: str

    @classmethod
    def named(cls, root: Path) -> "Target":
        """As the environment names it."""
        database = os.environ.get("OMBRUK_MOVE_DATABASE_URL", "")
        return cls(Folder(root.absolute()), database, os.environ.get("OMBRUK_MOVE_BLOBS", ""))

    @property
    def environment(self) -> dict[str, str]:
        """What a program needs to work with the hub there."""
        given = {
            names.DATA_VARIABLE: str(self.folder.root),
            "DATABASE_URL": self.database,
            names.BLOBS_VARIABLE: self.blobs,
        }
        kept = {name: value for name, value in os.environ.items() if name not in given}
        return kept | {name: value for name, value in given.items() if value}


class _Mark(msgspec.Struct, frozen=True):
    """Whose move this folder is for, and to where; there until the new hub is opened. No user and no password."""

    hub: Identifier
    database: str
    blobs: str


class Moved(NamedTuple):
    """What is at the new place. `lacking` are files that the old hub should have and does not, or that were altered."""

    folder: str
    events: int
    files: int
    lacking: list[str]

    def document(self) -> dict[str, Any]:
        """For scripts."""
        return self._asdict()


def copy_files(target: Target) -> Moved:
    """Copy files ahead, while the hub is served: the move itself is the shorter for it. Raises as `move`."""
    move_rows.connect(target.database, target.folder)
    _claim(target)
    count, lacking = _copy_files(target)
    return Moved(str(target.folder.root), 0, count, lacking)


def move(target: Target) -> Moved:
    """Move the hub. What was cut off is gone on with by the same command.

    Raises Refused `hub_serving`, `hub_closed`, `move_source_broken`, `move_place_used`, `move_not_right`.
    """
    with serving.alone():
        if verify(files=False).problems:
            raise Refused("move_source_broken")
        move_rows.connect(target.database, target.folder)
        _claim(target)
        Closed.objects.get_or_create(id=1, defaults={"at": timezone.now()})
        try:
            moved = _carry(target)
        except BaseException:
            # Nobody was let in at the new place: the old one goes on. After a kill it is for a person to say.
            Closed.objects.all().delete()
            raise
        Closed.objects.using(move_rows.TARGET).delete()
        (target.folder.root / MARK).unlink()
        return moved


def _carry(target: Target) -> Moved:
    count, lacking = _copy_files(target)
    for path in (target.folder.secret, target.folder.key):
        # Half of one, or that of a run that was broken off.
        path.unlink(missing_ok=True)
    copy_secrets(target.folder)
    move_rows.copy()
    different = move_rows.differences()
    if different:
        raise Refused("move_not_right", what=", ".join(different))
    _check(target, lacking)
    return Moved(str(target.folder.root), StoredEvent.objects.count(), count, lacking)


def _claim(target: Target) -> None:
    """Make the place this move's own, or find that it is. Raises Refused `move_place_used`, `hub_closed`."""
    hub, root = this_hub(), target.folder.root
    mark = _Mark(str(hub.identifier), _where(target.database), target.blobs)
    used = Refused("move_place_used", folder=str(root))
    if (root / MARK).exists():
        with suppress(codec.Malformed):
            if codec.decode((root / MARK).read_bytes(), _Mark) == mark and not _opened():
                return
        raise used
    closed = Closed.objects.first()
    if closed is not None:
        raise Refused("hub_closed", moment=str(closed))
    if root.exists() and any(root.iterdir()):
        raise used
    if target.database and move_rows.tables_there():
        raise used
    if not _same_files(target) and next(_store(target).names(), None) is not None:
        raise used
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_private(root / MARK, codec.encode(mark))
    sync_folder(root.parent)


def _where(database: str) -> str:
    parts = urlsplit(database)
    return f"{parts.hostname}:{parts.port}{parts.path}" if database else ""


def _opened() -> bool:
    """Is there a hub at the new place that works already?"""
    if not {Hub._meta.db_table, Closed._meta.db_table} <= set(move_rows.tables_there()):
        return False
    there = Hub.objects.using(move_rows.TARGET).exists()
    return there and not Closed.objects.using(move_rows.TARGET).exists()


def _store(target: Target) -> BlobStore:
    return chosen(target.blobs, target.folder)


def _same_files(target: Target) -> bool:
    """Both hubs name one bucket: only the tables move."""
    return bool(target.blobs) and target.blobs == settings.OMBRUK_BLOBS


def _copy_files(target: Target) -> tuple[int, list[str]]:
    """How many files are at the new place, and which the old one cannot give. What is there already stays."""
    source, new, same = blobs.store(), _store(target), _same_files(target)
    for place in (target.folder.blobs, target.folder.spool):
        place.mkdir(exist_ok=True)

    def carry(name: str) -> bool:
        if same or new.here([name]):
            return True
        try:
            new.put(name, source.read(name))
        except (FileNotFoundError, NotTheContent):
            return False
        return True

    count, lacking = 0, list[str]()
    for name, carried in beside_each_other(carry, stored_names()):
        count += carried
        if not carried:
            lacking.append(name)
    return count, lacking


def _check(target: Target, lacking: list[str]) -> None:
    """The new hub as its own program finds it: chains, signatures, rows, and every file read and hashed."""
    connections[move_rows.TARGET].close()
    command = [sys.executable, "-m", "hub.cli", "--json", "verify"]
    ran = subprocess.run(command, env=target.environment, capture_output=True, text=True, check=False)
    try:
        problems = json.loads(ran.stdout)["problems"]
    except (json.JSONDecodeError, KeyError):
        raise Refused("move_not_right", what="verify") from None
    known = {f"file {name} is missing" for name in lacking}
    found = [problem for problem in problems if problem not in known]
    if found:
        raise Refused("move_not_right", what=found[0])

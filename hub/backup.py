"""A whole copy of the hub in a new folder: database, keys, files. The stations learn how far it reaches by hello.

Putting it back is hub.restore.
"""

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from domain.refused import Refused
from hub import covered
from hub.failures import mendable
from hub.folder import MANIFEST, Folder, write_private
from hub.ingest import blobs
from hub.ingest.blob_store import beside_each_other, digest
from hub.ingest.identity import this_hub
from hub.ingest.models import Incarnation, StoredBlob, StoredEvent
from wire import codec
from wire.durable import sync_folder
from wire.messages import Instant, Sha256

DUMP = "hub.pgdump"
_NAME = re.compile("[0-9a-f]{64}")


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup says of itself: whose it is, when it was begun, and what is in it.

    `database` names the database's file in the folder. The stored files need no list: their names are their hashes.
    """

    hub: str
    epoch: int
    made_at: Instant
    events: int
    files: int
    database: str
    database_sha256: Sha256
    format: int = 1


class Made(NamedTuple):
    """What was copied and where. `lacking` are files that the hub should have and does not, or that were altered.

    `behind` are chains of which the backup covers only a part, since files that their events name are not in it.
    `told`: the positions were moved, so stations hear how far it reaches.
    """

    folder: str
    events: int
    files: int
    lacking: int
    behind: int
    told: bool

    def document(self) -> dict[str, Any]:
        """For scripts."""
        return self._asdict()


def backup(target: Path) -> Made:
    """Copy everything to the new folder `target`. The database first: the files it names are all there already.

    The backed-up positions are moved only after all of it is safe on the disk, and past no event that names a file
    which is not in the copy. What fails half-way leaves nothing.
    Raises Refused `backup_folder_used`, `pg_dump_failed`.
    """
    target = target.absolute()
    if target.exists() and any(target.iterdir()):
        raise Refused("backup_folder_used", folder=str(target))
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        return _backup(target)
    except BaseException:
        clear(target)
        raise


def _backup(target: Path) -> Made:
    # Made first, so that a folder that cannot be written to is named as such and not by the database.
    Folder(target).blobs.mkdir()
    # Read before the copy begins, so that the copy holds at least this.
    hub, now = this_hub(), timezone.now()
    heads = dict(Incarnation.objects.values_list("pk", "head_seq"))
    events = StoredEvent.objects.count()
    database = _copy_database(target)
    files, lacking = _copy_files(target)
    copy_secrets(Folder(target))
    manifest = Manifest(
        hub=str(hub.identifier),
        epoch=hub.epoch,
        made_at=now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        events=events,
        files=files,
        database=database.name,
        database_sha256=sha256_of(database),
    )
    write_private(target / MANIFEST, codec.encode(manifest))
    sync_folder(target.parent)
    reached = covered.reached(heads, lambda name: bool(_NAME.fullmatch(name)) and _place(target, name).exists())
    behind = sum(reached[chain] < head for chain, head in heads.items())
    return Made(str(target), events, files, lacking, behind, _tell(reached))


def _tell(reached: dict[int, int]) -> bool:
    """Move the positions. A hub whose own disk is full or failing needs its backup most: that one counts without."""
    try:
        covered.move(reached)
    except DatabaseError as broken:
        if mendable(broken) is None:
            raise
        return False
    return True


def clear(folder: Path) -> None:
    """Empty a folder that was empty before."""
    for entry in folder.iterdir():
        if entry.is_dir():
            shutil.rmtree(entry)
        else:
            entry.unlink()


def _copy_database(target: Path) -> Path:
    if connection.vendor == "sqlite":
        copy = Folder(target).database
        copy_sqlite(copy)
        return copy
    copy = target / DUMP
    _pg_dump(copy)
    copy.chmod(0o600)
    sync_file(copy)
    return copy


def copy_sqlite(copy: Path) -> None:
    """A consistent copy of the database as one new file, while others read and write."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(copy)])
    copy.chmod(0o600)
    sync_file(copy)


def postgresql_environment() -> dict[str, str]:
    """For PostgreSQL's own programs. The password goes this way, where other users of the machine cannot read it."""
    given = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    return {**os.environ, **{name: str(given[key]) for name, key in names.items() if given.get(key)}}


def _pg_dump(copy: Path) -> None:
    command = ["pg_dump", "--format=custom", f"--file={copy}"]
    try:
        subprocess.run(command, check=True, env=postgresql_environment())
    except (OSError, subprocess.CalledProcessError):
        raise Refused("pg_dump_failed") from None


def _place(target: Path, name: str) -> Path:
    return Folder(target).blobs / name[:2] / name[2:]


def _copy_files(target: Path) -> tuple[int, int]:
    """How many were copied, and how many could not be. `verify` names these; a backup takes what is whole."""
    source = blobs.store()

    def copy(name: str) -> bool:
        try:
            content = source.read(name)
        except FileNotFoundError:
            return False
        if digest(content) != name:
            return False
        place = _place(target, name)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        sync_file(place)
        return True

    copied = [0, 0]
    for _, whole in beside_each_other(copy, stored_names()):
        copied[whole] += 1
    for folder in sorted(Folder(target).blobs.glob("*")):
        sync_folder(folder)
    sync_folder(Folder(target).blobs)
    return copied[True], copied[False]


def stored_names() -> Iterable[str]:
    """The names of all files that the database knows as stored, in order."""
    return StoredBlob.objects.order_by("sha256").values_list("sha256", flat=True).iterator(500)


def copy_secrets(target: Folder) -> None:
    """The files with the hub's secrets, where there are such files. Raises FileExistsError."""
    source: Folder = settings.OMBRUK_FOLDER
    for path, copy in ((source.key, target.key), (source.secret, target.secret)):
        if path.exists():
            write_private(copy, path.read_bytes())


def sync_file(path: Path) -> None:
    """Make a file's content survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sha256_of(path: Path) -> str:
    """The hash of a file's content, in hex; of any size."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

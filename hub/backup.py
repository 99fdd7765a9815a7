"""A whole copy of the hub in a new folder: database, keys, files. The stations learn how far it reaches by hello.

To restore: stop the hub, put database, keys and blobs back into its folder (pg_restore for PostgreSQL), start it.
"""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from domain.refused import Refused
from hub.folder import Folder, sync_folder, write_private
from hub.ingest import blobs
from hub.ingest.identity import this_hub
from hub.ingest.models import Incarnation, StoredBlob, StoredEvent
from wire import codec


class Made(NamedTuple):
    """What was copied and where."""

    folder: str
    events: int
    files: int

    def document(self) -> dict[str, Any]:
        """For scripts."""
        return self._asdict()


def backup(target: Path) -> Made:
    """Copy everything to the new folder `target`. The database first: the files it names are all there already.

    The backed-up positions are moved only after all of it is safe on the disk. Raises Refused `backup_folder_used`,
    `pg_dump_failed`.
    """
    target = target.absolute()
    if target.exists() and any(target.iterdir()):
        raise Refused("backup_folder_used", folder=str(target))
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Read before the copy begins, so that the copy holds at least this.
    heads = dict(Incarnation.objects.values_list("pk", "head_seq"))
    events = StoredEvent.objects.count()
    _copy_database(target)
    files = _copy_files(target)
    _copy_secrets(Folder(target))
    hub = this_hub()
    about = {"hub": str(hub.identifier), "epoch": hub.epoch, "made_at": timezone.now().isoformat(timespec="seconds")}
    write_private(target / "backup.json", codec.encode({**about, "events": events, "files": files}))
    sync_folder(target.parent)
    _move_positions(heads)
    return Made(str(target), events, files)


def _copy_database(target: Path) -> None:
    if connection.vendor == "sqlite":
        copy_sqlite(Folder(target).database)
        return
    copy = target / "hub.pgdump"
    _pg_dump(copy)
    copy.chmod(0o600)
    _sync_file(copy)


def copy_sqlite(copy: Path) -> None:
    """A consistent copy of the database as one new file, while others read and write."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(copy)])
    copy.chmod(0o600)
    _sync_file(copy)


def _pg_dump(copy: Path) -> None:
    """The password goes by the environment, where other users of the machine cannot read it."""
    given = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    environment = {**os.environ, **{name: str(given[key]) for name, key in names.items() if given.get(key)}}
    try:
        subprocess.run(["pg_dump", "--format=custom", f"--file={copy}"], check=True, env=environment)
    except (OSError, subprocess.CalledProcessError):
        raise Refused("pg_dump_failed") from None


def _copy_files(target: Path) -> int:
    source, copied = blobs.store(), 0
    destination = Folder(target)
    for name in StoredBlob.objects.order_by("sha256").values_list("sha256", flat=True).iterator(500):
        path = source.path(name)
        if not path.exists():
            continue  # `verify` says so; a backup takes what there is
        copy = destination.blobs / name[:2] / name[2:]
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
        _sync_file(copy)
        copied += 1
    for folder in sorted(destination.blobs.glob("*")):
        sync_folder(folder)
    if copied:
        sync_folder(destination.blobs)
    return copied


def _copy_secrets(target: Folder) -> None:
    source: Folder = settings.OMBRUK_FOLDER
    for path, copy in ((source.key, target.key), (source.secret, target.secret)):
        if path.exists():
            write_private(copy, path.read_bytes())


def _sync_file(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@transaction.atomic
def _move_positions(heads: dict[int, int]) -> None:
    for row in Incarnation.objects.select_for_update().filter(pk__in=heads).order_by("pk"):
        row.backed_up_seq = max(row.backed_up_seq, heads[row.pk])
        row.save(update_fields=["backed_up_seq"])

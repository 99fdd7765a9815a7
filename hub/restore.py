"""Putting a backup back into an empty hub, so that stations see it and nothing that was given out is given again."""

import secrets
import shutil
import subprocess
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext

from domain.numbers import LAST_PERMANENT_DEVICE
from domain.refused import Refused
from hub.agreements.publish import publish
from hub.backup import DUMP, Manifest, clear, postgresql_environment, sha256_of, sync_file
from hub.folder import MANIFEST, Folder, write_private
from hub.ingest import blobs
from hub.ingest.blob_store import beside_each_other
from hub.ingest.enrolment import FOLLOWED
from hub.ingest.models import Closed, EnrolmentCode, Hub
from hub.reservations.publish import publish_everywhere
from hub.tables import bring_up, check_tables
from wire import codec
from wire.durable import sync_folder

_FORMAT = 1
_LONGEST_STEP = 1_000_000
_OFTEN = 8
"""More often nobody puts back one backup that cannot be written to."""
VERSIONS_AHEAD = 1000
"""A counter takes no register or list older than its own: the restored hub's next must be newer than any it lost."""
_BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)


class Restored(NamedTuple):
    """What was put back. `made_at` is the backup's moment (UTC)."""

    hub: str
    epoch: int
    made_at: str
    events: int
    files: int
    next_device_number: int

    def document(self) -> dict[str, Any]:
        """For scripts."""
        return {**self._asdict(), "advice": self.advice()}

    def advice(self) -> list[str]:
        """What whoever restored a hub must know and do, in sentences."""
        facts = {"moment": self.made_at, "epoch": self.epoch, "number": self.next_device_number}
        return [
            gettext("The hub is as it was at %(moment)s, and is now in epoch %(epoch)s.") % facts,
            gettext("The counters notice by themselves and send again what came after that. Leave them running."),
            gettext("Enter again what was changed at the hub after that: actors, agreements, users, revoked keys."),
            gettext("Counters that were enrolled after that need a new code. Codes that nobody used are void."),
            gettext("Device numbers go on at %(number)s, so that none is given twice.") % facts,
            gettext("Only this hub may serve from now on: not the old one, nor one made from a copy of this backup."),
        ]


def restore(source: Path) -> Restored:
    """Put the backup in `source` into the hub's folder and database, which must be empty.

    Checks all of the backup first. What fails half-way leaves nothing in the folder. Raises Refused `backup_broken`,
    `backup_of_other_database`, `restore_place_used`, `hub_newer`, `pg_restore_failed`.
    """
    manifest = _checked(source)
    folder: Folder = settings.OMBRUK_FOLDER
    _require_empty(folder)
    folder.root.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        # Until the end the folder says that it is a backup, and no verb works in it.
        write_private(folder.root / MANIFEST, codec.encode(manifest))
        for place in (folder.blobs, folder.spool):
            place.mkdir()
        _copy_files(source)
        _copy_secrets(source, folder)
        _put_database(source, folder)
        hub = go_ahead(_times(source))
        (folder.root / MANIFEST).unlink()
        sync_folder(folder.root)
    except BaseException:
        connection.close()
        clear(folder.root)
        raise
    return Restored(
        str(hub.identifier), hub.epoch, manifest.made_at, manifest.events, manifest.files, hub.next_device_number
    )


def _checked(source: Path) -> Manifest:
    """The manifest, after everything that it promises was found. Reads every byte."""
    try:
        manifest = codec.decode((source / MANIFEST).read_bytes(), Manifest)
    except (FileNotFoundError, codec.Malformed):
        raise Refused("backup_broken", folder=str(source), what=MANIFEST) from None
    if manifest.format != _FORMAT or manifest.database not in (DUMP, Folder(source).database.name):
        raise Refused("backup_broken", folder=str(source), what=MANIFEST)
    if (manifest.database == DUMP) != (connection.vendor == "postgresql"):
        raise Refused("backup_of_other_database", database="PostgreSQL" if manifest.database == DUMP else "SQLite")
    database = source / manifest.database
    if not database.is_file() or sha256_of(database) != manifest.database_sha256:
        raise Refused("backup_broken", folder=str(source), what=manifest.database)
    files = _files(source)
    for path in files:
        if sha256_of(path) != path.parent.name + path.name:
            raise Refused("backup_broken", folder=str(source), what=str(path.relative_to(source)))
    if len(files) != manifest.files:
        raise Refused("backup_broken", folder=str(source), what=Folder(source).blobs.name)
    if not settings.OMBRUK_HUB_KEY and not Folder(source).key.is_file():
        raise Refused("backup_broken", folder=str(source), what=Folder(source).key.name)
    return manifest


def _files(source: Path) -> list[Path]:
    return sorted(Folder(source).blobs.glob("??/*"))


def _require_empty(folder: Folder) -> None:
    used = folder.root.exists() and any(folder.root.iterdir())
    if used or (connection.vendor == "postgresql" and connection.introspection.table_names()):
        raise Refused("restore_place_used", folder=str(folder.root))


def _copy_files(source: Path) -> None:
    """Into the hub's storage. A bucket may hold some of them already: what is there under its hash stays."""
    store = blobs.store()

    def put(name: str) -> None:
        store.put(name, (Folder(source).blobs / name[:2] / name[2:]).read_bytes())

    for _ in beside_each_other(put, (path.parent.name + path.name for path in _files(source))):
        pass


def _put_database(source: Path, folder: Folder) -> None:
    """The tables as they were, brought up to this program."""
    if connection.vendor == "postgresql":
        _pg_restore(source / DUMP)
    else:
        connection.close()
        shutil.copyfile(Folder(source).database, folder.database)
        folder.database.chmod(0o600)
        sync_file(folder.database)
        sync_folder(folder.root)
    try:
        check_tables()
    except Refused as refused:
        if refused.code != "hub_needs_upgrade":
            raise
        bring_up(lambda: None)  # the backup is the copy


def _pg_restore(dump: Path) -> None:
    """All or nothing, into the database of DATABASE_URL."""
    name = str(connection.settings_dict["NAME"])
    all_or_nothing = ["--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges"]
    try:
        subprocess.run(
            ["pg_restore", *all_or_nothing, f"--dbname={name}", str(dump)], check=True, env=postgresql_environment()
        )
    except (OSError, subprocess.CalledProcessError):
        raise Refused("pg_restore_failed") from None


def _later(epoch: int) -> int:
    """Larger, by a step of chance: a hub that is put back twice from one backup is in a new epoch both times."""
    return epoch + 1 + secrets.randbelow(_LONGEST_STEP)


@transaction.atomic
def new_epoch() -> Hub:
    """Stored files were put back by other means than `restore`: every counter then offers again what it has."""
    hub = Hub.objects.select_for_update().get(id=1)
    hub.epoch = _later(hub.epoch)
    hub.save(update_fields=["epoch"])
    return hub


def _times(source: Path) -> int:
    """How often this backup was put back, this time counted. It is noted in the backup, once for each.

    By chance where nothing can be written into it: then nobody knows.
    """
    for number in count(1):
        try:
            write_private(source / f"restored-{number}", timezone.now().isoformat(timespec="seconds").encode("ascii"))
        except FileExistsError:
            continue
        except OSError:
            break
        return number
    return 1 + secrets.randbelow(_OFTEN)


@transaction.atomic
def go_ahead(times: int = 1) -> Hub:
    """A new epoch, and numbers far beyond any that were given after the backup, or meanwhile at another place.

    With `times`, how often the same backup was put back, also beyond what the hubs of the other times gave.
    """
    hub = Hub.objects.select_for_update().get(id=1)
    hub.epoch = _later(hub.epoch + (times - 1) * _LONGEST_STEP)
    hub.next_device_number = min(hub.next_device_number + times * FOLLOWED, LAST_PERMANENT_DEVICE + 1)
    hub.save(update_fields=["epoch", "next_device_number"])
    Closed.objects.all().delete()
    # One of them may have been used after the backup: its number is a device's already.
    EnrolmentCode.objects.filter(used_by=None).delete()
    least = _seconds() + times
    publish(times * VERSIONS_AHEAD, least)
    publish_everywhere(times * VERSIONS_AHEAD, least)
    return hub


def _seconds() -> int:
    """A version by the clock: of two restores of one backup the later is ahead of all that the first one published."""
    return int((timezone.now() - _BEGINNING).total_seconds())


def _copy_secrets(source: Path, folder: Folder) -> None:
    for path, copy in ((Folder(source).secret, folder.secret), (Folder(source).key, folder.key)):
        if path.exists():
            write_private(copy, path.read_bytes())

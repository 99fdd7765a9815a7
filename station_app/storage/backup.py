"""A backup of the whole store in a folder, and a store made from one. The device's key is not in it."""

import hashlib
import shutil
from pathlib import Path

import msgspec

from domain.refused import Refused
from station_app.storage.blobs import Blobs
from station_app.storage.database import FILE_NAME, Database
from station_app.storage.identity import IdentityStore
from station_app.storage.journal import Journal
from wire import codec

MANIFEST = "backup.json"


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """Written last: a folder with one is a whole backup. `files` counts photos, receipts and signatures."""

    device: str
    created_at: str
    events: int
    head: str
    files: int
    database_sha256: str


def backup(database: Database, blobs: Blobs, device: str, target: Path, now: str) -> Manifest:
    """Copy the store to the new or empty folder `target` while work goes on.

    Raises Refused `folder_not_empty`, `disk_full`, `folder_not_writable`.
    """
    try:
        target.mkdir(parents=True, exist_ok=True)
        if any(target.iterdir()):
            raise Refused("folder_not_empty", folder=str(target))
        database.copy_to(target / FILE_NAME)
        copy = Database.open(target)
        try:
            head = Journal(copy, device).head()
            names = [row["sha256"] for row in copy.rows("SELECT sha256 FROM blob")]
        finally:
            copy.close()
        kept = Blobs(target)
        for name in names:
            if blobs.path(name).exists():
                kept.keep(blobs.path(name).read_bytes())
        manifest = Manifest(
            device=device,
            created_at=now,
            events=head.seq,
            head=head.hash.hex(),
            files=sum(1 for _ in kept.names()),
            database_sha256=hashlib.sha256((target / FILE_NAME).read_bytes()).hexdigest(),
        )
        (target / MANIFEST).write_bytes(codec.encode(manifest))
    except OSError as error:
        raise Refused("file_unwritable", file=str(target), what=error.strerror or "") from error
    return manifest


def restore(source: Path, folder: Path, now: str) -> Manifest:
    """Make the store in `folder` (new or empty) from a backup.

    What was done after the backup may be on labels and at the hub, so the restored store gives no number again: it
    draws a new provisional device number and goes on in a new incarnation of its log.
    Raises Refused `backup_wrong`, `folder_not_empty`.
    """
    manifest = _checked(source)
    if folder.exists() and any(folder.iterdir()):
        raise Refused("folder_not_empty", folder=str(folder))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        blobs = Blobs(folder)
        for name in Blobs(source).names():
            blobs.keep(Blobs(source).read(name))
        shutil.copyfile(source / FILE_NAME, folder / FILE_NAME)
    except OSError as error:
        raise Refused("file_unwritable", file=str(folder), what=error.strerror or "") from error
    database = Database.open(folder)
    try:
        with database.transaction():
            Journal(database, manifest.device).begin_incarnation(now, "restored from backup")
            IdentityStore(database).draw_device_number()
    finally:
        database.close()
    return manifest


def _checked(source: Path) -> Manifest:
    try:
        manifest = codec.decode((source / MANIFEST).read_bytes(), Manifest)
        digest = hashlib.sha256((source / FILE_NAME).read_bytes()).hexdigest()
    except OSError as error:
        raise Refused("backup_wrong", folder=str(source), what=Path(error.filename or "").name) from None
    except codec.Malformed:
        raise Refused("backup_wrong", folder=str(source), what=MANIFEST) from None
    if digest != manifest.database_sha256:
        raise Refused("backup_wrong", folder=str(source), what=FILE_NAME)
    if sum(1 for _ in Blobs(source).names()) < manifest.files:
        raise Refused("backup_wrong", folder=str(source), what="blobs")
    return manifest

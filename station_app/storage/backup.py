"""A backup of the whole store in a folder, and a store made from one.

In it are the database, the files, the small pictures and what users chose in the settings; not the device's key, nor
the labels and receipts that were written to be printed, which are made again from the others.
"""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from domain.refused import Refused
from station_app.causes import of_system
from station_app.config import SETTINGS
from station_app.storage import sidecar
from station_app.storage.blobs import Blobs
from station_app.storage.database import FILE_NAME, Database
from station_app.storage.identity import IdentityStore
from station_app.storage.journal import Journal
from station_app.storage.upkeep import Deed, UpkeepStore
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


def backup(
    database: Database, blobs: Blobs, device: str, target: Path, now: str, going_on: Callable[[], bool] = lambda: True
) -> Manifest:
    """Copy the store to the new or empty folder `target` while work goes on; it is there whole or not at all.

    It is noted in the copy, so that a store made from it knows, and then in `database`. Between two files `going_on`
    is asked whether to go on.
    Raises Refused `folder_not_empty`, `disk_full`, `folder_not_writable`, `file_unwritable`, `backup_stopped`.
    """
    place = str(target.absolute())
    with _made_beside(target) as part:
        database.copy_to(part / FILE_NAME)
        copy = Database.open(part)
        try:
            with copy.transaction():
                UpkeepStore(copy).note(Deed.BACKUP, place, now)
            head = Journal(copy, device).head()
            names = [row["sha256"] for row in copy.rows("SELECT sha256 FROM blob")]
        finally:
            copy.close()
        kept = Blobs(part)
        for name in names:
            if not going_on():
                raise Refused("backup_stopped")
            if blobs.path(name).exists():
                kept.keep(blobs.path(name).read_bytes())
            _copy_small(blobs, kept, name)
        _copy_settings(blobs.root, part)
        manifest = Manifest(
            device=device,
            created_at=now,
            events=head.seq,
            head=head.hash.hex(),
            files=sum(1 for _ in kept.names()),
            database_sha256=hashlib.sha256((part / FILE_NAME).read_bytes()).hexdigest(),
        )
        _write_durably(part / MANIFEST, codec.encode(manifest))
    with database.transaction():
        UpkeepStore(database).note(Deed.BACKUP, place, now)
    return manifest


def restore(source: Path, folder: Path, now: str) -> Manifest:
    """Make the store in `folder` (new or empty) from a backup; it is there whole or not at all.

    What was done after the backup may be on labels and at the hub, so the restored store gives no number again: it
    draws a new provisional device number and goes on in a new incarnation of its log.
    Raises Refused `backup_wrong`, `folder_not_empty`, `file_damaged`, `disk_full`, `file_unwritable`.
    """
    manifest = _checked(source)
    with _made_beside(folder) as part:
        stored, kept = Blobs(source), Blobs(part)
        for name in stored.names():
            kept.keep(stored.read(name))
        _copy_settings(source, part)
        _write_durably(part / FILE_NAME, (source / FILE_NAME).read_bytes())
        database = Database.open(part)
        try:
            for row in database.rows("SELECT sha256 FROM blob"):
                _copy_small(stored, kept, row["sha256"])
            with database.transaction():
                Journal(database, manifest.device).begin_incarnation(now, "restored from backup")
                IdentityStore(database).draw_device_number()
                sidecar.forget(database)
        finally:
            database.close()
    sidecar.place_of(folder).unlink(missing_ok=True)
    return manifest


@contextmanager
def _made_beside(folder: Path) -> Iterator[Path]:
    """A folder to work in that takes the place of `folder` when the block ends well, and leaves nothing otherwise."""
    part = folder.with_name(f"{folder.name}.part")
    try:
        if folder.exists() and any(folder.iterdir()):
            raise Refused("folder_not_empty", folder=str(folder))
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True, mode=0o700)
        try:
            yield part
            if folder.exists():
                folder.rmdir()
            part.replace(folder)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
    except OSError as error:
        raise Refused("file_unwritable", file=str(folder), what=of_system(error)) from error


def _copy_small(source: Blobs, target: Blobs, sha256: str) -> None:
    """The small picture of a photo, also of one that is at the hub only by now."""
    small = source.thumbnail(sha256)
    if small is not None:
        target.keep_thumbnail(sha256, small)


def _copy_settings(source: Path, target: Path) -> None:
    if (source / SETTINGS).exists():
        _write_durably(target / SETTINGS, (source / SETTINGS).read_bytes())


def _write_durably(file: Path, data: bytes) -> None:
    with file.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


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

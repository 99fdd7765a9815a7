"""Bugs that others have had, planted one at a time to see that the kit catches them. Nothing of this is in the product.

`plant(name)` changes this process; lives do it after the fork, tests in one process with `monkeypatch.setattr`.
"""

from collections.abc import Callable
from typing import Any

Put = Callable[[Any, str, Any], None]
PLANTED: dict[str, Callable[[Put], None]] = {}
"""By name; the name says the bug, and at which side it is."""


def plant(name: str, put: Put = setattr) -> None:
    """Put a bug into this process."""
    PLANTED[name](put)


def _bug(name: str) -> Callable[[Callable[[Put], None]], Callable[[Put], None]]:
    def note(function: Callable[[Put], None]) -> Callable[[Put], None]:
        PLANTED[name] = function
        return function

    return note


# At the counter


@_bug("counter: synchronous NORMAL")
def _normal(put: Put) -> None:
    from station_app.storage.database import Database

    opened = Database.open

    def opens(folder: Any) -> Database:
        database = opened(folder)
        database._connection.execute("PRAGMA synchronous = NORMAL")
        return database

    put(Database, "open", opens)


@_bug("counter: no folder fsync")
def _no_folder_fsync(put: Put) -> None:
    from wire import durable

    put(durable, "sync_folder", lambda _: None)


@_bug("counter: a photo is renamed before it is synced")
def _unsynced_photo(put: Put) -> None:
    import os
    import stat

    from wire import durable

    def only_folders(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            os.fsync(handle)

    class Careless:
        """The module `os` with a way to sync folders only."""

        def __getattr__(self, name: str) -> Any:
            return only_folders if name == "fsync" else getattr(os, name)

    put(durable, "os", Careless())


@_bug("counter: the photo is stored after its event")
def _late_photo(put: Put) -> None:
    import hashlib

    from station_app.station import Station
    from station_app.storage.blobs import Blobs

    kept, told, late = Blobs.keep, Station.tell, []

    def keep(self: Blobs, data: bytes) -> str:
        late.append((self, data))
        return hashlib.sha256(data).hexdigest()

    def tell(self: Station, changed: Any) -> Any:
        while late:
            kept(*late.pop())
        return told(self, changed)

    put(Blobs, "keep", keep)
    put(Station, "tell", tell)


@_bug("counter: rows and event in two transactions")
def _torn_save(put: Put) -> None:
    from station_app.storage import projection

    applied = projection.apply

    def apply(database: Any, *what: Any) -> None:
        database.run("COMMIT")
        database.run("BEGIN IMMEDIATE")
        applied(database, *what)

    put(projection, "apply", apply)


@_bug("counter: the acknowledged position is moved in another transaction")
def _torn_acknowledgement(put: Put) -> None:
    from station_app.storage.outbox import Outbox

    advanced = Outbox.advance

    def advance(self: Outbox, head: Any) -> None:
        advanced(self, head)
        self._database.run("COMMIT")
        self._database.run("BEGIN IMMEDIATE")

    put(Outbox, "advance", advance)


@_bug("counter: a file is noted as sent before the hub answered")
def _early_note(put: Put) -> None:
    from station_app.sync.sending_files import SendingFiles

    waited = SendingFiles._waiting

    def waiting(self: SendingFiles) -> Any:
        blobs = waited(self)
        with self._station.transaction():
            self._station.outbox.blobs_at_hub([blob.sha256 for blob in blobs])
        return blobs

    put(SendingFiles, "_waiting", waiting)


@_bug("counter: of files that were sent together all are taken for stored")
def _all_taken(put: Put) -> None:
    from station_app.sync import sending_files

    sent = sending_files.upload_together

    def upload_together(*given: Any) -> Any:
        return dict.fromkeys((yield from sent(*given)), True)

    put(sending_files, "upload_together", upload_together)


@_bug("counter: the acknowledgement's signature is not checked")
def _any_signature(put: Put) -> None:
    import base64

    from station_app.sync import rejoin
    from wire import codec

    def read(signed: str, keys: Any, kind: Any) -> Any:
        return codec.decode(base64.urlsafe_b64decode(signed.split(".")[1] + "=="), kind)

    put(rejoin, "read_signed", read)


@_bug("counter: a one-sided checkpoint, the hub's head is not compared")
def _one_sided(put: Put) -> None:
    from station_app.sync import engine

    def compare(*_: Any) -> Any:
        return
        yield

    put(engine, "_compare", compare)


@_bug("counter: a hub that was put back is not offered the files again")
def _not_offered(put: Put) -> None:
    from station_app.storage.outbox import Outbox

    put(Outbox, "offer_files_again", lambda _: None)


@_bug("counter: whoever says yes to a file is believed")
def _any_yes(put: Put) -> None:
    import msgspec

    from station_app.sync import files

    accepted = files.accepted

    def believed(reply: Any) -> Any:
        yes = {"upload-complete": "?1", "upload-offset": "1"}
        return msgspec.structs.replace(accepted(reply), headers={**yes, **reply.headers})

    put(files, "accepted", believed)


@_bug("counter: what the hub holds of other lives is left there")
def _other_lives(put: Put) -> None:
    from station_app.sync import rejoin

    def none(*_: Any) -> Any:
        return []
        yield

    put(rejoin, "_unknown_lives", none)


@_bug("counter: room is made as soon as the hub has the photo")
def _early_room(put: Put) -> None:
    from station_app.storage import eviction

    put(eviction, "_COVERED", eviction._COVERED.replace("AND hub_since < (SELECT backed_up_seq FROM acknowledged)", ""))


@_bug("counter: a picture that comes again is taken for gone")
def _gone_for_ever(put: Put) -> None:
    from station_app.storage.outbox import Outbox

    put(Outbox, "blobs_here", lambda *_: None)


@_bug("counter: a list of reservations is believed whoever signed it")
def _any_list(put: Put) -> None:
    import base64

    from station_app.sync import reservations

    def payload(signed: str, _: Any) -> bytes:
        return base64.urlsafe_b64decode(signed.split(".")[1] + "==")

    put(reservations, "signed_by_hub", payload)


# At the hub


@_bug("hub: one backup put back twice is one epoch")
def _same_epoch(put: Put) -> None:
    from hub import restore

    put(restore, "_later", lambda epoch: epoch + 1)
    put(restore, "_times", lambda _: 1)


@_bug("hub: what a counter did ends no reservation")
def _nothing_settled(put: Put) -> None:
    from hub.ingest import ledger

    put(ledger, "settle_after", lambda *_: None)


@_bug("hub: lists of reservations begin anew after a restore")
def _not_ahead(put: Put) -> None:
    from hub import restore

    put(restore, "publish_everywhere", lambda *_: None)


@_bug("hub: acknowledged before it is committed")
def _early_acknowledgement(put: Put) -> None:
    from django.core.signals import request_finished
    from django.db import transaction

    from hub.ingest import ledger, log

    open_ones: list[Any] = []

    def receive(received: Any, **how: Any) -> str:
        block = transaction.atomic()
        block.__enter__()
        open_ones.append(block)
        # Within that block its own is none.
        return ledger.receive(received, **how)

    def commit(**_: Any) -> None:
        while open_ones:
            open_ones.pop().__exit__(None, None, None)

    put(log, "receive", receive)
    # Kept alive by the module, as signals hold their receivers weakly.
    put(log, "commit_when_answered", commit)
    request_finished.connect(commit)


@_bug("hub: synchronous NORMAL")
def _normal_hub(put: Put) -> None:
    from django.db import connection

    connection.settings_dict["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL"


@_bug("hub: no folder fsync")
def _no_folder_fsync_at_the_hub(put: Put) -> None:
    from hub.ingest import folder_store

    put(folder_store, "sync_folder", lambda _: None)


@_bug("hub: a file is noted before it is in its place")
def _early_row(put: Put) -> None:
    from hub.ingest import blobs
    from hub.ingest.folder_store import FolderUpload
    from hub.ingest.models import StoredBlob

    kept = FolderUpload.keep

    def keep(self: Any) -> None:
        name, size = self._place.parent.name + self._place.name, self.part.stat().st_size
        StoredBlob.objects.create(sha256=name, media_type="image/jpeg", size=size, stored_at=blobs.timezone.now())
        kept(self)

    put(FolderUpload, "keep", keep)


@_bug("hub: files that came together are noted before they are in their places")
def _early_rows(put: Put) -> None:
    from hub.ingest import blobs
    from hub.ingest.folder_store import FolderStore
    from hub.ingest.models import StoredBlob

    kept = FolderStore.keep

    def keep(self: Any, files: Any, device: str) -> None:
        for name, content in files.items():
            row = {"media_type": "image/jpeg", "size": len(content), "stored_at": blobs.timezone.now()}
            StoredBlob.objects.create(sha256=name, **row)
        kept(self, files, device)

    put(FolderStore, "keep", keep)


@_bug("hub: of files that came together only the first is synced")
def _first_synced(put: Put) -> None:
    from hub.ingest import folder_store
    from hub.ingest.folder_store import FolderStore

    kept, written = FolderStore.keep, folder_store._write_flushed

    def keep(self: Any, files: Any, device: str) -> None:
        first: list[Any] = []

        def write(part: Any, content: bytes) -> None:
            (written if not first else type(part).write_bytes)(part, content)
            first.append(part)

        put(folder_store, "_write_flushed", write)
        kept(self, files, device)

    put(FolderStore, "keep", keep)


@_bug("hub: a file is answered to be held before its row is committed")
def _late_row(put: Put) -> None:
    from django.core.signals import request_finished

    from hub.ingest.noting import Noting, write

    late: list[Any] = []

    def note(_: Noting, rows: Any) -> None:
        late.extend(rows)

    def commit(**_: Any) -> None:
        while late:
            write([late.pop()])

    put(Noting, "note", note)
    # Kept alive by the class, as signals hold their receivers weakly.
    put(Noting, "commit_when_answered", commit)
    request_finished.connect(commit)


@_bug("hub: what is known of requests has a lifetime")
def _lifetime(put: Put) -> None:
    from datetime import timedelta

    from django.utils import timezone

    from hub.ingest import ledger, log
    from hub.ingest.models import StoredAcknowledgement

    def receive(received: Any, **how: Any) -> str:
        month = timezone.now() - timedelta(days=30)
        StoredAcknowledgement.objects.filter(received_at__lt=month).delete()
        return ledger.receive(received, **how)

    put(log, "receive", receive)


@_bug("hub: an event that comes again on a new chain is applied again")
def _applied_again(put: Put) -> None:
    from hub.ingest import ledger

    put(ledger, "_known_bodies", lambda *_: {})


@_bug("hub: a file is not compared with its hash")
def _any_file(put: Put) -> None:
    from hub.ingest import blobs

    class Like(str):
        """Whatever it is compared with."""

        def __ne__(self, _: object) -> bool:
            return False

        __hash__ = str.__hash__

    put(blobs, "digest", lambda _: Like())


@_bug("hub: the last event of a batch is acknowledged and forgotten")
def _forgotten(put: Put) -> None:
    from hub.ingest import ledger

    appended = ledger._append

    def append(row: Any, received: Any, readings: list[Any], now: Any, **more: Any) -> bool:
        return appended(row, received, readings[:-1] if len(readings) > 1 else readings, now, **more)

    put(ledger, "_append", append)


@_bug("hub: each row of a batch in a transaction of its own")
def _torn_batch(put: Put) -> None:
    from contextlib import nullcontext
    from types import SimpleNamespace

    from hub.ingest import ledger

    put(ledger, "transaction", SimpleNamespace(atomic=nullcontext))

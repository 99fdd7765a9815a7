"""Bugs that others have had at a hub, to see that the kit catches them. Nothing of this is in the product."""

from typing import Any

from planting import Put, bug


@bug("hub: one backup put back twice is one epoch")
def _same_epoch(put: Put) -> None:
    from hub import restore

    put(restore, "_later", lambda epoch: epoch + 1)
    put(restore, "_times", lambda _: 1)


@bug("hub: what a counter did ends no reservation")
def _nothing_settled(put: Put) -> None:
    from hub.ingest import ledger

    put(ledger, "settle_after", lambda *_: None)


@bug("hub: lists of reservations begin anew after a restore")
def _not_ahead(put: Put) -> None:
    from hub import restore

    put(restore, "publish_everywhere", lambda *_: None)


@bug("hub: acknowledged before it is committed")
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


@bug("hub: synchronous NORMAL")
def _normal_hub(put: Put) -> None:
    from django.db import connection

    connection.settings_dict["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL"


@bug("hub: no folder fsync")
def _no_folder_fsync_at_the_hub(put: Put) -> None:
    from hub.ingest import folder_store

    put(folder_store, "sync_folder", lambda _: None)


@bug("hub: a file is noted before it is in its place")
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


@bug("hub: files that came together are noted before they are in their places")
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


@bug("hub: of files that came together only the first is synced")
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


@bug("hub: a file is answered to be held before its row is committed")
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


@bug("hub: what is known of requests has a lifetime")
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


@bug("hub: an event that comes again on a new chain is applied again")
def _applied_again(put: Put) -> None:
    from hub.ingest import ledger

    put(ledger, "_known_bodies", lambda *_: {})


@bug("hub: a file is not compared with its hash")
def _any_file(put: Put) -> None:
    from hub.ingest import blobs

    class Like(str):
        """Whatever it is compared with."""

        def __ne__(self, _: object) -> bool:
            return False

        __hash__ = str.__hash__

    put(blobs, "digest", lambda _: Like())


@bug("hub: the last event of a batch is acknowledged and forgotten")
def _forgotten(put: Put) -> None:
    from hub.ingest import ledger

    appended = ledger._append

    def append(row: Any, received: Any, readings: list[Any], now: Any, **more: Any) -> bool:
        return appended(row, received, readings[:-1] if len(readings) > 1 else readings, now, **more)

    put(ledger, "_append", append)


@bug("hub: each row of a batch in a transaction of its own")
def _torn_batch(put: Put) -> None:
    from contextlib import nullcontext
    from types import SimpleNamespace

    from hub.ingest import ledger

    put(ledger, "transaction", SimpleNamespace(atomic=nullcontext))

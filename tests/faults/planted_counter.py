"""Bugs that others have had at a counter, to see that the kit catches them. Nothing of this is in the product."""

from typing import Any

from planting import Put, bug


@bug("counter: synchronous NORMAL")
def _normal(put: Put) -> None:
    from station_app.storage.database import Database

    opened = Database.open

    def opens(folder: Any) -> Database:
        database = opened(folder)
        database._connection.execute("PRAGMA synchronous = NORMAL")
        return database

    put(Database, "open", opens)


@bug("counter: no folder fsync")
def _no_folder_fsync(put: Put) -> None:
    from wire import durable

    put(durable, "sync_folder", lambda _: None)


@bug("counter: a photo is renamed before it is synced")
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


@bug("counter: the photo is stored after its event")
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


@bug("counter: rows and event in two transactions")
def _torn_save(put: Put) -> None:
    from station_app.storage import projection

    applied = projection.apply

    def apply(database: Any, *what: Any) -> None:
        database.run("COMMIT")
        database.run("BEGIN IMMEDIATE")
        applied(database, *what)

    put(projection, "apply", apply)


@bug("counter: the acknowledged position is moved in another transaction")
def _torn_acknowledgement(put: Put) -> None:
    from station_app.storage.outbox import Outbox

    advanced = Outbox.advance

    def advance(self: Outbox, head: Any) -> None:
        advanced(self, head)
        self._database.run("COMMIT")
        self._database.run("BEGIN IMMEDIATE")

    put(Outbox, "advance", advance)


@bug("counter: a file is noted as sent before the hub answered")
def _early_note(put: Put) -> None:
    from station_app.sync.sending_files import SendingFiles

    waited = SendingFiles._waiting

    def waiting(self: SendingFiles) -> Any:
        blobs = waited(self)
        with self._station.transaction():
            self._station.outbox.blobs_at_hub([blob.sha256 for blob in blobs])
        return blobs

    put(SendingFiles, "_waiting", waiting)


@bug("counter: of files that were sent together all are taken for stored")
def _all_taken(put: Put) -> None:
    from station_app.sync import sending_files

    sent = sending_files.upload_together

    def upload_together(*given: Any) -> Any:
        return dict.fromkeys((yield from sent(*given)), True)

    put(sending_files, "upload_together", upload_together)


@bug("counter: the acknowledgement's signature is not checked")
def _any_signature(put: Put) -> None:
    import base64

    from station_app.sync import rejoin
    from wire import codec

    def read(signed: str, keys: Any, kind: Any) -> Any:
        return codec.decode(base64.urlsafe_b64decode(signed.split(".")[1] + "=="), kind)

    put(rejoin, "read_signed", read)


@bug("counter: a one-sided checkpoint, the hub's head is not compared")
def _one_sided(put: Put) -> None:
    from station_app.sync import engine

    def compare(*_: Any) -> Any:
        return
        yield

    put(engine, "_compare", compare)


@bug("counter: a hub that was put back is not offered the files again")
def _not_offered(put: Put) -> None:
    from station_app.storage.outbox import Outbox

    put(Outbox, "offer_files_again", lambda _: None)


@bug("counter: whoever says yes to a file is believed")
def _any_yes(put: Put) -> None:
    import msgspec

    from station_app.sync import files

    accepted = files.accepted

    def believed(reply: Any) -> Any:
        yes = {"upload-complete": "?1", "upload-offset": "1"}
        return msgspec.structs.replace(accepted(reply), headers={**yes, **reply.headers})

    put(files, "accepted", believed)


@bug("counter: what the hub holds of other lives is left there")
def _other_lives(put: Put) -> None:
    from station_app.sync import rejoin

    def none(*_: Any) -> Any:
        return []
        yield

    put(rejoin, "_unknown_lives", none)


@bug("counter: room is made as soon as the hub has the photo")
def _early_room(put: Put) -> None:
    from station_app.storage import eviction

    put(eviction, "_COVERED", eviction._COVERED.replace("AND hub_since < (SELECT backed_up_seq FROM acknowledged)", ""))


@bug("counter: a picture that comes again is taken for gone")
def _gone_for_ever(put: Put) -> None:
    from station_app.storage.outbox import Outbox

    put(Outbox, "blobs_here", lambda *_: None)


@bug("counter: a list of reservations is believed whoever signed it")
def _any_list(put: Put) -> None:
    import base64

    from station_app.sync import reservations

    def payload(signed: str, _: Any) -> bytes:
        return base64.urlsafe_b64decode(signed.split(".")[1] + "==")

    put(reservations, "signed_by_hub", payload)

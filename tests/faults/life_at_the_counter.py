"""Lives of a counter without a window: it registers, hands over and sends, and says what it promised. Not a test."""

import io
import os
import random
from pathlib import Path
from typing import Any

import filelock  # noqa: F401 (loaded before the first fork, like all that a life needs)
import sqlite_utils  # noqa: F401
from counter import SIGNED
from life import lives, say
from PIL import Image

import wire.bundle  # noqa: F401
from domain.item import State
from domain.refused import Refused
from station_app.actions.handover import Order, hand_over, prepare_handover
from station_app.actions.register import Draft, keep_photo, register_item
from station_app.config import Config
from station_app.devices.photo import prepare
from station_app.documents.receipt import render_receipt
from station_app.station import Station
from station_app.storage.items import Wanted
from station_app.sync import sending_files
from station_app.sync.cycle import Cycle
from station_app.sync.enrolment import enrol
from station_app.sync.keys import key_store
from station_app.sync.stick import export_batches, import_acks
from wire.messages import Blob

ACTOR = "999999972"


# Whatever else the machine does, files go as on a good line.
sending_files.BUNDLE_SECONDS = 1_000_000.0


def picture() -> bytes:
    """A small photo that no other is like."""
    image = Image.new("RGB", (48, 32), tuple(os.urandom(3)))
    out = io.BytesIO()
    image.save(out, "JPEG", comment=os.urandom(8))
    return out.getvalue()


def photo(station: Station) -> Blob:
    return keep_photo(station, prepare(picture(), "ting.jpg"))


def live(command: dict[str, Any]) -> None:
    """Do the acts of a command one after another; the store is opened anew, as after a crash.

    Ends with exit code 3, as the command line does, when the store cannot be opened or closed for a reason in words.
    """
    settings = Config(staff="KB", keystore="file", connections=1)
    try:
        with Station.open(Path(command["store"]), settings=settings) as station:
            for act in command["acts"]:
                try:
                    ACTS[act](station, command)
                except Refused as refused:
                    say("refused", act, refused.code)
    except Refused as refused:
        say("refused", "opening", refused.code)
        os._exit(3)


def _enrol(station: Station, command: dict[str, Any]) -> None:
    keys = key_store(station.folder, station.identity.device, "file")
    enrol(station, command["hub"], command["code"], keys)
    say("enrolled", station.identity.device)


def _register(station: Station, command: dict[str, Any]) -> None:
    say("saved", register_item(station, Draft(category="chair", grams=4_200, photos=(photo(station),))).number)


def _plainly(station: Station, command: dict[str, Any]) -> None:
    say("saved", register_item(station, Draft(category="chair", grams=4_200)).number)


def _hand_over(station: Station, command: dict[str, Any]) -> None:
    shelf = station.items.page(Wanted(state=State.REGISTERED), limit=2).items
    order = Order(
        orgnr=ACTOR, numbers=tuple(item.number for item in shelf), representative="Åse Ødegård", signature=SIGNED
    )
    prepared = prepare_handover(station, order)
    say("receipt", hand_over(station, prepared, render_receipt(prepared.receipt)).number)


def _sync(station: Station, command: dict[str, Any]) -> None:
    cycle = Cycle(station)
    try:
        cycle.run()
    finally:
        cycle.close()
    say("acknowledged", station.outbox.acked().seq)


def _tidy(station: Station, command: dict[str, Any]) -> None:
    station.tidy()


def _export(station: Station, command: dict[str, Any]) -> None:
    export_batches(station, Path(command["stick"]))


def _take_in(station: Station, command: dict[str, Any]) -> None:
    import_acks(station, Path(command["stick"]), tidy=random.random() < 0.5)
    say("acknowledged", station.outbox.acked().seq)


def _verify(station: Station, command: dict[str, Any]) -> None:
    report = station.verify()
    say("sound" if report.ok else "unsound", *report.problems)


ACTS = {
    "enrol": _enrol,
    "register": _register,
    "plainly": _plainly,
    "hand over": _hand_over,
    "sync": _sync,
    "tidy": _tidy,
    "export": _export,
    "take in": _take_in,
    "verify": _verify,
}


if __name__ == "__main__":
    lives(live)

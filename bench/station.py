"""The counter's own jobs, done as the program does them. Each returns a thing to time."""

import datetime
import uuid
from collections.abc import Callable
from pathlib import Path

from bench.floors import Job, start, words_of
from domain.handover import Signature
from domain.item import Condition
from domain.numbers import Kind
from domain.staff import Right
from domain.weight import WeightSource
from station_app.actions.register import Draft, register_item
from station_app.config import Config
from station_app.documents.label import LabelData, Stock, render_labels
from station_app.documents.receipt import CategoryTotal, ReceiptData, ReceiptLine, render_receipt
from station_app.station import Station
from station_app.storage.items import Wanted
from wire.messages import ItemRegistered

OPEN_WINDOW = """
import sys
from pathlib import Path
from ui.__main__ import open_window
app, window = open_window(Path(sys.argv[1]))
app.processEvents()
print("usable", flush=True)
window.close()
"""
OSLO_NOON = datetime.datetime(2026, 11, 24, 11, 0, tzinfo=datetime.UTC)


def save(station: Station) -> Job:
    """One registration: checks, row, search index, event, chain; durable on return."""
    draft = Draft(category="chair", grams=4_200, title="Rød stol", note="Løst trekk")
    return lambda: register_item(station, draft)


def label() -> Job:
    """One label for a 62 x 29 mm roll."""
    data = LabelData("10003100042179", "Stol", "Rød stol", OSLO_NOON.date(), "Isi gjenvinningsstasjon")
    return lambda: render_labels([data], Stock.ROLL_62X29, "nb")


def receipt(lines: int, thumbnail: bytes) -> Job:
    """A receipt of so many lines, each with a picture, and a signature."""
    rows = tuple(
        ReceiptLine(
            number="10003100042179",
            title=words_of(number),
            category="Stol",
            grams=4_200 + number,
            weight_source="scale",
            condition="good",
            verdict_text="Dekket av avtalen",
            thumbnail=thumbnail,
        )
        for number in range(lines)
    )
    data = ReceiptData(
        number="20003100000017",
        kind="handover",
        at=OSLO_NOON,
        municipality="Bærum",
        station="Isi gjenvinningsstasjon",
        device=31,
        actor_name="Fretex Øst-Norge AS",
        actor_orgnr="123456785",
        agreement_text="Fast avtale",
        register_text="liste 4",
        representative="Åse Ødegård",
        staff="KB",
        lines=rows,
        totals=(CategoryTotal("Stol", lines, sum(row.grams for row in rows)),),
        signature=Signature(400, 150, (((10, 80, 0), (120, 20, 90), (220, 110, 200)),)),
        language="nb",
    )
    return lambda: render_receipt(data)


def search(station: Station) -> Callable[[str], object]:
    """The shelf's search as people type: the newest fifty."""
    return lambda typed: station.items.page(Wanted(search=typed), limit=50)


def fill(station: Station, rows: int) -> None:
    """Register so many things, in large transactions, through the log like any other."""
    categories = station.catalogue.categories
    for begin in range(0, rows, 2_000):
        with station.transaction():
            for number in range(begin, min(begin + 2_000, rows)):
                station.record(
                    ItemRegistered(
                        **station.heading(Right.REGISTER, "KB"),
                        item=str(uuid.uuid4()),
                        number=str(station.next_number(Kind.ITEM)),
                        category=categories[number % len(categories)].code,
                        condition=Condition.GOOD,
                        grams=1_000,
                        weight_source=WeightSource.TYPED,
                        title=words_of(number),
                    )
                )


def open_store(folder: Path) -> Station:
    """A store for the bench, in a folder of its own."""
    return Station.open(folder, settings=Config(keystore="file", sync=False))


def start_window(folder: Path) -> None:
    """From nothing to the real window, usable, on the store in `folder`, as a process of its own."""
    start(OPEN_WINDOW, str(folder))

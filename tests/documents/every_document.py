"""One of each document that is made, for what must hold for all of them."""

import datetime
import hashlib

from document_samples import item_number, label, receipt

from domain.commands import Command
from domain.numbers import Kind, Number
from station_app.documents.cards import CardData, CardKind, CardPaper, render_cards
from station_app.documents.command_sheet import render_command_sheet
from station_app.documents.label import Stock, render_labels
from station_app.documents.receipt import render_receipt
from station_app.documents.shelf_list import ShelfList, ShelfRow, render_shelf_list
from station_app.documents.test_page import PrinterTest, render_test_page, render_test_zpl
from station_app.documents.zpl import render_zpl

DAY = datetime.date(2026, 11, 22)
MOMENT = datetime.datetime(2026, 11, 22, 9, 42, tzinfo=datetime.UTC)
LABELS = [label(1), label(2, title="كتاب")]
TEST = PrinterTest("Zebra ved skranke 1", DAY, str(Command.TEST.number), (0.5, -0.5))
BADGE = CardData(CardKind.BADGE, str(Number(Kind.COMMAND, 31, 7)), "KB", ("Vaktleder",), "Bærum kommune")


def documents() -> dict[str, bytes]:
    """Every kind of document, by a name."""
    rows = tuple(
        ShelfRow(item_number(index), "Sofa كتاب", "Møbel", "good", 4200, "scale", DAY) for index in range(1, 90)
    )
    return {
        "receipt": render_receipt(receipt(9)),
        "labels": render_labels(LABELS, Stock.ROLL_57X32, "nb", watermark="ØVELSE"),
        "sheet": render_labels(LABELS, Stock.A4, "nb", offset_mm=(1, 1)),
        "test-page": render_test_page(TEST, Stock.A4, "nb"),
        "commands": render_command_sheet("Isi", ["Møbel", "Sykkel"], DAY, "nb"),
        "badge": render_cards([BADGE], CardPaper.ROLL_62, DAY, "nb"),
        "shelf": render_shelf_list(ShelfList("Isi", MOMENT, "", rows, "nb")),
        "zpl": render_zpl(LABELS, Stock.ROLL_62X29, 300, "nb", watermark="ØVELSE"),
        "test-zpl": render_test_zpl(TEST, Stock.ROLL_62X29, 203, "nb"),
    }


def hashes() -> dict[str, str]:
    """The SHA-256 of every kind of document."""
    return {name: hashlib.sha256(document).hexdigest() for name, document in documents().items()}

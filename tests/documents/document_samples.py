"""Labels and receipts as a station makes them, and ways to read a finished PDF back. For the tests beside it."""

import ctypes
import dataclasses
import datetime
import io
import math

import pypdfium2
import pypdfium2.raw as pdfium
import zxingcpp
from PIL import Image

from domain.handover import Signature
from domain.numbers import Kind, Number
from station_app.documents.label import LabelData
from station_app.documents.receipt import CategoryTotal, ReceiptData, ReceiptLine

TITLES = (
    'Barnesykkel 20", rød',
    "Spisebord, bjørk",
    "Kjøleskap med fryser, litt bulk på venstre side men virker som det skal",
    "",
    "Áhkku goahti",
    "كتاب عن الأشجار",
    "三人掛けソファ",
)
CATEGORIES = ("Sykkel", "Møbel, bord og stoler", "Hvitevarer", "Bøker")
SOURCES = ("scale", "typed", "default")


def item_number(running: int) -> str:
    return str(Number(Kind.ITEM, 31, running))


def label(running: int = 4217, **changes: object) -> LabelData:
    plain = LabelData(
        item_number(running),
        "Sykkel",
        'Barnesykkel 20", rød',
        datetime.date(2026, 11, 22),
        "Isi gjenvinningsstasjon",
    )
    return dataclasses.replace(plain, **changes)  # type: ignore[arg-type]


def photo(shade: int, size: tuple[int, int] = (320, 240)) -> bytes:
    target = io.BytesIO()
    Image.linear_gradient("L").resize(size).point(lambda value: (value + shade) % 256).save(target, "JPEG", quality=80)
    return target.getvalue()


def line(index: int) -> ReceiptLine:
    return ReceiptLine(
        number=item_number(index + 1),
        title=TITLES[index % len(TITLES)],
        category=CATEGORIES[index % len(CATEGORIES)],
        grams=4200 + 137 * index,
        weight_source=SOURCES[index % 3],
        condition=("new", "good", "used", "repair")[index % 4],
        verdict_text="Dekket av avtalen",
        thumbnail=photo(index) if index % 5 else None,
    )


def signature() -> Signature:
    wave = tuple((60 + 4 * i, int(150 + 80 * math.sin(i / 6)), 8 * i) for i in range(160))
    return Signature(800, 300, (wave, ((700, 80, 1500),)))


def receipt(count: int = 3, **changes: object) -> ReceiptData:
    things = tuple(line(index) for index in range(count))
    totals = {
        name: [thing.grams for thing in things if thing.category == name]
        for name in CATEGORIES
        if any(thing.category == name for thing in things)
    }
    plain = ReceiptData(
        number=str(Number(Kind.RECEIPT, 31, 12)),
        kind="handover",
        at=datetime.datetime(2026, 11, 22, 9, 42, tzinfo=datetime.UTC),
        municipality="Bærum kommune",
        station="Isi gjenvinningsstasjon",
        device=31,
        actor_name="Ombruksforeningen Øst",
        actor_orgnr="974760673",
        agreement_text="Fast avtale, gjelder 01.01.2026–31.12.2026: møbler, sykler og bøker",
        register_text="Kontrollert mot avtaleregister 118 fra 22.11.2026 kl. 06.00",
        representative="Ola Nordmann",
        staff="KB",
        lines=things,
        totals=tuple(CategoryTotal(name, len(grams), sum(grams)) for name, grams in totals.items()),
        signature=signature(),
        language="nb",
    )
    return dataclasses.replace(plain, **changes)  # type: ignore[arg-type]


def page_texts(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]


def page_images(pdf: bytes, dpi: float) -> list[Image.Image]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=dpi / 72, grayscale=True).to_pil() for page in document]


def codes(image: Image.Image) -> list[tuple[zxingcpp.BarcodeFormat, str]]:
    return sorted(((found.format, found.text) for found in zxingcpp.read_barcodes(image)), key=str)


def fonts(pdf: bytes) -> dict[str, bool]:
    """Fonts in which something is written, and whether the file carries them."""
    found = {}
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            for piece in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
                font = pdfium.FPDFTextObj_GetFont(piece.raw)
                name = ctypes.create_string_buffer(200)
                pdfium.FPDFFont_GetBaseFontName(font, name, len(name))
                found[name.value.decode()] = pdfium.FPDFFont_GetIsEmbedded(font) == 1
    return found

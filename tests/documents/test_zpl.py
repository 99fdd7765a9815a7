"""Labels as commands, drawn by somebody else's reading of ZPL and read back from the dots as a scanner would."""

import re

import pytest
import zxingcpp
from document_samples import codes, item_number, label, page_images
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageFilter
from soak import examples
from zpl_printer import ZplPrinter

from station_app.documents.label import Stock, render_labels, size_of
from station_app.documents.zpl import HEADS, packed, render_zpl

ROLLS = (Stock.ROLL_62X29, Stock.ROLL_57X32)
BARS, QR = zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.QRCode
BOTH = [(BARS, item_number(4217)), (QR, item_number(4217))]
LONG = "Kjøleskap med fryser og ærlig talt litt bulk på venstre side, men virker som det skal"
ARABIC = "كتاب قديم عن الأشجار والحيوانات في الغابة مع صور كثيرة"

PLACE = r"\^FO\d+,\d+"
LABEL = re.compile(
    r"\^XA\^MUD\^PMN\^LRN\^FWN\^LH0,0\^PW\d+\^LL\d+\n"
    rf"{PLACE}\^GFA,(\d+),\1,\d+,[0-9A-Yg-z,:]+\^FS\n"
    rf"{PLACE}\^BY\d,3,1\^BQN,2,\d+\^FDHM,N\d{{14}}\^FS\n"
    rf"{PLACE}\^BY\d,3,10\^BCN,\d+,N,N,N,N\^FD>;\d{{14}}\^FS\n"
    r"\^PQ1\^XZ\n"
)
"""Every command of a label. A picture's dots are written in letters and digits that begin no command."""


def only(printer: ZplPrinter, zpl: bytes, stock: Stock, dpi: int) -> Image.Image:
    [page] = printer.print(zpl, size_of(stock), dpi)
    return page


@pytest.mark.parametrize("watermark", ["", "ØVELSE"])
@pytest.mark.parametrize("dpi", HEADS)
@pytest.mark.parametrize("stock", ROLLS)
def test_every_printer_and_roll_reads_back(printer: ZplPrinter, stock: Stock, dpi: int, watermark: str) -> None:
    labels = [label(running, title=title) for running, title in ((1, LONG), (4217, ARABIC), (9_999_999, ""))]
    pages = printer.print(render_zpl(labels, stock, dpi, "nb", watermark=watermark), size_of(stock), dpi)
    assert [sorted(codes(page), key=lambda code: code[0].name) for page in pages] == [
        [(BARS, each.number), (QR, each.number)] for each in labels
    ]


@pytest.mark.parametrize("stock", ROLLS)
@pytest.mark.parametrize("changes", [{}, {"title": ARABIC, "practice": True}, {"title": LONG, "category": LONG}])
def test_a_label_looks_the_same_as_on_a_printer_with_a_driver(
    printer: ZplPrinter, stock: Stock, changes: dict[str, object]
) -> None:
    what = label(**changes)
    ours = only(printer, render_zpl([what], stock, 203, "nb", watermark="ØVELSE"), stock, 203)
    # A head of "203 dpi" has 8 dots in a millimetre.
    [driver] = page_images(render_labels([what], stock, "nb", watermark="ØVELSE"), 203.2)
    assert ours.size == driver.size
    dots = driver.point(lambda grey: 0 if grey < 128 else 255)
    # Which of the eight masks a QR has is the printer's choice: both were read, and are left out here.
    for page in (ours, dots):
        page.paste(255, (0, 0, 130, 130))
    # A stroke may be a dot thicker or thinner, or a dot further on; nothing is anywhere else.
    for one, other in ((ours, dots), (dots, ours)):
        thick = other.filter(ImageFilter.MinFilter(3))
        alone = ImageChops.subtract(thick, one).histogram()[255]
        assert alone < 0.002 * one.width * one.height


@pytest.mark.parametrize("dpi", HEADS)
@pytest.mark.parametrize("stock", ROLLS)
def test_every_bar_is_whole_dots_and_wide_enough_for_a_scanner(printer: ZplPrinter, stock: Stock, dpi: int) -> None:
    page = only(printer, render_zpl([label()], stock, dpi, "nb"), stock, dpi)
    [bars] = [found for found in zxingcpp.read_barcodes(page) if found.format == BARS]
    y = (bars.position.top_left.y + bars.position.bottom_left.y) // 2
    row = page.crop((bars.position.top_left.x - 3, y, page.width, y + 1)).tobytes().strip(b"\xff")
    widths = [len(run) for run in re.findall(rb"\x00+|\xff+", row)]
    head = HEADS[dpi]
    assert head.bar / head.per_mm >= 0.25
    assert all(width % head.bar == 0 and width <= 4 * head.bar for width in widths)
    assert sum(widths) == 112 * head.bar


@pytest.mark.parametrize("dpi", HEADS)
@pytest.mark.parametrize("stock", ROLLS)
def test_codes_have_their_quiet_zones_beside_the_longest_texts_and_the_band(
    printer: ZplPrinter, stock: Stock, dpi: int
) -> None:
    what = label(category=LONG, title=LONG * 2, station=LONG, practice=True)
    page = only(printer, render_zpl([what], stock, dpi, "nb", watermark="ØVELSE"), stock, dpi)
    head = HEADS[dpi]
    found_codes = zxingcpp.read_barcodes(page)
    assert len(found_codes) == 2
    for found in found_codes:
        box = found.position
        left, right = box.top_left.x, box.top_right.x
        top, bottom = box.top_left.y + 2, box.bottom_left.y - 2
        quiet = 10 * head.bar if found.format == BARS else 4 * head.module - 2
        assert left >= quiet
        for beside in ((left - quiet, top, left - 1, bottom), (right + 2, top, right + quiet, bottom)):
            assert not any(page.crop(beside).histogram()[:200])


def test_an_offset_moves_everything_by_whole_dots(printer: ZplPrinter) -> None:
    stock = Stock.ROLL_62X29
    plain = only(printer, render_zpl([label()], stock, 203, "nb"), stock, 203)
    for right, down in ((1.0, 0.5), (-1.0, -0.5)):
        moved = only(printer, render_zpl([label()], stock, 203, "nb", offset_mm=(right, down)), stock, 203)
        assert ImageChops.difference(moved, ImageChops.offset(plain, int(right * 8), int(down * 8))).getbbox() is None


def test_what_an_offset_moves_off_the_label_is_cut_off_and_stays_out_of_the_codes(printer: ZplPrinter) -> None:
    for offset in ((-30.0, 0.0), (0.0, -15.0), (70.0, 40.0)):
        zpl = render_zpl([label()], Stock.ROLL_62X29, 203, "nb", offset_mm=offset)
        assert b"^FO-" not in zpl
        assert len(printer.print(zpl, size_of(Stock.ROLL_62X29), 203)) == 1


def test_a_watermark_is_a_black_band_beside_both_codes(printer: ZplPrinter) -> None:
    for stock in ROLLS:
        page = only(printer, render_zpl([label()], stock, 203, "nb", watermark="ØVELSE"), stock, 203)
        band = page.crop((page.width - 61, 14, page.width - 16, page.height - 15))
        dark = band.histogram()[0] / (band.width * band.height)
        assert 0.6 < dark < 0.9  # black, with a word in white


@settings(deadline=None, max_examples=examples(80))
@given(text=st.text(max_size=80), word=st.text(max_size=20))
@example(text="^XZ^XA^FO0,0^FDgratis^FS^XZ", word="~JA")
@example(text="~HS~JR ^CC+ +XZ", word="^IDR:*.*")
@example(text="\x1b%-12345X@PJL \x02\x10~", word="_5EXZ")
@example(text="\\&^FH_^FD_7E", word="^")
def test_nothing_that_a_person_types_becomes_a_command(text: str, word: str) -> None:
    typed = label(category=text, title=text, station=text)
    zpl = render_zpl([typed], Stock.ROLL_62X29, 203, "nb", watermark=word).decode("ascii")
    assert LABEL.fullmatch(zpl)


@settings(deadline=None, max_examples=examples(25))
@given(text=st.text(max_size=80), dpi=st.sampled_from((203, 300)), stock=st.sampled_from(ROLLS))
@example(text="^XZ^XA^FDx^FS^XZ~JA", dpi=203, stock=Stock.ROLL_62X29)
def test_whatever_is_typed_one_label_comes_out_and_reads(
    printer: ZplPrinter, text: str, dpi: int, stock: Stock
) -> None:
    page = only(printer, render_zpl([label(category=text, title=text, station=text)], stock, dpi, "nb"), stock, dpi)
    assert sorted(codes(page), key=lambda code: code[0].name) == BOTH


@settings(deadline=None, max_examples=examples(60))
@given(wide=st.integers(1, 40), rows=st.lists(st.binary(min_size=40, max_size=40), min_size=1, max_size=12))
@example(wide=3, rows=[b"\x00" * 40, b"\x00" * 40, b"\xff" * 40, b"\xff" * 40, b"\x0f" * 40])
@example(wide=40, rows=[b"\x11" * 39 + b"\xf0", b"\x11" * 39 + b"\x0f"])
def test_a_picture_in_short_form_is_the_same_picture(printer: ZplPrinter, wide: int, rows: list[bytes]) -> None:
    data = b"".join(row[:wide] for row in rows)
    size = (wide * 8, len(rows))
    zpl = f"^XA^FO0,0^GFA,{len(data)},{len(data)},{wide},{packed(data, wide)}^FS^XZ".encode("ascii")
    [page] = printer.print(zpl, (wide, len(rows) / 8), 203)
    printed = ImageChops.invert(page).point(lambda grey: 255 if grey > 127 else 0, "1")
    assert printed.crop((0, 0, *size)).tobytes() == Image.frombytes("1", size, data).tobytes()


def test_one_label_after_the_other_in_one_job(printer: ZplPrinter) -> None:
    zpl = render_zpl([label(running) for running in range(1, 21)], Stock.ROLL_57X32, 203, "nb")
    pages = printer.print(zpl, size_of(Stock.ROLL_57X32), 203)
    assert [codes(page)[0][1] for page in pages] == [item_number(running) for running in range(1, 21)]


@pytest.mark.parametrize("number", ["", "1000310004217", "10003100042179^FS^XZ", "1000310004217X"])
def test_what_is_not_14_digits_is_not_printed(number: str) -> None:
    with pytest.raises(ValueError, match="14 digits"):
        render_zpl([label(number=number)], Stock.ROLL_62X29, 203, "nb")


def test_what_a_label_printer_cannot_do_is_said() -> None:
    with pytest.raises(ValueError, match="no label"):
        render_zpl([], Stock.ROLL_62X29, 203, "nb")
    with pytest.raises(ValueError, match="not on A4"):
        render_zpl([label()], Stock.A4, 203, "nb")
    with pytest.raises(ValueError, match="203, 300, 600 dpi, not 200"):
        render_zpl([label()], Stock.ROLL_62X29, 200, "nb")

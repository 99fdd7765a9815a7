"""The test page: what is measured on it with a ruler is measured here in dots."""

import dataclasses
import datetime

import pytest
import zxingcpp
from document_samples import codes, page_images, page_texts
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops
from soak import examples
from zpl_printer import ZplPrinter

from domain.commands import Command
from station_app.documents.label import Stock, size_of
from station_app.documents.test_page import LETTERS, PrinterTest, render_test_page, render_test_zpl
from station_app.documents.zpl import HEADS

ROLLS = (Stock.ROLL_62X29, Stock.ROLL_57X32)
NUMBER = str(Command.TEST.number)
TEST = PrinterTest("Zebra ZD421 ved skranke 1", datetime.date(2026, 11, 24), NUMBER)
BOTH = {(zxingcpp.BarcodeFormat.Code128, NUMBER), (zxingcpp.BarcodeFormat.QRCode, NUMBER)}
PER_MM = 8
"""Dots: what is sold as 203 dpi."""


def dark(page: Image.Image, x: float, y: float) -> bool:
    """Whether the dot at x, y (mm) is printed."""
    return bool(page.getpixel((int(x * PER_MM), int(y * PER_MM))) < 128)  # type: ignore[operator]


def pictures(printer: ZplPrinter, stock: Stock) -> list[Image.Image]:
    return [
        page_images(render_test_page(TEST, stock, "nb"), PER_MM * 25.4)[0],
        printer.print(render_test_zpl(TEST, stock, 203, "nb"), size_of(stock), 203)[0],
    ]


@pytest.mark.parametrize("stock", ROLLS)
def test_the_frame_is_a_millimetre_from_every_edge(printer: ZplPrinter, stock: Stock) -> None:
    width, height = size_of(stock)
    for page in pictures(printer, stock):
        blank = ImageChops.invert(page).point(lambda grey: 255 if grey > 127 else 0)
        assert blank.getbbox() == (PER_MM, PER_MM, (width - 1) * PER_MM, (height - 1) * PER_MM)
        for share in (0.1, 0.35, 0.6, 0.9):
            assert dark(page, width * share, 1.1)
            assert dark(page, width * share, height - 1.1)
            assert dark(page, 1.1, height * share)
            assert dark(page, width - 1.1, height * share)


@pytest.mark.parametrize("stock", ROLLS)
def test_the_rulers_have_a_line_at_every_millimetre_longer_ones_at_fives_and_tens(
    printer: ZplPrinter, stock: Stock
) -> None:
    width, height = size_of(stock)
    for page in pictures(printer, stock):
        for along in range(2, int(width) - 1):
            assert dark(page, along - 0.05, 1.8)
            assert not dark(page, along + 0.5, 1.8)
            assert dark(page, along - 0.05, 2.8) == (along % 10 == 0)
        for along in range(2, int(height) - 1):
            assert dark(page, 1.8, along - 0.05)
            assert dark(page, 2.8, along - 0.05) == (along % 10 == 0)


@pytest.mark.parametrize("dpi", HEADS)
@pytest.mark.parametrize("stock", ROLLS)
def test_both_codes_read_from_every_label_printer(printer: ZplPrinter, stock: Stock, dpi: int) -> None:
    [page] = printer.print(render_test_zpl(TEST, stock, dpi, "nb"), size_of(stock), dpi)
    assert set(codes(page)) == BOTH


@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize("stock", Stock)
def test_both_codes_read_from_every_paper(stock: Stock, dpi: int) -> None:
    [page] = page_images(render_test_page(TEST, stock, "nb"), dpi)
    assert set(codes(page)) == BOTH


@pytest.mark.parametrize("stock", Stock)
def test_it_names_printer_day_offset_and_the_letters_of_norwegian_and_north_sami(stock: Stock) -> None:
    moved = dataclasses.replace(TEST, offset_mm=(0.5, -1.25))
    [text] = page_texts(render_test_page(moved, stock, "nb"))
    for told in ("Zebra ZD421 ved skranke 1", "24.11.2026", "0,5 mm", "−1,2 mm", LETTERS):
        assert told in text
    assert set("æøåÆØÅáčđŋšŧž") <= set(LETTERS)


@pytest.mark.parametrize("stock", ROLLS)
def test_an_offset_moves_the_page_unless_the_driver_does(printer: ZplPrinter, stock: Stock) -> None:
    moved = dataclasses.replace(TEST, offset_mm=(0.5, 0.5))

    def frame(page: Image.Image) -> tuple[int, int, int, int] | None:
        return ImageChops.invert(page).point(lambda grey: 255 if grey > 127 else 0).getbbox()

    left, top = PER_MM, PER_MM
    [driver] = page_images(render_test_page(moved, stock, "nb", moved=False), PER_MM * 25.4)
    [ours] = page_images(render_test_page(moved, stock, "nb"), PER_MM * 25.4)
    [raw] = printer.print(render_test_zpl(moved, stock, 203, "nb"), size_of(stock), 203)
    assert (frame(driver) or ())[:2] == (left, top)
    assert (frame(ours) or ())[:2] == (frame(raw) or ())[:2] == (left + 4, top + 4)


def test_the_crosses_of_a_sheet_stand_where_its_labels_meet() -> None:
    [page] = page_images(render_test_page(TEST, Stock.A4, "nb"), PER_MM * 25.4)
    for row in range(9):
        for column in (1, 2):
            x, y = 70 * column, 4.5 + 36 * row
            for right, down in ((0, 0), (1.5, 0), (-1.5, 0), (0, 1.5), (0, -1.5)):
                assert dark(page, x + right, y + down)
            for right, down in ((1, 1), (-1, 1), (1, -1), (-1, -1), (3, 0), (0, 3), (-3, 0), (0, -3)):
                assert not dark(page, x + right, y + down)


@settings(deadline=None, max_examples=examples(25))
@given(name=st.text(max_size=60))
@example(name="^XZ~JA^XA")
@example(name="Etikettskriver med et navn som er så langt at det ikke får plass på en eneste linje")
@example(name="")
def test_a_printer_may_have_any_name(name: str) -> None:
    named = dataclasses.replace(TEST, printer=name)
    zpl = render_test_zpl(named, Stock.ROLL_57X32, 203, "nb")
    assert zpl.count(b"^XA") == zpl.count(b"^XZ") == 1
    assert b"~" not in zpl
    for stock in Stock:
        assert len(page_images(render_test_page(named, stock, "nb"), 50)) == 1


def test_what_cannot_be_printed_is_said() -> None:
    with pytest.raises(ValueError, match="not on A4"):
        render_test_zpl(TEST, Stock.A4, 203, "nb")
    with pytest.raises(ValueError, match="14 digits"):
        render_test_zpl(dataclasses.replace(TEST, number="^XZ"), Stock.ROLL_62X29, 203, "nb")
    with pytest.raises(ValueError, match="14 digits"):
        render_test_page(dataclasses.replace(TEST, number="1"), Stock.A4, "nb")
    with pytest.raises(ValueError, match="dpi"):
        render_test_zpl(TEST, Stock.ROLL_62X29, 96, "nb")

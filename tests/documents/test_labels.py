"""Labels are read back as a scanner reads them: from the dots that a printer would lay down."""

import datetime

import pypdfium2
import pytest
import zxingcpp
from document_samples import codes, item_number, label, page_images, page_texts
from hypothesis import given, settings
from hypothesis import strategies as st
from soak import examples

from station_app.documents.label import QR_SIDE, Stock, render_labels

ROLLS = (Stock.ROLL_62X29, Stock.ROLL_57X32)
PRINTERS = (203, 300)
BANDS = {
    Stock.ROLL_62X29: (55.2, 2, 59.4, 27),
    Stock.ROLL_57X32: (50.2, 2, 54.4, 30),
    Stock.A4: (60.2, 8, 64.4, 37),
}
"""Where a watermark's band is black from edge to edge, in mm: left, top, right and bottom on the page."""
BARS, QR = zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.QRCode


@pytest.mark.parametrize("dpi", PRINTERS)
@pytest.mark.parametrize("stock", ROLLS)
def test_each_roll_label_reads_back_to_its_digits(stock: Stock, dpi: int) -> None:
    numbers = [item_number(running) for running in (1, 4217, 9_999_999)]
    pages = page_images(render_labels([label(running) for running in (1, 4217, 9_999_999)], stock, "nb"), dpi)
    assert len(pages) == 3
    for number, page in zip(numbers, pages, strict=True):
        assert sorted(codes(page), key=lambda code: code[0].name) == [(BARS, number), (QR, number)]


@pytest.mark.parametrize("dpi", PRINTERS)
def test_a_sheet_holds_24_labels_and_goes_on_with_the_next(dpi: int) -> None:
    first, second = page_images(render_labels([label(running) for running in range(1, 26)], Stock.A4, "nb"), dpi)
    numbers = {item_number(running) for running in range(1, 25)}
    assert set(codes(first)) == {(kind, number) for kind in (BARS, QR) for number in numbers}
    assert set(codes(second)) == {(BARS, item_number(25)), (QR, item_number(25))}


@pytest.mark.parametrize("language", ["nb", "en"])  # English days are longer: 24 Nov 2026
@pytest.mark.parametrize("stock", ROLLS)
def test_codes_have_their_quiet_zones_even_beside_the_longest_texts(stock: Stock, language: str) -> None:
    long = "Ærfuglbrødristerhåndtak " * 5
    made = label(category=long, title=long, station=long, practice=True, day=datetime.date(2026, 11, 24))
    [page] = page_images(render_labels([made], stock, language), 203)
    for found in zxingcpp.read_barcodes(page):
        box = found.position
        left, right = box.top_left.x, box.top_right.x
        top, bottom = box.top_left.y + 2, box.bottom_left.y - 2
        quiet = 20 if found.format == BARS else 18  # ten bars of 2 dots; four modules of 5 dots, less the rounding
        for beside in ((left - quiet, top, left - 1, bottom), (right + 2, top, right + quiet, bottom)):
            assert not any(page.crop(beside).histogram()[:200])
        assert left >= quiet


def test_the_qr_is_large_enough_for_a_webcam() -> None:
    assert QR_SIDE >= 11


def test_people_read_the_number_in_groups_and_the_day_as_written_in_norway() -> None:
    [text] = page_texts(render_labels([label(4217, day=datetime.date(2026, 1, 2))], Stock.ROLL_62X29, "nb"))
    number = item_number(4217)
    assert f"{number[0]} {number[1:6]} {number[6:13]} {number[13]}" in text
    assert "02.01.2026" in text
    assert "Sykkel" in text
    assert "Isi gjenvinningsstasjon" in text


def test_a_practice_label_looks_different() -> None:
    plain, practice = (page_texts(render_labels([label(practice=on)], Stock.A4, "en"))[0] for on in (False, True))
    assert "PRACTICE" in practice
    assert "PRACTICE" not in plain


def test_a_title_that_is_too_long_ends_with_an_ellipsis() -> None:
    [text] = page_texts(render_labels([label(title="Kommode med ni skuffer og speil " * 6)], Stock.ROLL_62X29, "nb"))
    assert "Kommode" in text
    assert "…" in text


@pytest.mark.parametrize("number", ["", "1000310004217", "1000310004217X", "١٠٠٠٣١٠٠٠٤٢١٧٦"])
def test_what_is_not_14_digits_is_not_printed(number: str) -> None:
    with pytest.raises(ValueError, match="14 digits"):
        render_labels([label(number=number)], Stock.ROLL_62X29, "nb")


def test_no_labels_is_an_error_not_an_empty_sheet() -> None:
    with pytest.raises(ValueError, match="no label"):
        render_labels([], Stock.A4, "nb")


@settings(deadline=None, max_examples=examples(60))
@given(text=st.text(max_size=120), stock=st.sampled_from(Stock))
def test_any_text_fits_and_the_codes_still_read(text: str, stock: Stock) -> None:
    page = page_images(render_labels([label(category=text, title=text, station=text)], stock, "nb"), 203)[0]
    assert sorted(codes(page), key=lambda code: code[0].name) == [(BARS, item_number(4217)), (QR, item_number(4217))]


@pytest.mark.parametrize("dpi", PRINTERS)
@pytest.mark.parametrize("stock", Stock)
def test_a_watermark_is_read_at_once_and_leaves_both_codes_readable(stock: Stock, dpi: int) -> None:
    pdf = render_labels([label(practice=True)], stock, "nb", watermark="ØVELSE")
    [page] = page_images(pdf, dpi)
    assert sorted(codes(page), key=lambda code: code[0].name) == [(BARS, item_number(4217)), (QR, item_number(4217))]
    assert "ØVELSE" in page_texts(pdf)[0]
    band = page.crop([round(length * dpi / 25.4) for length in BANDS[stock]])
    dark = sum(band.histogram()[:128]) / (band.width * band.height)
    assert 0.6 < dark < 0.9  # black, with a word in white


@pytest.mark.parametrize("stock", Stock)
def test_beside_a_watermark_the_bars_keep_their_quiet_zone(stock: Stock) -> None:
    long = "Ærfuglbrødristerhåndtak " * 5
    [page] = page_images(render_labels([label(category=long, title=long)], stock, "nb", watermark="ØVELSE"), 300)
    [bars] = [found for found in zxingcpp.read_barcodes(page) if found.format == BARS]
    right, quiet = bars.position.top_right.x, round(10 * 2 / 203 * 300)
    beside = page.crop((right + 2, bars.position.top_left.y + 3, right + quiet, bars.position.bottom_left.y - 3))
    assert not any(beside.histogram()[:128])


@pytest.mark.parametrize("stock", Stock)
def test_an_offset_moves_everything_on_a_page(stock: Stock) -> None:
    def boxes(offset: tuple[float, float]) -> list[tuple[float, float]]:
        with pypdfium2.PdfDocument(render_labels([label(1), label(2)], stock, "nb", offset_mm=offset)) as document:
            bounds = [each.get_bounds() for page in document for each in page.get_objects()]
        return [(left / 72 * 25.4, -top / 72 * 25.4) for left, _, _, top in bounds]

    for (x, y), (moved_x, moved_y) in zip(boxes((0, 0)), boxes((1.5, -0.5)), strict=True):
        # What stands on whole dots of 203 dpi stays on them.
        assert moved_x - x == pytest.approx(1.5, abs=0.26)
        assert moved_y - y == pytest.approx(-0.5, abs=0.01)

"""Labels are read back as a scanner reads them: from the dots that a printer would lay down."""

import datetime

import pytest
import zxingcpp
from document_samples import codes, item_number, label, page_images, page_texts
from hypothesis import given, settings
from hypothesis import strategies as st

from station_app.documents.label import QR_SIDE, Stock, render_labels

ROLLS = (Stock.ROLL_62X29, Stock.ROLL_57X32)
PRINTERS = (203, 300)
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


@pytest.mark.parametrize("stock", ROLLS)
def test_codes_have_their_quiet_zones_even_beside_the_longest_texts(stock: Stock) -> None:
    long = "Ærfuglbrødristerhåndtak " * 5
    [page] = page_images(
        render_labels([label(category=long, title=long, station=long, practice=True)], stock, "nb"), 203
    )
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


@settings(deadline=None, max_examples=60)
@given(text=st.text(max_size=120), stock=st.sampled_from(Stock))
def test_any_text_fits_and_the_codes_still_read(text: str, stock: Stock) -> None:
    page = page_images(render_labels([label(category=text, title=text, station=text)], stock, "nb"), 203)[0]
    assert sorted(codes(page), key=lambda code: code[0].name) == [(BARS, item_number(4217)), (QR, item_number(4217))]

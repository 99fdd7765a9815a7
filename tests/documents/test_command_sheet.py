"""The command sheet: every code reads, orders what stands beside it, and no other is in the scanner's line."""

import datetime
from itertools import pairwise

import pytest
import zxingcpp
from document_samples import page_images, page_texts
from hypothesis import given, settings
from hypothesis import strategies as st
from soak import examples

from domain.commands import Command, command_of
from domain.numbers import parse
from station_app.documents.command_sheet import BAR_MODULE, KEYS, render_command_sheet

DAY = datetime.date(2026, 11, 24)
TILES = (
    "Møbel, bord og stoler",
    "Sykkel",
    "Verktøy og hageredskap",
    "Kjøkken",
    "Bøker og spill",
    "Tekstil",
    "Elektrisk og elektronisk utstyr",
    "Barneutstyr",
    "Annet",
)
ON_PAPER = {command for command in Command if command is not Command.TEST}
"""A code that orders nothing would only be in the way."""


def read(dpi: int, language: str = "nb", tiles: tuple[str, ...] = TILES) -> list[zxingcpp.Barcode]:
    [page] = page_images(render_command_sheet("Isi gjenvinningsstasjon", tiles, DAY, language), dpi)
    found = zxingcpp.read_barcodes(page, formats=zxingcpp.BarcodeFormat.Code128)
    return sorted(found, key=lambda code: code.position.top_left.y)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("dpi", [150, 203, 300, 600])
def test_every_order_reads_from_every_printer(dpi: int, language: str) -> None:
    assert sorted(command_of(parse(code.text)) for code in read(dpi, language)) == sorted(ON_PAPER)


def test_wherever_the_scanners_line_falls_it_crosses_one_code() -> None:
    codes = read(300)
    per_mm = 300 / 25.4
    for above, below in pairwise(codes):
        assert above.position.bottom_left.y < below.position.top_left.y
    # The next code in the same column is a whole bar's height away, the other column nearly half a page.
    for column in (0, 1):
        half = [code for code in codes if (code.position.top_left.x > 105 * per_mm) == bool(column)]
        assert len(half) >= 9
        for above, below in pairwise(half):
            assert below.position.top_left.y - above.position.bottom_left.y > 10 * per_mm
    left = max(code.position.top_right.x for code in codes if code.position.top_left.x < 105 * per_mm)
    right = min(code.position.top_left.x for code in codes if code.position.top_left.x > 105 * per_mm)
    assert right - left > 90 * per_mm


def test_bars_are_wide_enough_and_have_their_quiet_zones() -> None:
    assert BAR_MODULE >= 0.25
    [page] = page_images(render_command_sheet("Isi", TILES, DAY, "nb"), 300)
    for code in read(300):
        box = code.position
        quiet = int(10 * BAR_MODULE * 300 / 25.4)
        top, bottom = box.top_left.y + 3, box.bottom_left.y - 3
        left, right = box.top_left.x, box.top_right.x
        for beside in ((left - quiet, top, left - 2, bottom), (right + 3, top, right + quiet, bottom)):
            assert not any(page.crop(beside).histogram()[:128])


def test_people_read_what_a_code_orders_and_which_key_does_the_same() -> None:
    [text] = page_texts(render_command_sheet("Isi gjenvinningsstasjon", TILES, DAY, "en"))
    words = " ".join(text.split())
    for expected in (
        "Save",
        "Undo",
        "Take photo",
        "New handover",
        "Done",
        "Refuse an item",
        "Save and one more",
        "Lock",
    ):
        assert expected in words
    for expected in ("As new", "Good", "Used", "For repair", *TILES):
        assert expected in words
    for key in KEYS.values():
        assert f"Key {key}" in words
    assert "Isi gjenvinningsstasjon · Categories of 24 Nov 2026" in words
    for command in ON_PAPER:
        assert command.number.grouped in words


def test_as_many_tiles_as_the_register_screen_shows() -> None:
    assert len(read(203, tiles=TILES[:4])) == 12 + 4
    with pytest.raises(ValueError, match="9 codes"):
        render_command_sheet("Isi", (*TILES, "En til"), DAY, "nb")


@settings(deadline=None, max_examples=examples(15))
@given(name=st.text(max_size=80), station=st.text(max_size=80))
def test_any_names_fit_beside_the_codes(name: str, station: str) -> None:
    [page] = page_images(render_command_sheet(station, [name] * 9, DAY, "nb"), 150)
    found = zxingcpp.read_barcodes(page, formats=zxingcpp.BarcodeFormat.Code128)
    assert len({code.text for code in found}) == len(ON_PAPER)

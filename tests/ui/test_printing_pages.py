"""Documents on their way out: written as they are, drawn page by page in their own size, refusals in words."""

import datetime
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from domain.numbers import Kind, Number
from domain.refused import Refused
from station_app.actions.files import write_file
from station_app.documents.label import LabelData, Stock, render_labels
from ui.printing import QtDriver, draw_on

DAY = datetime.date(2026, 11, 24)


def labels(count: int) -> bytes:
    made = [LabelData(str(Number(Kind.ITEM, 31, n)), "Sykkel", "", DAY, "Nord") for n in range(1, count + 1)]
    return render_labels(made, Stock.ROLL_62X29, "nb")


def test_every_page_is_printed_in_its_own_size(qtbot: QtBot, tmp_path: Path) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    draw_on(printer, labels(3))
    pages = pypdfium2.PdfDocument(tmp_path / "out.pdf")
    sizes = [tuple(round(side / 72 * 25.4) for side in page.get_size()) for page in pages]
    assert sizes == [(62, 29)] * 3


def test_a_printer_that_is_not_there_is_named(qtbot: QtBot) -> None:
    with pytest.raises(Refused) as refused:
        QtDriver().print_pages(labels(1), "Skranke 9")
    assert (refused.value.code, refused.value.facts) == ("printer_missing", {"printer": "Skranke 9"})


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "labels").write_text("in the way")
    with pytest.raises(Refused) as refused:
        write_file(tmp_path / "labels" / "1.pdf", b"%PDF")
    assert refused.value.code == "file_unwritable"

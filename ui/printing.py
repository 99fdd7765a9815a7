"""Finished documents on their way out: into a file, into the PC's viewer, or to a printer by its driver.

Nothing is rendered here but pages that are ready into dots, and the mark that only paper gets.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QFont, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from domain.refused import Refused

MM_PER_INCH = 25.4
MOST_DPI = 600
"""Pages become dots at the printer's own resolution up to this; A4 at 1200 dpi would be half a gigabyte."""
PAPER_DPI = 300
"""Enough for a sheet of paper: a page takes 35 MB of memory while it is printed."""
LARGEST_LABEL_MM = 150
MARK_MM = 4.0
"""Height of the mark's letters, and its distance from the upper and the right edge of the paper."""


def open_pdf(file: Path) -> bool:
    """Open a file in whatever the PC shows PDF with; False when there is nothing. In the window's thread."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))


def printer_names() -> list[str]:
    """The printers of this PC. Can take a minute when a network printer does not answer: background only."""
    return list(QPrinterInfo.availablePrinterNames())


class QtDriver:
    """Prints by the drivers of this PC. Holds nothing; each call makes its own printer in the thread it is made in."""

    def print_pages(
        self,
        document: bytes,
        printer: str,
        *,
        title: str = "",
        offset_mm: tuple[float, float] = (0.0, 0.0),
        mark: str = "",
    ) -> None:
        """Print every page in its own size; with CUPS, return when the printer has taken it.

        Raises Refused, of TROUBLE.
        """
        made = QPrinter(_found(printer), QPrinter.PrinterMode.HighResolution)
        if not made.isValid() or made.printerName() != printer:
            raise Refused("printer_missing", printer=printer)
        made.setDocName(title)
        draw_on(made, document, offset_mm=offset_mm, mark=mark)
        if sys.platform != "win32":
            from station_app.devices.cups import CupsQueue

            CupsQueue(printer).follow(title)

    def ready(self, printer: str) -> None:
        """Return when the printer is there and reports no error. Raises Refused, of TROUBLE."""
        if sys.platform != "win32":
            from station_app.devices.cups import CupsQueue

            CupsQueue(printer).ready()
        if _found(printer).state() is QPrinter.PrinterState.Error:
            raise Refused("printer_failed", printer=printer)


def _found(printer: str) -> QPrinterInfo:
    info = QPrinterInfo.printerInfo(printer)
    if info.isNull():
        raise Refused("printer_missing", printer=printer)
    return info


def draw_on(printer: QPrinter, document: bytes, *, offset_mm: tuple[float, float] = (0.0, 0.0), mark: str = "") -> None:
    """Draw the pages of a PDF on a printer, each on a page of the same size.

    `offset_mm` moves everything to the right and downwards; `mark` stands in the upper right corner of each page.
    Raises Refused `printer_failed`.
    """
    data = QByteArray(document)
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    pages = QPdfDocument()
    pages.load(buffer)
    printer.setPageSize(_page_size(pages, 0))
    printer.setFullPage(True)
    painter = QPainter()
    if not painter.begin(printer):
        raise Refused("printer_failed", printer=printer.printerName())
    for page in range(pages.pageCount()):
        if page:
            printer.setPageSize(_page_size(pages, page))
            printer.newPage()
        _draw_page(painter, printer, pages, page, offset_mm)
        if mark:
            _draw_mark(painter, printer, mark)
    if not painter.end():
        raise Refused("printer_failed", printer=printer.printerName())
    pages.close()


def _draw_page(
    painter: QPainter, printer: QPrinter, pages: QPdfDocument, page: int, offset_mm: tuple[float, float]
) -> None:
    area = printer.pageLayout().fullRectPixels(printer.resolution())
    size = pages.pagePointSize(page)
    largest_mm = max(size.width(), size.height()) / 72 * MM_PER_INCH
    dpi = min(printer.resolution(), MOST_DPI if largest_mm <= LARGEST_LABEL_MM else PAPER_DPI)
    dots = QSize(round(size.width() / 72 * dpi), round(size.height() / 72 * dpi))
    left, top = (mm / MM_PER_INCH * printer.resolution() for mm in offset_mm)
    painter.drawImage(QRectF(left, top, area.width(), area.height()), pages.render(page, dots))


def _draw_mark(painter: QPainter, printer: QPrinter, mark: str) -> None:
    mm = printer.resolution() / MM_PER_INCH
    area = printer.pageLayout().fullRectPixels(printer.resolution())
    font = QFont("Inter")
    font.setWeight(QFont.Weight.DemiBold)
    font.setPixelSize(round(MARK_MM * mm))
    painter.setFont(font)
    room = QRectF(MARK_MM * mm, MARK_MM * mm, area.width() - 2 * MARK_MM * mm, 2 * MARK_MM * mm)
    painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, mark)


def _page_size(pages: QPdfDocument, page: int) -> QPageSize:
    return QPageSize(pages.pagePointSize(page), QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)

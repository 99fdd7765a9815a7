"""Finished documents on their way out: into a file, into the PC's viewer, or to a printer. Nothing is rendered here."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize, QUrl
from PySide6.QtGui import QDesktopServices, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from domain.refused import Refused


def write_pdf(target: Path, document: bytes) -> Path:
    """Write a document into a file, making its folder. Raises Refused `file_unwritable`."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(document)
    except OSError as error:
        raise Refused("file_unwritable", file=str(target), what=error.strerror or str(error)) from None
    return target


def open_pdf(file: Path) -> bool:
    """Open a file in whatever the PC shows PDF with; False when there is nothing. In the window's thread."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))


def printer_names() -> list[str]:
    """The printers of this PC. Can take a minute when a network printer does not answer: background only."""
    return list(QPrinterInfo.availablePrinterNames())


def print_pdf(document: bytes, printer_name: str) -> None:
    """Print every page in its own size on the named printer. Background only. Raises Refused `printer_missing`."""
    printer = QPrinter(QPrinterInfo.printerInfo(printer_name), QPrinter.PrinterMode.HighResolution)
    if not printer.isValid() or printer.printerName() != printer_name:
        raise Refused("printer_missing", printer=printer_name)
    draw_on(printer, document)


def draw_on(printer: QPrinter, document: bytes) -> None:
    """Draw the pages of a PDF on a printer, each on a page of the same size. Raises Refused `printer_failed`."""
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
        area = printer.pageLayout().fullRectPixels(printer.resolution())
        painter.drawImage(QRect(0, 0, area.width(), area.height()), pages.render(page, QSize(area.size())))
    painter.end()
    pages.close()


def _page_size(pages: QPdfDocument, page: int) -> QPageSize:
    return QPageSize(pages.pagePointSize(page), QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)

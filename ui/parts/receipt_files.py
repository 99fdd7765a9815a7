"""Receipts on their way out: a copy in the store's `receipts` folder, and the printer where one is chosen."""

from collections.abc import Callable
from pathlib import Path

from ui.desk import Desk
from ui.printing import open_pdf, print_pdf, write_pdf


class ReceiptFiles:
    """Puts out the very bytes that are stored; nothing is rendered again."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._folder = desk.station.folder / "receipts"

    def file(self, receipt: str) -> Path:
        """Where the copy of a receipt is written."""
        return self._folder / f"{receipt}.pdf"

    def put_out(self, receipt: str, document: bytes, done: Callable[[], None]) -> None:
        """Write the copy, and print it where a printer is chosen; failures are said in the strip."""
        target, printer = self.file(receipt), self._desk.station.config.receipt_printer

        def work() -> Path:
            write_pdf(target, document)
            if printer:
                print_pdf(document, printer)
            return target

        self._desk.background.run(work, lambda _file: done(), self._desk.warn)

    def open(self, file: Path) -> None:
        """Show a copy in the PC's own viewer."""
        if not open_pdf(file):
            words = self._desk.texts.gettext("No program on this PC shows PDF. The file is {file}")
            self._desk.teller.warn(words.format(file=file))

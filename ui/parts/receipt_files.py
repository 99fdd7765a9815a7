"""Receipts on their way out: a copy in the store's `receipts` folder, and the queue where a printer is chosen."""

from collections.abc import Callable
from pathlib import Path

from domain.refused import Refused
from station_app.actions.files import write_file
from station_app.actions.printing import queue_print
from station_app.storage.jobs import JobKind
from ui.desk import Desk
from ui.printing import open_pdf
from ui.said import Said


class ReceiptFiles:
    """Puts out the very bytes that are stored; nothing is rendered again."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._folder = desk.station.folder / "receipts"

    def file(self, receipt: str) -> Path:
        """Where the copy of a receipt is written."""
        return self._folder / f"{receipt}.pdf"

    def write(self, receipt: str, document: bytes, done: Callable[[], None]) -> None:
        """Write the copy; printing is the queue's business. A failure is said in the strip."""
        target = self.file(receipt)
        self._desk.background.run(lambda: write_file(target, document), lambda _file: done(), self._desk.warn)

    def put_out(self, receipt: str, document: bytes, done: Callable[[], None], *, again: bool = False) -> None:
        """Write the copy, and have it printed where a printer is chosen; failures are said in the strip.

        A receipt that is printed `again` gets the word COPY on paper, with time and initials.
        """
        desk = self._desk

        def written() -> None:
            try:
                if desk.station.config.receipt_printer:
                    queue_print(desk.station, JobKind.RECEIPT_COPY if again else JobKind.RECEIPT, receipt)
            except Refused as refused:
                desk.warn(refused)
                return
            done()

        self.write(receipt, document, written)

    def open(self, file: Path) -> None:
        """Show a copy in the PC's own viewer."""
        if not open_pdf(file):
            self._desk.teller.warn(Said("No program on this PC shows PDF. The file is {file}", file=str(file)))

"""Carrying out what is in the printing queue: the document is made when its turn comes, kept as a file, and printed.

One call prints one job, in whatever thread it is made; waiting for turns is done by ui/print_worker.py.
"""

import logging
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from domain.refused import Refused
from station_app.actions.files import write_file
from station_app.actions.print_documents import Document, document_of
from station_app.actions.printing import job_failed, job_printed, printer_answers, take_job
from station_app.config import Config
from station_app.devices.ports import TROUBLE, PageDriver, RawPrinter
from station_app.devices.printer import NetworkPrinter
from station_app.printer_address import PrinterAddress
from station_app.station import Station
from station_app.storage.alone import alone
from station_app.storage.jobs import Job, Lane

log = logging.getLogger(__name__)


def raw_printer(address: PrinterAddress) -> RawPrinter:
    """The label printer at an address that is no driver's."""
    if address.kind == "zpl":
        return NetworkPrinter(address.name, address.port)
    if sys.platform == "win32":
        from station_app.devices.winspool import WindowsQueue

        return WindowsQueue(address.name)
    from station_app.devices.cups import CupsQueue

    return CupsQueue(address.name)


def sole_printing(folder: Path, lane: Lane) -> AbstractContextManager[bool]:
    """Whether nobody else serves this lane of the store in `folder` as long as the block lasts.

    Who is alone may say of what is half printed that nobody prints it any more. Raises Refused `folder_not_writable`.
    """
    return alone(folder / f"printing-{lane.value}.lock")


class Printing:
    """Prints the jobs of one lane. Belongs to one thread, as its station does.

    `settings` are asked for before each job, because printers are chosen while the program runs. Without a `driver`
    (the command line has none) only files and label printers without one are served.
    """

    def __init__(
        self,
        station: Station,
        lane: Lane,
        *,
        settings: Callable[[], Config],
        driver: PageDriver | None = None,
        printers: Callable[[PrinterAddress], RawPrinter] = raw_printer,
    ) -> None:
        self._station, self._lane = station, lane
        self._settings = settings
        self._driver = driver
        self._printers = printers
        self._raw: tuple[PrinterAddress, RawPrinter] | None = None
        self.tried: PrinterAddress | None = None
        """The address that was last printed at, or asked; while it was, another may have been chosen."""

    @property
    def address(self) -> PrinterAddress | None:
        """Where this lane prints now; None for files only."""
        settings = self._settings()
        return settings.label_address if self._lane is Lane.LABELS else settings.paper_address

    @property
    def rests(self) -> bool:
        """Whether what waits does so for a printer in trouble."""
        return bool(self._station.jobs.failed(self._lane.kinds, TROUBLE))

    def print_next(self) -> bool:
        """Print the job whose turn it is, and note what became of it; False when there is none.

        Raises Refused `database_locked`, `disk_full` and the like when the store cannot be written.
        """
        self._station.config = self._settings()
        job = take_job(self._station, self._lane.kinds)
        if job is None:
            return False
        document: Document | None = None
        try:
            document = document_of(self._station, job)
            medium = self._deliver(document, _title(job))
        except Refused as refused:
            log.info("job %d was not printed: %s", job.id, refused.code)
            job_failed(self._station, job, refused)
        except Exception:
            log.exception("job %d was not printed", job.id)
            job_failed(self._station, job, Refused("program_error"))
        else:
            job_printed(self._station, job, medium=medium)
        if document is not None and document.zpl is not None and self._without_driver:
            # Last of all: somebody stands there and waits for the label, nobody for its file.
            _keep(document)
        return True

    @property
    def _without_driver(self) -> bool:
        """Whether what was printed last went to a label printer as commands."""
        return self.tried is not None and self.tried.kind != "driver"

    def look_again(self) -> bool:
        """Ask a printer in trouble how it is now; True when it is well and the lane goes on."""
        try:
            self.tried = address = self.address
            if address is not None and address.kind != "driver":
                self._raw_at(address).ready()
            elif address is not None and self._driver is not None:
                self._driver.ready(address.name)
        except Refused as refused:
            log.info("the printer is still in trouble: %s", refused.code)
            return False
        printer_answers(self._station, self._lane)
        return True

    def _deliver(self, document: Document, title: str) -> str:
        """Print, and keep the file of what is pages. Returns the medium: driver, network, queue or file."""
        address, settings = self.address, self._station.config
        self.tried = address
        if address is not None and self._without_driver:
            return self._deliver_raw(document, address, title)
        pdf = document.pdf()
        if document.file is not None:
            write_file(document.file, pdf)
        if address is None:
            return "file"
        if self._driver is None:
            raise Refused("printer_needs_window", printer=address.name)
        offset = (settings.offset_x_mm, settings.offset_y_mm) if self._lane is Lane.LABELS else (0.0, 0.0)
        self._driver.print_pages(pdf, address.name, title=title, offset_mm=offset, mark=document.mark)
        return "driver"

    def _deliver_raw(self, document: Document, address: PrinterAddress, title: str) -> str:
        """To a label printer; its file is kept when that is noted."""
        if document.zpl is None:
            raise Refused("document_not_printable")
        printer = self._raw_at(address)
        printer.send(document.zpl(), title)
        return printer.medium

    def _raw_at(self, address: PrinterAddress) -> RawPrinter:
        """The same object as long as the address is the same: it knows whether its printer answers."""
        if self._raw is None or self._raw[0] != address:
            self._raw = (address, self._printers(address))
        return self._raw[1]


def _title(job: Job) -> str:
    """What a spooler lists it as: its own for every try, and no words of people."""
    return f"ombruk {job.kind.value} {job.number or '-'} {job.id}.{job.attempts}"


def _keep(document: Document) -> None:
    """The file of a label; that it cannot be kept is no reason to print the label twice."""
    try:
        if document.file is not None:
            write_file(document.file, document.pdf())
    except Refused as refused:
        log.warning("the file of a label was not kept: %s", refused.code)
    except Exception:
        # Printed and noted as such: nothing is to be done again.
        log.exception("the file of a label was not kept")

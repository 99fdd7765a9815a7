"""Carrying out what is in the printing queue: the document is made when its turn comes, kept as a file, and printed.

One call prints one job, in whatever thread it is made; waiting for turns is done by ui/print_worker.py.
"""

import datetime
import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from domain.numbers import LAST_RUNNING, Kind, Number
from domain.refused import Refused
from station_app.actions.printing import job_failed, job_printed, printer_answers, take_job
from station_app.config import Config
from station_app.devices.ports import TROUBLE, PageDriver, RawPrinter
from station_app.devices.printer import NetworkPrinter
from station_app.language import format_time, translation
from station_app.printer_address import PrinterAddress
from station_app.station import Station
from station_app.storage.jobs import Job, JobKind, Lane

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Document:
    """What a job puts on paper: its pages, and for label printers without a driver its commands.

    `file` is where it is kept as a file, or None; `mark` are words that only the paper gets, never the file.
    """

    pdf: bytes
    file: Path | None = None
    zpl: Callable[[], bytes] | None = None
    mark: str = ""


def raw_printer(address: PrinterAddress) -> RawPrinter:
    """The label printer at an address that is no driver's."""
    if address.kind == "zpl":
        return NetworkPrinter(address.name, address.port)
    if sys.platform == "win32":
        from station_app.devices.winspool import WindowsQueue

        return WindowsQueue(address.name)
    from station_app.devices.cups import CupsQueue

    return CupsQueue(address.name)


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
        try:
            medium = self._deliver(document_of(self._station, job), _title(job))
        except Refused as refused:
            log.info("job %d was not printed: %s", job.id, refused.code)
            job_failed(self._station, job, refused)
        except Exception:
            log.exception("job %d was not printed", job.id)
            job_failed(self._station, job, Refused("program_error"))
        else:
            job_printed(self._station, job, medium=medium)
        return True

    def look_again(self) -> bool:
        """Ask a printer in trouble how it is now; True when it is well and the lane goes on."""
        try:
            address = self.address
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
        """Keep the file and print. Returns the medium: driver, network, queue or file."""
        address, settings = self.address, self._station.config
        if document.file is not None:
            _write(document.file, document.pdf)
        if address is None:
            return "file"
        if address.kind == "driver":
            if self._driver is None:
                raise Refused("printer_needs_window", printer=address.name)
            offset = (settings.offset_x_mm, settings.offset_y_mm) if self._lane is Lane.LABELS else (0.0, 0.0)
            self._driver.print_pages(document.pdf, address.name, title=title, offset_mm=offset, mark=document.mark)
            return "driver"
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


def document_of(station: Station, job: Job) -> Document:
    """Make what a job puts on paper, as things are now. Raises Refused for what there is not any more."""
    match job.kind:
        case JobKind.LABEL | JobKind.TEST_LABEL:
            return _label(station, job)
        case JobKind.RECEIPT | JobKind.RECEIPT_COPY:
            return _receipt(station, job)
        case _:
            raise Refused("document_not_printable")


def _label(station: Station, job: Job) -> Document:
    # Loaded with the first label: this takes longer than the window's start may.
    from station_app.actions.labels import label_data
    from station_app.documents.label import LabelData, Stock, render_labels
    from station_app.documents.zpl import render_zpl

    settings, watermark = station.config, ""
    if job.kind is JobKind.LABEL:
        item = station.items.by_number(job.number)
        if item.state == "void":
            raise Refused("item_void", number=job.number)
        data, file = label_data(station, item), station.folder / "labels" / f"{job.number}.pdf"
    else:
        _ = translation(settings.language).gettext
        number = str(Number(Kind.ITEM, station.identity.device_number, LAST_RUNNING))
        today = station.clock().date()
        data = LabelData(number, _("Test label"), "Aa Ææ Øø Åå 0123456789", today, station.identity.station_name)
        file, watermark = station.folder / "labels" / "test.pdf", "TEST"
    if station.practice:
        watermark = translation(settings.language).gettext("PRACTICE")
    stock, language = Stock(settings.label_stock), settings.language

    def zpl() -> bytes:
        if stock is Stock.A4:
            raise Refused("labels_on_sheets")
        offset = (settings.offset_x_mm, settings.offset_y_mm)
        return render_zpl([data], stock, settings.label_dpi, language, offset_mm=offset, watermark=watermark)

    return Document(render_labels([data], stock, language, watermark=watermark), file, zpl)


def _receipt(station: Station, job: Job) -> Document:
    pdf = station.blobs.read(station.handovers.document(job.number))
    mark = ""
    if job.kind is JobKind.RECEIPT_COPY:
        language = station.config.language
        when = format_time(datetime.datetime.fromisoformat(job.at), language)
        mark = " · ".join(filter(None, (translation(language).gettext("COPY"), when, job.staff)))
    return Document(pdf, station.folder / "receipts" / f"{job.number}.pdf", mark=mark)


def _title(job: Job) -> str:
    """What a spooler lists it as: its own for every try, and no words of people."""
    return f"ombruk {job.kind.value} {job.number or '-'} {job.id}.{job.attempts}"


def _write(file: Path, data: bytes) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    except OSError as error:
        raise Refused("file_unwritable", file=str(file), what=error.strerror or str(error)) from None

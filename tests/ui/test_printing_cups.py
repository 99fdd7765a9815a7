"""A real CUPS with a real IPP printer: pages and label commands arrive as bytes, and what does not arrive is told."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pypdfium2
import pytest
from cups_server import Cups, missing, running
from pytestqt.qtbot import QtBot
from test_printing_queue import Hung, with_label

from domain.refused import Refused
from station_app.actions.print_work import Printing
from station_app.actions.printing import queue_print
from station_app.devices.cups import CupsQueue
from station_app.documents.label import Stock
from station_app.documents.test_page import PrinterTest, render_test_page
from station_app.printer_address import PrinterAddress
from station_app.station import Station
from station_app.storage.jobs import JobKind, Lane
from ui.printing import QtDriver, printer_names

pytestmark = pytest.mark.skipif(bool(missing()), reason=f"not installed: {', '.join(missing())}")


@pytest.fixture(scope="module")
def cups() -> Iterator[Cups]:
    with running() as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv("CUPS_SERVER", server.socket)
        server.add("kontor", f"ipp://localhost:{server.ipp_port}/ipp/print", "everywhere")
        yield server


@pytest.fixture
def page(station: Station) -> bytes:
    test = PrinterTest("kontor", station.clock().date(), "10003100042179")
    return render_test_page(test, Stock.A4, "nb")


def in_a_thread(work: Callable[[], None]) -> Callable[[], Refused | None]:
    """As the worker does it: beside the window. Returns what was refused, once it is done."""
    refused: list[Refused] = []

    def run() -> None:
        try:
            work()
        except Refused as error:
            refused.append(error)

    thread = threading.Thread(target=run)
    thread.start()

    def done() -> Refused | None:
        thread.join(40)
        assert not thread.is_alive()
        return refused[0] if refused else None

    return done


def test_pages_drawn_by_qt_come_out_of_the_printer(qtbot: QtBot, cups: Cups, page: bytes, tmp_path: Path) -> None:
    assert "kontor" in printer_names()
    before = len(cups.printed)
    work = in_a_thread(lambda: QtDriver().print_pages(page, "kontor", title="ombruk test 1", mark="KOPI KB"))
    assert work() is None
    (*_, printed) = cups.printed
    assert len(cups.printed) == before + 1
    (sheet,) = pypdfium2.PdfDocument(printed)
    assert [round(side / 72 * 25.4) for side in sheet.get_size()] == [210, 297]
    assert "KOPI KB" in sheet.get_textpage().get_text_bounded()


def test_a_receipt_goes_through_the_queue_to_the_printer(qtbot: QtBot, cups: Cups, station: Station) -> None:
    station.config = msgspec.structs.replace(station.config, receipt_printer="kontor")
    before = len(cups.printed)
    queue_print(station, JobKind.TEST_PAGE)
    printing = Printing(station, Lane.PAPER, settings=lambda: station.config, driver=QtDriver())
    assert printing.print_next()
    assert station.jobs.open() == ()
    assert len(cups.printed) == before + 1


def test_a_printer_out_of_paper_is_told_and_nothing_stays_in_its_queue(qtbot: QtBot, cups: Cups, page: bytes) -> None:
    cups.out_of_paper(True)
    before = len(cups.printed)
    try:
        refused = in_a_thread(lambda: QtDriver().print_pages(page, "kontor", title="ombruk test 2"))()
        assert refused is not None
        assert (refused.code, refused.facts) == ("printer_out_of_paper", {"printer": "kontor"})
        assert cups.command("lpstat", "-W", "not-completed", "-o", "kontor") == ""
    finally:
        cups.out_of_paper(False)
    assert len(cups.printed) == before


def test_a_stopped_queue_is_told_before_anything_is_sent(qtbot: QtBot, cups: Cups, page: bytes) -> None:
    cups.add("stoppet", "socket://127.0.0.1:9")
    cups.command("cupsdisable", "stoppet")
    with pytest.raises(Refused) as refused:
        CupsQueue("stoppet").send(b"^XA^XZ", "ombruk test 3")
    assert refused.value.code == "printer_stopped"
    assert cups.command("lpstat", "-W", "all", "-o", "stoppet") == ""


def test_a_queue_that_is_not_there_is_named(qtbot: QtBot, cups: Cups, page: bytes) -> None:
    with pytest.raises(Refused) as refused:
        QtDriver().print_pages(page, "finnes ikke", title="ombruk test 4")
    assert (refused.value.code, refused.value.facts) == ("printer_missing", {"printer": "finnes ikke"})
    with pytest.raises(Refused) as refused:
        CupsQueue("finnes-ikke").ready()
    assert refused.value.code == "printer_missing"


def test_label_commands_pass_through_a_queue_as_they_are(qtbot: QtBot, cups: Cups, station: Station) -> None:
    printer = Hung()
    printer.well.set()
    try:
        cups.add("etikett", f"socket://127.0.0.1:{printer.port}")
        station.config = msgspec.structs.replace(station.config, label_printer="zplqueue:etikett")
        (number,) = with_label(station)
        assert Printing(station, Lane.LABELS, settings=lambda: station.config).print_next()
        assert station.jobs.open() == ()
    finally:
        printer.close()
    assert printer.received.startswith(b"^XA")
    assert f">;{number}".encode() in printer.received
    assert printer.received.rstrip().endswith(b"^XZ")


def test_a_printer_that_never_reads_is_given_up_and_its_queue_emptied(
    qtbot: QtBot, cups: Cups, station: Station
) -> None:
    printer = Hung()
    try:
        cups.add("henger", f"socket://127.0.0.1:{printer.port}")
        station.config = msgspec.structs.replace(station.config, label_printer="zplqueue:henger")
        with_label(station)

        def impatient(address: PrinterAddress) -> CupsQueue:
            return CupsQueue(address.name, patience_seconds=1.0)

        printing = Printing(station, Lane.LABELS, settings=lambda: station.config, printers=impatient)
        assert printing.print_next()
        assert [job.problem for job in station.jobs.open()] == ["printer_silent"]
        assert cups.command("lpstat", "-W", "not-completed", "-o", "henger") == ""
    finally:
        printer.close()

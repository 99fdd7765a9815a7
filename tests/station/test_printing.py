"""The printing queue: nothing is forgotten, nothing comes out twice unasked, and every failure has words."""

import socket
import time
from collections.abc import Iterator

import msgspec
import pytest
from counter import Counter
from label_printers import CutOffPrinter, HangingPrinter, LabelPrinter, plugged_in, state

from domain.refused import Refused
from station_app.actions.print_work import Printing
from station_app.actions.printing import drop_job, own_up_to_interrupted, print_again, queue_print, take_job
from station_app.actions.register import Draft, register_items, void_items
from station_app.devices.cups import trouble as queue_trouble
from station_app.devices.ports import RawPrinter
from station_app.devices.printer import NetworkPrinter
from station_app.errors import explain
from station_app.printer_address import PrinterAddress
from station_app.storage.jobs import LABEL_KINDS, PAPER_KINDS, JobKind, JobState, Lane

IMPATIENT = {"connect_seconds": 0.5, "status_seconds": 0.2, "patience_seconds": 0.4}


@pytest.fixture
def printer() -> Iterator[LabelPrinter]:
    with plugged_in(LabelPrinter) as found:
        yield found


def impatient(address: PrinterAddress) -> RawPrinter:
    return NetworkPrinter(address.name, address.port, **IMPATIENT)


def labels_at(counter: Counter, port: int, **settings: object) -> Printing:
    """The label lane, printing at this port."""
    changes = {"label_printer": f"zpl:127.0.0.1:{port}", **settings}
    counter.station.config = msgspec.structs.replace(counter.station.config, **changes)
    station = counter.station
    return Printing(station, Lane.LABELS, settings=lambda: station.config, printers=impatient)


def with_label(counter: Counter, copies: int = 1) -> list[str]:
    """Things registered with a label each, as the window does it."""
    register_items(counter.station, Draft(category="chair", grams=4_200), copies=copies, label=True)
    return [item.number for item in counter.station.items.page(limit=copies).items][::-1]


def states(counter: Counter) -> list[tuple[str, str, str | None]]:
    return [(job.number, job.state.value, job.problem) for job in counter.station.jobs.open()]


def print_all(printing: Printing) -> int:
    count = 0
    while printing.print_next():
        count += 1
    return count


# what goes well


def test_a_label_reaches_the_printer_and_is_kept_as_a_file_and_noted(counter: Counter, printer: LabelPrinter) -> None:
    (number,) = with_label(counter)
    assert counter.station.items.by_number(number).labels == 0
    assert print_all(labels_at(counter, printer.port)) == 1
    (label,) = printer.labels
    assert f">;{number}".encode() in label
    assert counter.station.items.by_number(number).labels == 1
    assert (counter.folder / "labels" / f"{number}.pdf").read_bytes().startswith(b"%PDF")
    assert states(counter) == []
    assert counter.kinds()[-1] == "LabelPrinted"


def test_twenty_alike_get_twenty_labels_in_their_order(counter: Counter, printer: LabelPrinter) -> None:
    numbers = with_label(counter, 20)
    assert print_all(labels_at(counter, printer.port)) == 20
    assert [next(n for n in numbers if n.encode() in label) for label in printer.labels] == numbers


def test_without_a_printer_a_label_is_a_file(counter: Counter) -> None:
    (number,) = with_label(counter)
    station = counter.station
    assert print_all(Printing(station, Lane.LABELS, settings=lambda: station.config)) == 1
    assert (counter.folder / "labels" / f"{number}.pdf").exists()
    assert station.items.by_number(number).labels == 1


def test_a_printer_that_only_imitates_zebras_is_believed_when_it_closes_the_line(counter: Counter) -> None:
    with plugged_in(lambda: LabelPrinter(status=None)) as imitation:
        with_label(counter, 3)
        begin = time.monotonic()
        assert print_all(labels_at(counter, imitation.port)) == 3
        assert len(imitation.labels) == 3
        # It is asked once how it is, not before every label.
        assert b"".join(imitation.received).count(b"~HS") == 1
        assert time.monotonic() - begin < 3 * IMPATIENT["status_seconds"] + 2
    assert states(counter) == []


def test_what_is_printed_is_rendered_when_its_turn_comes(counter: Counter, printer: LabelPrinter) -> None:
    with_label(counter)
    print_all(labels_at(counter, printer.port, label_dpi=300, offset_x_mm=2.0))
    with_label(counter)
    print_all(labels_at(counter, printer.port, label_dpi=203))
    first, second = printer.labels
    assert b"^PW732" in first
    assert b"^PW496" in second


# what goes wrong


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (state(paper_out=True), "printer_out_of_paper"),
        (state(head_open=True), "printer_open"),
        (state(paused=True), "printer_paused"),
    ],
)
def test_a_printer_that_cannot_print_is_sent_nothing_and_goes_on_by_itself(
    counter: Counter, printer: LabelPrinter, status: bytes, code: str
) -> None:
    well, printer.status = printer.status, status
    numbers = with_label(counter, 3)
    printing = labels_at(counter, printer.port)
    assert print_all(printing) == 1
    assert printer.labels == []
    assert states(counter) == [
        (numbers[0], "failed", code),
        (numbers[1], "waiting", None),
        (numbers[2], "waiting", None),
    ]
    assert printing.rests
    assert not printing.look_again()
    printer.status = well
    assert printing.look_again()
    assert print_all(printing) == 3
    assert len(printer.labels) == 3
    assert [counter.station.items.by_number(number).labels for number in numbers] == [1, 1, 1]


def test_a_printer_that_is_switched_off_is_told_in_words_and_what_waits_waits(counter: Counter) -> None:
    with plugged_in(LabelPrinter) as gone:
        port = gone.port
    numbers = with_label(counter, 2)
    printing = labels_at(counter, port)
    assert print_all(printing) == 1
    (failed, waiting) = counter.station.jobs.open()
    assert (failed.problem, waiting.state) == ("printer_refuses", JobState.WAITING)
    assert failed.refusal is not None
    words = explain(failed.refusal, "en")
    assert f"127.0.0.1:{port}" in words.error
    # The things themselves are registered whatever the printer does.
    assert [counter.state(number) for number in numbers] == ["registered", "registered"]


def test_a_name_that_no_network_knows_is_unreachable(counter: Counter) -> None:
    with pytest.raises(Refused) as refused:
        NetworkPrinter("printer.invalid", 9100, **IMPATIENT).ready()
    assert refused.value.code == "printer_unreachable"


def test_a_printer_that_never_reads_is_given_up_and_held_against_nobody(counter: Counter) -> None:
    with plugged_in(HangingPrinter) as hanging:
        assert isinstance(hanging, HangingPrinter)
        numbers = with_label(counter, 2)
        printing = labels_at(counter, hanging.port)
        assert print_all(printing) == 1
        assert states(counter) == [(numbers[0], "failed", "printer_silent"), (numbers[1], "waiting", None)]
        assert not printing.look_again()
        hanging.let_go.set()
        # Nobody knows whether the first came out: a person looks. The second goes on by itself.
        assert printing.look_again()
        assert print_all(printing) == 1
        assert states(counter) == [(numbers[0], "failed", "printer_unsure")]


def test_a_printer_that_is_chosen_while_another_is_tried_is_not_taken_for_the_one_that_was_tried(
    counter: Counter,
) -> None:
    with plugged_in(LabelPrinter) as gone:
        tried = f"zpl:127.0.0.1:{gone.port}"
    with_label(counter)
    counter.station.config = msgspec.structs.replace(counter.station.config, label_printer=tried)

    def choose_another(address: PrinterAddress) -> RawPrinter:
        counter.station.config = msgspec.structs.replace(counter.station.config, label_printer="")
        return impatient(address)

    printing = Printing(counter.station, Lane.LABELS, settings=lambda: counter.station.config, printers=choose_another)
    assert printing.print_next()
    assert printing.rests
    assert printing.address is None
    assert printing.tried == PrinterAddress.parse(tried)


def test_half_a_label_is_no_label(counter: Counter) -> None:
    with plugged_in(CutOffPrinter) as cut:
        (number,) = with_label(counter)
        print_all(labels_at(counter, cut.port))
        assert cut.labels == []
    assert states(counter) == [(number, "failed", "printer_cut_off")]
    assert counter.station.items.by_number(number).labels == 0


def test_try_again_goes_before_all_that_waits(counter: Counter, printer: LabelPrinter) -> None:
    with plugged_in(LabelPrinter) as gone:
        port = gone.port
    numbers = with_label(counter, 3)
    print_all(labels_at(counter, port))
    (failed, *_) = counter.station.jobs.open()
    print_again(counter.station, [failed.id])
    # Still off: it is tried, and the others are left in peace.
    assert print_all(labels_at(counter, port)) == 1
    assert [job.attempts for job in counter.station.jobs.open()] == [2, 0, 0]
    print_again(counter.station, [failed.id])
    assert print_all(labels_at(counter, printer.port)) == 3
    assert [numbers.index(next(n for n in numbers if n.encode() in label)) for label in printer.labels] == [0, 1, 2]


def test_giving_the_failed_one_up_lets_the_others_go_on(counter: Counter, printer: LabelPrinter) -> None:
    with plugged_in(LabelPrinter) as gone:
        port = gone.port
    numbers = with_label(counter, 2)
    print_all(labels_at(counter, port))
    drop_job(counter.station, counter.station.jobs.open()[0].id)
    assert counter.station.jobs.never_labelled(10) == (numbers[0],)
    assert print_all(labels_at(counter, printer.port)) == 1
    assert len(printer.labels) == 1


def test_a_document_that_cannot_be_made_holds_nobody_up(counter: Counter, printer: LabelPrinter) -> None:
    numbers = with_label(counter, 2)
    printing = labels_at(counter, printer.port, label_stock="a4")
    assert print_all(printing) == 2
    assert [job.problem for job in counter.station.jobs.open()] == ["labels_on_sheets", "labels_on_sheets"]
    assert not printing.rests
    (other,) = with_label(counter)
    assert print_all(labels_at(counter, printer.port, label_stock="62x29")) == 1
    assert other.encode() in printer.labels[0]
    assert other not in numbers


def test_labels_that_nobody_can_write_to_disk_are_told(counter: Counter) -> None:
    (counter.folder / "labels").write_text("in the way")
    with_label(counter)
    station = counter.station
    print_all(Printing(station, Lane.LABELS, settings=lambda: station.config))
    assert [job.problem for job in station.jobs.open()] == ["file_unwritable"]


def test_a_label_that_came_out_is_not_printed_twice_for_want_of_a_file(counter: Counter, printer: LabelPrinter) -> None:
    (counter.folder / "labels").write_text("in the way")
    (number,) = with_label(counter)
    assert print_all(labels_at(counter, printer.port)) == 1
    assert states(counter) == []
    assert counter.station.items.by_number(number).labels == 1
    assert len(printer.labels) == 1


def test_a_thing_taken_back_is_not_labelled(counter: Counter, printer: LabelPrinter) -> None:
    (number,) = with_label(counter)
    void_items(counter.station, [number])
    assert print_all(labels_at(counter, printer.port)) == 0
    assert printer.labels == []


# what outlives the program


def test_after_a_restart_what_waited_is_printed_and_what_was_being_printed_is_owned_up_to(
    counter: Counter, printer: LabelPrinter
) -> None:
    numbers = with_label(counter, 3)
    assert take_job(counter.station, LABEL_KINDS) is not None
    counter.station.close()
    counter = Counter(counter.folder, counter.clock)
    own_up_to_interrupted(counter.station)
    assert states(counter)[0] == (numbers[0], "failed", "print_interrupted")
    # It is about the program, not about the printer: the others do not wait for it.
    assert print_all(labels_at(counter, printer.port)) == 2
    assert states(counter) == [(numbers[0], "failed", "print_interrupted")]
    counter.station.close()


def test_the_lanes_do_not_wait_for_each_other(counter: Counter) -> None:
    with plugged_in(LabelPrinter) as gone:
        port = gone.port
    receipt = counter.hand_over(counter.register())
    with_label(counter)
    queue_print(counter.station, JobKind.RECEIPT, receipt)
    print_all(labels_at(counter, port))
    station = counter.station
    assert print_all(Printing(station, Lane.PAPER, settings=lambda: station.config)) == 1
    stored = station.blobs.read(station.handovers.document(receipt))
    assert (counter.folder / "receipts" / f"{receipt}.pdf").read_bytes() == stored
    assert [job.kind for job in station.jobs.open()] == [JobKind.LABEL]


def test_the_same_label_is_not_queued_twice(counter: Counter) -> None:
    number = counter.register()
    queue_print(counter.station, JobKind.LABEL, number)
    queue_print(counter.station, JobKind.LABEL, number)
    assert [job.number for job in counter.station.jobs.open()] == [number]
    assert counter.station.jobs.never_labelled(10) == ()


def test_every_kind_of_job_is_in_one_lane() -> None:
    assert sorted([*LABEL_KINDS, *PAPER_KINDS]) == sorted(JobKind)
    assert all(kind in Lane.of(kind).kinds for kind in JobKind)


# names and answers


@pytest.mark.parametrize(
    ("setting", "address"),
    [
        ("", None),
        ("Zebra ZD421", PrinterAddress("driver", "Zebra ZD421")),
        ("driver:HP: kontor", PrinterAddress("driver", "HP: kontor")),
        (r"\\skranke\etikett", PrinterAddress("driver", r"\\skranke\etikett")),
        ("zpl:192.0.2.7", PrinterAddress("zpl", "192.0.2.7", 9100)),
        ("zpl:etikett.example.no:6101", PrinterAddress("zpl", "etikett.example.no", 6101)),
        ("zpl:[2001:db8::7]:9100", PrinterAddress("zpl", "2001:db8::7", 9100)),
        ("zplqueue:etikett", PrinterAddress("zplqueue", "etikett")),
    ],
)
def test_a_printer_is_named(setting: str, address: PrinterAddress | None) -> None:
    assert PrinterAddress.parse(setting) == address


@pytest.mark.parametrize("setting", ["zpl:", "driver:", "zpl:host:0", "zpl:host:65536", "zplqueue: "])
def test_a_printer_without_a_name_is_refused(setting: str) -> None:
    with pytest.raises(ValueError, match="driver:NAME"):
        PrinterAddress.parse(setting)


@pytest.mark.parametrize(
    ("printer_state", "reasons", "found"),
    [
        ("3", "none", ""),
        ("4", "connecting-to-device", ""),
        ("5", "paused", "paused"),
        ("5", "none", "paused"),
        ("4", "media-empty-error,marker-supply-low-warning", "media-empty"),
        ("3", "marker-supply-low-report", ""),
        ("4", "offline-report", "offline"),
    ],
)
def test_what_a_queue_reports(printer_state: str, reasons: str, found: str) -> None:
    assert queue_trouble(printer_state, reasons) == found


def test_a_printer_that_hangs_up_at_once_refuses(counter: Counter) -> None:
    class Busy(LabelPrinter):
        """Serves another PC just now."""

        def talk(self, line: socket.socket) -> None:
            line.shutdown(socket.SHUT_RDWR)

    with plugged_in(Busy) as busy:
        with_label(counter)
        print_all(labels_at(counter, busy.port))
    assert [job.problem for job in counter.station.jobs.open()] == ["printer_refuses"]

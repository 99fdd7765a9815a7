"""Printing as people at the counter see it: a chip, a list with reasons, a window that never waits for a printer."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import counter_samples as samples
import msgspec
import pytest
from keyboard import Hands
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from domain.numbers import grouped
from station_app.actions.handover import Order, hand_over, prepare_handover
from station_app.actions.printing import queue_print
from station_app.actions.register import Draft, register_items
from station_app.documents.receipt import render_receipt
from station_app.station import Station, Subject
from station_app.storage.jobs import JobKind, JobState
from ui.bridge import Bridge
from ui.print_worker import PrintWorker
from ui.window import MainWindow

Find = Callable[[str], QWidget]


class Hung:
    """A label printer that takes connections and neither reads nor answers, until it is switched off and on."""

    def __init__(self) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        self.taken = threading.Event()
        self.well = threading.Event()
        self.received = b""
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self.well.set()
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self._thread.join(5)

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._server.accept()
            except OSError:
                return
            with line:
                self.taken.set()
                self.well.wait(60)
                try:
                    while data := line.recv(65_536):
                        self.received += data
                except ConnectionError:
                    continue


@pytest.fixture
def hung() -> Iterator[Hung]:
    printer = Hung()
    yield printer
    printer.close()


@pytest.fixture
def gone() -> int:
    """A port at which no printer listens any more."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def choose(station: Station, port: int) -> None:
    station.config = msgspec.structs.replace(station.config, label_printer=f"zpl:127.0.0.1:{port}")


def with_label(station: Station, copies: int = 1) -> list[str]:
    register_items(station, Draft(category="bicycle", grams=14_000), copies=copies, label=True)
    return [item.number for item in station.items.page(limit=copies).items][::-1]


def test_the_chip_says_that_nothing_is_wrong(window: MainWindow, station: Station) -> None:
    assert window.bar.print_chip.text() == "Printing to file"
    assert window.bar.print_chip.accessibleName() == "F10 Printing to file"


def test_a_printer_that_is_off_is_seen_in_the_chip_and_mended_from_the_list(
    window: MainWindow, station: Station, hands: Hands, printed: Callable[[], int], gone: int, find: Find
) -> None:
    choose(station, gone)
    first, second = with_label(station, 2)
    printed()
    assert window.bar.print_chip.text() == "Printer does not answer"
    hands.press(Qt.Key.Key_F10)
    assert window.front is window.pages.printing
    failed, waiting = station.jobs.open()
    reason = find(f"print-reason-{failed.id}")
    assert f"127.0.0.1:{gone}" in reason.accessibleName()
    assert f"write {grouped(first)} on tape" in reason.accessibleName()
    # A printer is plugged in; somebody presses Try again.
    station.config = msgspec.structs.replace(station.config, label_printer="")
    again = find(f"print-again-{failed.id}")
    assert isinstance(again, QPushButton)
    again.setFocus()
    hands.press(Qt.Key.Key_Space)
    assert printed() == 2
    assert station.jobs.open() == ()
    assert {number: station.items.by_number(number).labels for number in (first, second)} == {first: 1, second: 1}
    assert window.bar.print_chip.text() == "Printing to file"
    assert waiting.number == second


def test_a_job_says_what_it_is_how_far_it_is_and_since_when(
    window: MainWindow, station: Station, printed: Callable[[], int], gone: int, find: Find
) -> None:
    choose(station, gone)
    first, second = with_label(station, 2)
    printed()
    window.show_screen("printing")
    failed, waiting = (find(f"print-job-{job.id}") for job in station.jobs.open())
    for shown, number, state in ((failed, first, "not printed"), (waiting, second, "waits")):
        title, how = [each.text() for each in shown.findChildren(QLabel) if each.text()][:2]
        assert title == "Bicycle"
        assert how.startswith(f"Label {grouped(number)} · {state} · ordered 24 Nov 2026")


def test_giving_up_has_a_way_back_and_lists_the_thing_without_a_label(
    window: MainWindow, station: Station, hands: Hands, printed: Callable[[], int], gone: int, find: Find
) -> None:
    choose(station, gone)
    (number,) = with_label(station)
    printed()
    window.show_screen("printing")
    (failed,) = station.jobs.open()
    give_up = find(f"print-drop-{failed.id}")
    assert isinstance(give_up, QPushButton)
    give_up.click()
    assert station.jobs.open() == ()
    queue = window.pages.printing.queue
    assert queue.without.text() == "1 item has no label"
    told = [each.text() for each in queue.findChildren(QLabel)]
    assert any(words.startswith(f"{grouped(number)} · registered 24 Nov 2026") for words in told)
    assert "Bicycle" in told
    hands.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert [job.number for job in station.jobs.open()] == [number]
    assert not queue.without.isVisible()


def test_things_without_a_label_get_one_together(
    window: MainWindow, station: Station, registered: Callable[..., str], printed: Callable[[], int]
) -> None:
    numbers = [registered(), registered()]
    window.show_screen("printing")
    queue = window.pages.printing.queue
    assert queue.without.text() == "2 items have no label"
    queue.label_all.click()
    assert printed() == 2
    assert [station.items.by_number(number).labels for number in numbers] == [1, 1]


def test_read_only_staff_cannot_give_labels_up(
    window: MainWindow, station: Station, printed: Callable[[], int], gone: int, find: Find
) -> None:
    from domain.staff import Role
    from station_app.station import Duty

    choose(station, gone)
    with_label(station)
    printed()
    window.show_screen("printing")
    (failed,) = station.jobs.open()
    station.on_duty = Duty("XX", Role.READ_ONLY)
    give_up = find(f"print-drop-{failed.id}")
    assert isinstance(give_up, QPushButton)
    give_up.click()
    assert [job.id for job in station.jobs.open()] == [failed.id]
    assert "role" in window.strip.problem.words


@pytest.fixture
def worker(window: MainWindow, station: Station, bridge: Bridge) -> Iterator[PrintWorker]:
    """The threads beside a real window, on the same store; they tell the window as they do there."""
    made = PrintWorker(station.folder, lambda: station.config, bridge.tell, probe_seconds=0.2)
    made.start()
    made.wake()
    yield made
    assert made.stop(40)


def test_while_a_label_printer_hangs_things_are_registered_and_receipts_come_out(
    window: MainWindow, station: Station, hands: Hands, qtbot: QtBot, hung: Hung, worker: PrintWorker
) -> None:
    choose(station, hung.port)
    first = with_label(station)
    worker.wake()
    qtbot.waitUntil(hung.taken.is_set)
    # It hangs now. The window takes the next thing, and the other lane prints.
    hands.type("21")
    window.pages.register.form.weight.entry.setText("14,5")
    window.pages.register.save()
    order = Order(orgnr=samples.FRETEX, numbers=(*first,), representative="Ola Nordmann", signature=None)
    prepared = prepare_handover(station, order)
    receipt = hand_over(station, prepared, render_receipt(prepared.receipt)).number
    queue_print(station, JobKind.RECEIPT, receipt)
    worker.wake()
    qtbot.waitUntil(lambda: (station.folder / "receipts" / f"{receipt}.pdf").exists())
    qtbot.waitUntil(lambda: [job.kind for job in station.jobs.open()] == [JobKind.LABEL, JobKind.LABEL])
    assert not hung.received
    assert [job.state for job in station.jobs.open()] == [JobState.PRINTING, JobState.WAITING]
    # Switched on again: what was sent meanwhile is read, and the next one follows by itself.
    hung.well.set()
    qtbot.waitUntil(lambda: station.jobs.open() == ())
    assert hung.received.count(b"^XA") == 2
    kinds = [json.loads(record.body)["kind"] for record in station.journal.records() if record.body]
    assert kinds.count("LabelPrinted") == 2


def test_a_busy_counter_does_not_keep_the_lane_from_asking_a_printer_again(
    window: MainWindow, station: Station, qtbot: QtBot, gone: int, worker: PrintWorker
) -> None:
    choose(station, gone)
    with_label(station)
    worker.wake()
    qtbot.waitUntil(lambda: station.jobs.open()[0].state is JobState.FAILED)
    with socket.create_server(("127.0.0.1", gone)) as server:
        asked = threading.Event()
        threading.Thread(target=lambda: (server.accept()[0].close(), asked.set()), daemon=True).start()
        qtbot.waitUntil(lambda: worker.wake() or asked.is_set())


def test_another_printer_is_tried_at_once(
    window: MainWindow, station: Station, qtbot: QtBot, gone: int, bridge: Bridge
) -> None:
    choose(station, gone)
    worker = PrintWorker(station.folder, lambda: station.config, bridge.tell, probe_seconds=3_600)
    worker.start()
    (number,) = with_label(station)
    worker.wake()
    qtbot.waitUntil(lambda: station.jobs.open()[0].state is JobState.FAILED)
    station.config = msgspec.structs.replace(station.config, label_printer="")
    worker.wake()
    qtbot.waitUntil(lambda: station.items.by_number(number).labels == 1)
    assert worker.stop(10)


def test_what_another_program_queues_is_printed_too(
    station: Station, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[frozenset[Subject]] = []
    monkeypatch.setattr("ui.print_worker.LOOK_SECONDS", 0.05)
    worker = PrintWorker(station.folder, lambda: station.config, lambda changed: told.append(changed.subjects))
    worker.start()
    worker.wake()
    with Station.open(station.folder, settings=station.config) as other:
        (number,) = with_label(other)
    qtbot.waitUntil(lambda: station.items.by_number(number).labels == 1)
    assert worker.stop(10)
    assert any(Subject.JOBS in subjects for subjects in told)

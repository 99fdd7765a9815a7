"""From Enter to the printer, and how still the window stands while a printer hangs.

A label counts from the call that saves the thing until its job is noted as printed; the printer is a port on loopback
that reads everything at once and answers `~HS`, so what is measured is ours.
"""

import itertools
import json
import socket
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.figures import OUT
from station_app.actions.register import Draft, register_items
from station_app.config import Config
from station_app.station import Changed, Station

ANSWER = b"\x02030,0,0,1245,000,0,0,0,000,0,0,0\x03\r\n\x02000,0,0,0,0,2,4,0,00000000,1,000\x03\r\n\x021234,0\x03\r\n"
BEAT_MS = 5
WARM_MS = 3_000
BETWEEN_SECONDS = 0.05
"""Between two things: the lane rests, as it does at a counter."""


@dataclass
class Labels:
    """Milliseconds from saving a thing until its label is noted as printed."""

    median_ms: float
    p99_ms: float
    highest_ms: float
    times: int


@dataclass
class Heartbeat:
    """Gaps in ms between beats of a 5 ms timer in the window's thread, while a printer hangs and things are saved."""

    median_ms: float
    p99_ms: float
    longest_ms: float
    beats: int
    hung_seconds: float
    registered: int


@contextmanager
def printer(*, hangs: bool = False) -> Iterator[int]:
    """A label printer's port; one that hangs takes connections and never reads."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_serve, args=(server, over, hangs), daemon=True).start()
        yield server.getsockname()[1]
        over.set()


def _serve(server: socket.socket, over: threading.Event, hangs: bool) -> None:
    while not over.is_set():
        try:
            line, _ = server.accept()
        except OSError:
            return
        with line:
            if hangs:
                over.wait(120)
                continue
            while data := line.recv(65_536):
                for _ in range(data.count(b"~HS")):
                    line.sendall(ANSWER)


def labels(times: int = 200) -> Labels:
    """Register so many things one after the other, each with its label, with the worker of the real window."""
    from ui.print_worker import PrintWorker

    with tempfile.TemporaryDirectory() as name, printer() as port:
        settings = Config(keystore="file", sync=False, label_printer=f"zpl:127.0.0.1:{port}")
        with Station.open(Path(name), settings=settings) as station:
            printed = threading.Semaphore(0)

            def told(changed: Changed) -> None:
                # Items and jobs together: that is what a printed label changes.
                if len(changed.subjects) > 1:
                    printed.release()

            worker = PrintWorker(station.folder, lambda: settings, told)
            worker.start()
            worker.wake()
            found = []
            for number in range(times + 5):
                time.sleep(BETWEEN_SECONDS)
                begin = time.perf_counter()
                register_items(station, _draft(number), copies=1, label=True)
                worker.wake()
                if not printed.acquire(timeout=60):
                    raise RuntimeError("a label did not come out")
                found.append((time.perf_counter() - begin) * 1_000)
            worker.stop(10)
    # The first ones load fonts.
    ordered = sorted(found[5:])
    return Labels(statistics.median(ordered), ordered[int(len(ordered) * 0.99)], ordered[-1], len(ordered))


def heartbeat(seconds: float = 30.0) -> Heartbeat:
    """The real window beside a label printer that hangs, while a thing is registered every quarter of a second."""
    from PySide6.QtCore import Qt, QTimer
    from PySide6.QtWidgets import QApplication

    from ui.bridge import Bridge
    from ui.print_worker import PrintWorker
    from ui.window import MainWindow

    application = QApplication.instance() or QApplication([])
    with tempfile.TemporaryDirectory() as name, printer(hangs=True) as port:
        settings = Config(keystore="file", sync=False, sound_volume=0, label_printer=f"zpl:127.0.0.1:{port}")
        with Station.open(Path(name), settings=settings) as station:
            bridge = Bridge()
            station.listen(bridge.tell)
            worker = PrintWorker(station.folder, lambda: settings, bridge.tell)
            window = MainWindow(station, bridge, None, worker)
            window.show()
            worker.start()
            beats: list[float] = []
            saved: list[str] = []
            beat = QTimer(window, interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
            beat.timeout.connect(lambda: beats.append(time.perf_counter() * 1_000))
            customers = QTimer(window, interval=250)
            customers.timeout.connect(
                lambda: saved.append(register_items(station, _draft(len(saved)), copies=1, label=True).number)
            )
            # The window has come up and the lane has taken its first label before anything counts.
            QTimer.singleShot(WARM_MS, beat.start)
            customers.start()
            QTimer.singleShot(WARM_MS + round(seconds * 1_000), application.quit)
            application.exec()
            beat.stop()
            customers.stop()
            window.close()
            worker.stop(0.1)
    gaps = sorted(after - before for before, after in itertools.pairwise(beats))
    p99 = gaps[int(len(gaps) * 0.99)]
    return Heartbeat(statistics.median(gaps), p99, gaps[-1], len(gaps), seconds, len(saved))


def write() -> None:
    """The figures as JSON for programs and as a table for people, in bench-out/."""
    OUT.mkdir(exist_ok=True)
    label, beat = labels(), heartbeat()
    (OUT / "printing.json").write_text(json.dumps({"labels": asdict(label), "heartbeat": asdict(beat)}, indent=1))
    during = f"while a printer hangs {beat.hung_seconds:.0f} s and {beat.registered} things are registered"
    lines = [
        "# Speed of printing",
        "",
        "| what | median ms | p99 ms | highest ms | times |",
        "|---|---|---|---|---|",
        f"| from saving a thing until its label is printed and noted | {label.median_ms:.1f} | {label.p99_ms:.1f}"
        f" | {label.highest_ms:.1f} | {label.times} |",
        f"| gap of a {BEAT_MS} ms beat in the window {during} | {beat.median_ms:.1f} | {beat.p99_ms:.1f}"
        f" | {beat.longest_ms:.1f} | {beat.beats} |",
    ]
    (OUT / "printing.md").write_text("\n".join(lines) + "\n")
    print("\n".join(lines))


def _draft(number: int) -> Draft:
    return Draft(category="chair", grams=4_200, title=f"Stol {number}")


if __name__ == "__main__":
    write()

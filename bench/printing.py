"""From Enter to the printer.

A label counts from the call that saves the thing until the printer has read all of it, and until its job is noted as
printed; the printer is a port on loopback that reads everything at once and answers `~HS`, so what is measured is ours.
Saving, Qt's loop and the collecting of garbage are in the main thread, as in the window.
`python -m bench.printing` prints the result as JSON and takes about 15 s.
"""

import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, QTimer

import ui.immortal  # noqa: F401 (before Qt's first call)
from bench.figures import OUT, percentile
from station_app.actions.register import Draft, register_items
from station_app.config import Config
from station_app.station import Changed, Station
from ui.background import favour_window
from ui.bridge import Bridge
from ui.garbage import Garbage
from ui.print_worker import PrintWorker

ANSWER = b"\x02030,0,0,1245,000,0,0,0,000,0,0,0\x03\r\n\x02000,0,0,0,0,2,4,0,00000000,1,000\x03\r\n\x021234,0\x03\r\n"
LABEL_ENDS = b"^XZ"
BETWEEN_MS = 50
"""Between two things: the lane rests, as it does at a counter."""
FIRST = 5
"""Things that do not count: with them, fonts are loaded."""
MOST_MS = 60_000


@dataclass
class Label:
    """When each step of one label was done, in ms from the call that saves the thing."""

    saved: float
    begun: float
    read: float
    noted: float


class Steps:
    """The moments of the label at hand, written down in whatever thread they come."""

    def __init__(self) -> None:
        self.begin = self.begun = self.read = self.noted = 0.0

    def told(self, changed: Changed) -> None:
        """From the printing thread: the job is begun, or, with the thing itself, noted as printed."""
        if _is_noted(changed):
            self.noted = time.perf_counter()
        elif self.begun < self.begin:
            self.begun = time.perf_counter()

    def label(self, saved: float) -> Label:
        """What was written down, as ms from the beginning."""
        return Label(*((moment - self.begin) * 1_000 for moment in (saved, self.begun, self.read, self.noted)))


@contextmanager
def printer(steps: Steps) -> Iterator[int]:
    """A label printer's port."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_serve, args=(server, over, steps), daemon=True).start()
        yield server.getsockname()[1]
        over.set()


def _serve(server: socket.socket, over: threading.Event, steps: Steps) -> None:
    while not over.is_set():
        try:
            line, _ = server.accept()
        except OSError:
            return
        with line:
            while data := line.recv(65_536):
                if LABEL_ENDS in data:
                    steps.read = time.perf_counter()
                for _ in range(data.count(b"~HS")):
                    line.sendall(ANSWER)


class Waiting(QObject):
    """Qt's loop in the main thread, while a label is printed and between two of them."""

    def __init__(self) -> None:
        super().__init__()
        self._loop, self._clock = QEventLoop(), QTimer()
        self._clock.setSingleShot(True)
        self._clock.timeout.connect(self._loop.quit)
        self.bridge = Bridge()
        self.bridge.changed.connect(self._changed)

    def wait(self, most_ms: int) -> None:
        """So long, or until a label is noted."""
        self._clock.start(most_ms)
        self._loop.exec()
        self._clock.stop()

    def _changed(self, changed: Changed) -> None:
        if _is_noted(changed):
            self._loop.quit()


def _is_noted(changed: Changed) -> bool:
    """Items and jobs together: that is what a printed label changes."""
    return len(changed.subjects) > 1


def labels(times: int = 200) -> list[Label]:
    """Register so many things one after the other, each with its label, with the worker of the real window."""
    app = QCoreApplication.instance() or QCoreApplication(sys.argv[:1])
    favour_window()
    Garbage(app).settle()
    steps, waiting, found = Steps(), Waiting(), []

    def told(changed: Changed) -> None:
        steps.told(changed)
        waiting.bridge.tell(changed)

    with tempfile.TemporaryDirectory() as name, printer(steps) as port:
        settings = Config(keystore="file", sync=False, label_printer=f"zpl:127.0.0.1:{port}")
        with Station.open(Path(name), settings=settings) as station:
            worker = PrintWorker(station.folder, lambda: settings, told)
            worker.start()
            worker.wake()
            for number in range(times + FIRST):
                waiting.wait(BETWEEN_MS)
                steps.begin = time.perf_counter()
                register_items(
                    station, Draft(category="chair", grams=4_200, title=f"Stol {number}"), copies=1, label=True
                )
                saved = time.perf_counter()
                worker.wake()
                waiting.wait(MOST_MS)
                if steps.noted < steps.begin:
                    raise RuntimeError("a label did not come out")
                found.append(steps.label(saved))
            worker.stop(10)
    return found[FIRST:]


def figures(found: list[Label]) -> dict[str, float]:
    """Median, p99 and worst of what people wait for and of all, and the steps of the slowest one."""
    read, noted = [label.read for label in found], [label.noted for label in found]
    slowest = max(found, key=lambda label: label.noted)
    return {
        "read_median_ms": statistics.median(read),
        "read_p99_ms": percentile(read),
        "read_worst_ms": max(read),
        "noted_median_ms": statistics.median(noted),
        "noted_p99_ms": percentile(noted),
        "noted_worst_ms": max(noted),
        "times": len(found),
        **{f"slowest_{step}_ms": moment for step, moment in asdict(slowest).items()},
    }


def write(rounds: int) -> None:
    """Every run in a process of its own; all of them as JSON, and as a table for people, in bench-out/."""
    OUT.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "bench.printing"]
    runs = [json.loads(subprocess.run(command, capture_output=True, check=True).stdout) for _ in range(rounds)]
    (OUT / "printing.json").write_text(json.dumps(runs, indent=1))
    lines = [
        "# From Enter to the printer",
        "",
        "The slowest one: when it was saved, begun, read by the printer and noted.",
        "",
        "| run | read by the printer: median ms | p99 ms | worst ms | noted: median ms | p99 ms | worst ms"
        " | the slowest one's steps, ms | times |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {number} | {run['read_median_ms']:.1f} | {run['read_p99_ms']:.1f} | {run['read_worst_ms']:.1f}"
        f" | {run['noted_median_ms']:.1f} | {run['noted_p99_ms']:.1f} | {run['noted_worst_ms']:.1f}"
        f" | {run['slowest_saved_ms']:.1f} · {run['slowest_begun_ms']:.1f} · {run['slowest_read_ms']:.1f}"
        f" · {run['slowest_noted_ms']:.1f} | {run['times']} |"
        for number, run in enumerate(runs, start=1)
    ]
    (OUT / "printing.md").write_text("\n".join(lines) + "\n")
    print("\n".join(lines))


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    print(json.dumps(figures(labels()), indent=1))

"""From Enter to the printer.

A label counts from the call that saves the thing until its job is noted as printed; the printer is a port on loopback
that reads everything at once and answers `~HS`, so what is measured is ours.
"""

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
BETWEEN_SECONDS = 0.05
"""Between two things: the lane rests, as it does at a counter."""


@dataclass
class Labels:
    """Milliseconds from saving a thing until its label is noted as printed."""

    median_ms: float
    p99_ms: float
    highest_ms: float
    times: int


@contextmanager
def printer() -> Iterator[int]:
    """A label printer's port."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_serve, args=(server, over), daemon=True).start()
        yield server.getsockname()[1]
        over.set()


def _serve(server: socket.socket, over: threading.Event) -> None:
    while not over.is_set():
        try:
            line, _ = server.accept()
        except OSError:
            return
        with line:
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


def write() -> None:
    """The figures as JSON for programs and as a table for people, in bench-out/."""
    OUT.mkdir(exist_ok=True)
    label = labels()
    (OUT / "printing.json").write_text(json.dumps(asdict(label), indent=1))
    lines = [
        "# Speed of printing",
        "",
        "| what | median ms | p99 ms | highest ms | times |",
        "|---|---|---|---|---|",
        f"| from saving a thing until its label is printed and noted | {label.median_ms:.1f} | {label.p99_ms:.1f}"
        f" | {label.highest_ms:.1f} | {label.times} |",
    ]
    (OUT / "printing.md").write_text("\n".join(lines) + "\n")
    print("\n".join(lines))


def _draft(number: int) -> Draft:
    return Draft(category="chair", grams=4_200, title=f"Stol {number}")


if __name__ == "__main__":
    write()

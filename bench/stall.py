"""How long the window stands still while much is sent and a printer hangs: the gaps in a beat of 5 ms.

A real hub in a process of its own, a real store with a backlog, the real window and its threads; only the label
printer is a socket that takes the connection and never reads. Somebody goes on registering meanwhile.
`python -m bench.stall` prints the result as JSON and takes about 40 s.
"""

import io
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from PIL import Image
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

import ui.immortal  # noqa: F401 (before Qt's first call)
from bench.figures import OUT
from bench.hub import hub
from bench.station import fill
from bench.watching import Watch, bare_disk
from station_app import config
from station_app.actions.register import Draft, keep_photo, register_item, register_items
from station_app.config import Config
from station_app.devices.photo import prepare
from station_app.station import Station
from station_app.sync.enrolment import enrol
from station_app.sync.keys import FileKeyStore
from station_app.sync.worker import SyncWorker
from ui.background import favour_window
from ui.bridge import Bridge
from ui.print_worker import PrintWorker
from ui.printing import QtDriver
from ui.window import MainWindow

ITEMS, PHOTOS = 1_000, 200
LEAST_SECONDS = 30.0
"""The printer hangs at least so long."""
MOST_SECONDS = 120.0
MOST_LATE, TOLD = 12, 5
"""So many of the longest gaps are noted with the places where the window's thread stood, and so many told."""
BEAT_MS = 5
SETTLE_SECONDS = 1.5
"""After the window is shown, before the beat is listened to: the start is measured elsewhere."""


def run(folder: Path) -> dict[str, Any]:
    """Send and hang once; gaps in ms."""
    with hub(folder / "hub") as served, hanging_printer() as printer:
        backlog(folder / "store", served.url, served.codes[0])
        with bare_disk(folder) as disk:
            figures = beat(folder / "store", printer)
        return figures | {"bare_disk": disk}


@contextmanager
def hanging_printer() -> Iterator[str]:
    """The address of a printer that takes the connection and then does nothing."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        yield f"zpl:127.0.0.1:{listening.getsockname()[1]}"


def backlog(folder: Path, url: str, code: str) -> None:
    """A counter that joined the hub and then worked without a network: 1,000 things, 200 photos."""
    chance = random.Random(8)  # noqa: S311 (noise for pictures)
    with Station.open(folder, settings=Config(keystore="file", staff="KB")) as station:
        enrol(station, url, code, FileKeyStore(station.folder))
        for _ in range(PHOTOS):
            out = io.BytesIO()
            Image.frombytes("RGB", (160, 120), chance.randbytes(160 * 120 * 3)).resize((1600, 1200)).save(out, "JPEG")
            photo = keep_photo(station, prepare(out.getvalue(), "p.jpg"))
            register_item(station, Draft(category="chair", grams=4_200, photos=(photo,)))
        fill(station, ITEMS - PHOTOS)


class Beat:
    """The real window on that store, somebody at work in it, and a beat that is listened to."""

    def __init__(self, station: Station) -> None:
        self.station = station
        bridge = Bridge()
        station.listen(bridge.tell)
        self.sender = SyncWorker(station.folder, station.config, bridge.tell)
        self.printing = PrintWorker(station.folder, lambda: station.config, bridge.tell, QtDriver())
        self.window = MainWindow(station, bridge, self.sender, self.printing)
        self.gaps: list[float] = []
        self.registered = 0
        self.sent_after = 0.0
        self.began = 0.0
        self.watch = Watch(BEAT_MS)

    def listen(self) -> None:
        """Until everything is sent, and at least 30 s."""
        self.window.show()
        settle_until = time.perf_counter() + SETTLE_SECONDS
        while self.window.later.waiting or time.perf_counter() < settle_until:
            QApplication.processEvents()
        self.window.garbage.settle()
        # Screens are made ahead in quiet moments from here on, as in the program.
        self.window.get_ahead()
        self.sender.start()
        self.printing.start()
        self.began = time.perf_counter()
        self.watch.start()
        timers = [self._every(BEAT_MS, self._tick), self._every(500, self._work), self._every(250, self._look)]
        QApplication.exec()
        for timer in timers:
            timer.stop()
        self.watch.stop()

    def end(self) -> None:
        self.sender.stop(5)
        self.printing.stop(1)
        self.window.close()

    def _every(self, interval_ms: int, slot: Callable[[], None]) -> QTimer:
        timer = QTimer()
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(slot)
        timer.start(interval_ms)
        return timer

    def _tick(self) -> None:
        self.gaps.append(self.watch.beat())

    def _work(self) -> None:
        register_items(self.station, Draft(category="chair", grams=4_200), copies=1, label=True)
        self.registered += 1

    def _look(self) -> None:
        seconds = time.perf_counter() - self.began
        progress = self.station.outbox.progress()
        if not self.sent_after and not progress.waiting_events and not progress.waiting_blobs:
            self.sent_after = seconds
        if (self.sent_after and seconds > LEAST_SECONDS) or seconds > MOST_SECONDS:
            QApplication.quit()


def beat(folder: Path, printer: str) -> dict[str, Any]:
    """What the beat showed: gaps in ms, and when everything was sent (0 when it never was)."""
    config.save(folder, label_printer=printer, keystore="file", staff="KB", camera="none")
    _ = QApplication.instance() or QApplication(sys.argv[:1])
    favour_window()
    with Station.open(folder) as station:
        listening = Beat(station)
        listening.listen()
        listening.end()
    ordered = sorted(listening.gaps)
    return {
        "longest_ms": ordered[-1],
        "p99_ms": ordered[int(len(ordered) * 0.99)],
        "median_ms": statistics.median(ordered),
        "beats": len(ordered),
        "sent_after_s": listening.sent_after,
        "registered_meanwhile": listening.registered,
        "late": [gap.plain() for gap in sorted(listening.watch.gaps, key=lambda gap: -gap.ms)[:MOST_LATE]],
    }


def write(rounds: int) -> None:
    """Every run in a process of its own; all of them as JSON, and as a table for people, in bench-out/."""
    OUT.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "bench.stall"]
    runs = [json.loads(subprocess.run(command, capture_output=True, check=True).stdout) for _ in range(rounds)]
    (OUT / "stall.json").write_text(json.dumps(runs, indent=1))
    lines = [
        f"# How long the window stands still while {ITEMS} things and {PHOTOS} photos are sent and a printer hangs",
        "",
        f"Gaps of a beat of {BEAT_MS} ms. The bare disk: commits of a kilobyte by another process to another file"
        " meanwhile, ten a second.",
        "",
        "| run | median ms | p99 ms | longest ms | all sent after s | registered meanwhile"
        " | bare commit: median ms | worst ms | above 50 ms |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {number} | {run['median_ms']:.1f} | {run['p99_ms']:.1f} | {run['longest_ms']:.1f}"
        f" | {run['sent_after_s']:.1f} | {run['registered_meanwhile']}"
        f" | {run['bare_disk']['median_ms']:.1f} | {run['bare_disk']['worst_ms']:.1f}"
        f" | {run['bare_disk']['over_50']} of {run['bare_disk']['commits']} |"
        for number, run in enumerate(runs, start=1)
    ]
    lines += ["", *where(runs)]
    (OUT / "stall.md").write_text("\n".join(lines) + "\n")
    print("\n".join(lines))


def where(runs: list[dict[str, Any]]) -> list[str]:
    """A table of the late beats of each run: what the window's thread had of the processor, and where it stood most."""
    lines = [
        "| run | at s | ms | computed ms | waited for a processor ms | seen most |",
        "|---|---|---|---|---|---|",
    ]
    for number, run in enumerate(runs, start=1):
        for gap in run["late"][:TOLD]:
            seen = "; ".join(f"{times} × {place}" for place, times in list(gap["places"].items())[:2])
            lines.append(
                f"| {number} | {gap['at_s']} | {gap['ms']} | {gap['computed']} | {gap['queued']}"
                f" | {seen.replace(' | ', ', ') or 'nothing: nobody could look'} |"
            )
    return lines


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as name:
        print(json.dumps(run(Path(name)), indent=1))

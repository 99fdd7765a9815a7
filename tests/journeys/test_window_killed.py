"""The plug of the counter PC is pulled two hundred times, at any moment.

What was heard to be saved or printed is there, and it reaches the hub once.
"""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from hub_process import Hub, Pc

from station_app.config import Config
from station_app.station import Station
from ui.sending import sending_of

KILLS = 200
LONGEST_SECONDS = 0.25
"""The plug is pulled at most so long after the window said its first word."""


class Window:
    """One life after another of the window on the store in `folder`."""

    def __init__(self, folder: Path) -> None:
        script = Path(__file__).with_name("counter_until_killed.py")
        self.words: dict[str, list[str]] = {"tone": [], "label": []}
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "OMBRUK_KEYSTORE": "file", "OMBRUK_STAFF": "KB"}
        environment |= {"OMBRUK_SOUND_VOLUME": "0", "OMBRUK_CAMERA": "none", "OMBRUK_SYNC": "false"}
        self._process = subprocess.Popen(
            [sys.executable, script, folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
            env={**environment, "PYTHONPATH": str(Path(__file__).parents[2])},
        )

    def live_and_die(self, seconds: float) -> None:
        """Work for so long after the first word, then SIGKILL; every word that came was a promise."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("another\n")
        self._process.stdin.flush()
        process = 0
        until: float | None = None
        for line in self._process.stdout:
            kind, *rest = line.split()
            if kind == "gone":
                return
            if kind == "window":
                process = int(rest[0])
                continue
            self.words[kind] += rest
            until = until or time.monotonic() + seconds
            if time.monotonic() >= until:
                os.kill(process, signal.SIGKILL)

    def end(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        assert self._process.wait(30) == 0


def test_what_was_heard_or_printed_survives_two_hundred_pulled_plugs(hub: Hub, tmp_path: Path) -> None:
    pc = Pc(tmp_path / "pc").enrol(hub)
    chance = random.Random(200)
    window = Window(pc.folder)
    for _ in range(KILLS):
        window.live_and_die(chance.random() * LONGEST_SECONDS)
    window.end()

    report = pc("verify")
    assert (report["ok"], report["problems"]) == (True, [])
    with Station.open(pc.folder, settings=Config(keystore="file")) as station:
        kept, cursor = [], None
        while True:
            page = station.items.page(limit=500, after=cursor)
            kept += [item.number for item in page.items]
            if page.next is None:
                break
            cursor = page.next
        waiting = sending_of(station).waiting
        labelled = {number for number in window.words["label"] if station.items.by_number(number).labels}
    assert len(set(kept)) == len(kept)
    assert len(window.words["tone"]) >= KILLS
    assert set(window.words["tone"]) <= set(kept)
    assert set(window.words["label"]) == labelled
    # What the chip says that waits is what the log and the folder hold and the hub does not.
    assert waiting == report["events"]

    assert pc("sync")["acknowledged"] == report["events"]
    assert pc("sync")["acknowledged"] == 0
    assert hub("figures")["registered"]["pieces"] == len(kept)

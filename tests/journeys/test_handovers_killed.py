"""The plug is pulled twenty times while somebody signs or a receipt is made and saved: all of it is there, or none."""

import os
import random
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from domain.item import State
from domain.numbers import parse
from station_app.config import Config
from station_app.station import Station
from station_app.storage.items import Item, Wanted

COUNTERS, KILLS = 2, 10
"""PCs at work at the same time, and how often the plug of each is pulled."""
LONGEST_SECONDS = 0.3
"""The plug is pulled at most so long after the representative was first asked to sign."""
ROOT = Path(__file__).resolve().parents[2]


def hand_over_until_killed(folder: Path, chance: random.Random) -> set[str]:
    """One life of the window after another; returns every receipt that was heard to be saved."""
    settings = {"KEYSTORE": "file", "STAFF": "KB", "SOUND_VOLUME": "0", "CAMERA": "none", "SYNC": "false"}
    heard: set[str] = set()
    with subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("handovers_until_killed.py")), str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=os.environ
        | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
        | {f"OMBRUK_{name}": value for name, value in settings.items()},
    ) as counter:
        assert counter.stdin is not None
        assert counter.stdout is not None
        for _ in range(KILLS):
            counter.stdin.write("another\n")
            counter.stdin.flush()
            window, plug = 0, None
            for line in counter.stdout:
                kind, *rest = line.split()
                if kind == "gone":
                    break
                if kind == "window":
                    window = int(rest[0])
                elif kind == "receipt":
                    heard.add(rest[0])
                elif plug is None:
                    plug = threading.Timer(chance.random() * LONGEST_SECONDS, os.kill, (window, signal.SIGKILL))
                    plug.start()
            assert plug is not None, "nobody was asked to sign"
        counter.stdin.close()
    return heard


def test_a_handover_is_saved_whole_or_not_at_all(tmp_path: Path) -> None:
    folders = [tmp_path / str(each) for each in range(COUNTERS)]
    chances = [random.Random(each) for each in range(COUNTERS)]
    with ThreadPoolExecutor(COUNTERS) as pool:
        for folder, heard in zip(folders, pool.map(hand_over_until_killed, folders, chances), strict=True):
            look_through(folder, heard)


def look_through(folder: Path, heard: set[str]) -> None:
    """What is in a store after all that."""
    with Station.open(folder, settings=Config(keystore="file")) as station:
        entries = station.handovers.history(limit=1_000)
        receipts = [entry.receipt for entry in entries]
        assert heard <= set(receipts)
        assert receipts
        # Numbers without gaps, each once.
        assert sorted(parse(receipt).running for receipt in receipts) == [*range(1, len(receipts) + 1)]
        gone = {item.number: item.receipt for item in everything(station, State.HANDED_OVER)}
        for entry in entries:
            lines = [line.number for line in station.handovers.lines(entry.receipt)]
            assert len(lines) == entry.pieces
            assert [gone.pop(number) for number in lines] == [entry.receipt] * len(lines)
            document = station.blobs.read(entry.document)
            copy = folder / "receipts" / f"{entry.receipt}.pdf"
            assert not copy.exists() or copy.read_bytes() == document
        assert gone == {}
        report = station.verify()
        assert (report.ok, report.problems) == (True, ())


def everything(station: Station, state: State) -> list[Item]:
    found: list[Item] = []
    cursor = None
    while True:
        page = station.items.page(Wanted(state=state), limit=500, after=cursor)
        found += page.items
        if (cursor := page.next) is None:
            return found

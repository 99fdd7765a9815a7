"""Many counters at one hub after an outage: how long until all of it is there, and what the hub needs meanwhile.

Real stores, real keys, the real engine, a few threads per process in place of so many machines. The hub is on whatever
DATABASE_URL names: `python tests/hub/postgresql.py python -m bench.fleet [--stations N]`.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.figures import OUT, machine
from bench.hub import hub
from bench.sync_store import Workload, fill
from domain.refused import Refused
from station_app.config import Config
from station_app.station import Station
from station_app.sync.cycle import Cycle
from station_app.sync.enrolment import enrol
from station_app.sync.keys import FileKeyStore

BACKLOG = Workload("100 things, 10 photos", 90)
WITH_PHOTOS = Workload("", 10, 1)
CLIENTS = 2
"""Processes in which the counters run; the machine's cores, and the hub has the same."""
SETTINGS = Config(keystore="file", staff="KB")


def make(folder: Path, url: str, codes: Sequence[str]) -> None:
    """Enrol a counter for every code and let it work without a network."""
    for number, code in enumerate(codes):
        with Station.open(folder / f"{number:03d}", settings=SETTINGS) as station:
            enrol(station, url, code, FileKeyStore(station.folder))
            fill(station, BACKLOG)
            fill(station, WITH_PHOTOS)


def send(folder: Path, first: int, step: int) -> list[float]:
    """Every `step`-th counter from `first` sends until nothing waits; seconds of each, from the common start."""
    stores = sorted(each for each in folder.iterdir() if each.is_dir())[first::step]
    begin = time.perf_counter()

    def one(store: Path) -> float:
        with Station.open(store, settings=SETTINGS) as station:
            cycle = Cycle(station)
            while True:
                try:
                    cycle.run(only_when_due=True)
                except Refused:
                    time.sleep(0.2)  # the lane rests; the engine says for how long
                progress = station.outbox.progress()
                if not progress.waiting_events and not progress.waiting_blobs:
                    cycle.close()
                    return time.perf_counter() - begin
                time.sleep(0.05)

    with ThreadPoolExecutor(len(stores)) as pool:
        return list(pool.map(one, stores))


def memory_kb(pid: int) -> int:
    """Resident memory of a process and its children's, in KB, as Linux tells it."""
    family = [pid, *(int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]
    lines = [line for each in family for line in Path(f"/proc/{each}/status").read_text().splitlines()]
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


def run(stations: int, workers: int) -> dict[str, float]:
    """All counters at once; seconds and memory."""
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=OUT.resolve()) as name, hub(Path(name) / "hub", stations, workers) as served:
        stores = Path(name) / "stores"
        stores.mkdir()
        make(stores, served.url, served.codes)
        before = memory_kb(served.pid)
        command = (sys.executable, "-m", "bench.fleet", "--send", str(stores), "--step", str(CLIENTS), "--first")
        begin = time.perf_counter()
        clients = [subprocess.Popen((*command, str(n)), stdout=subprocess.PIPE, text=True) for n in range(CLIENTS)]
        most = before
        while any(client.poll() is None for client in clients):
            most = max(most, memory_kb(served.pid))
            time.sleep(0.1)
        seconds = time.perf_counter() - begin
        ends = [end for client in clients for end in json.loads(client.communicate()[0])]
    events = stations * (BACKLOG.things + WITH_PHOTOS.things)
    return {
        "stations": stations,
        "events": events,
        "photos": stations * WITH_PHOTOS.things * WITH_PHOTOS.photos,
        "all_there_s": seconds,
        "median_s": statistics.median(ends),
        "events_per_s": events / seconds,
        "hub_memory_before_mb": before / 1024,
        "hub_memory_most_mb": most / 1024,
    }


def main() -> None:
    """Entry point of `python -m bench.fleet`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stations", type=int, default=200)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--send", type=Path)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--step", type=int, default=1)
    given = parser.parse_args()
    if given.send:
        print(json.dumps(send(given.send, given.first, given.step)))
        return
    found = run(given.stations, given.workers)
    where = "PostgreSQL" if os.environ.get("DATABASE_URL") else "SQLite"
    (OUT / "fleet.json").write_text(json.dumps(found, indent=1))
    lines = [f"# {given.stations} counters at one hub after an outage", "", f"{machine()}, hub on {where}.", ""]
    lines += [f"- {name}: {value:.1f}" for name, value in found.items()]
    (OUT / "fleet.md").write_text("\n".join(lines) + "\n")
    print("\n".join(lines))


if __name__ == "__main__":
    main()

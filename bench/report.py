"""Runs every job beside its floor, round by round, and writes medians and spread to bench-out/.

`python -m bench.report [--rows N] [--rounds N]`
"""

import argparse
import json
import os
import platform
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from PIL import Image

from bench import floors, station
from station_app.devices.photo import prepare

OUT = Path("bench-out")
PREFIXES = ("r", "st", "sof", "blå", "Kli", "gry", "nr", "h", "ekorn", "lampe")


@dataclass
class Result:
    """One job beside its floor; milliseconds, the middle of all rounds, and the quotient of medians."""

    job: str
    floor: str
    ours_ms: float
    ours_p99_ms: float
    floor_ms: float
    floor_p99_ms: float
    ratio: float
    lowest_ratio: float
    highest_ratio: float
    times: int


def measure(
    job: str, floor: str, ours: Callable[[], object], bare: Callable[[], object], rounds: int, times: int
) -> Result:
    """Time both in turn, `times` calls a round, after one round that is thrown away."""
    mine: list[float] = []
    theirs: list[float] = []
    ratios: list[float] = []
    for number in range(rounds + 1):
        a, b = timed(ours, times), timed(bare, times)
        if number:
            mine += a
            theirs += b
            ratios.append(statistics.median(a) / statistics.median(b))
    result = Result(
        job=job,
        floor=floor,
        ours_ms=statistics.median(mine),
        ours_p99_ms=percentile(mine),
        floor_ms=statistics.median(theirs),
        floor_p99_ms=percentile(theirs),
        ratio=statistics.median(ratios),
        lowest_ratio=min(ratios),
        highest_ratio=max(ratios),
        times=len(mine),
    )
    print(f"{job}: {result.ours_ms:.2f} ms, {result.ratio:.2f} x {floor} ({result.floor_ms:.2f} ms)", flush=True)
    return result


def timed(job: Callable[[], object], times: int) -> list[float]:
    """Milliseconds of each of `times` calls."""
    found = []
    for _ in range(times):
        begin = time.perf_counter()
        job()
        found.append((time.perf_counter() - begin) * 1000)
    return found


def percentile(values: Iterable[float]) -> float:
    """The 99th percentile, or the highest of fewer than a hundred."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]


def run(folder: Path, rows: int, rounds: int) -> list[Result]:
    """Everything, one after the other; nothing else should run meanwhile."""
    store = station.open_store(folder / "store")
    results = [
        measure("save one thing", "bare WAL/FULL commit", station.save(store), floors.bare_commit(folder), rounds, 200),
        measure("one label", "bare reportlab page", station.label(), floors.bare_page(1, 4), rounds, 20),
        measure(
            "receipt of 60 lines with pictures",
            "bare reportlab, 5 pages of 15 lines",
            station.receipt(60, thumbnail()),
            floors.bare_page(5, 15),
            rounds,
            5,
        ),
    ]
    station.fill(store, rows)
    ours, bare = station.search(store), floors.bare_search(folder, rows)
    for typed in PREFIXES:
        job = f"search “{typed}” among {rows} things"
        results.append(
            measure(job, "bare FTS5 query", lambda t=typed: ours(t), lambda t=typed: bare(t), rounds, 20)  # type: ignore[misc]
        )
    store.close()
    results.append(
        measure(
            f"start to usable window, {rows} things",
            "bare PySide6 window",
            lambda: station.start_window(folder / "store"),
            floors.start_bare_window,
            rounds,
            1,
        )
    )
    return results


def thumbnail() -> bytes:
    """A small picture as the counter keeps it."""
    picture = Image.effect_noise((1200, 900), 60).convert("RGB")
    path = Path(tempfile.gettempdir()) / f"bench-{os.getpid()}.jpg"
    picture.save(path, "JPEG")
    try:
        return prepare(path.read_bytes(), path.name).thumbnail
    finally:
        path.unlink()


def write(results: list[Result], rows: int, rounds: int) -> None:
    """The figures as JSON for programs and as a table for people."""
    OUT.mkdir(exist_ok=True)
    python, sqlite = platform.python_version(), sqlite3.sqlite_version
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {python}, SQLite {sqlite}"
    (OUT / "station.json").write_text(json.dumps([asdict(result) for result in results], indent=1))
    lines = [
        "# Speed of the counter beside its floor",
        "",
        f"{machine}. Both sides in turn, {rounds} rounds after one that was thrown away, {rows} things in the store.",
        "",
        "| job | median ms | p99 ms | floor | its median ms | its p99 ms | ratio [lowest–highest round] | calls |",
        "|---|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {r.job} | {r.ours_ms:.2f} | {r.ours_p99_ms:.2f} | {r.floor} | {r.floor_ms:.2f} | {r.floor_p99_ms:.2f}"
        f" | {r.ratio:.2f} [{r.lowest_ratio:.2f}–{r.highest_ratio:.2f}] | {r.times} |"
        for r in results
    ]
    (OUT / "station.md").write_text("\n".join(lines) + "\n")
    print("\n".join(lines))


def main() -> None:
    """Entry point of `make bench`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        write(run(Path(name), given.rows, given.rounds), given.rows, given.rounds)


if __name__ == "__main__":
    main()

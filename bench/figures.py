"""Timing a job beside its floor, in turn, and writing down medians and spread."""

import json
import os
import platform
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

OUT = Path("bench-out")


@dataclass
class Result:
    """One job beside its floor; milliseconds, the middle of all rounds, and the quotient of medians."""

    job: str
    floor: str
    ours_ms: float
    ours_p99_ms: float
    ours_worst_ms: float
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
        ours_worst_ms=max(mine),
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


def machine() -> str:
    """What this was measured on, in words."""
    python, sqlite = platform.python_version(), sqlite3.sqlite_version
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {python}, SQLite {sqlite}"


def write(results: list[Result], rows: int, rounds: int, *, name: str, title: str) -> None:
    """The figures as JSON for programs and as a table for people, in bench-out/."""
    OUT.mkdir(exist_ok=True)
    (OUT / f"{name}.json").write_text(json.dumps([asdict(result) for result in results], indent=1))
    lines = [
        f"# {title} beside its floor",
        "",
        f"{machine()}. Both sides in turn, {rounds} rounds after one that was thrown away, {rows} things in the store.",
        "",
        "| job | median ms | p99 ms | worst ms | floor | its median | its p99 | ratio [lowest–highest round] | calls |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {r.job} | {r.ours_ms:.2f} | {r.ours_p99_ms:.2f} | {r.ours_worst_ms:.2f}"
        f" | {r.floor} | {r.floor_ms:.2f} | {r.floor_p99_ms:.2f}"
        f" | {r.ratio:.2f} [{r.lowest_ratio:.2f}–{r.highest_ratio:.2f}] | {r.times} |"
        for r in results
    ]
    (OUT / f"{name}.md").write_text("\n".join(lines) + "\n")
    print("\n".join(lines))

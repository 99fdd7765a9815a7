"""Where a thread stands while it is late: asked by another thread, and by what the kernel counts for it.

Python's places are the same everywhere; what a thread waits for and how long it computed is known on Linux alone.
"""

import json
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

LATE_MS = 15.0
"""A beat that is later than this is looked into."""
LOOK_SECONDS = 0.002
ROOT = str(Path(__file__).resolve().parent.parent)
_CALLS = {
    "74": "the disk (fsync)",
    "75": "the disk (fdatasync)",
    "18": "writing a file",
    "17": "reading a file",
    "35": "sleep (SQLite waits for a lock)",
    "230": "sleep (SQLite waits for a lock)",
    "202": "Python's lock or another",
    "7": "Qt's events",
    "271": "Qt's events",
}
"""System calls of x86_64 in which a thread may be found."""
_LISTENS = ("listen", "<module>")
"""The functions of the bench in which Qt's loop runs."""
_IDLE = ("threading.py", "queue.py", "thread.py", "selectors.py", "watching.py")


@dataclass
class Gap:
    """One beat that came late. `computed` and `queued` (for a processor) in ms are the kernel's; `unseen` in ms is the
    longest time in which the watching thread could not look either: somebody kept Python's lock, or the processors.
    """

    at_s: float
    ms: float
    computed: float
    queued: float
    unseen: float
    places: Counter[str] = field(default_factory=Counter)

    def plain(self) -> dict[str, object]:
        """For JSON: the places that were seen most, with how often."""
        times = {name: round(getattr(self, name), 1) for name in ("at_s", "ms", "computed", "queued", "unseen")}
        return {**times, "places": dict(self.places.most_common(4))}


class Watch:
    """Watches the thread that makes it, whose beat is expected every `beat_ms`."""

    def __init__(self, beat_ms: float) -> None:
        self.gaps: list[Gap] = []
        self._ident, self._native = threading.get_ident(), threading.get_native_id()
        self._late = (beat_ms + LATE_MS) / 1000
        self._seen: Counter[str] = Counter()
        self._unseen = 0.0
        self._counted = _counted(self._native)
        self._began = self._last = time.perf_counter()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="watching", daemon=True)

    def start(self) -> None:
        """From now on the beat is expected."""
        self._began = self._last = time.perf_counter()
        self._thread.start()

    def stop(self) -> None:
        """Nothing more is looked into."""
        self._ended.set()
        self._thread.join()

    def beat(self) -> float:
        """The thread is here; called in it. Returns ms since it was here last."""
        now, counted = time.perf_counter(), _counted(self._native)
        gap = now - self._last
        if gap > self._late:
            computed, queued = (after - before for after, before in zip(counted, self._counted, strict=True))
            at = self._last - self._began
            self.gaps.append(Gap(at, gap * 1000, computed, queued, self._unseen * 1000, self._seen))
        self._seen, self._unseen = Counter(), 0.0
        self._counted, self._last = counted, now
        return gap * 1000

    def _watch(self) -> None:
        before = time.perf_counter()
        while not self._ended.wait(LOOK_SECONDS):
            now = time.perf_counter()
            if now - self._last > self._late:
                seen, frames = self._seen, sys._current_frames()
                waits = _waits_for(self._native)
                place = f"{place_of(frames.get(self._ident))}: {waits}"
                if "lock" in waits:
                    place += "".join(sorted({f" | {other}" for other in self._others(frames)}))
                seen[place] += 1
            self._unseen = max(self._unseen, now - max(before, self._last) - LOOK_SECONDS)
            before = now

    def _others(self, frames: dict[int, FrameType]) -> Iterator[str]:
        """Where the threads are that may hold a lock: those that do not wait for work."""
        for ident, frame in frames.items():
            inner = Path(frame.f_code.co_filename).name
            if ident not in (self._ident, threading.get_ident()) and inner not in _IDLE:
                yield place_of(frame)


def place_of(frame: FrameType | None) -> str:
    """The outermost function of ours below the bench, and the innermost one with its line."""
    ours: list[str] = []
    while frame is not None:
        code = frame.f_code
        if code.co_filename.startswith(ROOT) and ".venv" not in code.co_filename:
            if code.co_name in _LISTENS:
                break
            file = os.path.relpath(code.co_filename, ROOT)
            ours.append(f"{file}:{frame.f_lineno} {code.co_name}")
        elif not ours:
            ours.append(f"{Path(code.co_filename).name} {code.co_name}")
        frame = frame.f_back
    return " < ".join(dict.fromkeys((*ours[:4], *ours[-2:]))) if ours else "Qt alone"


def _waits_for(native: int) -> str:
    """What the thread waits for in the kernel, or that it computes (or wants to)."""
    with suppress(OSError):
        first = Path(f"/proc/self/task/{native}/syscall").read_text(encoding="ascii").split()[0]
        return "computes" if first == "running" else _CALLS.get(first, f"system call {first}")
    return "not known"


def _counted(native: int) -> tuple[float, float]:
    """Milliseconds that the thread computed and that it waited for a processor, since it began."""
    with suppress(OSError, ValueError):
        ran, queued, _ = Path(f"/proc/self/task/{native}/schedstat").read_text(encoding="ascii").split()
        return int(ran) / 1e6, int(queued) / 1e6
    return 0.0, 0.0


@contextmanager
def bare_disk(folder: Path) -> Iterator[dict[str, float]]:
    """Another process commits a kilobyte to a file of its own in `folder` meanwhile; how long it took, after the block.

    The dictionary is filled at the end: commits, the median, the worst in ms, and how many took more than 50 ms.
    """
    found: dict[str, float] = {}
    command = [sys.executable, "-m", "bench.watching", str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield found
        found.update(json.loads(process.communicate("end\n")[0]))


def _commit_meanwhile(folder: Path) -> None:
    """Ten bare commits a second until standard input says something."""
    from bench.figures import timed
    from bench.floors import bare_commit

    commit, ended = bare_commit(folder), threading.Event()
    threading.Thread(target=lambda: (sys.stdin.readline(), ended.set()), daemon=True).start()
    took: list[float] = []
    while not ended.wait(0.1):
        took += timed(commit, 1)
    took.sort()
    slow = sum(each > 50 for each in took)
    print(json.dumps({"commits": len(took), "median_ms": took[len(took) // 2], "worst_ms": took[-1], "over_50": slow}))


if __name__ == "__main__":
    _commit_meanwhile(Path(sys.argv[1]))

"""A hub for the bench: its own folder, its own process, codes for counters."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple


class Served(NamedTuple):
    """Where a hub serves, the one-time codes of its counters, and its process."""

    url: str
    codes: tuple[str, ...]
    pid: int


@contextmanager
def hub(folder: Path, counters: int = 1, workers: int = 1) -> Iterator[Served]:
    """A new hub in `folder` (or where DATABASE_URL says) that serves on loopback, with a code for each counter."""
    program = (sys.executable, "-m", "hub.cli", "--data-dir", str(folder), "--json")

    def verb(*words: str) -> dict[str, object]:
        done = subprocess.run((*program, *words), capture_output=True, text=True, check=True)
        answer: dict[str, object] = json.loads(done.stdout)
        return answer

    verb("init")
    verb("add-station", "--name", "Isi", "--municipality", "Bærum")
    codes = tuple(str(verb("add-device", "--station", "Isi")["code"]) for _ in range(counters))
    command = (*program, "serve", "--port", "0", "--workers", str(workers))
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield Served(json.loads(server.stdout.readline())["url"], codes, server.pid)
        finally:
            server.terminate()
            server.wait(60)

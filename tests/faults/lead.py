"""Leads the lives of counters and hubs, and has `strace` end or hinder one at the n-th system call that matters.

The call itself is then not done: who is killed at one has done exactly those before it.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
CALLS = (
    "write,writev,pwrite64,pwritev,?fsync,fdatasync,?rename,?renameat,renameat2,?unlink,unlinkat,ftruncate,"
    "?mkdir,mkdirat,?link,linkat,sendto,sendmsg"
)
"""All with which a side says or keeps anything."""


def needs_strace() -> None:
    """Skip where system calls cannot be watched; build/setup.sh installs strace for the tests."""
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    tried = subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True, text=True, check=False)
    if tried.returncode:
        pytest.skip(f"strace may not watch programs here: {tried.stderr.strip()}")


class Place(NamedTuple):
    """A system call in a life: the n-th of its name, for strace counts each name by itself."""

    call: str
    number: int

    def killing(self) -> tuple[str, str]:
        """Options with which strace kills there."""
        return "-e", f"inject={self.call}:signal=SIGKILL:when={self.number}"


def places(log: Path, *, every_thread: bool = False) -> list[Place]:
    """The calls of a life's first thread, in order, as strace wrote them down; or of all its threads.

    Strace counts for each thread by itself, too: a place is where the first of them comes to it.
    """
    lines = [line.split(None, 1) for line in log.read_text(encoding="ascii", errors="replace").splitlines()]
    first = lines[0][0]
    calls = [(thread, said.partition("(")[0]) for thread, said in lines if every_thread or thread == first]
    seen: Counter[tuple[str, str]] = Counter()
    found = []
    for call in calls:
        if call[1].isidentifier():
            seen[call] += 1
            found.append(Place(call[1], seen[call]))
    return list(dict.fromkeys(found))


class Lives:
    """A process that forks lives; `status` is the exit code of the last one, negative for a signal."""

    def __init__(self, script: str, **environment: str) -> None:
        self.status = 0
        self._living = 0
        self._process = subprocess.Popen(
            [sys.executable, Path(__file__).with_name(script)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
            env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests' / 'station'}", **environment},
        )

    def begin(self, **command: Any) -> int:
        """Fork a life that waits; its process id. One that a test which failed left behind is ended."""
        if self._living:
            os.kill(self._living, signal.SIGKILL)
            while not self._line().startswith("gone "):
                pass
        self._say(json.dumps(command))
        word, pid = self._line().split()
        assert word == "life"
        self._living = int(pid)
        return self._living

    def go(self) -> Iterator[str]:
        """Let it live; its words, one by one, until it is gone."""
        self._say("go")
        while not (line := self._line()).startswith("gone "):
            yield line.strip()
        self._living = 0
        self.status = int(line.split()[1])

    def live(self, **command: Any) -> list[str]:
        """A whole life that nothing happens to; its words."""
        self.begin(**command)
        words = list(self.go())
        assert self.status == 0, words
        return words

    def killed_at(self, place: Place, **command: Any) -> list[str]:
        """A life that is killed at a place; its words until then. `status` is 0 when it had no such place."""
        with watched(self.begin(**command), *place.killing()):
            return list(self.go())

    def written_down(self, log: Path, *options: str, calls: str = CALLS, **command: Any) -> list[str]:
        """A whole life whose calls are written to `log`; its words."""
        with watched(self.begin(**command), *options, calls=calls, log=log):
            return list(self.go())

    def end(self) -> None:
        """Let go of the process that forks."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        assert self._process.wait(60) == 0

    def _say(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def _line(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the process that forks has died"
        return line


@contextmanager
def watched(pid: int, *options: str, calls: str = CALLS, log: Path | None = None) -> Iterator[None]:
    """Watch a process and its threads from now on."""
    command = ["strace", "-f", "-p", str(pid), "-e", f"trace={calls}", *options, "-o", str(log or os.devnull)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as strace:
        assert strace.stderr is not None
        first = strace.stderr.readline()
        assert "attached" in first, first
        try:
            yield
        finally:
            strace.wait(60)


class HubLives(Lives):
    """A hub in a folder: `serving` for as long as a block lasts."""

    def __init__(self, folder: Path, **environment: str) -> None:
        super().__init__("life_at_the_hub.py", OMBRUK_HUB_DATA=str(folder), **environment)
        self.folder = folder
        self.port = 0

    @classmethod
    def set_up(cls, folder: Path, codes: int) -> list[str]:
        """Make a hub in a folder, with a station and agreements; so many one-time codes."""
        first = cls(folder)
        first.live(do="set up")
        first.end()
        # Its secret was made only now, and programs read it when they start.
        second = cls(folder)
        made = json.loads(second.live(do="codes", count=codes)[0])
        second.end()
        return list(made)

    @property
    def url(self) -> str:
        """Where it serves, or served last."""
        return f"http://127.0.0.1:{self.port}"

    @contextmanager
    def serving(self, *options: str, planted: str = "", calls: str = CALLS, log: Path | None = None) -> Iterator[None]:
        """Serve; with options of strace, watched. Ended afterwards; `status` says whether it was killed before."""
        pid = self.begin(do="serve", port=self.port, planted=planted)
        if options or log:
            with watched(pid, *options, calls=calls, log=log):
                yield from self._served(pid)
        else:
            yield from self._served(pid)

    def _served(self, pid: int) -> Iterator[None]:
        words = self.go()
        # Killed before it said where? Then it is where it was.
        for word in islice(words, 1):
            self.port = int(word.split()[1])
        try:
            yield
        finally:
            # Another signal than strace's, so that `status` tells which of the two it was.
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)
            assert list(words) == []

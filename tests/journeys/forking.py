"""A process that forks a counter for every line it reads, so that each one that is killed need not be loaded anew.

Each line says when the plug is pulled: before the n-th step of a name after the counter's first word, as in
"2 COMMIT". Without a name any step counts; "0" leaves it to whoever started this. Steps are words, and what changes
the store: statements that write, and files that are written, named or removed.
"""

import itertools
import os
import signal
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

READS = ("SELECT", "PRAGMA", "WITH", "--")
"""What a statement begins with that writes nothing; SQLite shows those of its own (search) as remarks."""
FILES = ("os.rename", "os.remove", "os.link")


def write(*words: str) -> None:
    """One line, whole or not at all."""
    os.write(1, (" ".join(words) + "\n").encode())


class Life:
    """Of one counter, from the fork to the pulled plug."""

    def __init__(self, folder: Path, last: str) -> None:
        self._folder = str(folder)
        nth, _, self._name = last.partition(" ")
        self._nth = int(nth)
        self._steps = itertools.count(1)
        self._begun = False

    def say(self, kind: str, number: str = "") -> None:
        """Promise something. The first word begins the counting of steps."""
        self._step(kind)
        write(kind, number)
        self._begun = True

    def watch(self) -> None:
        """See every step of this process from now on."""
        connect = sqlite3.connect

        def watched(*arguments: Any, **named: Any) -> sqlite3.Connection:
            connection = connect(*arguments, **named)
            connection.set_trace_callback(self._executes)
            return connection

        sqlite3.connect = watched
        sys.addaudithook(self._touches)

    def _executes(self, statement: str) -> None:
        words = statement.split(maxsplit=3)
        if words[0] not in READS:
            self._step(" ".join(words[:3]))

    def _touches(self, event: str, arguments: tuple[Any, ...]) -> None:
        writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        if (writes or event in FILES) and str(arguments[0]).startswith(self._folder):
            self._step(event)

    def _step(self, name: str) -> None:
        if self._begun and name.startswith(self._name) and next(self._steps) == self._nth:
            write("died", name)
            os.kill(os.getpid(), signal.SIGKILL)


def work_for_every_line(work: Callable[[Path, Life], None]) -> None:
    """Fork a counter on the store that the first argument names; say its process and when it is gone."""
    folder = Path(sys.argv[1])
    for line in sys.stdin:
        child = os.fork()
        if not child:
            life = Life(folder, line.rstrip("\n"))
            life.watch()
            work(folder, life)
            os._exit(0)
        write("window", str(child))
        os.waitpid(child, 0)
        write("gone")

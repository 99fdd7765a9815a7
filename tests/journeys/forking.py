"""A process that forks a counter for every line it reads, so that each one that is killed need not be loaded anew."""

import os
import sys
from collections.abc import Callable
from pathlib import Path


def say(*words: str) -> None:
    """One line, whole or not at all."""
    os.write(1, (" ".join(words) + "\n").encode())


def work_for_every_line(work: Callable[[Path], None]) -> None:
    """Fork a counter on the store that the first argument names; say its process and when it is gone."""
    folder = Path(sys.argv[1])
    for _ in sys.stdin:
        child = os.fork()
        if not child:
            work(folder)
            os._exit(0)
        say("window", str(child))
        os.waitpid(child, 0)
        say("gone")

"""A process that forks one life after another, for each line it reads: what was loaded once need not be loaded again.

Each life says who it is and waits, so that its system calls can be watched from the first one that matters.
"""

import json
import os
from collections.abc import Callable
from typing import Any

import planted


def say(*words: object) -> None:
    """One line, whole or not at all, in one system call. Who cannot be heard ends: nothing more is promised."""
    try:
        os.write(1, (" ".join(map(str, words)) + "\n").encode())
    except OSError:
        os._exit(3)


def asked() -> str:
    """One line from whoever leads these lives; nothing is read ahead, since parent and child share the pipe."""
    line = b""
    while not line.endswith(b"\n"):
        letter = os.read(0, 1)
        if not letter:
            return ""
        line += letter
    return line.decode()


def lives(live: Callable[[dict[str, Any]], None]) -> None:
    """Fork for every command, a JSON object in a line; say `life PID`, and `gone STATUS` afterwards."""
    while line := asked():
        child = os.fork()
        if not child:
            command = json.loads(line)
            if command.get("planted"):
                planted.plant(command["planted"])
            say("life", os.getpid())
            asked()
            live(command)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        say("gone", os.waitstatus_to_exitcode(status))

"""Processes of the hub's command line that are forked from one in which everything is loaded already.

Starting Python and loading Django takes half a second of processor time, most of what a verb takes, and the tests run
hundreds of verbs. Each is still a process with an environment, a folder and streams of its own. That a verb starts
from nothing, too, is shown where `hub.cli` is run without this.
"""

import importlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any, NoReturn

ROOT = Path(__file__).resolve().parents[1]
LOADED = (
    "django.contrib.auth.checks",
    "django.contrib.auth.hashers",
    "django.core.management",
    "django.db.backends.postgresql.base",
    "django.db.backends.sqlite3.base",
    "django.db.migrations.executor",
    "django.template.defaulttags",
    "django.template.loader_tags",
    "django.urls",
    "django.utils.log",
    "django.views.generic",
    "importlib.metadata",
    "joserfc.jws",
    "msgspec.inspect",
    "hub.cli",
    "wire.contact",
    "wire.messages",
    "wire.reference",
    "wire.reservations",
)
"""What verbs import, but for what reads settings: these are each verb's own."""
LONGEST_COMMAND = 100_000
"""In bytes, with the environment."""


class Begun:
    """A verb that was begun; `pid` is its process."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._words = line.makefile("r", encoding="ascii")
        self.pid = int(self._words.readline())

    def wait(self, timeout: float) -> int:
        """Its exit code, negative for a signal. Raises TimeoutError after `timeout` seconds."""
        with self._line, self._words:
            self._line.settimeout(timeout)
            return int(self._words.readline())


class Forks:
    """The process from which verbs are forked."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line

    def begin(
        self, words: Sequence[str], environment: dict[str, str], folder: Path, streams: Sequence[IO[str] | int]
    ) -> Begun:
        """Begin a verb in `folder`; `streams` are its standard input, output and error."""
        ours, theirs = socket.socketpair()
        with theirs:
            command = json.dumps({"words": list(words), "environment": environment, "folder": str(folder)})
            files = [stream if isinstance(stream, int) else stream.fileno() for stream in streams]
            socket.send_fds(self._line, [command.encode()], [*files, theirs.fileno()])
        return Begun(ours)

    def run(
        self, words: Sequence[str], environment: dict[str, str], folder: Path, typed: str = "", timeout: float = 120
    ) -> subprocess.CompletedProcess[str]:
        """A verb from its beginning to its end, at most `timeout` seconds; what it said is text."""
        with ExitStack() as open_files:
            given, said, wrong = streams = [
                open_files.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8", newline="")) for _ in range(3)
            ]
            given.write(typed)
            given.seek(0)
            status = self.begin(words, environment, folder, streams).wait(timeout)
            said.seek(0)
            wrong.seek(0)
            return subprocess.CompletedProcess(list(words), status, said.read(), wrong.read())


@contextmanager
def processes_forked() -> Iterator[Forks]:
    """The process, loaded as soon as the first verb is begun; it ends afterwards."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    with theirs:
        command = [sys.executable, __file__, str(theirs.fileno())]
        process = subprocess.Popen(command, pass_fds=[theirs.fileno()], env=environment)
    with ours:
        yield Forks(ours)
    assert process.wait(60) == 0


def keep_forking(line: socket.socket) -> None:
    """Fork for every command on `line`, until nobody is there any more."""
    # Whoever looks after a verb goes unnoticed.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        said, files, _, _ = socket.recv_fds(line, LONGEST_COMMAND, 4)
        if not said:
            return
        if not os.fork():
            line.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            look_after(json.loads(said), files[:3], files[3])
        for file in files:
            os.close(file)


def look_after(command: dict[str, Any], streams: list[int], back: int) -> NoReturn:
    """Begin a verb; write its process to `back`, and its exit code once it is gone."""
    verb = os.fork()
    if not verb:
        os.close(back)
        be(command, streams)
    for stream in streams:
        os.close(stream)
    os.write(back, f"{verb}\n".encode())
    _, status = os.waitpid(verb, 0)
    os.write(back, f"{os.waitstatus_to_exitcode(status)}\n".encode())
    os._exit(0)


def be(command: dict[str, Any], streams: list[int]) -> NoReturn:
    """This process is the verb now, and ends as it does."""
    from hub import cli

    os.environ.clear()
    os.environ.update(command["environment"])
    time.tzset()
    os.chdir(command["folder"])
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    sys.argv = ["ombruk-hub", *command["words"]]
    # It leaves as every program does, which closes its database, too.
    cli.main()
    raise AssertionError("a verb leaves by itself")


if __name__ == "__main__":
    with socket.socket(fileno=int(sys.argv[1])) as commands:
        for module in LOADED:
            importlib.import_module(module)
        keep_forking(commands)

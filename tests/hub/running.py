"""A hub as it runs for real: the command line in processes of its own, granian on loopback, either database.

Those of a hub that was given `Forks` are begun from these, but for what a person sees (`lines`) and a limited verb.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from forked import Begun, Forks
from postgresql import new_database

ROOT = Path(__file__).resolve().parents[2]


class RunningHub:
    """A folder with a hub in it, and its verbs."""

    def __init__(self, folder: Path, database: dict[str, str] | None = None, *, forks: Forks | None = None) -> None:
        self.folder = folder
        self._forks = forks
        self.environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"}
        self.environment |= _own_database() if database is None else database
        self.environment.pop("DJANGO_SETTINGS_MODULE", None)

    def copied(self, folder: Path) -> "RunningHub":
        """Another hub that is as this one is now; nothing may be at work in this one."""
        shutil.copytree(self.folder, folder)
        return self.another(folder, _own_database(self.environment.get("DATABASE_URL")))

    def another(self, folder: Path, database: dict[str, str] | None = None) -> "RunningHub":
        """A hub in another folder, begun as this one is."""
        return RunningHub(folder, database, forks=self._forks)

    def from_nothing(self) -> "RunningHub":
        """The same hub, whose every process starts and loads by itself."""
        database = {name: url for name, url in self.environment.items() if name == "DATABASE_URL"}
        return RunningHub(self.folder, database)

    def run(self, *words: str, typed: str = "") -> tuple[int, Any]:
        """Exit code and JSON document of a verb."""
        if self._forks:
            done = self._forks.run(self._words("--json", *words), self.environment, Path.cwd(), typed)
        else:
            done = subprocess.run(self._command("--json", *words), env=self.environment, input=typed, **_TEXT)
        assert done.stdout.count("\n") == 1, (done.stdout, done.stderr)
        return done.returncode, json.loads(done.stdout)

    def ok(self, *words: str) -> Any:
        """The document of a verb that must succeed."""
        status, document = self.run(*words)
        assert status == 0, document
        return document

    def limited(self, blocks: int, *words: str) -> tuple[int, Any]:
        """The same where no file may grow beyond so many blocks of 512 bytes, as on a disk that fills up."""
        limit = ["sh", "-c", f'ulimit -f {blocks}; exec "$@"', "sh"]
        done = subprocess.run([*limit, *self._command("--json", *words)], env=self.environment, **_TEXT)
        assert done.stdout.count("\n") == 1, (done.stdout, done.stderr)
        return done.returncode, json.loads(done.stdout)

    def lines(self, *words: str) -> subprocess.CompletedProcess[str]:
        """A verb as a person sees it."""
        return subprocess.run(self._command(*words), env=self.environment, **_TEXT)

    def _command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "hub.cli", *self._words(*words)]

    def _words(self, *words: str) -> list[str]:
        return ["--data-dir", str(self.folder), *words]

    @contextmanager
    def served(self, workers: int = 1, log: Path | None = None) -> Iterator[int]:
        """Serve, and give the port; stop it with SIGTERM and see that it ends cleanly. `log` gets what it logs."""
        ours, theirs = os.pipe()
        with os.fdopen(ours, encoding="utf-8") as said:
            errors = log.open("w", encoding="utf-8") if log else nullcontext(2)
            with os.fdopen(theirs, "w", encoding="utf-8") as stdout, errors as stderr:
                streams = (0, stdout, stderr)
                server = self._begun(streams, "--json", "serve", "--port", "0", "--workers", str(workers))
            try:
                url = json.loads(said.readline())["url"]
                yield int(urlsplit(url).port or 0)
            finally:
                with suppress(ProcessLookupError):
                    os.kill(server.pid, signal.SIGTERM)
                status = server.wait(timeout=60)
        assert status == 0

    def _begun(self, streams: tuple[int | IO[str], ...], *words: str) -> Begun | subprocess.Popen[bytes]:
        if self._forks:
            return self._forks.begin(self._words(*words), self.environment, self.folder.parent, streams)
        stdin, stdout, stderr = streams
        return subprocess.Popen(
            self._command(*words),
            env=self.environment,
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
            cwd=self.folder.parent,
        )


_TEXT: dict[str, Any] = {"capture_output": True, "text": True, "encoding": "utf-8", "check": False, "timeout": 120}


def _own_database(like: str | None = None) -> dict[str, str]:
    """A new database in the cluster that the tests run on, empty or with what is in the one at the address `like`.

    Nothing for SQLite, which lies in the folder.
    """
    url = os.environ.get("DATABASE_URL")
    if not url:
        return {}
    return {"DATABASE_URL": new_database(url, urlsplit(like).path[1:] if like else "template1")}

"""A real hub as its own process on loopback, and real station programs beside it, driven as scripts would."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from forked import Begun, Forks

PROGRAMS = Path(sys.executable).parent
ACTOR = "123456785"


def call(
    program: str, folder: Path, *arguments: str, expect: int = 0, environment: dict[str, str] | None = None
) -> Any:
    """Run one verb to its end and return its JSON document."""
    done = subprocess.run(
        [PROGRAMS / program, "--data-dir", folder, "--json", *arguments],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        env={**os.environ, "OMBRUK_KEYSTORE": "file", **(environment or {})},
    )
    assert done.returncode == expect, f"{program} {arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
    return json.loads(done.stdout)


class Hub:
    """The municipality's hub in a folder; `start` and `stop` are the process's.

    With `forks` its processes are begun from these, else each starts and loads by itself.
    """

    def __init__(
        self,
        folder: Path,
        environment: dict[str, str] | None = None,
        serve: tuple[str, ...] = (),
        *,
        forks: Forks | None = None,
    ) -> None:
        self.folder = folder
        self.url = ""
        self._serve = ("serve", *serve)
        self._environment = environment or {}
        self._forks = forks
        self._process: Begun | subprocess.Popen[bytes] | None = None
        self._port = 0

    def __call__(self, *arguments: str, expect: int = 0) -> Any:
        if self._forks is None:
            return call("ombruk-hub", self.folder, *arguments, expect=expect, environment=self._environment)
        done = self._forks.run(self._words(*arguments), {**os.environ, **self._environment}, Path.cwd(), timeout=300)
        assert done.returncode == expect, f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return json.loads(done.stdout)

    def another(self, folder: Path) -> "Hub":
        """A hub in another folder, begun as this one is."""
        return Hub(folder, forks=self._forks)

    def _words(self, *arguments: str) -> list[str]:
        return ["--data-dir", str(self.folder), "--json", *arguments]

    def with_a_station(self, name: str = "Isi") -> "Hub":
        """Initialise it: one station, one actor with an agreement for everything, one that is limited to chairs."""
        self("init")
        self("add-station", "--name", name, "--municipality", "Bærum")
        self("add-actor", "--name", "Fretex Øst-Norge AS", "--orgnr", ACTOR)
        days = ["--from", "2020-01-01", "--to", "2099-12-31"]
        self("add-agreement", "--orgnr", ACTOR, "--categories", "all", *days, "--electrical")
        return self

    def code(self, station: str = "Isi") -> str:
        """A fresh one-time code for a counter PC."""
        return str(self("add-device", "--station", station)["code"])

    def start(self) -> "Hub":
        """Serve on loopback, on the same port as before when it ran before."""
        ours, theirs = os.pipe()
        with os.fdopen(ours, encoding="utf-8") as said:
            try:
                self._process = self._begun(theirs, *self._serve, "--port", str(self._port))
            finally:
                os.close(theirs)
            told = json.loads(said.readline())
        assert "url" in told, told
        self.url = told["url"]
        self._port = int(self.url.rpartition(":")[2])
        return self

    def _begun(self, stdout: int, *arguments: str) -> Begun | subprocess.Popen[bytes]:
        words, environment = self._words(*arguments), {**os.environ, **self._environment}
        if self._forks:
            return self._forks.begin(words, environment, Path.cwd(), (0, stdout, 2))
        return subprocess.Popen([PROGRAMS / "ombruk-hub", *words], stdout=stdout, env=environment)

    def stop(self) -> None:
        """Stop serving and wait until it did."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.kill(self._process.pid, signal.SIGTERM)
            self._process.wait(30)
            self._process = None


class Pc:
    """One counter PC's store, driven through `ombruk-station`."""

    def __init__(self, folder: Path, environment: dict[str, str] | None = None) -> None:
        self.folder = folder
        self._environment = environment

    def __call__(self, *arguments: str, expect: int = 0) -> Any:
        return call("ombruk-station", self.folder, *arguments, expect=expect, environment=self._environment)

    def enrol(self, hub: Hub) -> "Pc":
        """Join the hub with a fresh code and fetch the register."""
        self("enrol", "--hub", hub.url, "--code", hub.code())
        self("sync")
        return self

    def moved_to(self, hub: Hub) -> "Pc":
        """The hub that it has joined serves at another port now."""
        with sqlite3.connect(self.folder / "station.sqlite3") as database:
            database.execute("UPDATE identity SET hub_url = ?", (hub.url,))
        database.close()
        return self

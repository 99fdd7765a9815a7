"""A hub and counters as processes, and the promises between them: what every test of kills, cuts and floods needs."""

import copy
import shutil
from pathlib import Path
from typing import Any

from hub_promises import Kept
from lead import HubLives, Lives, Place, watched
from promises import Promised, broken, waiting

from station_app.storage.sidecar import place_of


class World:
    """One hub, and one counter after another, in the folder `folder`. The processes are the same for all tests."""

    def __init__(
        self, folder: Path, furnished: Path, codes: list[str], kept: Kept | None = None, **environment: str
    ) -> None:
        """With `environment` for the hub its files may be elsewhere than in its folder: `kept` reads them there."""
        self._root, self._furnished, self._all_codes = folder, furnished, codes
        self._kept_files = kept
        self._runs = self._stores = 0
        self.hub = HubLives(folder / "hub", **environment)
        self.counters = Lives("life_at_the_counter.py")
        self.reset()

    def reset(self) -> "World":
        """A hub as it was at the beginning, and no counter."""
        self._runs += 1
        self.folder = self._root / f"run-{self._runs}"
        self.folder.mkdir()
        shutil.rmtree(self.hub.folder, ignore_errors=True)
        shutil.copytree(self._furnished, self.hub.folder)
        self.store = self.folder / "none yet"
        self.promised = self._kept = Promised()
        self._codes, self._stores = list(self._all_codes), 0
        return self

    def new_counter(self) -> None:
        """A counter that is enrolled and has the register; from now on `store` and `promised` are its own."""
        self._stores += 1
        self.store, self.promised = self.folder / f"store-{self._stores}", Promised()
        with self.hub.serving():
            words = self.act("enrol", "sync", code=self._codes.pop())
        assert words[0].startswith("enrolled "), words

    def act(self, *acts: str, **more: str) -> list[str]:
        """Have the counter do these acts in a life that nothing happens to; what it promises is remembered."""
        words = self.counters.live(store=str(self.store), acts=acts, hub=self.hub.url, **more)
        self._hear(words)
        return words

    def act_until_killed(self, place: Place, *acts: str, planted: str = "") -> list[str]:
        """The same in a life that is killed at a place; see Lives.killed_at."""
        words = self.counters.killed_at(place, **self._command(acts, planted))
        self._hear(words)
        return words

    def act_written_down(
        self, log: Path, *acts: str, planted: str = "", options: tuple[str, ...] = (), **more: str
    ) -> list[str]:
        """The same in a life whose calls are written to `log`."""
        words = self.counters.written_down(log, *options, **self._command(acts, planted), **more)
        self._hear(words)
        return words

    def act_while_failing(self, options: tuple[str, ...], *acts: str) -> list[str]:
        """The same in a life that strace hinders; `counters.status` is its exit code."""
        with watched(self.counters.begin(**self._command(acts, "")), *options):
            words = list(self.counters.go())
        self._hear(words)
        return words

    def _command(self, acts: tuple[str, ...], planted: str) -> dict[str, Any]:
        return {"store": str(self.store), "acts": acts, "hub": self.hub.url, "planted": planted}

    def broken(self, *, hub_runs: bool = False) -> list[str]:
        """The promises that do not hold now."""
        return broken(self.store, self.hub.folder, self.promised, hub_runs=hub_runs, kept=self._kept_files)

    def keep(self) -> None:
        """Remember how everything is, for `go_back`; nothing may be at work."""
        self._kept = copy.deepcopy(self.promised)
        for folder in (self.store, self.hub.folder):
            shutil.copytree(folder, self.folder / "kept" / folder.name)
        shutil.copy(place_of(self.store), self.folder / "kept")

    def go_back(self) -> None:
        """As if nothing had happened since `keep`, on both sides."""
        self.promised = copy.deepcopy(self._kept)
        for folder in (self.store, self.hub.folder):
            shutil.rmtree(folder)
            shutil.copytree(self.folder / "kept" / folder.name, folder)
        note = place_of(self.store)
        shutil.copy(self.folder / "kept" / note.name, note)

    def settle(self, cycles: int = 3) -> list[str]:
        """No faults any more: within so many cycles both sides must agree (I7), by their own check, too."""
        with self.hub.serving():
            for _ in range(cycles):
                self.act("sync")
        left = waiting(self.store)
        found = [f"I7: {left} still wait after {cycles} cycles"] if left else []
        checks = [*self.act("verify"), *self.hub.live(do="verify")]
        return [*found, *self.broken(), *(f"I4: {word}" for word in checks if word != "sound")]

    def end(self) -> None:
        """Let go of the processes."""
        self.counters.end()
        self.hub.end()

    def _hear(self, words: list[str]) -> None:
        for word in words:
            self.promised.hear(word)

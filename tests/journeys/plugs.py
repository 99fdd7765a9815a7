"""Counters of which the plug is pulled: before a chosen step, or a moment after their first word."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = {
    "QT_QPA_PLATFORM": "offscreen",
    "PYTHONPATH": str(ROOT),
    "OMBRUK_KEYSTORE": "file",
    "OMBRUK_STAFF": "KB",
    "OMBRUK_SOUND_VOLUME": "0",
    "OMBRUK_CAMERA": "none",
    "OMBRUK_SYNC": "false",
}
PATIENCE_SECONDS = 90.0
"""A life that did not come to its last step by then never will."""


class Lives:
    """One life after another of a counter on the store in `folder`; `script` forks them (see forking.py)."""

    def __init__(self, script: str, folder: Path) -> None:
        self.words: dict[str, list[str]] = {}
        """All that was said in any life, by its kind: every word was a promise."""
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name(script)), str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=os.environ | SETTINGS,
        )

    def __enter__(self) -> "Lives":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        ended = self._process.wait(30)
        assert ended == 0 or error

    def until(self, step: str, nth: int = 1) -> None:
        """One life that ends right before its n-th such step after the first word; "" is any step."""
        died = len(self.words.get("died", []))
        self._live(f"{nth} {step}", PATIENCE_SECONDS)
        assert len(self.words.get("died", [])) == died + 1, f"it never came to: {nth} {step}"

    def for_seconds(self, seconds: float) -> None:
        """One life that ends so long after its first word, wherever it then is."""
        self._live("0", seconds)

    def _live(self, last: str, seconds: float) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{last}\n")
        self._process.stdin.flush()
        process, plug = 0, None
        for line in self._process.stdout:
            kind, _, rest = line.rstrip("\n").partition(" ")
            if kind == "window":
                process = int(rest)
            elif kind == "gone":
                assert plug is not None, "it said nothing"
                plug.cancel()
                return
            else:
                self.words.setdefault(kind, []).append(rest)
                if plug is None:
                    plug = threading.Timer(seconds, os.kill, (process, signal.SIGKILL))
                    plug.start()
        raise AssertionError("what forks the counters ended")

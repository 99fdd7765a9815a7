"""Closing a window while camera and loudspeaker are still being loaded ends neither in a crash nor in a wait.

Each first load is a process of its own: what is loaded once stays loaded.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
WINDOWS = 3


@pytest.mark.parametrize("seed", [2, 3, 6])
def test_a_window_may_be_closed_at_any_moment_of_loading(tmp_path: Path, seed: int) -> None:
    done = subprocess.run(
        [sys.executable, str(HERE / "window_opened_and_closed.py"), str(tmp_path / "store"), str(seed), str(WINDOWS)],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(HERE.parents[1])},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "closed\n"), done.stderr

"""Scans as a real keyboard sends them, Shift and all, through a real X server: nothing leaks and nothing is saved.

Simulated key clicks send no Shift and cannot show what a real scanner does.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
TOOLS = ("Xvfb", "xdotool")


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        pytest.skip(f"needs {', '.join(missing)} (Debian: xvfb xdotool)")
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1400x900x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        with os.fdopen(reading) as answer:
            number = answer.readline().strip()
        yield f":{number}"
        server.terminate()


@pytest.fixture(scope="module")
def tried(display: str, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, object]]:
    environment = os.environ | {
        "DISPLAY": display,
        "QT_QPA_PLATFORM": "xcb",
        "PYTHONPATH": os.pathsep.join((str(ROOT), str(HERE))),
    }
    store = tmp_path_factory.mktemp("counter") / "store"
    done = subprocess.run(
        [sys.executable, str(HERE / "counter_on_screen.py"), str(store)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_every_scan_is_heard_and_no_field_gets_any_of_it(tried: list[dict[str, object]]) -> None:
    *scans, _ = tried
    assert len(scans) == 45
    leaked = [row for row in scans if not row["heard"] or row["fields_after"] != row["fields_before"]]
    assert leaked == []


def test_no_scan_saves_anything_although_a_thing_was_ready(tried: list[dict[str, object]]) -> None:
    assert {row["items"] for row in tried} == {0}


def test_what_a_person_types_arrives_whole(tried: list[dict[str, object]]) -> None:
    typed = tried[-1]
    assert typed["fields_after"]["register-title"] == typed["text"]

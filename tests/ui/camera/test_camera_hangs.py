"""A camera's driver that does not come back: said in words, left alone and never killed, live again when it answers."""

import subprocess
import sys
from pathlib import Path

import pytest
from camera_on_a_plug import BLUE, RED, Counter, is_of

from ui import multimedia
from ui.camera import NO_CAMERA, CameraState

ROOT = Path(__file__).resolve().parents[3]
# Offscreen there is neither a graphics card nor anything that would keep a window's least size.
pytestmark = pytest.mark.qt_log_ignore("No RHI backend", "propagateSizeHints", extend=True)


def hung(counter: Counter) -> None:
    counter.usb.hang()
    counter.camera.watch.setInterval(1)
    counter.until(CameraState.FAILED)


def all_gone(counter: Counter) -> None:
    counter._qtbot.waitUntil(lambda: not multimedia._LEFT)


def test_a_driver_that_hangs_is_said_and_what_was_taken_stays(counter: Counter) -> None:
    counter.sees(RED)
    counter.well.take()
    hung(counter)
    assert "The camera does not answer." in counter.well.trouble.words
    (photo,) = counter.kept(1)
    assert is_of(photo, RED)
    counter.usb.answers.set()
    all_gone(counter)


def test_a_driver_that_comes_back_is_live_again_by_itself(counter: Counter) -> None:
    counter.sees(RED)
    hung(counter)
    counter.camera.watch.setInterval(1_000)
    counter.usb.answers.set()
    counter.until(CameraState.LIVE)
    counter.sees(BLUE)
    assert counter.well.trouble.words == ""
    all_gone(counter)


def test_its_thread_is_left_behind_and_not_killed(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(multimedia, "LAST_WAIT_MS", 20)
    counter.sees(RED)
    (thread,) = [each for each in [counter.camera._thread] if each is not None]
    counter.usb.hang()
    counter.camera.close()
    assert counter.camera.state is CameraState.OFF
    assert thread.isRunning()
    counter.usb.answers.set()
    all_gone(counter)
    assert thread.isFinished()


def test_choosing_no_camera_waits_for_no_driver(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(multimedia.MediaThread, "wait", lambda *_: pytest.fail("the window stood still"))
    counter.sees(RED)
    counter.usb.hang()
    counter.camera.choose(NO_CAMERA, 0)
    assert counter.camera.state is CameraState.NONE
    counter.usb.answers.set()
    all_gone(counter)


_ENDS = """
import sys
from PySide6.QtCore import QCoreApplication, QObject, QThread
from ui import multimedia

class Hangs:
    def close(self):
        import time
        time.sleep(1_000)

multimedia.LAST_WAIT_MS = 20
application, owner, made = QCoreApplication([]), QObject(), []
thread = multimedia.MediaThread(Hangs, owner, made.append)
while not made:
    application.processEvents()
thread.end()
assert thread.isRunning()
sys.exit(multimedia.end_program(7))
"""


def test_the_program_ends_as_usual_while_a_driver_hangs() -> None:
    ended = subprocess.run([sys.executable, "-c", _ENDS], cwd=ROOT, capture_output=True, timeout=60, check=False)
    assert ended.returncode == 7
    assert b"left behind" in ended.stderr
    assert b"Destroyed" not in ended.stderr

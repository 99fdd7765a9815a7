"""The camera that is missing, pulled out, fails or is mounted on its side; the formats it is asked for."""

from pathlib import Path

import pytest
from camera_on_a_plug import BLUE, DESK, GREEN, OTHER, RED, Counter, Usb, is_of, near
from PIL import Image
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor
from PySide6.QtMultimedia import QCameraFormat
from PySide6.QtWidgets import QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from station_app.station import Station
from ui.camera import NO_CAMERA, CameraState
from ui.lens import fitting_format

# Offscreen there is neither a graphics card nor anything that would keep a window's least size.
pytestmark = pytest.mark.qt_log_ignore("No RHI backend", "propagateSizeHints", extend=True)

# Offscreen there is neither a graphics card nor anything that would keep a window's least size.


def test_a_camera_pulled_out_is_said_and_work_goes_on(counter: Counter, tmp_path: Path) -> None:
    counter.sees(RED)
    counter.well.take()
    counter.usb.plug()
    counter.until(CameraState.GONE)
    assert "Desk camera" in counter.well.trouble.words
    assert counter.well.again.isVisibleTo(counter.well)
    (photo,) = counter.kept(1)  # what was taken stays, also on the screen
    assert is_of(photo, RED)
    assert near(counter.well.view.shows, RED)
    file = tmp_path / "green.png"
    Image.new("RGB", (90, 60), GREEN.name()).save(file)
    counter.well.add_files([file])
    counter.kept(2)


def test_a_camera_that_fails_before_it_is_missed_counts_as_pulled_out(
    counter: Counter, caplog: pytest.LogCaptureFixture
) -> None:
    counter.sees(RED)
    counter.usb.failed.emit("No such device")
    counter.until(CameraState.FAILED)
    assert "The camera “Desk camera” failed." in counter.well.trouble.words
    # What the system says about it is English: it stands in the log, for whoever helps.
    assert "No such device" not in counter.well.trouble.words
    assert "No such device" in caplog.text
    counter.usb.plug()
    counter.until(CameraState.GONE)


def test_a_camera_plugged_in_again_is_live_by_itself(counter: Counter) -> None:
    counter.sees(RED)
    counter.usb.plug()
    counter.until(CameraState.GONE)
    counter.usb.plug(DESK)
    counter.until(CameraState.LIVE)
    counter.sees(GREEN)
    assert counter.well.trouble.words == ""
    assert not counter.well.again.isVisibleTo(counter.well)


def test_trying_again_opens_what_had_failed(counter: Counter) -> None:
    counter.sees(RED)
    counter.usb.failed.emit("Device or resource busy")
    counter.until(CameraState.FAILED)
    counter.well.again.click()
    counter.until(CameraState.LIVE)


def test_without_a_camera_photos_are_files(qtbot: QtBot, station: Station, usb: Usb) -> None:
    usb.plug()
    counter = Counter(qtbot, station, usb)
    counter.begin()
    counter.until(CameraState.NONE)
    words = "No camera found. Register without a photo, or choose a file."
    assert counter.well.trouble.words == words
    counter.well.take()
    (chooser,) = counter.well.findChildren(QFileDialog)
    assert chooser.isVisible()
    chooser.done(QDialog.DialogCode.Rejected)
    counter.well.again.click()
    counter.until(CameraState.OPENING)
    counter.until(CameraState.NONE)
    usb.plug(DESK)
    counter.sees(RED)
    counter.end()


def test_a_photo_asked_for_while_the_camera_is_being_opened_is_its_first_frame(
    qtbot: QtBot, station: Station, usb: Usb
) -> None:
    counter = Counter(qtbot, station, usb)
    counter.begin()
    counter.well.take()
    counter.well.take()
    counter.usb.see(RED)
    counter.until(CameraState.OPENING)
    qtbot.waitUntil(lambda: counter.camera.name == "Desk camera")
    counter.usb.see(GREEN)
    qtbot.waitUntil(lambda: bool(counter.well.photos))
    (photo,) = counter.kept(1)
    assert is_of(photo, RED) or is_of(photo, GREEN)
    counter.end()


@pytest.mark.parametrize(
    ("degrees", "size", "mark"),
    [
        (0, (640, 480), (10, 10)),
        (90, (480, 640), (470, 10)),
        (180, (640, 480), (630, 470)),
        (270, (480, 640), (10, 630)),
    ],
)
def test_a_camera_mounted_on_its_side_gives_upright_photos(
    qtbot: QtBot, station: Station, usb: Usb, degrees: int, size: tuple[int, int], mark: tuple[int, int]
) -> None:
    counter = Counter(qtbot, station, usb, rotation=degrees)
    counter.begin()
    qtbot.waitUntil(lambda: counter.camera.name == "Desk camera")
    counter.sees(BLUE)
    shown = counter.camera.shown
    assert (shown.width() > shown.height()) == (size[0] > size[1])
    counter.well.take()
    (photo,) = counter.kept(1)
    assert photo.size == size
    assert min(photo.convert("RGB").getpixel(mark)) > 200  # the corner that was white before the lens
    counter.end()


def test_the_chosen_camera_is_opened_by_name_or_id_and_missed_when_it_is_not_there(
    qtbot: QtBot, station: Station, usb: Usb
) -> None:
    usb.plug(DESK, OTHER)
    counter = Counter(qtbot, station, usb, choice="Ceiling camera")
    counter.begin()
    qtbot.waitUntil(lambda: counter.camera.name == OTHER.name)
    assert counter.camera.cameras == (DESK, OTHER)
    counter.camera.choose(DESK.id, 0)
    qtbot.waitUntil(lambda: counter.camera.name == DESK.name)
    counter.camera.choose("Lost camera", 0)
    counter.until(CameraState.GONE)
    assert "Lost camera" in counter.well.trouble.words
    counter.end()


def test_a_counter_that_wants_no_camera_opens_none_and_says_nothing(qtbot: QtBot, station: Station, usb: Usb) -> None:
    counter = Counter(qtbot, station, usb, choice=NO_CAMERA)
    counter.begin()
    counter.camera.open()
    assert counter.camera.state is CameraState.NONE
    assert counter.well.trouble.words == ""
    assert counter.well.add.text() == "Add photos … (F2)"
    counter.end()


def test_a_thirteenth_photo_is_not_taken_and_that_is_said(counter: Counter) -> None:
    for shade in range(12):
        counter.sees(QColor.fromHsv(30 * shade, 220, 190))
        counter.well.take_another()
    counter.kept(12)
    counter.well.take_another()
    counter.kept(12)
    assert "at most 12" in counter.well.problem.words


def test_a_disk_that_is_full_keeps_no_photo_says_so_and_shows_the_live_picture(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    counter.sees(RED)
    monkeypatch.setattr("os.fsync", full)
    counter.well.take()
    counter.kept(0)
    assert "disk is full" in counter.well.problem.words
    counter.sees(GREEN)
    assert near(counter.well.view.shows, GREEN)


def formats(*sizes: tuple[int, int, float]) -> list[QCameraFormat]:
    class Format(QCameraFormat):
        def __init__(self, width: int, height: int, rate: float) -> None:
            super().__init__()
            self._size, self._rate = QSize(width, height), rate

        def resolution(self) -> QSize:
            return self._size

        def maxFrameRate(self) -> float:  # noqa: N802 (Qt's name)
            return self._rate

    return [Format(*size) for size in sizes]


@pytest.mark.parametrize(
    ("offered", "chosen"),
    [
        ([(640, 480, 30), (1920, 1080, 30), (3840, 2160, 30)], (1920, 1080, 30)),
        ([(640, 480, 30), (1280, 720, 30)], (1280, 720, 30)),
        ([(1920, 1080, 5), (1280, 720, 30)], (1280, 720, 30)),
        ([(1920, 1080, 5)], (1920, 1080, 5)),
        ([(1920, 1080, 15), (1920, 1080, 60)], (1920, 1080, 60)),
    ],
)
def test_the_camera_is_asked_for_what_a_kept_photo_can_fill(
    offered: list[tuple[int, int, float]], chosen: tuple[int, int, float]
) -> None:
    found = fitting_format(formats(*offered))
    assert found is not None
    assert (found.resolution().width(), found.resolution().height(), found.maxFrameRate()) == chosen


def test_a_camera_without_formats_is_left_to_choose() -> None:
    assert fitting_format([]) is None

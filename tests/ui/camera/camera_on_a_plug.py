"""A camera on a plug, for tests: real frames through Qt's own path; only the device is not there."""

import io
import threading

import pytest
from PIL import Image
from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QImage
from PySide6.QtMultimedia import QMediaCaptureSession, QVideoFrame, QVideoFrameInput
from pytestqt.qtbot import QtBot

from station_app.station import Station
from ui.background import Background
from ui.camera import Camera, CameraName, CameraState
from ui.desk import Desk
from ui.devices import Devices
from ui.parts.photo_well import PhotoWell
from ui.theme import Theme
from ui.undoing import Undo

pytestmark = pytest.mark.qt_log_ignore("No RHI backend", "propagateSizeHints", extend=True)

DESK = CameraName("usb-1", "Desk camera")
OTHER = CameraName("usb-2", "Ceiling camera")
RED, GREEN, BLUE = (QColor(name) for name in ("#c01818", "#18c018", "#1818c0"))


class Usb(QObject):
    """The plug and the lens cap, worked from the test's thread."""

    plugged = Signal()
    seen = Signal()
    failed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.present: tuple[CameraName, ...] = (DESK,)
        self.picture: QImage | None = None
        self.answers = threading.Event()
        self.answers.set()

    def hang(self) -> None:
        """From now on the driver keeps whoever asks it, until it `answers`."""
        self.answers.clear()
        self.plugged.emit()

    def plug(self, *cameras: CameraName) -> None:
        self.present = cameras
        self.plugged.emit()

    def see(self, colour: QColor, size: tuple[int, int] = (640, 480)) -> None:
        """What lies before the camera: a colour, with a white mark in the upper left corner."""
        image = QImage(*size, QImage.Format.Format_RGB32)
        image.fill(colour)
        for x in range(size[0] // 8):
            for y in range(size[1] // 8):
                image.setPixelColor(x, y, Qt.GlobalColor.white)
        self.picture = image
        self.seen.emit()


class PluggedIn(QObject):
    """Cameras as the system lists and opens them; frames come from `Usb` through Qt's own capture session."""

    changed = Signal()
    broke = Signal(str)

    def __init__(self, usb: Usb) -> None:
        super().__init__()
        self._usb = usb
        self._input: QVideoFrameInput | None = None
        usb.plugged.connect(self.changed)
        usb.seen.connect(self._send)
        usb.failed.connect(self.broke)

    def names(self) -> tuple[CameraName, ...]:
        self._usb.answers.wait()
        return self._usb.present

    def open(self, _camera: CameraName, session: QMediaCaptureSession) -> None:
        self._input = QVideoFrameInput()
        session.setVideoFrameInput(self._input)
        self._send()

    def close(self) -> None:
        self._input = None

    @Slot()
    def _send(self) -> None:
        if self._input is not None and self._usb.picture is not None:
            self._input.sendVideoFrame(QVideoFrame(self._usb.picture))


class Counter:
    """A photo well with a camera on a shelf, and somebody who looks at it."""

    def __init__(self, qtbot: QtBot, station: Station, usb: Usb, rotation: int = 0, choice: str = "") -> None:
        self.usb, self._qtbot, self._station = usb, qtbot, station
        self.background = Background()
        theme = Theme("light")
        self.camera = Camera(choice, rotation, cameras=lambda: PluggedIn(usb))
        devices = Devices(station.config, self.background)
        devices.camera = self.camera
        desk = Desk(station, theme, self.background, self, devices)
        self.well = PhotoWell(desk, name="photos")
        qtbot.addWidget(self.well)
        self.well.resize(400, 600)

    def say(self, words: str, undo: Undo | None = None) -> None:
        pass

    def warn(self, words: str) -> None:
        pass

    def begin(self) -> None:
        with self._qtbot.waitExposed(self.well):
            self.well.show()

    def until(self, state: CameraState) -> None:
        self._qtbot.waitUntil(lambda: self.camera.state is state)

    def sees(self, colour: QColor, size: tuple[int, int] = (640, 480)) -> None:
        """Something lies before the camera, and it is on the screen."""
        self.usb.see(colour, size)
        self._qtbot.waitUntil(lambda: near(self.camera.shown, colour))

    def kept(self, count: int) -> list[Image.Image]:
        """The photos as stored, when all are prepared."""
        self._qtbot.waitUntil(lambda: not self.well.busy and self.background.busy == 0)
        assert len(self.well.photos) == count
        return [Image.open(io.BytesIO(self._station.blobs.read(blob.sha256))) for blob in self.well.photos]

    def end(self) -> None:
        self._qtbot.waitUntil(lambda: self.background.busy == 0)
        self.camera.close()


def near(picture: QImage, colour: QColor) -> bool:
    if picture.isNull():
        return False
    seen = picture.pixelColor(picture.rect().center())
    pairs = ((seen.red(), colour.red()), (seen.green(), colour.green()), (seen.blue(), colour.blue()))
    return all(abs(a - b) < 30 for a, b in pairs)


def is_of(picture: Image.Image, colour: QColor) -> bool:
    pixel = picture.convert("RGB").getpixel((picture.width // 2, picture.height // 2))
    assert isinstance(pixel, tuple)
    return near(QImage(bytes(pixel), 1, 1, 3, QImage.Format.Format_RGB888), colour)

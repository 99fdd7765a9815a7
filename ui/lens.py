"""The side of the camera that lives in its own thread: finding, opening, frames. Loads QtMultimedia."""

import logging
import time
from collections.abc import Iterable
from typing import Protocol

from PySide6.QtCore import QByteArray, QObject, QSize, Qt, QTimer, Signal, SignalInstance, Slot
from PySide6.QtGui import QImage, QTransform
from PySide6.QtMultimedia import QCamera, QCameraFormat, QMediaCaptureSession, QMediaDevices, QVideoSink

from station_app.devices.photo import WORKING_EDGE
from ui.camera import CameraName, CameraState

log = logging.getLogger(__name__)
LOOK_MS = 3_000
"""How often a camera that is not live is looked for, and a live one asked whether it still sends."""
SILENCE_SECONDS = 6.0
"""Without a frame for so long, a camera counts as failed; slow ones take up to three seconds to begin."""
LEAST_RATE = 10.0
"""Frames a second below which a format is no good to aim with."""


class Cameras(Protocol):
    """What the system knows of cameras, and how one is switched on. Lives in the camera's thread."""

    changed: SignalInstance
    """A camera came or went."""
    broke: SignalInstance
    """The open camera failed; with the system's words about it."""

    def names(self) -> tuple[CameraName, ...]:
        """The cameras that are plugged in now."""

    def open(self, camera: CameraName, session: QMediaCaptureSession) -> None:
        """Have this camera send its frames through the session."""

    def close(self) -> None:
        """Switch off what is open."""


class QtCameras(QObject):
    """The real cameras."""

    changed = Signal()
    broke = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._devices = QMediaDevices()
        self._devices.videoInputsChanged.connect(self.changed)
        self._camera: QCamera | None = None

    def names(self) -> tuple[CameraName, ...]:
        """The cameras that are plugged in now, the system's own choice first."""
        found = [CameraName(_id(device.id()), device.description()) for device in QMediaDevices.videoInputs()]
        preferred = _id(QMediaDevices.defaultVideoInput().id())
        return tuple(sorted(found, key=lambda camera: camera.id != preferred))

    def open(self, camera: CameraName, session: QMediaCaptureSession) -> None:
        """Switch a camera on, at a size that is enough for a kept photo."""
        device = next((each for each in QMediaDevices.videoInputs() if _id(each.id()) == camera.id), None)
        if device is None:
            return
        self._camera = QCamera(device)
        self._camera.errorOccurred.connect(self._failed)
        if (wanted := fitting_format(device.videoFormats())) is not None:
            self._camera.setCameraFormat(wanted)
        session.setCamera(self._camera)
        self._camera.start()

    def close(self) -> None:
        """Switch off what is open."""
        if self._camera is not None:
            self._camera.errorOccurred.disconnect(self._failed)
            self._camera.stop()
            self._camera = None

    @Slot(QCamera.Error, str)
    def _failed(self, _error: QCamera.Error, words: str) -> None:
        self.broke.emit(words)


class Lens(QObject):
    """Keeps the chosen camera open while it is wanted, finds it again, and hands on as many frames as are looked at.

    After each frame it waits for `seen`, so that a busy window gets fewer frames and never a queue of old ones.
    """

    listed = Signal(object)
    told = Signal(object, str, str)
    came = Signal(QImage, QImage)

    def __init__(self, cameras: Cameras) -> None:
        super().__init__()
        self._cameras = cameras
        self._session, self._sink = QMediaCaptureSession(), QVideoSink()
        self._session.setVideoSink(self._sink)
        self._sink.videoFrameChanged.connect(self._frame)
        cameras.changed.connect(self._look)
        cameras.broke.connect(self._broke)
        self._wanted, self._choice = False, ""
        self._open: CameraName | None = None
        self._had: CameraName | None = None
        self._known: tuple[CameraName, ...] | None = None
        self._state = CameraState.OFF
        self._said: tuple[CameraState, str, str] | None = None
        self._room, self._rotation = QSize(480, 360), 0
        self._unseen, self._newer, self._last = False, False, 0.0
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._tick)
        self._clock.start(LOOK_MS)

    @Slot(bool, str)
    def order(self, wanted: bool, choice: str) -> None:
        """Whether a camera is wanted, and which: its id or name, or empty for the first."""
        if not wanted or choice != self._choice:
            self._shut()
            self._had = None
        self._wanted, self._choice = wanted, choice
        # Who orders is answered, also when nothing is new.
        self._said = None
        if wanted:
            self._look(afresh=True)
        else:
            self._tell(CameraState.OFF)

    @Slot(QSize, int)
    def seen(self, room: QSize, rotation: int) -> None:
        """The last frame is on the screen; the next one may come, in this size in px and turned by these degrees."""
        self._room, self._rotation, self._unseen = room, rotation, False
        if self._newer:
            self._frame()

    def close(self) -> None:
        """Let go of the camera."""
        self._clock.stop()
        self._shut()

    @Slot()
    def _look(self, afresh: bool = False) -> None:
        names = self._cameras.names()
        if names != self._known:
            self._known = names
            self.listed.emit(names)
        if not self._wanted or self._open in names:
            return
        self._shut()
        camera = next((each for each in names if self._choice in ("", each.id, each.name)), None)
        if camera is not None:
            if afresh or self._state is not CameraState.FAILED:
                self._tell(CameraState.OPENING, camera.name)
            self._open = self._had = camera
            self._last = time.monotonic()
            self._cameras.open(camera, self._session)
        elif self._had is not None or self._choice:
            self._tell(CameraState.GONE, self._had.name if self._had else self._choice)
        else:
            self._tell(CameraState.NONE)

    @Slot()
    def _tick(self) -> None:
        if self._open is None:
            if self._wanted:
                self._look()
        elif time.monotonic() - self._last > SILENCE_SECONDS:
            self._broke("")

    @Slot(str)
    def _broke(self, words: str) -> None:
        failed = self._open
        self._shut()
        if failed is None:
            return
        if failed in self._cameras.names():
            if self._state is not CameraState.FAILED:
                # In the system's language: for whoever helps, not for people at the counter.
                log.warning("a camera failed: %s", words or "no pictures")
            self._tell(CameraState.FAILED, failed.name, words)
        else:
            # A camera that is pulled out mostly fails first; what happened is that it went.
            self._look()

    @Slot()
    def _frame(self) -> None:
        frame = self._sink.videoFrame()
        if self._open is None or not frame.isValid():
            return
        self._last, self._newer = time.monotonic(), self._unseen
        if self._unseen:
            return
        full = frame.toImage()
        if full.isNull():
            return
        room = self._room.transposed() if self._rotation in (90, 270) else self._room
        keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        shown = full.scaled(room, keep, smooth)
        if self._rotation:
            shown = shown.transformed(QTransform().rotate(self._rotation))
        self._tell(CameraState.LIVE, self._open.name)
        self._unseen = True
        self.came.emit(full, shown)

    def _shut(self) -> None:
        if self._open is not None:
            self._open = None
            self._cameras.close()
        self._unseen = self._newer = False

    def _tell(self, state: CameraState, name: str = "", what: str = "") -> None:
        if (state, name, what) != self._said:
            self._state, self._said = state, (state, name, what)
            self.told.emit(state, name, what)


def fitting_format(formats: Iterable[QCameraFormat]) -> QCameraFormat | None:
    """The smallest format that a kept photo can fill (1600 px), the quickest of these; else the largest there is."""

    def pixels(each: QCameraFormat) -> int:
        return each.resolution().width() * each.resolution().height()

    def edge(each: QCameraFormat) -> int:
        return max(each.resolution().width(), each.resolution().height())

    present = list(formats)
    quick = [each for each in present if each.maxFrameRate() >= LEAST_RATE] or present
    enough = [each for each in quick if edge(each) >= WORKING_EDGE]
    if enough:
        return min(enough, key=lambda each: (pixels(each), -each.maxFrameRate()))
    return max(quick, key=lambda each: (pixels(each), each.maxFrameRate()), default=None)


def _id(raw: QByteArray) -> str:
    return bytes(raw.data()).decode("utf-8", "replace")

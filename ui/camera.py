"""The camera as the window knows it: live or not, the newest frame, the frozen one. Opening and frames: lens.py."""

import logging
from collections.abc import Callable
from enum import Enum, auto
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, QSize, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QTransform

from domain.refused import Refused
from ui.multimedia import MediaThread, load_multimedia

if TYPE_CHECKING:
    from ui.lens import Cameras, Lens

log = logging.getLogger(__name__)
NO_CAMERA = "none"
"""The choice of camera with which none is ever opened."""
ROTATIONS = (0, 90, 180, 270)
"""Degrees clockwise by which the picture can be turned."""
PACE_MS = 40
"""Least time between two frames that are shown; a picture to aim with needs no more than 20 a second."""
HANG_SECONDS = 12
"""Without any word or frame for so long, the driver hangs: its thread would else say itself that no frames come."""
REST_MS = 30_000
"""How long the camera stays open when nobody looks: a look at the shelf and back needs no new start."""


class CameraState(Enum):
    """What can be said of the camera. With NONE there was never one; GONE was unplugged, or is not the chosen one."""

    OFF = auto()
    OPENING = auto()
    LIVE = auto()
    NONE = auto()
    GONE = auto()
    FAILED = auto()


class CameraName(msgspec.Struct, frozen=True):
    """One camera: `id` for the setting, which may also be `name`, what people know it by."""

    id: str
    name: str


class Camera(QObject):
    """Opens nothing before `open`. Everything here is called and told in the window's thread and never waits.

    `choice` is a camera's id or name, empty for the first one, or `none`. `rotation` is in degrees clockwise.
    """

    changed = Signal()
    """`state` or `frozen` is another one now."""
    frame_came = Signal()
    """`shown` is a newer picture."""
    listed = Signal()
    """`cameras` holds others now."""
    _order = Signal(bool, str)
    _seen = Signal(QSize, int)

    def __init__(
        self,
        choice: str = "",
        rotation: int = 0,
        parent: QObject | None = None,
        cameras: "Callable[[], Cameras] | None" = None,
    ) -> None:
        super().__init__(parent)
        self._choice, self._rotation, self._make = choice, rotation, cameras
        self._thread: MediaThread | None = None
        self._lens: Lens | None = None
        self._unheard = 0
        self._hangs = False
        self._room = QSize(480, 360)
        self._full, self.shown = QImage(), QImage()
        self.frozen: QImage | None = None
        self.cameras: tuple[CameraName, ...] = ()
        self.state, self.name, self._what = CameraState.OFF, "", ""
        if choice == NO_CAMERA:
            self.state = CameraState.NONE
        self._pace = self._timer(PACE_MS, self._ask)
        self._rest = self._timer(REST_MS, self._stop)
        self.watch = QTimer(self)
        self.watch.timeout.connect(self._look_after)
        self.watch.setInterval(1_000)

    @property
    def problem(self) -> Refused | None:
        """What keeps the camera from being live, where a person can do something about it."""
        if self._choice == NO_CAMERA:
            return None
        if self.state is CameraState.NONE:
            return Refused("camera_missing")
        if self.state is CameraState.GONE:
            return Refused("camera_gone", camera=self.name)
        if self._hangs:
            return Refused("camera_hangs")
        if self.state is CameraState.FAILED and self._what:
            return Refused("camera_failed", camera=self.name, what=self._what)
        return Refused("camera_silent", camera=self.name) if self.state is CameraState.FAILED else None

    def open(self) -> None:
        """Begin to show the chosen camera; `changed` tells how that went. Also tries again what failed."""
        self._rest.stop()
        if self._choice == NO_CAMERA:
            self._told(CameraState.NONE, "", "")
        elif self._thread is None:
            self._hangs = False
            self._told(CameraState.OPENING, "", "")
            self._thread = MediaThread(_lens(self._make), self, self._ready)
            self.watch.start()
        elif self.state is not CameraState.LIVE:
            self._told(CameraState.OPENING, self.name, "")
            self._order.emit(True, self._choice)

    def rest(self) -> None:
        """Nobody looks any more: let go of the camera in half a minute, unless it is opened before."""
        if self._thread is not None:
            self._rest.start()

    def close(self) -> None:
        """Let go of the camera at once and end its thread; `open` may follow."""
        self._rest.stop()
        if (thread := self._let_go()) is not None:
            thread.end()
        self._told(CameraState.OFF, "", "")

    def choose(self, choice: str, rotation: int) -> None:
        """Take another camera, or turn its picture otherwise."""
        reopen = choice != self._choice and self.state is not CameraState.OFF
        self._choice, self._rotation = choice, rotation
        if reopen and choice == NO_CAMERA and (thread := self._let_go()) is not None:
            # Not waited for: somebody stands at the window.
            thread.leave()
        if reopen:
            self.state = CameraState.OPENING
            self.open()

    def set_room(self, size: QSize) -> None:
        """How large `shown` may be at most, in px."""
        self._room = size.expandedTo(QSize(1, 1))

    def freeze(self) -> QImage | None:
        """Keep the very frame that is shown, at full size and upright; None when the camera is not live."""
        if self.state is not CameraState.LIVE or self._full.isNull():
            return None
        self.frozen = self._full.transformed(QTransform().rotate(self._rotation)) if self._rotation else self._full
        self.changed.emit()
        return self.frozen

    def live(self) -> None:
        """Show what the camera sees again."""
        if self.frozen is not None:
            self.frozen = None
            self.changed.emit()

    def _timer(self, wait_ms: int, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(wait_ms)
        timer.timeout.connect(act)
        return timer

    def _let_go(self) -> MediaThread | None:
        """Hear nothing more from the thread that there was; it is to be ended by the caller."""
        self.watch.stop()
        self._hangs = False
        if self._lens is not None:
            self._lens.listed.disconnect(self._cameras_listed)
            self._lens.told.disconnect(self._told)
            self._lens.came.disconnect(self._frame)
            self._order.disconnect()
            self._seen.disconnect()
        thread, self._thread, self._lens = self._thread, None, None
        return thread

    @Slot()
    def _look_after(self) -> None:
        """Once a second. Counted in ticks: a PC that slept, or a window that stood still, has had but one."""
        self._unheard += 1
        if self.state not in (CameraState.OPENING, CameraState.LIVE):
            self._unheard = 0
        elif self._unheard > HANG_SECONDS and (thread := self._let_go()) is not None:
            log.warning("the camera's driver hangs; its thread is left behind")
            thread.leave()
            thread.finished.connect(self._answers_again)
            self._hangs = True
            self._told(CameraState.FAILED, self.name, "")

    @Slot()
    def _answers_again(self) -> None:
        """The driver came back after all."""
        if self._hangs:
            self.open()

    @Slot(object)
    def _ready(self, lens: "Lens") -> None:
        self._lens = lens
        lens.listed.connect(self._cameras_listed)
        lens.told.connect(self._told)
        lens.came.connect(self._frame)
        self._order.connect(lens.order)
        self._seen.connect(lens.seen)
        self._ask()
        self._order.emit(self.state is CameraState.OPENING, self._choice)

    def _stop(self) -> None:
        self._order.emit(False, self._choice)

    def _ask(self) -> None:
        self._seen.emit(self._room, self._rotation)

    @Slot(object)
    def _cameras_listed(self, cameras: tuple[CameraName, ...]) -> None:
        self._unheard = 0
        self.cameras = cameras
        self.listed.emit()

    @Slot(object, str, str)
    def _told(self, state: CameraState, name: str, what: str) -> None:
        self._unheard = 0
        if (state, name, what) == (self.state, self.name, self._what):
            return
        self.state, self.name, self._what = state, name, what
        if state is not CameraState.LIVE:
            self._full, self.shown = QImage(), QImage()
        self.changed.emit()

    @Slot(QImage, QImage)
    def _frame(self, full: QImage, shown: QImage) -> None:
        self._unheard = 0
        if self.state is CameraState.LIVE:
            self._full, self.shown = full, shown
            self.frame_came.emit()
        self._pace.start()


def _lens(cameras: "Callable[[], Cameras] | None") -> "Callable[[], Lens]":
    load_multimedia()
    from ui.lens import Lens, QtCameras

    return lambda: Lens((cameras or QtCameras)())

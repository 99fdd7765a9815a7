"""Settings of the camera: which one, how it is turned, and what it sees now."""

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from ui.camera import NO_CAMERA, ROTATIONS, CameraState
from ui.desk import Desk
from ui.parts.settings_choices import Choices, offer
from ui.said import Said
from ui.widgets.camera_view import CameraView
from ui.widgets.controls import button, card, column, label, row

VIEW = 240
"""Least height in px of the live picture."""


class CameraSettings(QWidget):
    """The camera is open while this is shown."""

    def __init__(self, desk: Desk, choices: Choices) -> None:
        super().__init__()
        _ = desk.texts.gettext
        self._desk, self._camera = desk, desk.camera
        options = [("", _("The first one found")), (NO_CAMERA, _("None: register without a camera"))]
        self.choice, choice = choices.box("camera", Said("Chosen camera"), options)
        self.view = CameraView(desk.theme, name="settings-camera-view")
        self.view.setMinimumHeight(VIEW)
        self.again = button(_("Try again"), self._camera.open, name="settings-camera-again")
        turns = [(str(turn), f"{turn}°") for turn in ROTATIONS]
        self.turn = choices.tiles("camera_rotation", Said("Turn the picture"), turns, 90)
        inside = column(
            label(_("Camera"), "heading"),
            choice,
            self.view,
            row(self.again, None),
            self.turn,
            spacing=12,
        )
        self.setLayout(column(card(inside), None, spacing=16))
        self.view.resized.connect(self._camera.set_room)
        self._camera.changed.connect(self._say)
        self._camera.frame_came.connect(self._frame)
        self._camera.listed.connect(self._list)
        self._list()
        self._say()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Somebody looks: show what it sees."""
        super().showEvent(event)
        self._camera.set_room(self.view.size() * self.devicePixelRatioF())
        self._camera.open()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 (Qt's name)
        """Nobody looks any more."""
        super().hideEvent(event)
        self._camera.rest()

    def _list(self) -> None:
        offer(self.choice, [(camera.name, camera.name) for camera in self._camera.cameras])

    def _frame(self) -> None:
        if self.isVisible():
            self.view.show_live(self._camera.shown)

    def _say(self) -> None:
        _, state, problem = self._desk.texts.gettext, self._camera.state, self._camera.problem
        words = ""
        if problem is not None:
            words = self._desk.words(problem)
        elif state is CameraState.OPENING:
            words = _("The camera is being opened …")
        elif state is CameraState.NONE:
            words = _("No camera is used.")
        if state is not CameraState.LIVE:
            self.view.show_live(self._camera.shown)
        self.view.say(words, words or _("Picture of the camera"))
        # Without a camera there is nothing to see and nothing to turn.
        used = state is not CameraState.NONE or problem is not None
        self.view.setVisible(used)
        self.turn.setVisible(used)
        self.again.setVisible(problem is not None)

"""What the scale says, beside the weight that is filled in: taken by itself when it stands still, or by F7."""

from typing import Protocol

from PySide6.QtWidgets import QWidget

from station_app.devices.scale import Stand
from ui.desk import Desk
from ui.said import Joined, Problem, Said, Sayable, Weight
from ui.widgets.controls import button, label, row
from ui.widgets.key_orders import on_key


class WeightEntry(Protocol):
    """The field that takes the weight."""

    @property
    def open_to_scale(self) -> bool:
        """Whether it is empty, or what stands in it came from the scale."""

    def weighed(self, grams: int) -> None:
        """Fill in what the scale says."""


class ScaleReading(QWidget):
    """Takes no room where there is no scale. What a person typed or chose is replaced by F7 alone."""

    def __init__(self, desk: Desk, entry: WeightEntry, *, name: str) -> None:
        super().__init__()
        _ = desk.texts.gettext
        self._desk, self._entry, self._scale = desk, entry, desk.scale
        self.setObjectName(name)
        self.status = label(role="subtle", name=f"{name}-status")
        self.take_button = button(_("Use scale (F7)"), self.take, name=f"{name}-take", enter=False)
        self.setLayout(row(self.status, self.take_button))
        on_key(self, "F7", self.take)
        self._scale.changed.connect(self._show)
        self._scale.loaded.connect(self._loaded)
        self._show()

    def take(self) -> None:
        """Fill in the weight that stands on the scale, whatever is filled in; else say why not."""
        if self._scale.now.stand is Stand.READY:
            self._entry.weighed(self._scale.now.grams)
        elif self._scale.problem is not None:
            self._desk.warn(self._scale.problem)
        else:
            self._desk.teller.say(scale_says(self._desk))

    def _loaded(self, grams: int) -> None:
        if self._entry.open_to_scale:
            self._entry.weighed(grams)

    def _show(self) -> None:
        # Without a place it would be a window of its own for a moment; given one, it is shown by itself.
        if self.parentWidget() is not None or not self._scale.chosen:
            self.setVisible(self._scale.chosen)
        self.status.setText(scale_says(self._desk).words(self._desk))


def scale_says(desk: Desk) -> Sayable:
    """How it stands with the scale, in a few words; without any where there is none."""
    now = desk.scale.now
    if desk.scale.problem is not None:
        return Problem.of(desk.scale.problem, remedied=False)
    if now.stand is Stand.EMPTY:
        return Said("The scale is empty and ready")
    if now.stand is Stand.UNSTABLE:
        return Said("The scale is not still yet …")
    if now.stand is Stand.READY:
        return Said("On the scale: {weight}", weight=Weight(now.grams))
    return Joined(())

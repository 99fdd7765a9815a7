"""What the scale says, beside the weight that is filled in: taken by itself when it stands still, or by F7."""

from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QWidget

from station_app.devices.scale import Stand
from ui.desk import Desk
from ui.said import Joined, Problem, Said, Sayable, Weight
from ui.widgets.controls import button, column, label, row
from ui.widgets.key_orders import on_key


class WeightEntry(Protocol):
    """The field that takes the weight."""

    @property
    def open_to_scale(self) -> bool:
        """Whether it is empty, or what stands in it came from the scale."""

    def weighed(self, grams: int) -> None:
        """Fill in what the scale says."""


class ScaleReading(QWidget):
    """Takes no room where there is no scale, which `comes_or_goes`. What a person typed is replaced by F7 alone."""

    comes_or_goes = Signal()

    def __init__(self, desk: Desk, entry: WeightEntry, *, name: str) -> None:
        super().__init__()
        _ = desk.texts.gettext
        self._desk, self._entry, self._scale = desk, entry, desk.scale
        self.setObjectName(name)
        self.status = label(role="subtle", name=f"{name}-status")
        self.take_button = button(_("Use scale (F7)"), self.take, name=f"{name}-take", enter=False)
        self._words = column(self.status, spacing=0)
        whole = row(self._words, self.take_button)
        whole.setStretch(0, 1)
        whole.setContentsMargins(0, 0, 0, 0)
        self.setLayout(whole)
        on_key(self, "F7", self.take)
        self._scale.changed.connect(self._show)
        self._scale.loaded.connect(self._loaded)
        self._show()

    def stand_with(self, words: QLabel) -> None:
        """Have other words about the weight stand above what the scale says."""
        self._words.insertWidget(0, words)

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
        before = self.take_button.isHidden()
        for part in (self.status, self.take_button):
            part.setVisible(self._scale.chosen)
        if before != self.take_button.isHidden():
            self.comes_or_goes.emit()
        words = scale_says(self._desk).words(self._desk)
        # In a few words, that nothing else moves; F7 says all of it, and what to do.
        in_short = self._scale.problem is not None
        self.status.setText(self._desk.texts.gettext("No weight from the scale: F7 says why") if in_short else words)
        self.status.setToolTip(words if in_short else "")


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

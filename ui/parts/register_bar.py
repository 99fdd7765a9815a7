"""The buttons that stay in sight below the registering form: turn away, park, save. Each has a key on it."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QPushButton

from ui.desk import Desk
from ui.widgets.controls import button
from ui.widgets.flow import FlowLayout


@dataclass(frozen=True, slots=True)
class BarActs:
    """What the buttons do; bound methods of the screen."""

    refuse: Callable[[], object]
    back: Callable[[], object]
    park: Callable[[], object]
    parked: Callable[[], object]
    save: Callable[[], object]
    save_more: Callable[[], object]


class RegisterBar:
    """Which buttons are shown depends on whether a thing is taken in or turned away, and whether any is parked."""

    def __init__(self, desk: Desk, acts: BarActs) -> None:
        _ = desk.texts.gettext
        self._texts = desk.texts
        self.refuse = _made(_("Turn a thing away (F8)"), acts.refuse, "refuse")
        self.back = _made(_("Back to registering (Esc)"), acts.back, "back")
        self.park = _made(_("Park (Esc)"), acts.park, "park")
        self.parked = _made("", acts.parked, "parked-list")
        self.save_more = _made(_("Save, one more (Ctrl+Enter)"), acts.save_more, "save-more")
        self.save = _made(_("Save and make label (Enter)"), acts.save, "save", "primary")
        self.count = _made(_("Count refusal (Enter)"), acts.save, "count", "primary")

    @property
    def height(self) -> int:
        """In px, with its margins, while it is one row."""
        return self.save.sizeHint().height() + 14

    def layout(self) -> FlowLayout:
        """In one row where there is room; what ends the work always at the right edge."""
        flow = FlowLayout(last_right=True)
        for each in (self.refuse, self.back, self.park, self.parked, self.save_more, self.save, self.count):
            flow.addWidget(each)
        return flow

    def show(self, *, refusing: bool, parked: int) -> None:
        """`parked`: how many things are set aside."""
        for each in (self.refuse, self.park, self.save_more, self.save):
            each.setVisible(not refusing)
        for each in (self.back, self.count):
            each.setVisible(refusing)
        self.parked.setText(self._texts.gettext("Parked ({count})").format(count=parked))
        self.parked.setVisible(bool(parked))


def _made(words: str, pressed: Callable[[], object], name: str, kind: str = "") -> QPushButton:
    # Enter saves from anywhere; Space presses the button that has the focus.
    return button(words, pressed, name=f"register-{name}", kind=kind, enter=False)

"""The buttons that stay in sight below the registering form: turn away, set aside, save. Each has a key on it.

Where they have no room beside each other they say less, so that the form keeps its height.
"""

from collections.abc import Callable, Mapping

import msgspec
from PySide6.QtWidgets import QPushButton

from ui.desk import Desk
from ui.widgets.controls import button
from ui.widgets.flow import FlowLayout

LEVELS = 3
"""All words, without the keys, the least."""


class BarActs(msgspec.Struct, frozen=True):
    """What the buttons do; bound methods of the screen."""

    refuse: Callable[[], object]
    back: Callable[[], object]
    set_aside: Callable[[], object]
    aside: Callable[[], object]
    save: Callable[[], object]
    save_more: Callable[[], object]


class RegisterBar:
    """Which buttons are shown depends on whether a thing is taken in or turned away, and whether any is set aside."""

    def __init__(self, desk: Desk, acts: BarActs) -> None:
        _ = desk.texts.gettext
        self._texts = desk.texts
        self._flow: FlowLayout | None = None
        self.refuse = _made(_("Turn an item away (F8)"), acts.refuse, "refuse")
        self.back = _made(_("Back to registering (Esc)"), acts.back, "back")
        self.set_aside = _made(_("Set aside (Esc)"), acts.set_aside, "set-aside")
        self.aside = _made("", acts.aside, "aside-list")
        self.save_more = _made(_("Save, one more (Ctrl+Enter)"), acts.save_more, "save-more")
        self.save = _made(_("Save and make label (Enter)"), acts.save, "save", "primary")
        self.count = _made(_("Count refusal (Enter)"), acts.save, "count", "primary")
        least = {self.refuse: _("Turn away"), self.save_more: _("One more"), self.save: _("Save")}
        self._said = {each: _shorter(each, least) for each in (self.refuse, self.set_aside, self.save_more, self.save)}

    @property
    def height(self) -> int:
        """In px, with its margins, while it is one row."""
        return self.save.sizeHint().height() + 16

    def layout(self) -> FlowLayout:
        """In one row where there is room; what ends the work always at the right edge."""
        flow = self._flow = FlowLayout(last_right=True)
        for each in (self.refuse, self.back, self.set_aside, self.aside, self.save_more, self.save, self.count):
            flow.addWidget(each)
        return flow

    def fit(self, width: int) -> None:
        """Say as much as has room in one row of a screen of this width in px: all, all but the keys, or the least."""
        if self._flow is None:
            return
        margins = self._flow.contentsMargins()
        for level in range(LEVELS):
            for each, words in self._said.items():
                each.setText(words[level])
                each.setToolTip(words[0] if level else "")
            if self._flow.rows_in(width - margins.left() - margins.right()) == 1:
                break

    def show(self, *, refusing: bool, aside: int) -> None:
        """`aside`: how many things are set aside."""
        for each in (self.refuse, self.set_aside, self.save_more, self.save):
            each.setVisible(not refusing)
        for each in (self.back, self.count):
            each.setVisible(refusing)
        self.aside.setText(self._texts.gettext("Set aside ({count})").format(count=aside))
        self.aside.setVisible(bool(aside))


def _shorter(pressed: QPushButton, least: Mapping[QPushButton, str]) -> tuple[str, ...]:
    """Its words, the same without the key, and the least that says what it does; all of them are read aloud."""
    words = pressed.text()
    pressed.setAccessibleName(words)
    plain = words.partition(" (")[0]
    return words, plain, least.get(pressed, plain)


def _made(words: str, pressed: Callable[[], object], name: str, kind: str = "") -> QPushButton:
    # Enter saves from anywhere; Space presses the button that has the focus.
    return button(words, pressed, name=f"register-{name}", kind=kind, enter=False)

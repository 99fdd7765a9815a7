"""A pad for a PIN: large digits for gloves, the keyboard's digits work too. What is typed is never shown."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget

from domain.staff import LONGEST_PIN, SHORTEST_PIN
from ui.desk import Desk
from ui.theme import TILE
from ui.widgets.controls import GAP, button, column, label

LARGE_TEXT = 150
"""From more than this size of text in per cent on, two rows have to do, so that all of the pad is in sight."""
DIGIT_SIZE = 1.6
"""Of digits beside the text around them, where their keys are high enough for it."""
_HIGH = ("123", "456", "789", "<0>")
_WIDE = ("12345<", "67890>")


class PinPad(QWidget):
    """`given` tells the digits when somebody says that it is the whole PIN; the pad is then empty."""

    given = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        _ = desk.texts.gettext
        self._desk = desk
        self._typed = ""
        self.setObjectName("pin-pad")
        self.dots = label(name="pin-dots", role="number")
        self.dots.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.digits = {digit: self._digit(digit) for digit in "1234567890"}
        self.back = button("←", self.take_back, name="pin-back", enter=False, tip=_("Take the last digit back"))
        self.back.setAccessibleName(_("Take the last digit back"))
        self.done = button(_("OK"), self.give, name="pin-done", kind="primary", tip=_("Enter"))
        grid = QGridLayout()
        grid.setSpacing(GAP)
        rows = _HIGH if desk.theme.text_percent <= LARGE_TEXT else _WIDE
        for row, keys in enumerate(rows):
            # The rows are tall, because the look gives every button a least height of its own.
            grid.setRowMinimumHeight(row, desk.theme.least(TILE))
            for place, key in enumerate(keys):
                pressed = {"<": self.back, ">": self.done}.get(key) or self.digits[key]
                pressed.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
                if rows is _HIGH and pressed is not self.done:
                    pressed.setFont(desk.theme.font(DIGIT_SIZE))
                grid.addWidget(pressed, row, place)
                grid.setColumnStretch(place, 1)
                grid.setColumnMinimumWidth(place, desk.theme.least(TILE) + 24)
        self.setLayout(column(self.dots, grid))
        self.clear()

    @property
    def typed(self) -> str:
        """The digits so far."""
        return self._typed

    def clear(self) -> None:
        """Nothing is typed."""
        self._typed = ""
        self._show()

    def type(self, digit: str) -> None:
        """One digit more, up to eight."""
        if len(self._typed) < LONGEST_PIN:
            self._typed += digit
        self._show()

    def take_back(self) -> None:
        """One digit less."""
        self._typed = self._typed[:-1]
        self._show()

    def give(self) -> None:
        """That is all of it."""
        typed = self._typed
        if len(typed) >= SHORTEST_PIN:
            self.clear()
            self.given.emit(typed)

    def take_key(self, event: QKeyEvent) -> bool:
        """A key that nobody else wanted; False when it is none of the pad's."""
        text = event.text()
        if text and text in self.digits and self.isEnabled():
            self.type(text)
        elif event.key() == Qt.Key.Key_Backspace:
            self.take_back()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.give()
        else:
            return False
        return True

    def _digit(self, digit: str) -> QPushButton:
        return button(digit, lambda: self.type(digit), name=f"pin-{digit}", enter=False)

    def _show(self) -> None:
        count = len(self._typed)
        self.dots.setText("●" * count + "○" * max(0, SHORTEST_PIN - count))
        words = self._desk.texts.ngettext("{count} digit typed", "{count} digits typed", count)
        self.dots.setAccessibleName(words.format(count=count))
        self.done.setEnabled(count >= SHORTEST_PIN)

"""What keys do at registering, and the codes of the command sheet, which are keys on paper.

Single characters count only while no text field has the focus; the setting `digit_keys` switches those off.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from ui.desk import Desk
from ui.parts.letter_keys import LetterKeys
from ui.parts.register_form import RegisterForm
from ui.widgets.key_orders import on_key

if TYPE_CHECKING:
    from domain.commands import Command

_SHIFTED = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
_DIGITS = frozenset("0123456789")
_STEPS = {"+": True, "-": False}


class KeyActs(msgspec.Struct, frozen=True):
    """What is ordered; bound methods of the screen. `turn` begins to turn the thing away, or ends it."""

    save: Callable[[], object]
    save_more: Callable[[], object]
    refuse: Callable[[], object]
    turn: Callable[[], object]
    escape: Callable[[], object]


class RegisterKeys:
    """Digits press tiles, Q W E R choose the condition, + and - step through estimates, other letters search."""

    def __init__(self, desk: Desk, form: RegisterForm, acts: KeyActs) -> None:
        self._desk, self._form, self._acts = desk, form, acts
        self._letters = LetterKeys()
        self._before = ""
        self._clock = QElapsedTimer()
        self._clock.start()

    def listen(self, screen: QWidget) -> None:
        """From now on keys with Ctrl and F-keys act, whatever has the focus on this screen."""
        for keys, act in (
            (QKeySequence.StandardKey.Paste, self._paste),
            (Qt.Key.Key_F2, self._take_photo),
            (Qt.Key.Key_F8, self._acts.turn),
            ("Ctrl+F", self._search),
            ("Ctrl+Return", self._acts.save_more),
            ("Ctrl+Enter", self._acts.save_more),
        ):
            on_key(screen, keys, act, within=True)

    def hear(self, event: QKeyEvent) -> bool:
        """A key that no field wanted; False when it means nothing here."""
        command = event.modifiers() & ~_SHIFTED
        if not event.text().isalpha():
            self._letters.end()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not command:
            if not self._form.picker.enter():
                self._acts.save()
        elif event.key() == Qt.Key.Key_Escape:
            self._acts.escape()
        elif command or not event.text() or isinstance(QApplication.focusWidget(), QLineEdit | QPlainTextEdit):
            return False
        elif event.key() == Qt.Key.Key_Backspace:
            self._form.picker.back()
        else:
            return self._press(event.text(), event.timestamp())
        return True

    def obey(self, command: "Command") -> bool:
        """Do what a code of the command sheet orders; False for what is no order to this screen."""
        from domain.commands import Command

        orders: dict[Command, Callable[[], object]] = {
            Command.SAVE: self._acts.save,
            Command.SAVE_AND_ONE_MORE: self._acts.save_more,
            Command.PHOTO: self._take_photo,
            Command.REFUSE: self._acts.refuse,
        }
        if command.tile is not None:
            self._form.picker.press_usual(command.tile)
        elif command.condition is not None:
            self._form.fields.choose_condition(command.condition)
        elif command in orders:
            orders[command]()
        else:
            return False
        return True

    def _press(self, text: str, at_ms: int) -> bool:
        """One character, pressed at `at_ms` by the keyboard's clock (0: now). False when it means nothing here."""
        if len(text) == 1 and text.isalpha():
            self._letter(text, at_ms or self._clock.elapsed())
            return True
        self._letters.end()
        if text in _DIGITS and self._desk.digit_keys:
            self._form.press_digit(text)
        elif text in _STEPS and self._desk.digit_keys and not self._form.refusing:
            self._form.weight.step(_STEPS[text])
        else:
            return False
        return True

    def _letter(self, letter: str, at_ms: int) -> None:
        form = self._form
        if not self._desk.digit_keys or form.refusing:
            form.picker.begin_search(letter)
            return
        if self._letters.begins(at_ms):
            self._before = form.condition.value
        word = self._letters.press(letter, at_ms)
        if not word:
            form.condition.press_key(letter.upper())
            return
        if len(word) > 1:
            form.condition.choose(self._before)
        form.picker.begin_search(word)

    def _paste(self) -> None:
        self._form.photos.paste()

    def _take_photo(self) -> None:
        self._form.photos.take()

    def _search(self) -> None:
        self._form.picker.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

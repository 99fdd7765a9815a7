"""What single keys do at registering while no text field has the focus. `digit_keys` switches all of it off."""

from PySide6.QtCore import QElapsedTimer

from ui.desk import Desk
from ui.parts.letter_keys import LetterKeys
from ui.parts.register_form import RegisterForm

_DIGITS = frozenset("0123456789")
_STEPS = {"+": True, "-": False}


class RegisterKeys:
    """Digits press tiles, Q W E R choose the condition, + and - step through estimates, other letters search."""

    def __init__(self, desk: Desk, form: RegisterForm) -> None:
        self._desk, self._form = desk, form
        self._letters = LetterKeys()
        self._before = ""
        self._clock = QElapsedTimer()
        self._clock.start()

    def press(self, text: str, at_ms: int = 0) -> bool:
        """One character, pressed at `at_ms` by the keyboard's clock (0: now). False when it means nothing here."""
        if len(text) == 1 and text.isalpha():
            self._letter(text, at_ms or self._clock.elapsed())
            return True
        self.end()
        if text in _DIGITS and self._desk.digit_keys:
            self._form.press_digit(text)
        elif text in _STEPS and self._desk.digit_keys and not self._form.refusing:
            self._form.weight.step(_STEPS[text])
        else:
            return False
        return True

    def end(self) -> None:
        """Another key was pressed: letters that follow belong to no word begun before."""
        self._letters.end()

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

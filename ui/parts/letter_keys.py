"""Letters pressed outside of any field: Q W E R choose a condition, every other one begins a word to search. Pure."""

CONDITION_KEYS = "QWER"
WORD_MS = 1_500
"""A letter that follows sooner belongs to the same word, so that «reol» searches although R and E choose conditions."""


class LetterKeys:
    """Remembers the condition letters that may turn out to be the beginning of a word."""

    def __init__(self) -> None:
        self._run = ""
        self._at_ms = 0

    def begins(self, at_ms: int) -> bool:
        """Whether a letter pressed now is the first of a word."""
        return not self._run or at_ms - self._at_ms > WORD_MS

    def press(self, letter: str, at_ms: int) -> str:
        """The word to search for; empty when the letter chooses a condition.

        A word of more than this letter takes back the conditions that its first letters chose.
        """
        if self.begins(at_ms):
            self._run = ""
        self._at_ms = at_ms
        if letter.upper() in CONDITION_KEYS:
            self._run += letter
            return ""
        word, self._run = self._run + letter, ""
        return word

    def end(self) -> None:
        """Another key was pressed: what comes now is a new word."""
        self._run = ""

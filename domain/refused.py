"""The one way a rule of the trade says no. The words live where they are shown, never here."""

from collections.abc import Mapping


class Refused(Exception):
    """Something a person can mend. `code` is stable and machine-readable; `facts` fill the sentence shown to people.

    Each program turns the code into a sentence and a remedy in the reader's language when it is shown.
    """

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    @classmethod
    def kept(cls, code: str, facts: Mapping[str, object]) -> "Refused":
        """A refusal that was written down as its code and facts, to be put into words again."""
        return cls(code, **facts)

    def __str__(self) -> str:
        if not self.facts:
            return self.code
        return f"{self.code} ({', '.join(f'{name}={value}' for name, value in self.facts.items())})"

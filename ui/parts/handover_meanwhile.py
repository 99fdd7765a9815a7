"""What comes from other screens while a receipt is made: its list may not change, so it comes behind it."""

from collections.abc import Callable


class Meanwhile:
    """Acts in the order in which they came."""

    def __init__(self) -> None:
        self._acts: list[Callable[[], object]] = []

    def later(self, act: Callable[[], object]) -> bool:
        """Do this once the receipt is made; True, because it is taken."""
        self._acts.append(act)
        return True

    def now(self) -> None:
        """Do what waits. What one of them puts off again waits for the next receipt."""
        acts, self._acts = self._acts, []
        for act in acts:
            act()

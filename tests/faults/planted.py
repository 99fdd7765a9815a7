"""Bugs that others have had, planted one at a time to see that the kit catches them.

`plant(name)` changes this process; lives do it after the fork, tests in one process with `monkeypatch.setattr`.
"""

# They put themselves on the list.
import planted_counter  # noqa: F401
import planted_hub  # noqa: F401
from planting import PLANTED as PLANTED
from planting import Put


def plant(name: str, put: Put = setattr) -> None:
    """Put a bug into this process."""
    PLANTED[name](put)

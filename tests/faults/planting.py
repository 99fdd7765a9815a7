"""How a bug is planted in a process: the list of them, and the mark that puts one on it."""

from collections.abc import Callable
from typing import Any

Put = Callable[[Any, str, Any], None]
Planting = Callable[[Put], None]
PLANTED: dict[str, Planting] = {}
"""By name; the name says the bug, and at which side it is."""


def bug(name: str) -> Callable[[Planting], Planting]:
    def note(function: Planting) -> Planting:
        PLANTED[name] = function
        return function

    return note

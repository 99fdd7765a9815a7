"""A deed that can be taken back, told by what it was and not by who did it: the window may be drawn anew meanwhile."""

from typing import ClassVar

import msgspec


class Undo(msgspec.Struct, frozen=True):
    """All that is needed to take one deed back. Each part of the window that offers it has its own kind.

    `screen` names the screen that does it; the one that is in the window by then, not the one that offered it.
    """

    screen: ClassVar[str]

"""Starts the counter's window; `python -m ui` does the same. What then runs is in counter.py.

Only how it is loaded is decided here, because somebody waits for it.
"""

import builtins
import gc
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ui.ahead import load_ahead
from ui.enumerations import make_quickly

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from ui.window import MainWindow


def main(argv: Sequence[str] | None = None) -> int:
    """Run the window until it is closed. Returns the exit code: 0, or 3 when the store cannot be opened."""
    _load()
    from ui.counter import run
    from ui.multimedia import end_program

    return end_program(run(argv))


def open_window(folder: Path) -> "tuple[QApplication, MainWindow]":
    """A shown window on the store in `folder`, without anything that sends; for whoever measures or looks at it."""
    _load()
    from ui import counter

    return counter.open_window(folder)


def _load() -> None:
    # What is loaded stays: to look for garbage among it takes 30 ms. Once there is a window, ui/garbage.py does that.
    gc.disable()
    load_ahead()
    make_quickly()
    import PySide6.QtCore  # noqa: F401

    # PySide looks into the source of every module that is loaded from now on, whether it wishes for other names
    # (`from __feature__ import …`). None here does, and to find that out takes 15 ms.
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)


if __name__ == "__main__":
    raise SystemExit(main())

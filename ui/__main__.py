"""Starts the counter's window; `python -m ui` does the same. What then runs is in counter.py.

Only the order of loading is decided here, because somebody waits for it.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

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
    # PySide6 reads the source text of every module that is loaded after it, so what needs no Qt comes first.
    import station_app.errors
    import station_app.station  # noqa: F401


if __name__ == "__main__":
    raise SystemExit(main())

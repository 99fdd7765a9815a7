"""What refers to itself in a circle is taken apart in the window's thread, wherever it was left."""

import threading

from pytestqt.qtbot import QtBot

from ui.window import MainWindow

MANY = 3_000
"""Enough for Python to collect several times, were it left to itself."""


class Circle:
    """Refers to itself, and notes in which thread it is taken apart."""

    def __init__(self, noted: list[int]) -> None:
        self.me, self.noted = self, noted

    def __del__(self) -> None:
        self.noted.append(threading.get_ident())


def leave(noted: list[int]) -> None:
    for _ in range(MANY):
        Circle(noted)


def test_what_a_thread_beside_the_window_leaves_is_taken_apart_in_the_window_thread(
    window: MainWindow, qtbot: QtBot
) -> None:
    noted: list[int] = []
    window.background.run(lambda: leave(noted), lambda _: None, window.desk.warn)
    qtbot.waitUntil(lambda: len(noted) == MANY)
    assert set(noted) == {threading.get_ident()}

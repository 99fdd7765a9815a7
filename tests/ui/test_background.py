"""The pool: answers come back in the window's thread, refusals as they are, bugs logged and named as such."""

import sys
import threading

import pytest
from pytestqt.qtbot import QtBot

from domain.refused import Refused
from ui.background import BUG, Background


def fail(error: Exception) -> None:
    raise error


def test_an_answer_comes_back_in_the_window_thread(qtbot: QtBot) -> None:
    background, came = Background(), []
    background.run(threading.get_ident, lambda worker: came.append((worker, threading.get_ident())), came.append)
    qtbot.waitUntil(lambda: background.busy == 0)
    ((worker, receiver),) = came
    assert receiver == threading.get_ident()
    assert worker != receiver


def test_a_refusal_is_handed_on_as_it_is(qtbot: QtBot) -> None:
    background, refused = Background(), []
    background.run(lambda: fail(Refused("disk_full")), lambda _: None, refused.append)
    qtbot.waitUntil(lambda: background.busy == 0)
    assert [one.code for one in refused] == ["disk_full"]


def test_a_bug_reaches_the_hook_and_the_screen_can_go_on(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    background, refused, hooked = Background(), [], []
    monkeypatch.setattr(sys, "excepthook", lambda *caught: hooked.append(caught[0]))
    background.run(lambda: fail(ZeroDivisionError()), lambda _: None, refused.append)
    qtbot.waitUntil(lambda: background.busy == 0)
    assert hooked == [ZeroDivisionError]
    assert [one.code for one in refused] == [BUG]


def test_the_end_waits_for_what_is_under_way(qtbot: QtBot) -> None:
    background, gate = Background(), threading.Event()
    background.run(lambda: gate.wait(10), lambda _: None, lambda _: None)
    assert not background.finish(20)
    gate.set()
    assert background.finish(10_000)


def test_nothing_is_begun_after_the_end(qtbot: QtBot) -> None:
    background, begun = Background(), threading.Event()
    assert background.finish(1_000)
    background.run(begun.set, lambda _: None, lambda _: None)
    assert background.busy == 0
    assert background.finish(10_000)
    assert not begun.is_set()


def test_thousands_of_calls_leave_none_and_true_alive(qtbot: QtBot) -> None:
    """What ui.immortal is for: more calls than an interpreter has references to None at its start."""
    background = Background()
    for _ in range(30_000):
        background.setObjectName("pool")
        background.blockSignals(background.signalsBlocked())
    assert sys.getrefcount(None) > 1_000
    assert sys.getrefcount(True) > 100

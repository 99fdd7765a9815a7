"""The scale at the register screen's side: when a weight is filled in by itself, and when only by a key."""

import os
import select
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from station_app.config import Config
from station_app.devices.scale import Stand, Weighing
from ui.scale import Line, Scale

PORT = Config(scale_port="COM3")


class Hand:
    """A line that says what a test wants to be said, at once."""

    def __init__(self, tell: Callable[[Weighing], None]) -> None:
        self.tell = tell
        self.running = False

    def start(self) -> None:
        self.running = True

    def end(self) -> None:
        self.running = False

    def stop(self, seconds: float = 1.0) -> bool:  # noqa: ARG002 (ends at once)
        self.running = False
        return True

    def put_on(self, grams: int) -> None:
        self.tell(Weighing(Stand.UNSTABLE))
        self.tell(Weighing(Stand.READY, grams) if grams else Weighing(Stand.EMPTY))


@pytest.fixture
def lines() -> list[Hand]:
    return []


@pytest.fixture
def scale(qtbot: QtBot, lines: list[Hand]) -> Iterator[Scale]:
    def opened(_settings: object, tell: Callable[[Weighing], None]) -> Line:
        lines.append(Hand(tell))
        return lines[-1]

    made = Scale(open_line=opened)
    yield made
    made.close()


@pytest.fixture
def loaded(scale: Scale) -> list[int]:
    told: list[int] = []
    scale.loaded.connect(told.append)
    return told


def test_without_a_port_nothing_is_opened(scale: Scale, lines: list[Hand]) -> None:
    scale.choose(Config())
    assert lines == []
    assert (scale.now.stand, scale.problem, scale.chosen) == (Stand.NONE, None, False)


def test_every_thing_that_is_put_on_is_told_once(scale: Scale, lines: list[Hand], loaded: list[int]) -> None:
    scale.choose(PORT)
    for grams in (0, 14_200, 0, 900):
        lines[0].put_on(grams)
    assert loaded == [14_200, 900]


def test_what_was_saved_is_not_the_next_thing_s_weight(scale: Scale, lines: list[Hand], loaded: list[int]) -> None:
    scale.choose(PORT)
    lines[0].put_on(14_200)
    scale.used()
    lines[0].put_on(14_180)
    assert loaded == [14_200]
    assert scale.now == Weighing(Stand.READY, 14_180)
    lines[0].put_on(0)
    lines[0].put_on(900)
    assert loaded == [14_200, 900]


def test_what_was_saved_after_it_was_taken_off_costs_nothing(
    scale: Scale, lines: list[Hand], loaded: list[int]
) -> None:
    scale.choose(PORT)
    lines[0].put_on(14_200)
    lines[0].put_on(0)
    scale.used()
    lines[0].put_on(900)
    assert loaded == [14_200, 900]


def test_another_port_ends_the_first_line_and_does_not_hear_it_any_more(scale: Scale, lines: list[Hand]) -> None:
    scale.choose(PORT)
    scale.choose(Config(scale_port="COM4"))
    assert [line.running for line in lines] == [False, True]
    lines[0].put_on(14_200)
    assert scale.now.stand is Stand.NOT_CONNECTED
    scale.choose(Config(scale_port="COM4", theme="dark"))
    assert len(lines) == 2


@pytest.mark.parametrize(
    ("stand", "code"),
    [
        (Stand.NOT_CONNECTED, "scale_not_connected"),
        (Stand.SILENT, "scale_silent"),
        (Stand.OVERLOAD, "scale_overload"),
        (Stand.UNDERLOAD, "scale_underload"),
        (Stand.OTHER_UNIT, "scale_other_unit"),
    ],
)
def test_what_keeps_it_from_weighing_has_words(scale: Scale, lines: list[Hand], stand: Stand, code: str) -> None:
    scale.choose(PORT)
    lines[0].tell(Weighing(stand, what="lb"))
    assert scale.problem is not None
    assert scale.problem.code == code


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals for this")
def test_a_real_line_tells_in_the_window_s_thread(qtbot: QtBot, tmp_path: Path) -> None:
    import tty

    master, slave = os.openpty()
    tty.setraw(slave)
    scale = Scale()
    scale.choose(Config(scale_port=os.ttyname(slave)))
    # What comes before the line was opened is not heard; the first question says that it is open.
    qtbot.waitUntil(lambda: bool(select.select([master], [], [], 0)[0]))
    with qtbot.waitSignal(scale.loaded) as told:
        os.write(master, b"S S      14.20 kg\r\nS S      14.20 kg\r\n")
    assert told.args == [14_200]
    scale.close()
    os.close(master)
    os.close(slave)

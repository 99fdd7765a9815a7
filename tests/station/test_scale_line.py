"""A scale at the end of a real line: a pseudo-terminal, with noise on it and a plug that is pulled."""

import queue
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from scale_on_a_plug import ScaleOnAPlug

from station_app.devices.scale import Stand, Weighing
from station_app.devices.scale_line import LineSettings, ScaleLine

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals for this")
PATIENCE_SECONDS = 10.0


class Ear:
    """Listens to the line's thread."""

    def __init__(self) -> None:
        self._told: queue.Queue[Weighing] = queue.Queue()
        self.all: list[Weighing] = []

    def tell(self, weighing: Weighing) -> None:
        self._told.put(weighing)

    def until(self, wanted: Callable[[Weighing], bool]) -> Weighing:
        """The next that is `wanted`; fails when it does not come."""
        end = time.monotonic() + PATIENCE_SECONDS
        while True:
            weighing = self._told.get(timeout=max(0.01, end - time.monotonic()))
            self.all.append(weighing)
            if wanted(weighing):
                return weighing

    def stand(self, stand: Stand) -> Weighing:
        return self.until(lambda weighing: weighing.stand is stand)


@pytest.fixture
def scale(tmp_path: Path) -> Iterator[ScaleOnAPlug]:
    made = ScaleOnAPlug(tmp_path)
    made.plug_in()
    yield made
    made.unplug()


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def line(scale: ScaleOnAPlug, ear: Ear) -> Iterator[ScaleLine]:
    made = ScaleLine(LineSettings(str(scale.port)), ear.tell)
    made.start()
    yield made
    assert made.stop()


def test_a_thing_is_put_on_stands_still_and_is_taken_off(scale: ScaleOnAPlug, ear: Ear, line: ScaleLine) -> None:
    ear.stand(Stand.EMPTY)
    scale.answers = [scale.answer(kg, "D") for kg in ("3.10", "9.85", "15.02", "14.31")]
    scale.show("14.20")
    assert ear.stand(Stand.READY) == Weighing(Stand.READY, 14_200)
    scale.show("0.00")
    ear.stand(Stand.EMPTY)
    assert [weighing.stand for weighing in ear.all[-4:]] == [Stand.UNSTABLE, Stand.READY, Stand.UNSTABLE, Stand.EMPTY]


def test_a_weight_that_still_moves_is_never_told(scale: ScaleOnAPlug, ear: Ear, line: ScaleLine) -> None:
    ear.stand(Stand.EMPTY)
    scale.answers = [scale.answer("14.20", "D")] * 6
    ear.stand(Stand.UNSTABLE)
    ear.stand(Stand.EMPTY)
    assert not [weighing for weighing in ear.all if weighing.grams]


def test_noise_and_halves_of_lines_cost_no_answer_behind_them(scale: ScaleOnAPlug, ear: Ear, line: ScaleLine) -> None:
    scale.answers = [
        b"S S      99.9",
        b"\xd3\xa0\xd3\x8d\x8a",
        b"ES\r\n",
        b"S S   \x00  14.20 kg\r\n",
        b"\r\n\r\n",
        b"S S      8",
    ]
    scale.show("14.20")
    assert ear.stand(Stand.READY).grams == 14_200
    assert {weighing.grams for weighing in ear.all} == {0, 14_200}


@pytest.mark.parametrize(
    ("answer", "stand"), [(b"S +\r\n", Stand.OVERLOAD), (b"S -\r\n", Stand.UNDERLOAD), (b"S I\r\n", Stand.UNSTABLE)]
)
def test_what_the_scale_cannot_weigh_is_told(
    scale: ScaleOnAPlug, ear: Ear, line: ScaleLine, answer: bytes, stand: Stand
) -> None:
    scale.lasting = answer
    ear.stand(stand)


def test_pounds_are_named_and_not_taken(scale: ScaleOnAPlug, ear: Ear, line: ScaleLine) -> None:
    scale.show("31.30", unit="lb")
    assert ear.stand(Stand.OTHER_UNIT).what == "lb"


def test_a_scale_that_sends_by_itself_is_heard_too(scale: ScaleOnAPlug, ear: Ear, line: ScaleLine) -> None:
    # What a scale sends before its port is open is lost, as it should be.
    ear.stand(Stand.EMPTY)
    scale.lasting = b""
    for _ in range(3):
        scale.say(scale.answer("7.40"))
    assert ear.stand(Stand.READY).grams == 7_400


def test_one_that_is_switched_off_is_called_silent_until_it_answers(
    scale: ScaleOnAPlug, ear: Ear, line: ScaleLine
) -> None:
    ear.stand(Stand.EMPTY)
    scale.lasting = b""
    ear.stand(Stand.SILENT)
    scale.show("2.00")
    assert ear.stand(Stand.READY).grams == 2_000


def test_the_plug_is_pulled_with_a_thing_on_it_and_put_back(scale: ScaleOnAPlug, ear: Ear, line: ScaleLine) -> None:
    scale.show("14.20")
    ear.stand(Stand.READY)
    scale.unplug()
    assert ear.stand(Stand.NOT_CONNECTED).grams == 0
    scale.show("3.00")
    scale.plug_in()
    assert ear.stand(Stand.READY).grams == 3_000


def test_a_port_that_was_never_there_is_named_and_found_when_it_comes(tmp_path: Path, ear: Ear) -> None:
    scale = ScaleOnAPlug(tmp_path)
    line = ScaleLine(LineSettings(str(scale.port)), ear.tell)
    line.start()
    assert ear.stand(Stand.NOT_CONNECTED).what == "not_there"
    scale.plug_in()
    ear.stand(Stand.EMPTY)
    assert line.stop()
    scale.unplug()


@pytest.mark.parametrize("settings", ["8N1", "7E1", "7O1", "8E1"])
def test_every_kind_of_line_is_opened(scale: ScaleOnAPlug, ear: Ear, settings: str) -> None:
    line = ScaleLine(LineSettings(str(scale.port), 2_400, settings), ear.tell)
    line.start()
    ear.stand(Stand.EMPTY)
    assert line.stop()


def test_a_port_that_another_program_holds_is_not_shared(scale: ScaleOnAPlug, ear: Ear, line: ScaleLine) -> None:
    ear.stand(Stand.EMPTY)
    other = Ear()
    second = ScaleLine(LineSettings(str(scale.port)), other.tell)
    second.start()
    assert other.stand(Stand.NOT_CONNECTED).what == "in_use"
    assert second.stop()


def test_it_ends_within_a_second_whatever_the_scale_does(scale: ScaleOnAPlug, ear: Ear) -> None:
    scale.lasting = b""
    line = ScaleLine(LineSettings(str(scale.port)), ear.tell)
    line.start()
    began = time.monotonic()
    assert line.stop()
    assert time.monotonic() - began < 1.0
    assert "scale" not in {thread.name for thread in threading.enumerate()}

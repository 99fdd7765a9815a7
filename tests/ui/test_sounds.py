"""Sounds at the counter: which one wins, what they sound like, and that nothing ever waits for them."""

import struct
import threading
import wave
from itertools import pairwise
from math import cos, pi, sin

import pytest
from pytestqt.qtbot import QtBot

import resources
from ui.sounds import Precedence, Sound, Sounds

# A machine for tests has no sound server, which Qt says once.
pytestmark = pytest.mark.qt_log_ignore("PulseAudioService", extend=True)


class Clock:
    """Seconds that pass when told."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    def passes(self, milliseconds: int) -> None:
        self.now += milliseconds / 1000


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def precedence(clock: Clock) -> Precedence:
    return Precedence(clock)


@pytest.mark.parametrize("weaker", [Sound.OK, Sound.FINISHED, Sound.DUPLICATE])
def test_an_error_keeps_weaker_sounds_away_for_400_ms(precedence: Precedence, clock: Clock, weaker: Sound) -> None:
    assert precedence.admits(Sound.ERROR)
    clock.passes(390)
    assert not precedence.admits(weaker)
    clock.passes(20)
    assert precedence.admits(weaker)


@pytest.mark.parametrize(
    ("first", "second"),
    [(weaker, stronger) for weaker, stronger in pairwise((Sound.OK, Sound.FINISHED, Sound.DUPLICATE, Sound.ERROR))],
)
def test_the_stronger_of_two_at_once_is_heard(precedence: Precedence, first: Sound, second: Sound) -> None:
    assert precedence.admits(first)
    assert precedence.admits(second)
    assert not precedence.admits(first)


def test_a_second_error_is_heard_and_holds_the_others_back_anew(precedence: Precedence, clock: Clock) -> None:
    precedence.admits(Sound.ERROR)
    clock.passes(300)
    assert precedence.admits(Sound.ERROR)
    clock.passes(300)
    assert not precedence.admits(Sound.OK)


def test_ten_scans_in_a_row_are_heard_ten_times(precedence: Precedence, clock: Clock) -> None:
    for _ in range(10):
        assert precedence.admits(Sound.OK)
        clock.passes(500)


def samples(name: str) -> list[float]:
    with wave.open(str(resources.path(f"vendor/sounds/{name}.wav"))) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 44_100)
        data = file.readframes(file.getnframes())
    return [value / 32_768 for (value,) in struct.iter_unpack("<h", data)]


def pitch(part: list[float]) -> float:
    """Hz, by the strongest of what is looked for in steps of 10 Hz."""

    def strength(hz: int) -> float:
        turn = 2 * pi * hz / 44_100
        real = sum(each * cos(turn * place) for place, each in enumerate(part))
        imaginary = sum(each * sin(turn * place) for place, each in enumerate(part))
        return real * real + imaginary * imaginary

    return max(range(150, 1_100, 10), key=strength)


@pytest.mark.parametrize(("name", "milliseconds", "hz"), [("ok", 80, 880), ("duplicate", 60, 660), ("error", 250, 220)])
def test_a_tone_has_its_pitch_and_length(name: str, milliseconds: int, hz: int) -> None:
    part = samples(name)[: 44_100 * milliseconds // 1000]
    assert abs(pitch(part[:2_600]) - hz) <= 10
    assert max(map(abs, part)) > 0.4
    # It begins and ends softly.
    assert max(map(abs, (*part[:3], *part[-3:]))) < 0.05


@pytest.mark.parametrize(("name", "milliseconds"), [("duplicate", 60), ("error", 250)])
def test_two_tones_are_two(name: str, milliseconds: int) -> None:
    whole, one = samples(name), 44_100 * milliseconds // 1000
    assert whole[:one] == whole[-one:]
    between = whole[one:-one]
    assert len(between) > 1_000
    assert not any(between)


def test_finished_goes_up() -> None:
    whole = samples("finished")
    assert len(whole) == 44_100 * 200 // 1000
    assert pitch(whole[:1_500]) < 740
    assert pitch(whole[-1_500:]) > 900


def test_a_pc_without_a_loudspeaker_is_silent_and_nothing_goes_wrong(qtbot: QtBot) -> None:
    sounds = Sounds(80)
    for sound in Sound:
        sounds.play(sound)
    assert sounds.running
    qtbot.waitUntil(lambda: sounds.loaded)
    sounds.play(Sound.ERROR)
    sounds.close()
    assert not sounds.running


def test_at_volume_zero_nothing_is_ever_opened(qtbot: QtBot) -> None:
    before = threading.active_count()
    sounds = Sounds(0)
    sounds.play(Sound.ERROR)
    assert not sounds.running
    assert threading.active_count() == before

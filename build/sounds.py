"""The counter's four sounds, made at set-up: plain tones with short fades, as WAV files. Nothing is fetched."""

import math
import struct
import wave
from collections.abc import Iterator
from pathlib import Path

RATE = 44_100
"""Samples a second."""
LOUDNESS = 0.6
"""Share of the full scale; the volume is set where it is played."""
FADE_MS = 6
"""Without a fade, a loudspeaker clicks where a tone begins and ends."""
GAP_MS = {"duplicate": 50, "error": 80}
"""Silence between the two tones of a sound."""


def write_sounds(folder: Path) -> None:
    """Write ok, duplicate, error and finished as 16-bit mono files; the same bytes on every run."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, samples in sounds().items():
        with wave.open(str(folder / f"{name}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(b"".join(struct.pack("<h", round(32_767 * LOUDNESS * each)) for each in samples))


def sounds() -> dict[str, list[float]]:
    """Each sound as samples from -1 to 1."""
    duplicate, error = list(tone(660, 660, 60)), list(tone(220, 220, 250, third=0.4))
    return {
        "ok": list(tone(880, 880, 80)),
        "duplicate": [*duplicate, *silence(GAP_MS["duplicate"]), *duplicate],
        "error": [*error, *silence(GAP_MS["error"]), *error],
        "finished": list(tone(660, 990, 200)),
    }


def tone(start_hz: float, end_hz: float, length_ms: int, third: float = 0.0) -> Iterator[float]:
    """A tone that glides evenly from one pitch to the other.

    `third` is the share of its third harmonic: the small loudspeaker of a counter PC hardly gives 220 Hz alone.
    """
    count, fade = RATE * length_ms // 1000, RATE * FADE_MS // 1000
    phase = 0.0
    for place in range(count):
        phase += 2 * math.pi * (start_hz + (end_hz - start_hz) * place / count) / RATE
        shape = min(1.0, place / fade, (count - 1 - place) / fade)
        yield shape * ((1 - third) * math.sin(phase) + third * math.sin(3 * phase))


def silence(length_ms: int) -> list[float]:
    """Nothing, for so long."""
    return [0.0] * (RATE * length_ms // 1000)

"""Code 128 and QR as boxes on a page. What is encoded is always a 14-digit number; where it stands others decide."""

from typing import Protocol

import segno
from barcode.codex import Code128

from domain.numbers import LENGTH

DOT = 25.4 / 203
"""One dot of a 203 dpi label printer in mm."""

BARS = 112
"""Modules of 14 digits in Code 128-C (ISO/IEC 15417): start, seven pairs and check symbol of 11 each, stop of 13."""

BAR_QUIET = 10
"""Blank modules that ISO/IEC 15417 asks for on both sides."""

QR_MODULES = 21
"""Modules on a side of QR version 1, which holds 14 digits even at error correction H (ISO/IEC 18004)."""

QR_QUIET = 4
"""Blank modules that ISO/IEC 18004 asks for all round."""


class Surface(Protocol):
    """Whatever can be filled with black boxes: a page, or the dots of a label printer."""

    def fill(self, boxes: list[tuple[float, float, float, float]], /) -> None:
        """Fill boxes: x, y, width and height of each in mm from the upper left corner."""


def draw_bars(page: Surface, x: float, y: float, module: float, height: float, number: str) -> None:
    """Draw a number in Code 128-C from x on; `module` is the narrowest bar in mm. Quiet zones are the caller's.

    Raises ValueError when `number` is not 14 digits.
    """
    modules = Code128(checked(number)).build()[0]
    page.fill([(x + start * module, y, length * module, height) for start, length in _runs(modules)])


def draw_qr(page: Surface, x: float, y: float, module: float, number: str) -> None:
    """Draw a number as QR, 21 modules of `module` mm on a side. Quiet zones are the caller's.

    Raises ValueError when `number` is not 14 digits.
    """
    code = segno.make(checked(number), version=1, error="h", mode="numeric", micro=False)
    boxes = []
    for row, modules in enumerate(code.matrix):
        for start, length in _runs("".join("1" if dark else "0" for dark in modules)):
            boxes.append((x + start * module, y + row * module, length * module, module))
    page.fill(boxes)


def _runs(modules: str) -> list[tuple[int, int]]:
    """Return start and length of every run of dark modules."""
    runs = []
    start = modules.find("1")
    while start >= 0:
        end = modules.find("0", start)
        end = len(modules) if end < 0 else end
        runs.append((start, end - start))
        start = modules.find("1", end)
    return runs


def checked(number: str) -> str:
    """Return the number when it is 14 digits, else raise ValueError: no other thing is ever printed as a code."""
    if len(number) != LENGTH or not (number.isascii() and number.isdigit()):
        raise ValueError(f"a code holds {LENGTH} digits, not {number!r}")
    return number

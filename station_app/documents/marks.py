"""What stands on a label: words, boxes and codes at their places in mm, before anybody says how they get on paper.

Drawn on a PDF page here and as printer commands in zpl.py. What stands where is for label.py and test_page.py to say.
"""

from dataclasses import dataclass

from reportlab.lib.units import mm

from station_app.documents.codes import DOT, draw_bars, draw_qr
from station_app.documents.layout import Align, Page
from station_app.documents.text import Line, Style, draw_line


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text: its left edge, middle or right edge at x, its base line at y (mm).

    Turned text runs upwards, with x and y for where it starts, has its middle or ends; its base line is then upright.
    """

    x: float
    y: float
    line: Line
    style: Style
    align: Align = "left"
    turned: bool = False


@dataclass(frozen=True, slots=True)
class Boxes:
    """Boxes filled black: x, y, width and height of each in mm."""

    boxes: tuple[tuple[float, float, float, float], ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """14 digits in Code 128-C: upper left corner, width of the narrowest bar and height in mm."""

    x: float
    y: float
    module: float
    height: float
    number: str


@dataclass(frozen=True, slots=True)
class Qr:
    """14 digits as QR: upper left corner and side of a module in mm."""

    x: float
    y: float
    module: float
    number: str


Mark = Words | Boxes | Bars | Qr


@dataclass(frozen=True, slots=True)
class CodeSizes:
    """Sides of the smallest parts of both codes in mm: whole dots of the printer, so that all come out alike."""

    module: float
    """Code 128's narrowest bar; 0.25 mm is the least that a scanner reads safely."""
    qr_module: float


ON_PAPER = CodeSizes(module=2 * DOT, qr_module=5 * DOT)
"""For PDF: whole dots at 203 dpi, and so large that other printers' rounding does not matter."""


def draw(page: Page, mark: Mark) -> None:
    """Draw one thing on a page of a PDF. Raises ValueError for a code that is not 14 digits."""
    match mark:
        case Words(x, y, line, style, _, turned=True):
            page.canvas.saveState()
            page.canvas.translate(x * mm, (page.height - y) * mm)
            page.canvas.rotate(90)
            draw_line(page.canvas, -shift(mark), 0, line, style)
            page.canvas.restoreState()
        case Words(x, y, line, style, align):
            page.line_of_text(x, y, line, style, align)
        case Boxes(boxes):
            page.fill(boxes)
        case Bars(x, y, module, height, number):
            draw_bars(page, x, y, module, height, number)
        case Qr(x, y, module, number):
            draw_qr(page, x, y, module, number)


def shift(words: Words) -> float:
    """Return how far before its place a line of text begins, in points."""
    return {"left": 0.0, "centre": words.line.width / 2, "right": words.line.width}[words.align]

"""Labels for things: what stands where on one, and as PDF one on a page for label rolls, or A4 sheets of 24.

For label printers without a driver zpl.py makes the same labels. Printing them is not done here.
"""

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.numbers import grouped
from station_app.documents.codes import BAR_QUIET, BARS, DOT, QR_MODULES, QR_QUIET, checked
from station_app.documents.layout import A4, PROGRAM, About, Page, first_base, height_of, render
from station_app.documents.marks import ON_PAPER, Bars, Boxes, CodeSizes, Mark, Qr, Words, draw
from station_app.documents.text import Line, Style, fit, set_line
from station_app.language import format_day, translation

SHEET_COLUMNS, SHEET_ROWS = 3, 8
"""A4 sheets of 24 labels of 70 × 36 mm without gaps, as sold for copiers; 4.5 mm stay free above and below."""

QR_SIDE = QR_MODULES * ON_PAPER.qr_module
"""13.1 mm."""
PT = 72 / 25.4
"""Points in a millimetre."""
CATEGORY, TITLE = Style(10, bold=True), Style(8)
NUMBER, SMALL, PRACTICE = Style(8.5, bold=True), Style(6.5), Style(8, bold=True, colour=(1, 1, 1))
WATERMARK = Style(13, bold=True, colour=(1, 1, 1))
BAND = 5.4
"""Width in mm of the black band in which a watermark stands: what all three formats have room for beside the bars."""
SMALLEST = 6.0


class Stock(StrEnum):
    """The paper in the printer: two roll widths (width × height in mm) or A4 sheets."""

    ROLL_62X29 = "62x29"
    ROLL_57X32 = "57x32"
    A4 = "a4"


@dataclass(frozen=True, slots=True)
class LabelData:
    """What stands on a label: 14 digits, words in the label's language, the day of registration."""

    number: str
    category: str
    title: str
    day: datetime.date
    station: str
    practice: bool = False
    """A label made while practising; it says so."""


@dataclass(frozen=True, slots=True)
class _Format:
    """One label in mm: outer size, blank edge left, right, above and below, bar height."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    bars: float


_FORMATS = {
    Stock.ROLL_62X29: _Format(62, 29, left=2.5, right=2, top=1.5, bottom=1.6, bars=8),
    Stock.ROLL_57X32: _Format(57, 32, left=2.5, right=2, top=1.8, bottom=1.8, bars=9),
    # Office printers leave 4 to 5 mm of the sheet's edge blank.
    Stock.A4: _Format(70, 36, left=6, right=5, top=3, bottom=3, bars=10),
}


def render_labels(
    labels: Sequence[LabelData],
    stock: Stock,
    language: str,
    *,
    watermark: str = "",
    offset_mm: tuple[float, float] = (0.0, 0.0),
) -> bytes:
    """Return a PDF: a page for each label on rolls, 24 to a page on A4, filled row by row.

    A `watermark` is a word that nobody overlooks, in a black band across each label. `offset_mm` moves everything to
    the right and downwards, for a printer that does not begin at the paper's edge. The same labels give the same
    bytes. Raises ValueError for no labels and for a number that is not 14 digits.
    """
    if not labels:
        raise ValueError("there is no label to render")
    form = _FORMATS[stock]
    size = A4 if stock is Stock.A4 else (form.width, form.height)
    numbers = ", ".join(grouped(checked(label.number)) for label in labels[:3]) + (" …" if len(labels) > 3 else "")
    title = translation(language).gettext("Label {number}").format(number=numbers)
    moment = datetime.datetime.combine(labels[0].day, datetime.time(12), datetime.UTC)
    many = SHEET_COLUMNS * SHEET_ROWS if stock is Stock.A4 else 1

    def compose() -> list[Callable[[Page], None]]:
        pages = (labels[start : start + many] for start in range(0, len(labels), many))
        return [_page(some, stock, language, watermark, offset_mm) for some in pages]

    return render(size, About(title, PROGRAM, language, moment), compose)


def _page(
    labels: Sequence[LabelData], stock: Stock, language: str, watermark: str, offset: tuple[float, float]
) -> Callable[[Page], None]:
    form = _FORMATS[stock]

    def draw_all(page: Page) -> None:
        above = (page.height - SHEET_ROWS * form.height) / 2 if stock is Stock.A4 else 0
        for place, label in enumerate(labels):
            row, column = divmod(place, SHEET_COLUMNS)
            corner = (column * form.width + offset[0], above + row * form.height + offset[1])
            for mark in marks(label, stock, language, corner=corner, watermark=watermark):
                draw(page, mark)

    return draw_all


def size_of(stock: Stock) -> tuple[float, float]:
    """Return width and height of one label in mm."""
    return _FORMATS[stock].width, _FORMATS[stock].height


def marks(
    label: LabelData,
    stock: Stock,
    language: str,
    *,
    corner: tuple[float, float] = (0.0, 0.0),
    sizes: CodeSizes = ON_PAPER,
    watermark: str = "",
) -> Iterator[Mark]:
    """Yield what stands on a label whose upper left corner is at `corner` (mm): the QR on the left, the rest beside it.

    Raises ValueError for a number that is not 14 digits.
    """
    x, y = corner
    form = _FORMATS[stock]
    number = checked(label.number)
    left, top = _on_dots(x + form.left), y + max(form.top, QR_QUIET * sizes.qr_module)
    qr_side = QR_MODULES * sizes.qr_module
    yield Qr(left, top, sizes.qr_module, number)
    yield from _below_qr(label, language, left, top + qr_side + QR_QUIET * sizes.qr_module, qr_side)

    column = _on_dots(left + qr_side + max(QR_QUIET * sizes.qr_module, BAR_QUIET * sizes.module) + DOT)
    right = x + form.width - form.right
    end = y + form.height - form.bottom
    if watermark:
        yield from _band(watermark, right - BAND, y + form.top, end)
        right -= BAND + 1
    room = (right - column) * PT
    station, small = fit(label.station, SMALL, room, 0, 5)
    yield from _lines(column, end - height_of(station, small), station, small)
    number_base = end - SMALL.leading / PT - 1
    yield Words(column + BARS * sizes.module / 2, number_base, set_line(grouped(number), NUMBER), NUMBER, "centre")
    bars_top = number_base - 3.2 - form.bars
    yield Bars(column, bars_top, sizes.module, form.bars, number)

    category, style = fit(label.category, CATEGORY, room, 0, 7)
    yield from _lines(column, y + form.top, category, style)
    title_top = y + form.top + height_of(category, style)
    title, style = fit(label.title, TITLE, room, (bars_top - 0.8 - title_top) * PT, SMALLEST)
    yield from _lines(column, title_top, title, style)


def _below_qr(label: LabelData, language: str, left: float, below: float, width: float) -> Iterator[Mark]:
    """The day, and for a label made while practising the word for it."""
    words, day = fit(format_day(label.day, language), Style(7), width * PT, 0, 5)
    # Not wider than the code: between the two codes nothing may be printed (quiet zone, ISO/IEC 15417 and 18004).
    yield Words(left, below + 1.6, words[0], day)
    if label.practice:
        yield Boxes(((left, below + 3.2, width, 4.2),))
        words, style = fit(translation(language).gettext("PRACTICE"), PRACTICE, (width - 1) * PT, 0, 4)
        yield Words(left + width / 2, below + 6.2, words[0], style, "centre")


def _band(word: str, left: float, top: float, end: float) -> Iterator[Mark]:
    """A word in a black band from the upper to the lower edge: grey or slanting, it would cross codes and text."""
    yield Boxes(((left, top, BAND, end - top),))
    words, style = fit(word, WATERMARK, (end - top - 1.6) * PT, 0, SMALLEST)
    # Capitals are 0.73 of the size high in Inter; they stand in the middle of the band.
    base = left + (BAND + 0.73 * style.size / PT) / 2
    for line in words[:1]:
        yield Words(base, (top + end) / 2, line, style, "centre", turned=True)


def _lines(x: float, y: float, lines: Sequence[Line], style: Style) -> Iterator[Words]:
    """Lines below each other, the first with its upper edge at y."""
    for index, line in enumerate(lines):
        yield Words(x, y + first_base(style) + index * style.leading / PT, line, style)


def _on_dots(x: float) -> float:
    """Return the next whole dot at or after x (mm), so that a 203 dpi printer draws every bar equally wide."""
    return -(-x // DOT) * DOT

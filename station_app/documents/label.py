"""Labels for things: one on a page for label rolls, or A4 sheets of 24. Printing them is not done here."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.numbers import grouped
from station_app.documents.codes import BAR_QUIET, BARS, DOT, QR_MODULES, QR_QUIET, checked, draw_bars, draw_qr
from station_app.documents.layout import A4, PROGRAM, About, Page, height_of, render
from station_app.documents.text import Style, fit
from station_app.language import format_day, translation

MODULE = 2 * DOT
"""Code 128's narrowest bar in mm: two whole dots at 203 dpi, the least that a scanner reads safely."""

QR_MODULE = 5 * DOT
"""0.63 mm a module, 13.1 mm a side."""

SHEET_COLUMNS, SHEET_ROWS = 3, 8
"""A4 sheets of 24 labels of 70 × 36 mm without gaps, as sold for copiers; 4.5 mm stay free above and below."""

QR_SIDE = QR_MODULES * QR_MODULE
PT = 72 / 25.4
"""Points in a millimetre."""
CATEGORY, TITLE = Style(10, bold=True), Style(8)
NUMBER, SMALL, PRACTICE = Style(8.5, bold=True), Style(6.5), Style(8, bold=True, colour=(1, 1, 1))
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


def render_labels(labels: Sequence[LabelData], stock: Stock, language: str) -> bytes:
    """Return a PDF: a page for each label on rolls, 24 to a page on A4, filled row by row.

    The same labels give the same bytes. Raises ValueError for no labels and for a number that is not 14 digits.
    """
    if not labels:
        raise ValueError("there is no label to render")
    form = _FORMATS[stock]
    size = A4 if stock is Stock.A4 else (form.width, form.height)
    numbers = ", ".join(grouped(checked(label.number)) for label in labels[:3]) + (" …" if len(labels) > 3 else "")
    title = translation(language).gettext("Label {number}").format(number=numbers)
    moment = datetime.datetime.combine(labels[0].day, datetime.time(12), datetime.UTC)

    def compose() -> list[Callable[[Page], None]]:
        if stock is Stock.A4:
            many = SHEET_COLUMNS * SHEET_ROWS
            return [_sheet(labels[start : start + many], form, language) for start in range(0, len(labels), many)]
        return [_single(label, form, language) for label in labels]

    return render(size, About(title, PROGRAM, language, moment), compose)


def _single(label: LabelData, form: _Format, language: str) -> Callable[[Page], None]:
    return lambda page: _draw(page, 0, 0, label, form, language)


def _sheet(labels: Sequence[LabelData], form: _Format, language: str) -> Callable[[Page], None]:
    def draw(page: Page) -> None:
        above = (page.height - SHEET_ROWS * form.height) / 2
        for place, label in enumerate(labels):
            row, column = divmod(place, SHEET_COLUMNS)
            _draw(page, column * form.width, above + row * form.height, label, form, language)

    return draw


def _draw(page: Page, x: float, y: float, label: LabelData, form: _Format, language: str) -> None:
    """Draw one label whose upper left corner is at x, y: QR and day on the left, the rest beside it."""
    left, top = _on_dots(x + form.left), y + max(form.top, QR_QUIET * QR_MODULE)
    draw_qr(page, left, top, QR_MODULE, label.number)
    below = top + QR_SIDE + QR_QUIET * QR_MODULE
    page.text(left, below + 1.6, format_day(label.day, language), Style(7))
    if label.practice:
        page.fill([(left, below + 3.2, QR_SIDE, 4.2)])
        words, style = fit(translation(language).gettext("PRACTICE"), PRACTICE, (QR_SIDE - 1) * PT, 0, 4)
        page.line_of_text(left + QR_SIDE / 2, below + 6.2, words[0], style, "centre")

    column = _on_dots(left + QR_SIDE + max(QR_QUIET * QR_MODULE, BAR_QUIET * MODULE) + DOT)
    room = (x + form.width - form.right - column) * PT
    end = y + form.height - form.bottom
    station, small = fit(label.station, SMALL, room, 0, 5)
    page.lines(column, end - height_of(station, small), station, small)
    number_base = end - SMALL.leading / PT - 1
    page.text(column + BARS * MODULE / 2, number_base, grouped(label.number), NUMBER, "centre")
    bars_top = number_base - 3.2 - form.bars
    draw_bars(page, column, bars_top, MODULE, form.bars, label.number)

    category, style = fit(label.category, CATEGORY, room, 0, 7)
    page.lines(column, y + form.top, category, style)
    title_top = y + form.top + height_of(category, style)
    title, style = fit(label.title, TITLE, room, (bars_top - 0.8 - title_top) * PT, SMALLEST)
    page.lines(column, title_top, title, style)


def _on_dots(x: float) -> float:
    """Return the next whole dot at or after x (mm), so that a 203 dpi printer draws every bar equally wide."""
    return -(-x // DOT) * DOT

"""The page that shows whether a printer prints well: rulers, frame, both codes, letters. For rolls and for A4.

As PDF, and for label printers without a driver as commands.
"""

import datetime
import gettext
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from domain.numbers import grouped
from station_app.documents.codes import BAR_QUIET, BARS, QR_MODULES, QR_QUIET, checked
from station_app.documents.label import PT, SHEET_COLUMNS, SHEET_ROWS, Stock, size_of
from station_app.documents.layout import A4, PROGRAM, RENDERING, About, Page, first_base, render
from station_app.documents.marks import ON_PAPER, Bars, Boxes, CodeSizes, Mark, Qr, Words, draw
from station_app.documents.text import Style, fit, set_line
from station_app.documents.zpl import commands, head_of
from station_app.language import format_day, translation

LETTERS = "æøå ÆØÅ áčđŋšŧž 0123456789"
"""What a wrong character set or a head that is too cold spoils first; the North Sámi letters among them."""
EDGE = 1.0
"""The frame is this far inside the paper's edge on all sides, in mm."""
SHEET_EDGE = 10.0
"""On A4 a second frame where every office printer reaches; its rulers stand there."""
LINE = 0.25
"""Thickness of frames and scale lines in mm: two whole dots at 203 dpi."""
ABOVE = (A4[1] - SHEET_ROWS * size_of(Stock.A4)[1]) / 2
"""What a sheet of labels leaves free above its first row, in mm."""
TITLE, PLAIN, SCALE = Style(8.5, bold=True), Style(6.5), Style(4.5)
SHEET_TITLE, SHEET_TEXT = Style(17, bold=True), Style(10)

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class PrinterTest:
    """What a test page tells: the printer's name, the day, 14 digits for both codes, the offset that is set (mm)."""

    printer: str
    day: datetime.date
    number: str
    offset_mm: tuple[float, float] = (0.0, 0.0)
    """To the right and downwards."""
    watermark: str = ""
    """A word before the title."""

    def title(self, texts: gettext.NullTranslations) -> str:
        """What the page calls itself."""
        return " · ".join(filter(None, (self.watermark, texts.gettext("Test page"))))


def render_test_page(test: PrinterTest, stock: Stock, language: str, *, moved: bool = True) -> bytes:
    """Return a PDF of one page: a label of a roll, or a sheet of A4.

    When printer and offset are set right, the frame is 1 mm from the paper's edge on every side and the rulers agree
    with a real one. `moved` is False for a driver that moves pages by the offset itself. Raises ValueError for a
    number that is not 14 digits.
    """
    size = A4 if stock is Stock.A4 else size_of(stock)
    number = checked(test.number)
    texts = translation(language)
    moment = datetime.datetime.combine(test.day, datetime.time(12), datetime.UTC)
    corner = test.offset_mm if moved else (0.0, 0.0)

    def compose() -> list[Callable[[Page], None]]:
        placed = [*(_sheet(test, language, corner) if stock is Stock.A4 else _label(test, size, language, corner))]

        def draw_all(page: Page) -> None:
            for mark in placed:
                draw(page, mark)

        return [draw_all]

    return render(size, About(f"{texts.gettext('Test page')} {grouped(number)}", PROGRAM, language, moment), compose)


def render_test_zpl(test: PrinterTest, stock: Stock, dpi: int, language: str) -> bytes:
    """Return the commands that print the same page on a roll of a printer of 203, 300 or 600 dpi.

    Raises ValueError for A4 paper, another resolution, and a number that is not 14 digits.
    """
    if stock is Stock.A4:
        raise ValueError("label printers print on rolls, not on A4")
    checked(test.number)
    head = head_of(dpi)
    with RENDERING:
        placed = _label(test, size_of(stock), language, sizes=head.sizes)
        return commands(placed, stock, head, test.offset_mm).encode("ascii")


def _label(
    test: PrinterTest,
    size: tuple[float, float],
    language: str,
    corner: tuple[float, float] = (0.0, 0.0),
    sizes: CodeSizes = ON_PAPER,
) -> Iterator[Mark]:
    """A label: rulers above and on the left, the QR below the words, the bars beside it."""
    x, y = corner
    width, height = size
    texts = translation(language)
    yield Boxes((*_frame(x, y, size, EDGE), *_rulers(x, y, size, EDGE, tick=0.9)))
    yield from _scale_numbers(x, y, size, EDGE, tick=0.9)

    left, right = x + 7.6, x + width - EDGE - 1.5
    room = (right - left) * PT
    day = set_line(format_day(test.day, language), PLAIN)
    yield from _line(left, y + 7.4, test.title(texts), TITLE, room - day.width - 6)
    yield Words(right, y + 7.4, day, PLAIN, "right")

    qr_side = QR_MODULES * sizes.qr_module
    qr_top = y + height - EDGE - 2.5 - qr_side
    yield Qr(left, qr_top, sizes.qr_module, test.number)
    column = left + qr_side + max(QR_QUIET * sizes.qr_module, BAR_QUIET * sizes.module) + 0.2
    room = (right - column) * PT
    yield from _line(left, y + 10.2, test.printer, PLAIN, (right - left) * PT)
    yield from _line(column, y + height - EDGE - 2.4, _offset(test, language), PLAIN, room)
    yield from _line(column, y + height - EDGE - 5.2, LETTERS, PLAIN, room)
    number_base = y + height - EDGE - 8
    middle = column + BARS * sizes.module / 2
    yield Words(middle, number_base, set_line(grouped(test.number), PLAIN), PLAIN, "centre")
    yield Bars(column, qr_top, sizes.module, number_base - 2.4 - qr_top, test.number)


def _sheet(test: PrinterTest, language: str, corner: tuple[float, float]) -> Iterator[Mark]:
    """A4: two frames, rulers along the inner one, a cross at every corner of a sheet of labels, letters in sizes."""
    x, y = corner
    texts = translation(language)
    frames = *_frame(x, y, A4, EDGE), *_frame(x, y, A4, SHEET_EDGE)
    yield Boxes((*frames, *_rulers(x, y, A4, SHEET_EDGE, tick=1.5), *_crosses(x, y)))
    yield from _scale_numbers(x, y, A4, SHEET_EDGE, tick=1.5)

    # Everything stands between the crosses: in the rows of a sheet of labels.
    left, room = x + 24.0, 165 * PT
    tops = (y + ABOVE + row * size_of(Stock.A4)[1] + 4.5 for row in range(SHEET_ROWS))
    yield from _line(left, next(tops) + 24, test.title(texts), SHEET_TITLE, room)
    top = next(tops)
    for words in (test.printer, format_day(test.day, language), _offset(test, language), *_advice(language)):
        lines, style = fit(words, SHEET_TEXT, room, 2 * SHEET_TEXT.leading, 8)
        for line in lines:
            yield Words(left, top + first_base(style), line, style)
            top += style.leading / PT
    for share in (1, 1.5, 2):
        top = next(tops)
        yield Bars(left, top, ON_PAPER.module * share, 12, test.number)
        yield Words(left, top + 16, set_line(grouped(test.number), SHEET_TEXT), SHEET_TEXT)
        yield Qr(left + 100, top, ON_PAPER.qr_module * share, test.number)
    top = next(tops)
    for size in (6, 8, 10, 14, 20):
        style = Style(size)
        yield Words(left, top + first_base(style), set_line(LETTERS, style), style)
        top += style.leading / PT


def _line(x: float, base: float, text: str, style: Style, room: float) -> Iterator[Words]:
    """One line of at most `room` points, smaller or cut when it must be; nothing for no text."""
    lines, style = fit(text, style, room, 0, 4.5)
    for line in lines:
        yield Words(x, base, line, style)


def _offset(test: PrinterTest, language: str) -> str:
    """The offset in words, with the comma of the language."""
    point = "." if language == "en" else ","
    right, down = (f"{length:.1f}".replace("-", "−").replace(".", point) for length in test.offset_mm)
    return translation(language).gettext("Moved {right} mm right, {down} mm down").format(right=right, down=down)


def _advice(language: str) -> Sequence[str]:
    _ = translation(language).gettext
    return (
        _("The inner frame must be whole and 10 mm from every edge. Few office printers reach the outer one."),
        _("The crosses are the corners of the labels on a sheet of 24. If they miss them, change the offset."),
    )


def _frame(x: float, y: float, size: tuple[float, float], edge: float) -> list[Box]:
    """Four lines, their outer edges `edge` mm inside the paper."""
    wide, high = size[0] - 2 * edge, size[1] - 2 * edge
    left, top = x + edge, y + edge
    between = top + LINE, high - 2 * LINE
    return [
        (left, top, wide, LINE),
        (left, top + high - LINE, wide, LINE),
        (left, between[0], LINE, between[1]),
        (left + wide - LINE, between[0], LINE, between[1]),
    ]


def _rulers(x: float, y: float, size: tuple[float, float], edge: float, tick: float) -> Iterator[Box]:
    """Scale lines for every millimetre from the paper's corner on, inside the frame above and on the left."""
    for along in _scale(size[0], edge):
        yield x + along - LINE / 2, y + edge + LINE, LINE, tick * _length(along)
    for along in _scale(size[1], edge):
        yield x + edge + LINE, y + along - LINE / 2, tick * _length(along), LINE


def _scale(length: float, edge: float) -> range:
    return range(int(edge) + 1, int(length - edge))


def _length(along: int) -> float:
    """Tens are longest, fives longer."""
    return 2.0 if along % 10 == 0 else 1.5 if along % 5 == 0 else 1.0


def _scale_numbers(x: float, y: float, size: tuple[float, float], edge: float, tick: float) -> Iterator[Mark]:
    """The tens of both scales in mm, where they do not meet."""
    style = SCALE if edge == EDGE else Style(7)
    high = 0.73 * style.size / PT
    after = edge + 2 * tick + 0.8
    for along in range(10, int(size[0] - edge - 2), 10):
        if along > after:
            yield Words(x + along, y + after + high, set_line(str(along), style), style, "centre")
    for along in range(10, int(size[1] - edge - 2), 10):
        if along > after + 2 * high:
            yield Words(x + after, y + along + high / 2, set_line(str(along), style), style)


def _crosses(x: float, y: float) -> Iterator[Box]:
    """A cross of 4 mm where labels of a sheet meet, inside the paper."""
    width, height = size_of(Stock.A4)
    for row in range(SHEET_ROWS + 1):
        for column in range(1, SHEET_COLUMNS):
            middle, level = x + column * width, y + ABOVE + row * height
            yield middle - 2, level - LINE / 2, 4, LINE
            yield middle - LINE / 2, level - 2, LINE, 2 - LINE / 2
            yield middle - LINE / 2, level + LINE / 2, LINE, 2 - LINE / 2

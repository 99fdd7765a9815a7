"""A PDF page measured in millimetres from its upper left corner, and the making of a file that is the same every time.

What stands on the page is for label.py and receipt.py to say.
"""

import datetime
import hashlib
import io
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from PIL import Image, UnidentifiedImageError
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from station_app.documents import fonts
from station_app.documents.text import Line, Style, draw_line, set_line
from station_app.language import language_tag

A4 = (210.0, 297.0)
"""Width and height in mm (ISO 216)."""

PROGRAM = "Ombruk"


@dataclass(frozen=True, slots=True)
class Band:
    """Where the band of a watermark stands in the blank margin: from the left edge, across, from both ends, in mm.

    `repeated`: how often the word stands in it, so that whoever cuts a part out of the page has it still.
    """

    left: float
    across: float
    ends: float
    repeated: int
    style: Style


SHEET_BAND = Band(4.5, 6.5, ends=5.0, repeated=4, style=Style(15, bold=True, colour=(1, 1, 1)))
"""On A4. Office printers leave 4 to 5 mm of the sheet's edge blank; what stands on the sheets begins at 12 mm."""

Align = Literal["left", "right", "centre"]
Colour = tuple[float, float, float]

RENDERING = threading.Lock()
"""Held while a document is made: reportlab's fonts keep a reading position while they are subset."""


@dataclass(frozen=True, slots=True)
class Page:
    """The page being drawn. All lengths are mm, y grows downwards; text sizes are points."""

    canvas: Canvas
    width: float
    height: float

    def text(self, x: float, y: float, text: str, style: Style, align: Align = "left") -> None:
        """Write one line with its base line at y; x is its left edge, its right edge or its middle."""
        self.line_of_text(x, y, set_line(text, style), style, align)

    def line_of_text(self, x: float, y: float, line: Line, style: Style, align: Align = "left") -> None:
        """Like `text`, for a line that is set already."""
        shift = {"left": 0.0, "centre": line.width / 2, "right": line.width}[align]
        draw_line(self.canvas, x * mm - shift, (self.height - y) * mm, line, style)

    def lines(self, x: float, y: float, lines: Sequence[Line], style: Style, align: Align = "left") -> None:
        """Write lines below each other, the first with its upper edge at y."""
        for index, line in enumerate(lines):
            self.line_of_text(x, y + first_base(style) + index * style.leading / mm, line, style, align)

    def rule(self, x: float, y: float, length: float, thickness: float = 0.2, colour: Colour = (0, 0, 0)) -> None:
        """Draw a level line from x, y to the right."""
        self.canvas.setStrokeColorRGB(*colour)
        self.canvas.setLineWidth(thickness * mm)
        self.canvas.line(x * mm, (self.height - y) * mm, (x + length) * mm, (self.height - y) * mm)

    def fill(self, boxes: Sequence[tuple[float, float, float, float]], colour: Colour = (0, 0, 0)) -> None:
        """Fill boxes (x, y, width, height) as one shape, so that neighbours show no seam."""
        path = self.canvas.beginPath()
        for x, y, width, height in boxes:
            path.rect(x * mm, (self.height - y - height) * mm, width * mm, height * mm)
        self.canvas.setFillColorRGB(*colour)
        self.canvas.drawPath(path, stroke=0, fill=1)

    def band(self, word: str, band: Band) -> None:
        """Write a word upwards, white in a black band: it crosses no code and no text, and no copier loses it."""
        long = self.height - 2 * band.ends
        self.fill([(band.left, band.ends, band.across, long)])
        line = set_line(word, band.style)
        for place in range(band.repeated):
            self.canvas.saveState()
            # Capitals are 0.73 of the size high in Inter; they stand in the middle of the band.
            base = (band.left + band.across / 2) * mm + 0.365 * band.style.size
            self.canvas.translate(base, (band.ends + (place + 0.5) * long / band.repeated) * mm)
            self.canvas.rotate(90)
            draw_line(self.canvas, -line.width / 2, 0, line, band.style)
            self.canvas.restoreState()

    def frame(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        """Draw a thin frame."""
        self.canvas.setStrokeColorRGB(*colour)
        self.canvas.setLineWidth(0.2 * mm)
        self.canvas.rect(x * mm, (self.height - y - height) * mm, width * mm, height * mm)

    def picture(self, x: float, y: float, side: float, jpeg: bytes) -> bool:
        """Place a JPEG in the middle of a square, whole and undistorted; tell whether it could be read."""
        try:
            with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as image:
                wide, high = image.size
        except (UnidentifiedImageError, OSError, ValueError):
            return False
        scale = side / max(wide, high)
        width, height = wide * scale, high * scale
        left, top = x + (side - width) / 2, y + (side - height) / 2
        place = ImageReader(io.BytesIO(jpeg))
        self.canvas.drawImage(place, left * mm, (self.height - top - height) * mm, width * mm, height * mm)
        return True


def first_base(style: Style) -> float:
    """Return how far below the upper edge of a text its first base line lies, in mm."""
    return style.size * 1.02 / mm


def height_of(lines: Sequence[Line], style: Style) -> float:
    """Return the height in mm of lines below each other."""
    return len(lines) * style.leading / mm


@dataclass(frozen=True, slots=True)
class About:
    """What a reader program shows of a document: title, author, language, and the moment the document speaks of.

    `watermark` is a word that nobody overlooks, on every page of A4.
    """

    title: str
    author: str
    language: str
    moment: datetime.datetime
    watermark: str = ""


def render(size: tuple[float, float], about: About, compose: Callable[[], Sequence[Callable[[Page], None]]]) -> bytes:
    """Return a PDF of pages of `size` (mm). `compose` lays out and returns one drawing function for each page.

    The bytes depend on the arguments alone (and on the libraries' versions): no clock, no random identifier, no
    environment. Safe in any thread.
    """
    with RENDERING:
        fonts.face(fonts.REGULAR)
        target = io.BytesIO()
        width, height = size
        canvas = Canvas(
            target,
            pagesize=(width * mm, height * mm),
            pageCompression=1,
            invariant=1,
            initialFontName=fonts.REGULAR,  # type: ignore[arg-type]  # the stubs say float
            lang=language_tag(about.language),
        )
        _fix_moment(canvas, about.moment)
        canvas.setTitle(about.title)
        canvas.setSubject(about.title)
        canvas.setAuthor(about.author)
        canvas.setCreator(PROGRAM)
        for draw in compose():
            page = Page(canvas, width, height)
            if about.watermark:
                page.band(about.watermark, SHEET_BAND)
            draw(page)
            canvas.showPage()
        canvas.save()
        return target.getvalue()


def _fix_moment(canvas: Canvas, moment: datetime.datetime) -> None:
    """Date the file by what it speaks of; otherwise reportlab takes the clock or SOURCE_DATE_EPOCH."""
    utc = moment.astimezone(datetime.UTC)
    stamp = canvas._doc._timeStamp  # type: ignore[attr-defined]  # no public way to set a document's date
    stamp.t, stamp.lt, stamp.YMDhms = utc.timestamp(), utc.timetuple(), utc.timetuple()[:6]
    stamp.dhh = stamp.dmm = 0
    # The file's identifier is a hash that reportlab began with its own idea of the time.
    canvas._doc.signature = hashlib.md5(utc.isoformat().encode(), usedforsecurity=False)  # type: ignore[attr-defined]

"""Labels as ZPL II, the commands of Zebra's and many other label printers: the same labels as label.py's, for rolls.

Both codes are the printer's own (^BC, ^BQ), on whole dots. All words are one picture (^GF), so that they look the same
on every printer, fit in every script, and nothing that a person typed can ever be read as a command. Sending is done
by devices/printer.py.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from station_app.documents.codes import checked, draw_qr
from station_app.documents.label import LabelData, Stock, marks, size_of
from station_app.documents.layout import RENDERING
from station_app.documents.marks import Bars, Boxes, CodeSizes, Mark, Qr, Words
from station_app.documents.raster import Dots


@dataclass(frozen=True, slots=True)
class Head:
    """A printing head: its dots in a millimetre, and in dots the narrowest bar and the side of a QR's module."""

    per_mm: float
    bar: int
    module: int

    @property
    def sizes(self) -> CodeSizes:
        """The same in mm."""
        return CodeSizes(self.bar / self.per_mm, self.module / self.per_mm)


HEADS = {203: Head(8, 2, 5), 300: Head(300 / 25.4, 3, 7), 600: Head(600 / 25.4, 6, 15)}
"""By resolution in dpi. What is sold as 203 dpi has 8 dots in a millimetre."""

LARGEST_QR = 10
"""Dots of a module that ^BQ draws on every printer; newer ones can draw larger ones (Zebra Programming Guide)."""


def render_zpl(
    labels: Sequence[LabelData],
    stock: Stock,
    dpi: int,
    language: str,
    *,
    offset_mm: tuple[float, float] = (0.0, 0.0),
    watermark: str = "",
) -> bytes:
    """Return the commands that print each label once, for a printer of 203, 300 or 600 dpi.

    `offset_mm` moves everything to the right and downwards (mm); `watermark` is a word in a black band across each
    label. Raises ValueError for no labels, another resolution, A4 paper, and a number that is not 14 digits.
    """
    if not labels:
        raise ValueError("there is no label to render")
    if stock is Stock.A4:
        raise ValueError("label printers print on rolls, not on A4")
    head = head_of(dpi)
    with RENDERING:
        pages = [
            commands(marks(label, stock, language, sizes=head.sizes, watermark=watermark), stock, head, offset_mm)
            for label in labels
        ]
    return "".join(pages).encode("ascii")


def head_of(dpi: int) -> Head:
    """Return the printing head of a resolution. Raises ValueError for one that label printers do not have."""
    if dpi not in HEADS:
        raise ValueError(f"label printers have {', '.join(map(str, HEADS))} dpi, not {dpi}")
    return HEADS[dpi]


def commands(placed: Iterable[Mark], stock: Stock, head: Head, offset_mm: tuple[float, float]) -> str:
    """Return one label's commands. The caller holds layout.RENDERING.

    What other programs may have left behind in the printer (millimetres for dots, mirroring, white on black, turned
    text, another home) is set back; its speed, darkness, sensors and calibration are left as they are.
    """
    width, height = size_of(stock)
    moved = round(offset_mm[0] * head.per_mm), round(offset_mm[1] * head.per_mm)
    dots = Dots((width, height), head.per_mm)
    fields = []
    for mark in placed:
        match mark:
            case Words():
                dots.write(mark)
            case Boxes(boxes):
                dots.fill([*boxes])
            case Bars():
                fields.append(_bars(mark, head, moved))
            case Qr() if head.module <= LARGEST_QR:
                fields.append(_qr(mark, head, moved))
            case Qr(x, y, module, number):
                draw_qr(dots, dots.nearest(x), dots.nearest(y), module, number)
    page = f"^PW{dots.image.width}^LL{dots.image.height}"
    return f"^XA^MUD^PMN^LRN^FWN^LH0,0{page}\n{''.join([_picture(dots, moved), *fields])}^PQ1^XZ\n"


def _bars(bars: Bars, head: Head, moved: tuple[int, int]) -> str:
    """Code 128 from start code C (`>;`): 14 digits are seven symbols."""
    at = _origin(bars.x * head.per_mm + moved[0], bars.y * head.per_mm + moved[1])
    return f"{at}^BY{head.bar},3,10^BCN,{round(bars.height * head.per_mm)},N,N,N,N^FD>;{checked(bars.number)}^FS\n"


def _qr(qr: Qr, head: Head, moved: tuple[int, int]) -> str:
    """QR model 2 at error correction H, digits as digits. Printers set it lower by the height that ^BY has: 1 dot."""
    at = _origin(qr.x * head.per_mm + moved[0], qr.y * head.per_mm + moved[1] - 1)
    return f"{at}^BY{head.bar},3,1^BQN,2,{head.module}^FDHM,N{checked(qr.number)}^FS\n"


def _origin(x: float, y: float) -> str:
    """Where a field begins; ^FO knows nothing left of or above the label."""
    return f"^FO{max(0, round(x))},{max(0, round(y))}"


def _picture(dots: Dots, moved: tuple[int, int]) -> str:
    """The dots that are black, without the blank edges, as ^GF. What is moved off the label is cut off."""
    inked = dots.image.getbbox()
    if inked is None:
        return ""
    left, top = max(inked[0], -moved[0]), max(inked[1], -moved[1])
    cut = dots.image.crop((left, top, max(inked[2], left + 1), max(inked[3], top + 1)))
    wide = (cut.width + 7) // 8
    total = wide * cut.height
    at = _origin(left + moved[0], top + moved[1])
    return f"{at}^GFA,{total},{total},{wide},{packed(cut.tobytes(), wide)}^FS\n"


def packed(data: bytes, wide: int) -> str:
    """Return a picture's bytes, `wide` to a row, as hexadecimal digits in ZPL's own short form.

    A letter before a digit says how often it comes (G to Y: 1 to 19, g to z: 20 to 400 by twenties); a comma fills the
    row with zeros, a colon repeats the row above (Zebra ZPL II Programming Guide, "Alternative Data Compression
    Scheme"). The exclamation mark, which fills a row with ones, is left out: some readers take digits for bits.
    """
    rows = []
    above = ""
    for start in range(0, len(data), wide):
        row = data[start : start + wide].hex().upper()
        rows.append(":" if row == above else _packed_row(row))
        above = row
    return "".join(rows)


def _packed_row(row: str) -> str:
    inked = row.rstrip("0")
    runs = "".join(_times(len([*same])) + digit for digit, same in groupby(inked))
    return runs if inked == row else runs + ","


def _times(count: int) -> str:
    if count == 1:
        return ""
    many, rest = divmod(count, 20)
    most, many = divmod(many, 20)
    return "z" * most + ("fghijklmnopqrstuvwxy"[many] if many else "") + ("FGHIJKLMNOPQRSTUVWXY"[rest] if rest else "")

"""Staff badges and actors' cards: of the size of a bank card, on A4 to be cut out, or one by one on a roll of 62 mm.

Which number is on a card and what may be said there is for others to decide; here it is laid out.
"""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from domain.numbers import grouped
from station_app.documents.codes import BARS, QR_MODULES, checked, draw_bars, draw_qr
from station_app.documents.layout import A4, PROGRAM, About, Band, Page, height_of, render
from station_app.documents.sheets import GREY, PT
from station_app.documents.text import Style, fit
from station_app.language import translation

CARD = (85.6, 54.0)
"""Width and height in mm of ISO/IEC 7810 ID-1: it fits the holders that are sold."""
COLUMNS, ROWS = 2, 5
LEFT, ABOVE = (A4[0] - COLUMNS * CARD[0]) / 2, (A4[1] - ROWS * CARD[1]) / 2
ROLL = (62.0, 93.6)
"""A length of a 62 mm roll: the card upright with 4 mm around it."""
EDGE = 5.0
BAR_MODULE, QR_MODULE = 0.36, 0.8
"""In mm; large enough to be read from a hand that moves."""
CARD_BAND = Band(0.4, 2.8, ends=0.4, repeated=2, style=Style(6.5, bold=True, colour=(1, 1, 1)))
"""Of a watermark on a card itself, which is cut out of its sheet; it keeps clear of the blank beside the bars."""
NAME, LINE = Style(20, bold=True), Style(8.5)


class CardPaper(StrEnum):
    """What cards are printed on."""

    A4 = "a4"
    ROLL_62 = "62"


class CardKind(StrEnum):
    """What a card is."""

    BADGE = "badge"
    ACTOR = "actor"


@dataclass(frozen=True, slots=True)
class CardData:
    """One card: 14 digits, the name in large, lines below it, and who issued it; words in the card's language."""

    kind: CardKind
    number: str
    name: str
    """A badge has initials only: it lies about."""
    lines: tuple[str, ...]
    issuer: str


def render_cards(
    cards: Sequence[CardData], paper: CardPaper, day: datetime.date, language: str, *, watermark: str = ""
) -> bytes:
    """Return a PDF: ten cards to a page on A4 with marks to cut along, or one to a page on a roll.

    A `watermark` is a word that nobody overlooks, on each card. Raises ValueError for no cards and for a number that is
    not 14 digits.
    """
    if not cards:
        raise ValueError("there is no card to render")
    texts = translation(language)
    titles = {CardKind.BADGE: texts.gettext("Staff badge"), CardKind.ACTOR: texts.gettext("Actor card")}
    numbers = [grouped(checked(card.number)) for card in cards]
    about = f"{titles[cards[0].kind]} {numbers[0]}" + (" …" if len(cards) > 1 else "")
    moment = datetime.datetime.combine(day, datetime.time(12), datetime.UTC)

    def compose() -> list[Callable[[Page], None]]:
        if paper is CardPaper.ROLL_62:
            return [partial(_draw_roll, card=card, title=titles[card.kind], watermark=watermark) for card in cards]
        many = COLUMNS * ROWS
        sheets = (cards[start : start + many] for start in range(0, len(cards), many))
        return [partial(_draw_sheet, cards=some, titles=titles, watermark=watermark) for some in sheets]

    size = ROLL if paper is CardPaper.ROLL_62 else A4
    return render(size, About(about, PROGRAM, language, moment), compose)


def _draw_sheet(page: Page, cards: Sequence[CardData], titles: dict[CardKind, str], watermark: str) -> None:
    for place, card in enumerate(cards):
        row, column = divmod(place, COLUMNS)
        left, below = LEFT + column * CARD[0], page.height - ABOVE - (row + 1) * CARD[1]
        page.canvas.saveState()
        page.canvas.translate(left * PT, below * PT)
        _draw(Page(page.canvas, *CARD), card, titles[card.kind], watermark)
        page.canvas.restoreState()
    across = [LEFT + column * CARD[0] for column in range(COLUMNS + 1)]
    down = [ABOVE + row * CARD[1] for row in range(ROWS + 1)]
    _cut_marks(page, across, down, (LEFT, ABOVE), length=7)


def _draw_roll(page: Page, card: CardData, title: str, watermark: str) -> None:
    beside, above = (ROLL[0] - CARD[1]) / 2, (ROLL[1] - CARD[0]) / 2
    page.canvas.saveState()
    # The lower left corner of the turned card is the lower right one of its place on the roll.
    page.canvas.translate((ROLL[0] - beside) * PT, above * PT)
    page.canvas.rotate(90)
    _draw(Page(page.canvas, *CARD), card, title, watermark)
    page.canvas.restoreState()
    _cut_marks(page, [beside, ROLL[0] - beside], [above, ROLL[1] - above], (beside, above), length=2.5)


def _cut_marks(
    page: Page, across: Sequence[float], down: Sequence[float], edge: tuple[float, float], length: float
) -> None:
    """Hairlines outside the cards, a millimetre from their corners, where the cuts go."""
    thin = 0.1
    left, above = edge[0] - 1 - length, edge[1] - 1 - length
    right, below = page.width - edge[0] + 1, page.height - edge[1] + 1
    page.fill([(x - thin / 2, y, thin, length) for x in across for y in (above, below)])
    page.fill([(x, y - thin / 2, length, thin) for y in down for x in (left, right)])


def _draw(page: Page, card: CardData, title: str, watermark: str) -> None:
    """A card on a page of its own size."""
    if watermark:
        page.band(watermark, CARD_BAND)
    width, height = CARD
    room = (width - 2 * EDGE) * PT
    kind, style = fit(title, Style(9, bold=True), room / 2, 0, 6)
    page.lines(width - EDGE, EDGE - 1, kind, style, "right")
    issuer, small = fit(card.issuer, Style(8, colour=GREY), room - kind[0].width - 8, 0, 5.5)
    page.lines(EDGE, EDGE - 1, issuer, small)
    top = EDGE + 5
    name, style = fit(card.name, NAME, room, NAME.leading, 9)
    page.lines(EDGE, top, name, style)
    top += height_of(name, style) + 0.5
    codes_top = height - EDGE - QR_MODULES * QR_MODULE
    for text in card.lines:
        lines, style = fit(text, LINE, room, 0, 6)
        if lines and top + height_of(lines, style) <= codes_top - 1:
            page.lines(EDGE, top, lines, style)
            top += height_of(lines, style)
    bars_left = EDGE + 2
    bars = BARS * BAR_MODULE
    draw_bars(page, bars_left, codes_top, BAR_MODULE, QR_MODULES * QR_MODULE - 4.5, card.number)
    page.text(bars_left + bars / 2, height - EDGE - 0.4, grouped(card.number), Style(9, bold=True), "centre")
    draw_qr(page, width - EDGE - QR_MODULES * QR_MODULE, codes_top, QR_MODULE, card.number)

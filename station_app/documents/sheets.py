"""What documents of A4 pages share: margins, styles, pieces spread over pages, sums, the foot of a page.

What stands in them is for the documents to say.
"""

import gettext
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from station_app.documents.layout import Page, height_of
from station_app.documents.receipt_data import CategoryTotal
from station_app.documents.text import Style, wrap
from station_app.language import format_kg

Texts = gettext.NullTranslations

LEFT, WIDTH = 18.0, 174.0
PT = 72 / 25.4
GREY, PALE = (0.36, 0.37, 0.38), (0.73, 0.74, 0.74)
HEADING, SUBHEADING = Style(17, bold=True), Style(11, bold=True)
BODY, STRONG, SMALL = Style(9), Style(9, bold=True), Style(7.5, colour=GREY)

KEPT_SUMS = 20
COUNTS = 112
"""Right edge of the pieces in a sum, in mm from LEFT."""

TOP, BOTTOM = 15.0, 277.0
"""Where content begins and ends on an A4 page, in mm from its upper edge; the foot stands below."""


@dataclass(frozen=True, slots=True)
class Block:
    """Something that stays in one piece: its height in mm and how it is drawn with its upper edge at y."""

    height: float
    draw: Callable[[Page, float], None]
    keep_with_next: bool = False
    in_table: bool = False


def paginate(blocks: Sequence[Block], head: float) -> list[list[Block]]:
    """Put blocks on pages in order; `head` is what stands above the content from page 2 on, in mm.

    A block that must not end a page goes over to the next one together with what follows it, unless all of that is
    more than a page holds.
    """
    pages: list[list[Block]] = [[]]
    whole = BOTTOM - TOP - head
    room = BOTTOM - TOP
    for index, block in enumerate(blocks):
        chain = block.height
        following = index
        while blocks[following].keep_with_next and following + 1 < len(blocks):
            following += 1
            chain += blocks[following].height
        if (chain if chain <= whole else block.height) > room and pages[-1]:
            pages.append([])
            room = whole
        pages[-1].append(block)
        room -= block.height
    return pages


def sums(
    totals: Sequence[CategoryTotal], language: str, texts: Texts, *, pieces: int, grams: int, weighed: int
) -> list[Block]:
    """Return the sums per category, the sum of all (`pieces`, `grams`), and how many grams of it were weighed."""
    _ = texts.gettext
    heading = Block(11, lambda page, y: page.text(LEFT, y + 8, _("Total by category"), SUBHEADING), keep_with_next=True)
    rows = [_sum_row(each.category, each.pieces, each.grams, language, texts, BODY) for each in totals]
    whole = _sum_row(_("Total"), pieces, grams, language, texts, STRONG)
    note = wrap(_weighed(weighed, grams, language, texts), SMALL, WIDTH * PT)
    remark = Block(height_of(note, SMALL) + 3, lambda page, y: page.lines(LEFT, y + 1, note, SMALL))
    # The sums stand together, of a receipt on the page that is signed, as long as they are not a page of their own.
    together = [replace(each, keep_with_next=True) for each in (*rows[-KEPT_SUMS:], whole, remark)]
    return [heading, *rows[:-KEPT_SUMS], *together]


def _weighed(weighed: int, grams: int, language: str, texts: Texts) -> str:
    _ = texts.gettext
    if not weighed:
        return _("Nothing was weighed on a scale; the weights are estimated.")
    if weighed == grams:
        return _("All of it was weighed on a scale at the station.")
    words = _("{weighed} of {total} was weighed on a scale at the station; the rest is estimated.")
    return words.format(weighed=format_kg(weighed, language), total=format_kg(grams, language))


def _sum_row(name: str, pieces: int, grams: int, language: str, texts: Texts, style: Style) -> Block:
    words = wrap(name, style, 105 * PT)
    count = texts.gettext("{count} pcs").format(count=pieces)

    def draw(page: Page, y: float) -> None:
        page.lines(LEFT, y + 0.6, words, style)
        page.lines(LEFT + COUNTS, y + 0.6, wrap(count, style, 100), style, "right")
        page.lines(LEFT + WIDTH, y + 0.6, wrap(format_kg(grams, language), style, 200), style, "right")
        page.rule(LEFT, y + height_of(words, style) + 1.2, WIDTH, 0.1, PALE)

    return Block(height_of(words, style) + 1.4, draw)


def page_foot(page: Page, words: str, texts: Texts, number: int, count: int) -> None:
    """Write what the document is and which of its pages this is below the content."""
    y = page.height - 11
    page.text(LEFT, y, words, SMALL)
    numbers = texts.gettext("Page {page} of {pages}").format(page=number, pages=count)
    page.text(LEFT + WIDTH, y, numbers, SMALL, "right")


def condition_words(code: str, texts: Texts) -> str:
    """Put a condition into words; one that is not known here is shown as it is."""
    _ = texts.gettext
    words = {"new": _("As new"), "good": _("Good"), "used": _("Used"), "repair": _("For repair")}
    return words.get(code, code)

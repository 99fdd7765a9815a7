"""What stands on the shelf, as a list on A4: to walk along the shelves with, and to tick off."""

import datetime
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from domain.numbers import grouped
from station_app.documents.codes import checked
from station_app.documents.layout import A4, PROGRAM, About, Page, height_of, render
from station_app.documents.receipt_data import CategoryTotal
from station_app.documents.sheets import (
    BODY,
    GREY,
    HEADING,
    LEFT,
    PALE,
    PT,
    SMALL,
    STRONG,
    TOP,
    WIDTH,
    Block,
    Texts,
    condition_words,
    page_foot,
    paginate,
    sums,
)
from station_app.documents.text import Style, fit, set_line, wrap
from station_app.language import format_day, format_kg, format_time, oslo, translation

# Left edge and width in mm of the columns, from LEFT; weight and age are set against their right edges.
NUMBER, THING, CATEGORY, CONDITION = (7, 30), (39, 51), (92, 31), (125, 21)
WEIGHT, AGE = (146, 17), (163, 11)
COLUMN_HEAD = 7.5
CELL = Style(8)


@dataclass(frozen=True, slots=True)
class ShelfRow:
    """One thing: 14 digits, words in the list's language, whole grams and where they come from."""

    number: str
    title: str
    category: str
    condition: str
    """`new`, `good`, `used` or `repair`, put in words here; anything else is shown as it is."""
    grams: int
    weight_source: str
    """`scale`, `typed` or `default`."""
    since: datetime.date
    """The day of registration; its age is counted from it."""


@dataclass(frozen=True, slots=True)
class ShelfList:
    """A whole list, in the order in which it is to be printed."""

    station: str
    at: datetime.datetime
    """Aware; shown in Norwegian time."""
    chosen: str
    """In words what was filtered by; empty for everything."""
    rows: tuple[ShelfRow, ...]
    language: str
    watermark: str = ""
    """A word that nobody overlooks, on every page."""


def render_shelf_list(data: ShelfList) -> bytes:
    """Return the list as PDF, as many pages as it takes, with sums per category at its end.

    Raises ValueError for a number that is not 14 digits and for a time without time zone.
    """
    texts = translation(data.language)
    for row in data.rows:
        checked(row.number)
    title = f"{texts.gettext('On the shelf')} · {format_time(data.at, data.language)}"

    def compose() -> Sequence[Callable[[Page], None]]:
        pages = paginate(_blocks(data, texts), COLUMN_HEAD)
        return [
            partial(_draw_page, data=data, blocks=blocks, number=index, count=len(pages))
            for index, blocks in enumerate(pages, start=1)
        ]

    return render(A4, About(title, PROGRAM, data.language, data.at, data.watermark), compose)


def _blocks(data: ShelfList, texts: Texts) -> list[Block]:
    if not data.rows:
        nothing = texts.gettext("There is nothing on the shelf.")
        return [_opening(data, texts), Block(8, lambda page, y: page.text(LEFT, y + 5, nothing, BODY))]
    today = data.at.astimezone(oslo()).date()
    return [
        _opening(data, texts),
        _column_heads(texts),
        *(_row(row, today, data.language, texts) for row in data.rows),
        *_sums(data, texts),
    ]


def _opening(data: ShelfList, texts: Texts) -> Block:
    name = wrap(texts.gettext("On the shelf"), HEADING, WIDTH * PT)
    station = wrap(data.station, STRONG, WIDTH * PT)
    when = texts.gettext("As of {time}").format(time=format_time(data.at, data.language))
    facts = wrap(" · ".join(filter(None, (when, data.chosen))), Style(9, colour=GREY), WIDTH * PT)

    def draw(page: Page, y: float) -> None:
        page.lines(LEFT, y, name, HEADING)
        y += height_of(name, HEADING) + 1
        page.lines(LEFT, y, station, STRONG)
        page.lines(LEFT, y + height_of(station, STRONG), facts, Style(9, colour=GREY))

    return Block(height_of(name, HEADING) + height_of(station, STRONG) + height_of(facts, BODY) + 5, draw)


def _column_heads(texts: Texts) -> Block:
    _ = texts.gettext
    heads = ((NUMBER, _("Number")), (THING, _("Item")), (CATEGORY, _("Category")), (CONDITION, _("Condition")))

    def draw(page: Page, y: float) -> None:
        for (x, width), words in heads:
            lines, style = fit(words, SMALL, width * PT, 0, 5)
            page.lines(LEFT + x, y + 2, lines, style)
        for column, words in ((WEIGHT, _("Weight")), (AGE, _("Days"))):
            lines, style = fit(words, SMALL, column[1] * PT, 0, 5)
            page.lines(LEFT + sum(column), y + 2, lines, style, "right")
        page.rule(LEFT, y + COLUMN_HEAD - 1, WIDTH, 0.35)

    return Block(COLUMN_HEAD, draw, keep_with_next=True)


def _row(row: ShelfRow, today: datetime.date, language: str, texts: Texts) -> Block:
    """One thing with a box to tick; long titles and categories take two lines and are cut after them."""
    two = 2 * CELL.leading
    cells = [
        (NUMBER, *fit(grouped(row.number), CELL, NUMBER[1] * PT, 0, 6)),
        (THING, *fit(row.title or "–", CELL, THING[1] * PT, two, 7)),
        (CATEGORY, *fit(row.category, CELL, CATEGORY[1] * PT, two, 7)),
        (CONDITION, *fit(condition_words(row.condition, texts), CELL, CONDITION[1] * PT, two, 6)),
    ]
    weight = set_line(format_kg(row.grams, language), CELL)
    age = set_line(str(max(0, (today - row.since).days)), CELL)
    height = max(height_of(lines, style) for _, lines, style in cells)

    def draw(page: Page, y: float) -> None:
        page.frame(LEFT, y + 1, 3, 3, GREY)
        for (x, _width), lines, style in cells:
            page.lines(LEFT + x, y + 0.9, lines, style)
        page.lines(LEFT + sum(WEIGHT), y + 0.9, [weight], CELL, "right")
        page.lines(LEFT + sum(AGE), y + 0.9, [age], CELL, "right")
        page.rule(LEFT, y + height + 1.6, WIDTH, 0.1, PALE)

    return Block(height + 1.8, draw, in_table=True)


def _sums(data: ShelfList, texts: Texts) -> list[Block]:
    pieces: Counter[str] = Counter(row.category for row in data.rows)
    grams: Counter[str] = Counter()
    for row in data.rows:
        grams[row.category] += row.grams
    totals = [CategoryTotal(name, pieces[name], sum_) for name, sum_ in grams.most_common()]
    weighed = sum(row.grams for row in data.rows if row.weight_source == "scale")
    return sums(totals, data.language, texts, pieces=len(data.rows), grams=grams.total(), weighed=weighed)


def _draw_page(page: Page, data: ShelfList, blocks: Sequence[Block], number: int, count: int) -> None:
    texts = translation(data.language)
    y = TOP
    if number > 1 and blocks[0].in_table:
        heads = _column_heads(texts)
        heads.draw(page, y)
        y += heads.height
    for block in blocks:
        block.draw(page, y)
        y += block.height
    words = f"{texts.gettext('On the shelf')} · {data.station} · {format_day(data.at, data.language)}"
    lines, _style = fit(words, SMALL, 130 * PT, 0, SMALL.size)
    page_foot(page, lines[0].text, texts, number, count)

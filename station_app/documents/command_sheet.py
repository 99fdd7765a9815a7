"""The sheet of orders that lies laminated beside the scanner: thick gloves then need nothing else. A4, one page.

What each code means is said in domain/commands.py.
"""

import datetime
import gettext
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from domain.commands import TILES, Command
from station_app.documents.codes import BARS, draw_bars
from station_app.documents.layout import A4, PROGRAM, About, Page, render
from station_app.documents.sheets import GREY, PALE, PT, SMALL, condition_words
from station_app.documents.text import Style, fit
from station_app.language import format_day, translation

KEYS = {
    Command.SAVE: "Enter",
    Command.SAVE_AND_ONE_MORE: "Ctrl+Enter",
    Command.UNDO: "Ctrl+Z",
    Command.PHOTO: "F2",
    Command.REFUSE: "F8",
    Command.DONE: "F8",
    Command.LOCK: "Ctrl+L",
    Command.CONDITION_NEW: "Q",
    Command.CONDITION_GOOD: "W",
    Command.CONDITION_USED: "E",
    Command.CONDITION_REPAIR: "R",
    **{command: str(command.tile) for command in Command if command.tile is not None},
}
"""The keys that order the same on the screen to which the order belongs."""

BAR_MODULE = 0.36
"""Narrowest bar in mm; two dots even on a copier at 150 dpi (0.34 mm)."""
BAR_HEIGHT = 10.0
SIDE, ABOVE, PITCH = 12.0, 27.0, 20.9
"""Blank at the sides, above the first code, and from one code to the next below it, in mm.

The second column begins half a pitch lower: wherever a scanner's line falls, it crosses one code.
"""
CELL_WIDTH, CELL_HEIGHT = 91.0, 18.5
HEADING, WORDS = Style(17, bold=True), Style(15, bold=True)
QUIET = 4.2
"""Blank on both sides of a code in mm; ten modules and a little."""


@dataclass(frozen=True, slots=True)
class _Cell:
    """One order: its number, its words, and below them in small what kind of order it is and its key."""

    command: Command
    words: str
    remark: str


def render_command_sheet(
    station: str, tiles: Sequence[str], day: datetime.date, language: str, *, watermark: str = ""
) -> bytes:
    """Return the sheet as PDF. `tiles` is what stands on the register screen's tiles in their order, at most nine.

    A `watermark` is a word that nobody overlooks. Raises ValueError for more of them.
    """
    if len(tiles) > TILES:
        raise ValueError(f"there are {TILES} codes for tiles, not {len(tiles)}")
    texts = translation(language)
    title = texts.gettext("Command sheet")
    moment = datetime.datetime.combine(day, datetime.time(12), datetime.UTC)

    def compose() -> list[Callable[[Page], None]]:
        columns = [*_orders(texts), *_conditions(texts)], _tiles(tiles, texts)
        known = texts.gettext("Categories of {day}").format(day=format_day(day, language))
        remark = " · ".join(filter(None, (station, known)))
        return [partial(_draw, title=title, remark=remark, columns=columns)]

    return render(A4, About(title, PROGRAM, language, moment, watermark), compose)


def _orders(texts: gettext.NullTranslations) -> list[_Cell]:
    _ = texts.gettext
    words = {
        Command.SAVE: _("Save"),
        Command.SAVE_AND_ONE_MORE: _("Save and one more"),
        Command.UNDO: _("Undo"),
        Command.PHOTO: _("Take photo"),
        Command.REFUSE: _("Refuse an item"),
        Command.NEW_HANDOVER: _("New handover"),
        Command.DONE: _("Done"),
        Command.LOCK: _("Lock"),
    }
    return [_Cell(command, said, _key(command, texts)) for command, said in words.items()]


def _conditions(texts: gettext.NullTranslations) -> list[_Cell]:
    kind = texts.gettext("Condition")
    return [
        _Cell(command, condition_words(command.condition, texts), f"{kind} · {_key(command, texts)}")
        for command in Command
        if command.condition is not None
    ]


def _tiles(names: Sequence[str], texts: gettext.NullTranslations) -> list[_Cell]:
    kind = texts.gettext("Category")
    commands = [command for command in Command if command.tile is not None]
    return [
        _Cell(command, name, f"{kind} · {_key(command, texts)}") for command, name in zip(commands, names, strict=False)
    ]


def _key(command: Command, texts: gettext.NullTranslations) -> str:
    return texts.gettext("Key {key}").format(key=KEYS[command]) if command in KEYS else ""


def _draw(page: Page, title: str, remark: str, columns: Sequence[Sequence[_Cell]]) -> None:
    page.text(SIDE, 19, title, HEADING)
    lines, style = fit(remark, SMALL, 100 * PT, 0, 5)
    page.line_of_text(page.width - SIDE, 19, lines[0], style, "right")
    for side, cells in enumerate(columns):
        for row, cell in enumerate(cells):
            _draw_cell(page, cell, ABOVE + (row + side / 2) * PITCH, mirrored=side == 1)


def _draw_cell(page: Page, cell: _Cell, y: float, *, mirrored: bool) -> None:
    """A code at the page's outer edge, its words towards the middle: codes of both columns are far apart."""
    left = page.width - SIDE - CELL_WIDTH if mirrored else SIDE
    page.frame(left, y, CELL_WIDTH, CELL_HEIGHT, PALE)
    bars = BARS * BAR_MODULE
    beside = bars + 2 * QUIET
    bars_left = left + CELL_WIDTH - QUIET - bars if mirrored else left + QUIET
    draw_bars(page, bars_left, y + 2.6, BAR_MODULE, BAR_HEIGHT, str(cell.command.number))
    number = Style(7, colour=GREY)
    page.text(bars_left + bars / 2, y + 16, cell.command.number.grouped, number, "centre")
    words_left = left + 3 if mirrored else left + beside
    lines, style = fit(cell.words, WORDS, (CELL_WIDTH - beside - 3) * PT, 11.8 * PT, 8)
    page.lines(words_left, y + 1.2, lines, style)
    page.text(words_left, y + 16, cell.remark, Style(8, colour=GREY))

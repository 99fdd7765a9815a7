"""The parts of a receipt, each measured before it is drawn: opening, lines, totals, signing, page head and foot."""

from collections.abc import Sequence
from dataclasses import replace

from domain.numbers import grouped
from station_app.documents.codes import BARS, draw_bars
from station_app.documents.layout import Page, height_of
from station_app.documents.receipt_data import ReceiptData, ReceiptLine
from station_app.documents.sheets import (
    BODY,
    GREY,
    HEADING,
    LEFT,
    PALE,
    PT,
    SMALL,
    STRONG,
    WIDTH,
    Block,
    Texts,
    condition_words,
    page_foot,
    sums,
)
from station_app.documents.signature import draw_signature
from station_app.documents.text import Line, Style, wrap
from station_app.language import format_day, format_kg, format_time

RUNNING_HEAD = 10.0
"""Height in mm of the head that repeats from page 2 on."""
COLUMN_HEAD = 8.5

BAR_MODULE = 0.36
"""Narrowest bar of the receipt's number in mm: two dots even on a copier at 150 dpi (0.34 mm)."""

GO_OVER = 2
"""Things that stand above the sums, where these begin a page. A shorter table stays whole on the first one."""
PICTURE = 13.0
# Left edge and width in mm of the table's columns, from LEFT; weight is set against its right edge.
INDEX, PHOTO, THING, CONDITION, WEIGHT, VERDICT = (0, 7), (7, 15), (24, 66), (92, 20), (112, 22), (138, 36)

Heads = tuple[tuple[tuple[int, int], str], ...]


def title(data: ReceiptData, texts: Texts) -> str:
    """Return what the document calls itself."""
    _ = texts.gettext
    return _("Reversal receipt") if data.kind == "reversal" else _("Handover receipt")


def opening(data: ReceiptData, texts: Texts) -> list[Block]:
    """Return the head of the first page and the facts about both sides."""
    _ = texts.gettext
    counter = _("Counter {device}").format(device=data.device)
    orgnr = _("Organisation number {orgnr}").format(orgnr=_orgnr(data.actor_orgnr))
    half = WIDTH / 2 - 4
    left = [
        _field(_("Actor"), [data.actor_name, orgnr], LEFT, half),
        _field(_("Representative"), [data.representative], LEFT, half),
    ]
    right = [
        _field(_("Station"), [data.station, _joined(data.municipality, counter)], LEFT + half + 8, half),
        _field(_("Time"), [format_time(data.at, data.language)], LEFT + half + 8, half),
    ]
    if data.staff:
        right.append(_field(_("Served by"), [data.staff], LEFT + half + 8, half))
    if data.agreement_text or data.register_text:
        left.append(_field(_("Agreement"), [data.agreement_text, data.register_text], LEFT, half))
    wide = []
    if data.reverses:
        wide.append(_field(_("Reverses receipt"), [grouped(data.reverses)]))
    if data.reason:
        wide.append(_field(_("Reason"), [data.reason], first=BODY))
    return [_masthead(data, texts), _side_by_side(left, right), *wide]


def _masthead(data: ReceiptData, texts: Texts) -> Block:
    bars = BARS * BAR_MODULE
    issuer = wrap(_joined(data.municipality, data.station), Style(9, colour=GREY), (WIDTH - bars - 8) * PT)
    name = wrap(title(data, texts), HEADING, (WIDTH - bars - 8) * PT)

    def draw(page: Page, y: float) -> None:
        page.lines(LEFT, y, issuer, Style(9, colour=GREY))
        page.lines(LEFT, y + height_of(issuer, BODY) + 1, name, HEADING)
        draw_bars(page, LEFT + WIDTH - bars, y, BAR_MODULE, 12, data.number)
        page.text(LEFT + WIDTH - bars / 2, y + 16.2, grouped(data.number), Style(11, bold=True), "centre")

    return Block(max(22.0, height_of(issuer, BODY) + height_of(name, HEADING) + 5), draw)


def _field(label: str, values: Sequence[str], x: float = LEFT, width: float = WIDTH, first: Style = STRONG) -> Block:
    """A small label with its values below, the first of them in a style of its own."""
    texts = [wrap(value, BODY if index else first, width * PT) for index, value in enumerate(values) if value]

    def draw(page: Page, y: float) -> None:
        page.text(x, y + 2.6, label, SMALL)
        y += 3.6
        for index, lines in enumerate(texts):
            page.lines(x, y, lines, BODY if index else first)
            y += height_of(lines, BODY)

    return Block(3.6 + sum(height_of(lines, BODY) for lines in texts) + 2.4, draw)


def _side_by_side(*columns: Sequence[Block]) -> Block:
    def draw(page: Page, y: float) -> None:
        for column in columns:
            below = y
            for block in column:
                block.draw(page, below)
                below += block.height

    return Block(max(sum(block.height for block in column) for column in columns), draw)


def column_heads(data: ReceiptData, texts: Texts) -> Block:
    """Return the heads of the table of things."""
    _ = texts.gettext
    verdict = _("Agreement check") if data.kind == "handover" else ""
    heads = ((THING, _("Item")), (CONDITION, _("Condition")), (VERDICT, verdict))

    def draw(page: Page, y: float) -> None:
        for (x, _width), head in heads:
            page.text(LEFT + x, y + 5.6, head, SMALL)
        page.text(LEFT + sum(WEIGHT), y + 5.6, _("Weight"), SMALL, "right")
        page.rule(LEFT, y + COLUMN_HEAD - 1, WIDTH, 0.35)

    return Block(COLUMN_HEAD, draw, keep_with_next=True)


def lines(data: ReceiptData, texts: Texts) -> list[Block]:
    """Return the things of the table. Sums and signature never have a page alone: a few things go over with them."""
    blocks = [line(index, thing, data.language, texts) for index, thing in enumerate(data.lines, start=1)]
    if len(blocks) < 2 * GO_OVER:
        return blocks
    return [*blocks[:-GO_OVER], *(replace(block, keep_with_next=True) for block in blocks[-GO_OVER:])]


def line(index: int, thing: ReceiptLine, language: str, texts: Texts) -> Block:
    """Return one thing of the table. Long titles wrap; nothing is cut."""
    name = wrap(thing.title or thing.category, STRONG, THING[1] * PT)
    category = wrap(thing.category, SMALL, THING[1] * PT) if thing.title else []
    condition = wrap(condition_words(thing.condition, texts), BODY, CONDITION[1] * PT)
    source = wrap(_source(thing.weight_source, texts), SMALL, WEIGHT[1] * PT)
    verdict = wrap(thing.verdict_text, Style(8), VERDICT[1] * PT)
    thing_height = height_of(name, STRONG) + height_of(category, SMALL) + SMALL.leading / PT
    height = max(
        PICTURE if thing.thumbnail else 0,
        thing_height,
        height_of(condition, BODY),
        BODY.leading / PT + height_of(source, SMALL),
        height_of(verdict, Style(8)),
    )

    def draw(page: Page, y: float) -> None:
        y += 1
        page.lines(LEFT + sum(INDEX) - 2, y, wrap(str(index), SMALL, 50), SMALL, "right")
        if thing.thumbnail and not page.picture(LEFT + PHOTO[0], y, PICTURE, thing.thumbnail):
            page.frame(LEFT + PHOTO[0], y, PICTURE, PICTURE, PALE)
        page.lines(LEFT + THING[0], y, name, STRONG)
        below = y + height_of(name, STRONG)
        page.lines(LEFT + THING[0], below, category, SMALL)
        page.lines(LEFT + THING[0], below + height_of(category, SMALL), wrap(grouped(thing.number), SMALL, 300), SMALL)
        page.lines(LEFT + CONDITION[0], y, condition, BODY)
        page.lines(LEFT + sum(WEIGHT), y, wrap(format_kg(thing.grams, language), BODY, 200), BODY, "right")
        page.lines(LEFT + sum(WEIGHT), y + BODY.leading / PT, source, SMALL, "right")
        page.lines(LEFT + VERDICT[0], y, verdict, Style(8))
        page.rule(LEFT, y + height + 1, WIDTH, 0.1, PALE)

    return Block(height + 2, draw, in_table=True)


def totals(data: ReceiptData, texts: Texts) -> list[Block]:
    """Return the sums per category, the sum of all, and how much of it was weighed."""
    pieces, grams = len(data.lines), sum(thing.grams for thing in data.lines)
    weighed = sum(thing.grams for thing in data.lines if thing.weight_source == "scale")
    return sums(data.totals, data.language, texts, pieces=pieces, grams=grams, weighed=weighed)


def closing(data: ReceiptData, texts: Texts) -> Block:
    """Return the statement with the drawn signature, or with two lines to sign on."""
    _ = texts.gettext
    if data.kind == "reversal":
        words = _("The items above are back at the station, and receipt {number} no longer counts.").format(
            number=grouped(data.reverses) if data.reverses else "–"
        )
    else:
        words = _("On behalf of {actor} I have received the items above.").format(actor=data.actor_name)
    statement = wrap(words, BODY, WIDTH * PT)
    above = 7 + height_of(statement, BODY) + 3
    name = wrap(data.representative, BODY, 80 * PT)
    staff = wrap(data.staff, BODY, 80 * PT)
    names = max(height_of(name, BODY), height_of(staff, BODY))

    def draw(page: Page, y: float) -> None:
        page.lines(LEFT, y + 7, statement, BODY)
        y += above
        if data.signature is not None:
            draw_signature(page, LEFT, y, 80, 26, data.signature)
            _signer(page, LEFT, y + 26, _("Representative"), name)
            page.text(LEFT, y + 34.5 + height_of(name, BODY), _signed(data, texts), SMALL)
            return
        for x, role, person in ((LEFT, _("Representative"), name), (LEFT + 94, _("Station staff"), staff)):
            _signer(page, x, y + 18, role, person)
            page.text(x, y + 34 + names, _("Date"), SMALL)
            page.rule(x + 12, y + 34 + names, 40, 0.2, GREY)

    return Block(above + 38 + names, draw)


def _signer(page: Page, x: float, y: float, role: str, person: Sequence[Line]) -> None:
    page.rule(x, y, 80, 0.25)
    page.text(x, y + 3.6, role, SMALL)
    page.lines(x, y + 4.4, person, BODY)


def _signed(data: ReceiptData, texts: Texts) -> str:
    return texts.gettext("Signed on screen {time}").format(time=format_time(data.at, data.language))


def running_head(page: Page, y: float, data: ReceiptData, texts: Texts) -> None:
    """Write the head of every page after the first."""
    page.text(LEFT, y + 3.6, f"{title(data, texts)} {grouped(data.number)}", STRONG)
    page.text(LEFT + WIDTH, y + 3.6, format_day(data.at, data.language), BODY, "right")


def foot(page: Page, data: ReceiptData, texts: Texts, number: int, count: int) -> None:
    """Write the receipt's number and the page's below the content."""
    page_foot(page, _joined(data.municipality, grouped(data.number)), texts, number, count)


def _joined(*words: str) -> str:
    """A counter that is not connected yet has no municipality."""
    return " · ".join(filter(None, words))


def _orgnr(digits: str) -> str:
    """Group an organisation number as its register does: 912 345 678."""
    return f"{digits[:3]} {digits[3:6]} {digits[6:]}" if len(digits) == 9 and digits.isdigit() else digits


def _source(code: str, texts: Texts) -> str:
    _ = texts.gettext
    words = {"scale": _("weighed"), "typed": _("estimated"), "default": _("category weight")}
    return words[code]

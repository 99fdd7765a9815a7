"""What each kind of job puts on paper, made from the store as it is when the job's turn comes.

The libraries that make documents are loaded with the first one: that takes longer than the window's start may.
"""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from domain.item import State
from domain.numbers import LAST_RUNNING, Kind, Number
from domain.refused import Refused
from station_app.actions.practice import practice_word
from station_app.language import format_time, oslo, translation
from station_app.sentences.counter import ROLES
from station_app.station import Station
from station_app.storage.items import LARGEST_PAGE, Item, Wanted
from station_app.storage.jobs import Job, JobKind
from station_app.tiles import TILE_COUNT, tile_categories

if TYPE_CHECKING:
    from station_app.documents.label import Stock

MOST_LISTED = 2_000
"""Things on a list of the shelf: some fifty pages. Nobody walks along the shelves with more."""


@dataclass(frozen=True, slots=True)
class Document:
    """What a job puts on paper: its pages, and for label printers without a driver its commands; made when called.

    `file` is where it is kept as a file, or None; `mark` are words that only the paper gets, never the file.
    """

    pdf: Callable[[], bytes]
    file: Path | None = None
    zpl: Callable[[], bytes] | None = None
    mark: str = ""


def document_of(station: Station, job: Job) -> Document:
    """Make what a job puts on paper. Raises Refused for what there is not any more."""
    return _MAKERS.get(job.kind, _unknown)(station, job)


def _unknown(_station: Station, _job: Job) -> Document:
    raise Refused("document_not_printable")


def _label(station: Station, job: Job) -> Document:
    from station_app.actions.labels import label_data
    from station_app.documents.label import Stock, render_labels
    from station_app.documents.zpl import render_zpl

    settings = station.config
    item = station.items.by_number(job.number)
    if item.state == "void":
        raise Refused("item_void", number=job.number)
    data, stock, language = label_data(station, item), Stock(settings.label_stock), settings.language
    watermark = practice_word(station)

    def zpl() -> bytes:
        offset = (settings.offset_x_mm, settings.offset_y_mm)
        return render_zpl([data], _roll(stock), settings.label_dpi, language, offset_mm=offset, watermark=watermark)

    return Document(
        lambda: render_labels([data], stock, language, watermark=watermark), _file(station, "labels", job.number), zpl
    )


def _test_label(station: Station, _job: Job) -> Document:
    from station_app.documents.label import Stock
    from station_app.documents.test_page import PrinterTest, render_test_page, render_test_zpl

    settings = station.config
    stock, offset = Stock(settings.label_stock), (settings.offset_x_mm, settings.offset_y_mm)
    word = practice_word(station)
    test = PrinterTest(settings.label_printer, _today(station), _test_number(station), offset, word)
    return Document(
        lambda: render_test_page(test, stock, settings.language, moved=False),
        _file(station, "labels", "test"),
        lambda: render_test_zpl(test, _roll(stock), settings.label_dpi, settings.language),
    )


def _test_page(station: Station, _job: Job) -> Document:
    from station_app.documents.label import Stock
    from station_app.documents.test_page import PrinterTest, render_test_page

    settings = station.config
    word = practice_word(station)
    test = PrinterTest(settings.receipt_printer, _today(station), _test_number(station), watermark=word)
    return Document(lambda: render_test_page(test, Stock.A4, settings.language), _file(station, "receipts", "test"))


def _receipt(station: Station, job: Job) -> Document:
    """The very bytes that are stored; what is printed again is marked on paper alone."""
    pdf = station.blobs.read(station.handovers.document(job.number))
    marks = [practice_word(station)]
    if job.kind is JobKind.RECEIPT_COPY:
        language = station.config.language
        when = format_time(datetime.datetime.fromisoformat(job.at), language)
        marks += [translation(language).gettext("COPY"), when, job.staff]
    return Document(lambda: pdf, _file(station, "receipts", job.number), mark=" · ".join(filter(None, marks)))


def _command_sheet(station: Station, _job: Job) -> Document:
    """What the codes 1 to 9 are called is what the tiles are called that they press."""
    from station_app.documents.command_sheet import render_command_sheet

    language = station.config.language
    tiles = [category.names.in_language(language) for category in tile_categories(station)]
    if len(tiles) == TILE_COUNT:
        tiles.append(translation(language).gettext("Everything, search"))
    pdf = render_command_sheet(
        station.identity.station_name, tiles, _today(station), language, watermark=practice_word(station)
    )
    return Document(lambda: pdf, _file(station, "sheets", "commands"))


def _badge(station: Station, job: Job) -> Document:
    """One badge on a sheet to be cut out. Raises Refused `badge_not_given`."""
    from station_app.documents.cards import CardData, CardKind, CardPaper, render_cards

    language, identity = station.config.language, station.identity
    member = station.staff.member(job.number)
    if member.badge is None:
        raise Refused("badge_not_given", initials=member.initials)
    role = translation(language).gettext(ROLES[member.role]).capitalize()
    issuer = identity.enrolment.municipality if identity.enrolment else ""
    card = CardData(CardKind.BADGE, member.badge, member.initials, (role, identity.station_name), issuer)
    pdf = render_cards([card], CardPaper.A4, _today(station), language, watermark=practice_word(station))
    return Document(lambda: pdf, _file(station, "sheets", "badge"), mark=practice_word(station))


def _shelf_list(station: Station, _job: Job) -> Document:
    """What is on the shelf, the newest first."""
    from station_app.documents.shelf_list import ShelfList, ShelfRow, render_shelf_list

    language, name = station.config.language, station.identity.station_name
    items = [*_on_shelf(station)]
    rows = tuple(
        ShelfRow(
            number=item.number,
            title=item.title,
            category=station.category_name(item.category),
            condition=item.condition,
            grams=item.grams,
            weight_source=item.weight_source,
            since=datetime.datetime.fromisoformat(item.registered_at).astimezone(oslo()).date(),
        )
        for item in items[:MOST_LISTED]
    )
    newest = translation(language).gettext("The {count} newest items").format(count=MOST_LISTED)
    chosen = newest if len(items) > MOST_LISTED else ""
    pdf = render_shelf_list(ShelfList(name, station.clock(), chosen, rows, language, practice_word(station)))
    return Document(lambda: pdf, _file(station, "sheets", "shelf"), mark=practice_word(station))


def _on_shelf(station: Station) -> Iterator[Item]:
    """As many as a list holds and one page more, if there are so many."""
    after: int | None = None
    for _ in range(0, MOST_LISTED + LARGEST_PAGE, LARGEST_PAGE):
        page = station.items.page(Wanted(state=State.REGISTERED), limit=LARGEST_PAGE, after=after)
        yield from page.items
        after = page.next
        if after is None:
            return


_MAKERS: dict[JobKind, Callable[[Station, Job], Document]] = {
    JobKind.LABEL: _label,
    JobKind.TEST_LABEL: _test_label,
    JobKind.RECEIPT: _receipt,
    JobKind.RECEIPT_COPY: _receipt,
    JobKind.TEST_PAGE: _test_page,
    JobKind.COMMAND_SHEET: _command_sheet,
    JobKind.BADGE: _badge,
    JobKind.SHELF_LIST: _shelf_list,
}


def _roll(stock: "Stock") -> "Stock":
    """The paper of a label printer that is sent commands. Raises Refused `labels_on_sheets`."""
    if stock == "a4":
        raise Refused("labels_on_sheets")
    return stock


def _test_number(station: Station) -> str:
    """A number of this device that no thing will have: the last one."""
    return str(Number(Kind.ITEM, station.identity.device_number, LAST_RUNNING))


def _today(station: Station) -> datetime.date:
    return station.clock().astimezone(oslo()).date()


def _file(station: Station, folder: str, name: str) -> Path:
    return station.folder / folder / f"{name}.pdf"

"""What the jobs of the paper lane put on paper, read from the files that they leave."""

from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from counter import Counter

from domain.commands import Command
from domain.numbers import grouped
from domain.refused import Refused
from domain.staff import Role
from station_app.actions import print_documents
from station_app.actions.print_work import Printing
from station_app.actions.printing import queue_print
from station_app.actions.staff import add_member, give_badge
from station_app.errors import explain
from station_app.language import translation
from station_app.storage.jobs import JobKind, Lane
from station_app.tiles import TILE_COUNT, tile_categories


def printed(counter: Counter, kind: JobKind, file: str, number: str = "") -> Path:
    """Have it printed without a printer, which leaves a file."""
    station = counter.station
    queue_print(station, kind, number)
    assert Printing(station, Lane.PAPER, settings=lambda: station.config).print_next()
    assert station.jobs.open() == ()
    return counter.folder / file


def words(file: Path) -> str:
    with pypdfium2.PdfDocument(file) as document:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def codes(file: Path) -> set[str]:
    with pypdfium2.PdfDocument(file) as document:
        pages = [page.render(scale=203 / 72, grayscale=True).to_pil() for page in document]
    return {found.text for page in pages for found in zxingcpp.read_barcodes(page)}


def test_a_badge_that_was_printed_opens_what_it_stands_for(counter: Counter) -> None:
    add_member(counter.station, "KB", Role.ADMINISTRATOR)
    number = give_badge(counter.station, "KB").number
    file = printed(counter, JobKind.BADGE, "sheets/badge.pdf", "KB")
    assert codes(file) == {number}
    assert "KB" in words(file)
    assert grouped(number) in words(file)


def test_without_a_badge_none_is_printed(counter: Counter) -> None:
    add_member(counter.station, "KB", Role.ADMINISTRATOR)
    station = counter.station
    queue_print(station, JobKind.BADGE, "KB")
    Printing(station, Lane.PAPER, settings=lambda: station.config).print_next()
    (job,) = station.jobs.open()
    assert job.problem == "badge_not_given"
    assert isinstance(job.refusal, Refused)
    assert "KB" in explain(job.refusal, "nb").error


def test_the_shelf_is_listed_with_what_stands_on_it_and_nothing_else(counter: Counter) -> None:
    stool, table = counter.register(title="Krakk"), counter.register(title="Spisebord")
    counter.hand_over(table)
    listed = words(printed(counter, JobKind.SHELF_LIST, "sheets/shelf.pdf"))
    assert grouped(stool) in listed
    assert "Krakk" in listed
    assert grouped(table) not in listed


def test_a_list_of_the_shelf_ends_somewhere_and_says_so(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(print_documents, "MOST_LISTED", 2)
    oldest, older, newest = (counter.register() for _ in range(3))
    listed = words(printed(counter, JobKind.SHELF_LIST, "sheets/shelf.pdf"))
    assert grouped(newest) in listed
    assert grouped(older) in listed
    assert grouped(oldest) not in listed
    assert translation("nb").gettext("The {count} newest items").format(count=2) in listed


def test_the_command_sheet_has_the_tiles_of_this_counter(counter: Counter) -> None:
    file = printed(counter, JobKind.COMMAND_SHEET, "sheets/commands.pdf")
    tiles = [category.names.in_language("nb") for category in tile_categories(counter.station)]
    assert len(tiles) == TILE_COUNT
    for name in (*tiles, translation("nb").gettext("Everything, search")):
        assert "".join(name.split()) in "".join(words(file).split())
    assert {str(Command.SAVE.number), str(Command.TILE_1.number), str(Command.TILE_9.number)} <= codes(file)

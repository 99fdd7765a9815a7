"""Verbs about things: register, list, change, discard, refuse, labels, photos, import."""

import sys
from pathlib import Path
from typing import Any

import click
import msgspec
from click import Path as File

from domain import numbers, weight
from domain.item import Condition, DataChoice, State, condition_of
from domain.numbers import Kind, grouped
from domain.refused import Refused
from domain.weight import WeightSource
from station_app.actions.correct import Correction, change_item, discard_item
from station_app.actions.import_file import import_file, photo_from_file
from station_app.actions.labels import make_labels
from station_app.actions.refuse import refuse_thing
from station_app.actions.register import Draft, check_draft, register_item
from station_app.cli.console import Console, Output, Verb, item_answer
from station_app.documents.label import Stock
from station_app.language import format_kg
from station_app.storage.items import Item, Wanted
from wire.messages import Blob

_SOURCES = click.Choice([WeightSource.SCALE.value, WeightSource.TYPED.value])
_CHOICES = click.Choice([choice.value for choice in DataChoice])
_STOCKS = click.Choice([stock.value for stock in Stock])


@click.command(cls=Verb)
@click.option("--category", required=True, help="The category's code; see `categories`.")
@click.option("--condition", default=Condition.GOOD.value, show_default=True, help="new, good, used or repair.")
@click.option("--kg", help="Kilograms, such as 4,2. Without it, the category's usual weight where there is one.")
@click.option("--weight-source", type=_SOURCES, default=WeightSource.TYPED.value, show_default=True)
@click.option("--title", default="", help="What it is, in a few words.")
@click.option("--note", default="")
@click.option("--photo", "photos", multiple=True, type=File(path_type=Path), help="A JPEG, PNG or HEIC file.")
@click.option("--data-choice", type=_CHOICES, help="What was done about data on a thing that can hold it.")
@click.pass_obj
def register(console: Console, /, *, condition: str, kg: str | None, photos: tuple[Path, ...], **given: Any) -> None:
    """Register one thing and print its number. It is saved when the number is printed."""
    draft = Draft(
        category=given["category"],
        condition=condition_of(condition),
        grams=None if kg is None else weight.parse_kg(kg),
        weight_source=WeightSource(given["weight_source"]),
        title=given["title"],
        note=given["note"],
        data_choice=DataChoice(given["data_choice"]) if given["data_choice"] else None,
        staff=console.staff,
    )
    # Everything else is checked before pictures are worked on: a refusal comes at once and leaves no picture behind.
    check_draft(console.station, draft)
    kept, problems = _photos(console, photos)
    changed = register_item(console.station, msgspec.structs.replace(draft, photos=kept))
    item = console.station.items.by_number(changed.number)
    answer = {**item_answer(item), "photo_problems": problems}

    def text() -> str:
        lines = [_line(console, item)]
        lines += [f"  {problem['error']} {problem['remedy']}" for problem in problems]
        return "\n".join(lines)

    console.answer(answer, text)


def _photos(console: Console, files: tuple[Path, ...]) -> tuple[tuple[Blob, ...], list[dict[str, str]]]:
    kept: list[Blob] = []
    problems: list[dict[str, str]] = []
    for file in files:
        try:
            kept.append(photo_from_file(console.station, file))
        except Refused as refused:
            words = console.explain(refused)
            problems.append({"file": str(file), "error": words.error, "remedy": words.remedy})
    return tuple(kept), problems


def _line(console: Console, item: Item) -> str:
    language = console.settings.language
    name = console.station.category_name(item.category, language)
    return f"{grouped(item.number)}  {name}  {item.title}  {format_kg(item.grams, language)}  [{item.state}]"


@click.command(name="items", cls=Verb)
@click.option("--search", default="", help="Words or a number; every word must be found.")
@click.option("--state", type=click.Choice([state.value for state in State]))
@click.option("--limit", type=click.IntRange(1, 500), default=50, show_default=True)
@click.option("--after", type=click.IntRange(0, 2**63 - 1), help="The cursor `next` of the page before.")
@click.pass_obj
def list_items(console: Console, search: str, state: str | None, limit: int, after: int | None) -> None:
    """List items, newest first; what was taken back only when asked for by its state."""
    wanted = Wanted(search=search, state=State(state) if state else None)
    page = console.station.items.page(wanted, limit=limit, after=after)
    answer = {"items": [item_answer(item) for item in page.items], "next": page.next}
    console.answer(answer, lambda: "\n".join(_line(console, item) for item in page.items))


@click.command(cls=Verb)
@click.argument("number")
@click.option("--category")
@click.option("--condition")
@click.option("--kg")
@click.option("--weight-source", type=_SOURCES, default=WeightSource.TYPED.value)
@click.option("--title")
@click.option("--note")
@click.option("--data-choice", type=_CHOICES)
@click.pass_obj
def change(console: Console, /, number: str, *, condition: str | None, kg: str | None, **given: Any) -> None:
    """Describe a thing on the shelf anew; what is not given stays."""
    correction = Correction(
        category=given["category"],
        condition=None if condition is None else condition_of(condition),
        grams=None if kg is None else weight.parse_kg(kg),
        weight_source=WeightSource(given["weight_source"]),
        title=given["title"],
        note=given["note"],
        data_choice=DataChoice(given["data_choice"]) if given["data_choice"] else None,
    )
    digits = str(numbers.parse(number, Kind.ITEM))
    change_item(console.station, digits, correction, staff=console.staff)
    item = console.station.items.by_number(digits)
    console.answer(item_answer(item), lambda: _line(console, item))


@click.command(cls=Verb)
@click.argument("number")
@click.option("--reason", required=True)
@click.pass_obj
def discard(console: Console, number: str, reason: str) -> None:
    """Note that a thing on the shelf became waste."""
    digits = str(numbers.parse(number, Kind.ITEM))
    discard_item(console.station, digits, reason, staff=console.staff)
    item = console.station.items.by_number(digits)
    console.answer(item_answer(item), lambda: _line(console, item))


@click.command(cls=Verb)
@click.option("--category", required=True)
@click.option("--reason", required=True, help="The code of a reason; see `categories --reasons`.")
@click.option("--grams", type=int, help="Whole grams, when it was weighed.")
@click.pass_obj
def refuse(console: Console, category: str, reason: str, grams: int | None) -> None:
    """Count a thing that was turned away, and say where it goes instead."""
    refuse_thing(console.station, category=category, reason=reason, grams=grams, staff=console.staff)
    why = console.station.catalogue.refusal_reason(reason)
    language = console.settings.language
    instead = why.instead.in_language(language)
    answer = {"category": category, "reason": reason, "grams": grams, "instead": instead}
    console.answer(answer, lambda: f"{why.names.in_language(language)}: {instead}")


@click.command(cls=Verb)
@click.option("--reasons", is_flag=True, help="List the reasons to refuse as well.")
@click.pass_obj
def categories(console: Console, reasons: bool) -> None:
    """List the categories with their codes."""
    catalogue = console.station.catalogue
    answer: dict[str, Any] = {
        "categories": [
            {
                "code": found.code,
                "group": found.group,
                "names": found.names,
                "eu_group": found.eu_group,
                "electrical": found.electrical,
                "data_bearing": found.data_bearing,
                "max_grams": found.max_grams,
                "default_grams": found.default_grams,
            }
            for found in catalogue.categories
        ]
    }
    listed = [(found.code, found.names) for found in catalogue.categories]
    if reasons:
        answer["reasons"] = catalogue.refusal_reasons
        listed += [(found.code, found.names) for found in catalogue.refusal_reasons]
    language = console.settings.language
    console.answer(answer, lambda: "\n".join(f"{code:24} {names.in_language(language)}" for code, names in listed))


@click.command(cls=Verb)
@click.argument("sha256")
@click.option("--output", required=True, type=File(path_type=Path, dir_okay=False))
@click.pass_obj
def photo(console: Console, sha256: str, output: Path) -> None:
    """Write a stored photo to a file."""
    known = len(sha256) == 64 and set(sha256) <= set("0123456789abcdef")
    if not known:
        raise Refused("file_missing", sha256=sha256)
    data = console.station.blobs.read(sha256)
    with Output(output) as out:
        out.write(data)
    console.answer({"sha256": sha256, "bytes": len(data), "file": str(output)}, str(output))


@click.command(cls=Verb)
@click.argument("number")
@click.option("--output", required=True, type=File(path_type=Path, dir_okay=False))
@click.option("--stock", type=_STOCKS, help="The paper; by default the one in the settings.")
@click.pass_obj
def label(console: Console, number: str, output: Path, stock: str | None) -> None:
    """Make the label of one item as PDF."""
    item = console.station.items.by_number(str(numbers.parse(number, Kind.ITEM)))
    paper = Stock(stock or console.settings.label_stock)
    with Output(output) as out:
        out.write(make_labels(console.station, [item], paper, staff=console.staff))
    console.answer({"number": item.number, "stock": paper, "file": str(output)}, str(output))


@click.command(cls=Verb)
@click.option("--output", required=True, type=File(path_type=Path, dir_okay=False))
@click.option("--stock", type=_STOCKS, default=Stock.A4.value, show_default=True)
@click.pass_obj
def labels(console: Console, output: Path, stock: str) -> None:
    """Make the labels of everything on the shelf, oldest first."""
    found: list[Item] = []
    cursor: int | None = None
    while True:
        page = console.station.items.page(Wanted(state=State.REGISTERED), limit=500, after=cursor)
        found += page.items
        if (cursor := page.next) is None:
            break
    if not found:
        raise Refused("shelf_empty")
    with Output(output) as out:
        out.write(make_labels(console.station, found[::-1], Stock(stock), staff=console.staff))
    console.answer({"labels": len(found), "stock": stock, "file": str(output)}, str(output))


@click.command(name="import", cls=Verb)
@click.argument("file", type=File(path_type=Path, dir_okay=False))
@click.option("--photos", type=File(path_type=Path, file_okay=False), help="The folder of the pictures.")
@click.option("--delivery", help="What this delivery is called; its rows are taken once. By default the file's name.")
@click.option("--rejected", type=File(path_type=Path, dir_okay=False), help="Where rows that were not taken go.")
@click.pass_obj
def import_verb(console: Console, file: Path, photos: Path | None, delivery: str | None, rejected: Path | None) -> None:
    """Register things from a CSV file: category, kg, condition, title, note, photos (with | between), weight_source."""
    from rich.console import Console as Terminal
    from rich.progress import Progress

    rejected = rejected or file.with_name(f"{file.stem}.rejected.csv")
    terminal = Terminal(stderr=True, quiet=console.as_json or not sys.stderr.isatty())
    # Output: a place that cannot be written is found before the first row is taken.
    with Output(rejected), Progress(console=terminal) as progress:
        task = progress.add_task(file.name, total=None)
        result = import_file(
            console.station,
            file,
            photos=photos,
            rejected_file=rejected,
            delivery=delivery or file.name,
            on_row=lambda done, total: progress.update(task, completed=done, total=total),
        )
    answer = {
        "registered": len(result.registered),
        "numbers": result.registered,
        "already": result.already,
        "rejected": result.rejected,
        "rejected_file": str(rejected) if result.rejected else None,
        "photo_problems": result.photo_problems,
    }

    def text() -> str:
        lines = [f"{len(result.registered)} +, {result.already} =, {len(result.rejected)} −"]
        lines += [f"  {row.line}: {row.error} {row.remedy}" for row in result.rejected]
        lines += [f"  {problem.error} {problem.remedy}" for problem in result.photo_problems]
        return "\n".join(lines)

    console.answer(answer, text)


VERBS = (register, list_items, change, discard, refuse, categories, photo, label, labels, import_verb)

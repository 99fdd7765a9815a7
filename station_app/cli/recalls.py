"""Verbs about the recall list: import it, check a thing against it, how old it is."""

import sys
from pathlib import Path
from typing import Any

import click
import msgspec
from click import Path as File

from domain.refused import Refused
from station_app.actions.recall_words import SOURCE, found_words, not_found_words, state_words
from station_app.actions.recalls import import_recalls
from station_app.cli.console import Console, Verb, json_option
from station_app.storage.recall_query import Kinds


@click.group()
def recalls() -> None:
    """The list of recalled products: import it, check a thing against it, see how old it is."""


recalls.params.append(json_option())


@recalls.command(name="import", cls=Verb)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=File(path_type=Path))
@click.pass_obj
def import_verb(console: Console, files: tuple[Path, ...]) -> None:
    """Take in weekly reports of EU Safety Gate: XML files, folders, .zip files. The same file may come again."""
    from rich.console import Console as Terminal

    terminal = Terminal(stderr=True, quiet=console.as_json or not sys.stderr.isatty())
    with terminal.status("") as status:
        result = import_recalls(console.station, *files, on_file=status.update)

    def text() -> str:
        lines = [f"{result.alerts}: {result.fresh} +, {result.changed} ~, {result.unnumbered} −"]
        lines += [f"  {problem.error} {problem.remedy}" for problem in result.problems]
        return "\n".join([*lines, _state(console)])

    console.answer(result, text)


@recalls.command(cls=Verb)
@click.argument("words", nargs=-1, required=True)
@click.option("--category", default="", help="The category's code, for a thing of which only the brand is known.")
@click.option("--limit", type=click.IntRange(1, 100), default=5, show_default=True)
@click.pass_context
def check(context: click.Context, words: tuple[str, ...], category: str, limit: int) -> None:
    """Look a thing up by brand and model, or by its barcode. Exit code 3 when it may be in the list."""
    console = context.ensure_object(Console)
    station, text = console.station, " ".join(words)
    if station.recalls.state() is None:
        raise Refused("recalls_none")
    if category:
        station.catalogue.category(category)
    kinds = Kinds.of(station.catalogue)
    match = station.recalls.match(text, kinds=kinds, category=category, limit=limit)
    if match is None:
        raise Refused("recalls_no_words", text=text)
    language = console.settings.language
    today = station.clock().date()
    said = found_words(match, language) if match.alerts else not_found_words(match, today, language)
    answer: dict[str, Any] = {"found": bool(match.alerts), **msgspec.to_builtins(match), "words": said}
    if match.alerts:
        answer["source"] = SOURCE
        said = "\n".join([said, *(alert.url for alert in match.alerts if alert.url), SOURCE])
    console.answer(answer, said)
    if match.alerts:
        context.exit(3)


@recalls.command(name="list-state", cls=Verb)
@click.pass_obj
def list_state(console: Console) -> None:
    """Say how many alerts there are and of which day the newest report is."""
    state = console.station.recalls.state()
    answer: dict[str, Any] = {"alerts": 0, "newest": None, "imported_at": None}
    if state is not None:
        answer = msgspec.to_builtins(state)
    console.answer({**answer, "words": _state(console)}, lambda: _state(console))


def _state(console: Console) -> str:
    station = console.station
    return state_words(station.recalls.state(), station.clock().date(), console.settings.language)


VERBS = (recalls,)

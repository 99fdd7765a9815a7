"""Verbs about the store itself: verify, backup, restore, doctor."""

from pathlib import Path

import click
import msgspec
from click import Path as File

from station_app.cli.console import Console, Verb
from station_app.doctor import examine
from station_app.errors import explain
from station_app.language import translation
from station_app.sentences.upkeep import CHECKS
from station_app.station import Station, utc_now
from station_app.storage.backup import restore as restore_folder


@click.command(cls=Verb)
@click.pass_context
def verify(context: click.Context) -> None:
    """Check the chain, the hub's signatures, every file, and the rows against a replay of the log. Exit code 3 when
    something is wrong."""
    from station_app.sync.proof import acknowledgements

    console = context.ensure_object(Console)
    report = console.station.verify()
    wrong = tuple(acknowledgements(console.station))
    report = msgspec.structs.replace(report, ok=report.ok and not wrong, problems=(*report.problems, *wrong))

    def text() -> str:
        return "\n".join(
            [f"{report.events}, {report.photos}", *(f"  {found.code}: {found.about}" for found in report.problems)]
        )

    console.answer(report, text)
    if not report.ok:
        context.exit(3)


@click.command(cls=Verb)
@click.argument("target", type=File(path_type=Path, file_okay=False))
@click.pass_obj
def backup(console: Console, target: Path) -> None:
    """Copy the whole store to a new or empty folder; work may go on meanwhile."""
    manifest = console.station.backup(target)
    console.answer({"folder": str(target), "events": manifest.events, "files": manifest.files}, str(target))


@click.command(cls=Verb)
@click.argument("source", type=File(path_type=Path, file_okay=False))
@click.pass_obj
def restore(console: Console, source: Path) -> None:
    """Make the store in --data-dir, which must be new or empty, from a backup."""
    manifest = restore_folder(source, console.folder, utc_now().strftime("%Y-%m-%dT%H:%M:%SZ"))
    with Station.open(console.folder, settings=console.settings) as station:
        report = station.verify()
    answer = {"folder": str(console.folder), "events": manifest.events, "files": manifest.files, "ok": report.ok}
    console.answer(answer, str(console.folder))


@click.command(cls=Verb)
@click.pass_context
def doctor(context: click.Context) -> None:
    """Look for what could go wrong: disk, store, fonts, clock, last backup, key, hub. Exit code 3 when something is."""
    console = context.ensure_object(Console)
    findings = examine(console.station)
    ok = all(found.ok for found in findings)
    language = console.settings.language
    _ = translation(language).gettext
    said = [(found, explain(found.found, language)) for found in findings]

    def text() -> str:
        return "\n".join(
            f"{'✓' if found.ok else '✗'} {_(CHECKS[found.name])}: {words.error}"
            + ("" if found.ok else f"\n    {words.remedy}")
            for found, words in said
        )

    answers = [
        {
            "name": found.name,
            "ok": found.ok,
            "code": found.found.code,
            "detail": words.error,
            "remedy": "" if found.ok else words.remedy,
        }
        for found, words in said
    ]
    console.answer({"ok": ok, "findings": answers}, text)
    if not ok:
        context.exit(3)


VERBS = (verify, backup, restore, doctor)

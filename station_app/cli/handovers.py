"""Verbs about actors, handovers, receipts and figures."""

import random
import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any, TypeVar

import click
import msgspec
from click import Path as File

from domain.handover import Override, Signature
from domain.item import DataChoice
from domain.numbers import Kind, grouped, parse
from domain.refused import Refused
from domain.staff import Right
from station_app.actions.files import read_file
from station_app.actions.handover import Order, Prepared, hand_over, prepare_handover
from station_app.actions.import_file import photo_from_file
from station_app.actions.reverse import PreparedReversal, prepare_reversal, reverse_handover
from station_app.actions.signed_copy import attach_signed_copy, awaiting_sheet
from station_app.cli.console import Console, Output, Verb
from station_app.language import format_kg, format_until
from station_app.storage.handovers import Handover

_Saved = TypeVar("_Saved")
_SIGNATURE_MEGABYTES = 5
_TRIES = 5
"""How often a receipt is made anew when another window saved something meanwhile."""


class _DrawnSignature(msgspec.Struct, forbid_unknown_fields=True):
    width: float
    height: float
    strokes: list[list[list[float]]]


@click.command(cls=Verb)
@click.pass_obj
def actors(console: Console) -> None:
    """List the actors and agreements of the register as last fetched."""
    reference = console.station.reference.current()
    if reference is None:
        raise Refused("no_register")
    answer = {
        "register": {"version": reference.version, "published_at": reference.published_at},
        "actors": [
            {
                "orgnr": actor.orgnr,
                "name": actor.name,
                "agreements": console.station.reference.agreements(actor.orgnr),
            }
            for actor in reference.actors
        ],
    }
    console.answer(answer, lambda: "\n".join(f"{actor.orgnr}  {actor.name}" for actor in reference.actors))


@click.command(cls=Verb)
@click.pass_obj
def reserved(console: Console) -> None:
    """List what is kept for an actor here, as last fetched."""
    station, language = console.station, console.settings.language
    kept = station.reservations.everything(station.clock())
    answer = {
        "version": station.reservations.version(),
        "reserved": [
            {"number": one.number, "orgnr": one.orgnr, "actor": one.actor, "until": one.until} for one in kept
        ],
    }
    now = station.clock()
    console.answer(
        answer,
        lambda: "\n".join(
            f"{grouped(one.number)}  {one.actor}  {format_until(one.until, now, language)}" for one in kept
        ),
    )


@click.command(name="hand-over", cls=Verb)
@click.option("--actor", required=True, help="The actor's organisation number.")
@click.option("--item", "items", required=True, multiple=True, help="The number of an item; may be given many times.")
@click.option("--representative", required=True, help="Who signs.")
@click.option("--signature", type=File(path_type=Path, dir_okay=False), help="The drawn signature as JSON.")
@click.option("--paper", is_flag=True, help="The receipt is signed on paper.")
@click.option("--output", required=True, type=File(path_type=Path, dir_okay=False), help="Where the receipt goes.")
@click.option("--data-choice", "choices", multiple=True, help="NUMBER=wiped|storage_removed|none_present")
@click.option(
    "--override",
    "overrides",
    multiple=True,
    help="NUMBER=why it goes although the agreement leaves it out, or it is reserved for another",
)
@click.pass_obj
def hand_over_verb(console: Console, /, *, signature: Path | None, paper: bool, output: Path, **given: Any) -> None:
    """Hand things over to an actor: all of them, or none when any line is blocked."""
    if (signature is None) != paper:
        raise click.UsageError("Give either --signature FILE.json or --paper.")
    order = Order(
        orgnr=given["actor"],
        numbers=given["items"],
        representative=given["representative"],
        signature=None if signature is None else _signature(signature),
        data_choices=_choices(given["choices"]),
        overrides=_overrides(given["overrides"]),
        staff=console.staff,
    )
    with Output(output) as out:
        prepared, document = _save(console, order)
        out.write(document)
    handover = console.station.handovers.by_receipt(prepared.receipt.number)
    console.answer(_answer(handover, prepared), lambda: _text(console, handover, output))


def _save(console: Console, order: Order) -> tuple[Prepared, bytes]:
    from station_app.documents.receipt import render_receipt

    def save() -> tuple[Prepared, bytes]:
        prepared = prepare_handover(console.station, order)
        document = render_receipt(prepared.receipt)
        hand_over(console.station, prepared, document)
        return prepared, document

    return _until_saved(save)


def _until_saved(save: Callable[[], _Saved]) -> _Saved:
    """What `save` returns; it is tried anew when another window was faster."""
    for attempt in range(1, _TRIES):
        try:
            return save()
        except Refused as refused:
            if refused.code != "changed_meanwhile":
                raise
        # Let the other window finish; at random, so that two of them do not meet again.
        time.sleep(random.uniform(0.0, 0.2 * attempt))  # noqa: S311
    return save()


def _answer(handover: Handover, prepared: Prepared) -> dict[str, Any]:
    return {
        "receipt": handover.receipt,
        "sha256": handover.document,
        "items": handover.pieces,
        "grams": handover.grams,
        "verdicts": [
            {"number": line.number, "allowed": line.allowed, "reason": line.reason, "agreement": line.agreement}
            for line in prepared.lines
        ],
    }


def _text(console: Console, handover: Handover, output: Path) -> str:
    kg = format_kg(handover.grams, console.settings.language)
    return f"{grouped(handover.receipt)}  {handover.actor}  {handover.pieces}  {kg}  {output}"


def _signature(file: Path) -> Signature:
    try:
        drawn = msgspec.json.decode(read_file(file, _SIGNATURE_MEGABYTES), type=_DrawnSignature)
        strokes = tuple(tuple(_point(point) for point in stroke) for stroke in drawn.strokes)
        return Signature(round(drawn.width), round(drawn.height), strokes)
    except (msgspec.MsgspecError, ValueError, OverflowError):
        raise Refused("signature_file_wrong", file=str(file), what="not_strokes") from None


def _point(values: list[float]) -> tuple[int, int, int]:
    x, y, milliseconds = values
    return round(x), round(y), round(milliseconds)


def _choices(given: tuple[str, ...]) -> dict[str, DataChoice]:
    choices: dict[str, DataChoice] = {}
    for text in given:
        number, _, choice = text.partition("=")
        try:
            choices[str(parse(number, Kind.ITEM))] = DataChoice(choice)
        except ValueError:
            usage = f"--data-choice {text}: write NUMBER=wiped, storage_removed or none_present."
            raise click.UsageError(usage) from None
    return choices


def _overrides(given: tuple[str, ...]) -> dict[str, Override]:
    pairs = (text.partition("=") for text in given)
    return {str(parse(number, Kind.ITEM)): Override(reason=reason) for number, _, reason in pairs}


@click.command(name="attach-signed-copy", cls=Verb)
@click.argument("receipt")
@click.argument("photo", type=File(path_type=Path, dir_okay=False))
@click.pass_obj
def attach(console: Console, receipt: str, photo: Path) -> None:
    """Attach a picture of the sheet that was signed on paper."""
    # Before the picture is kept: a refusal leaves none behind.
    console.station.allow(Right.HAND_OVER)
    awaiting_sheet(console.station, receipt)
    sheet = photo_from_file(console.station, photo)
    changed = attach_signed_copy(console.station, receipt, sheet, staff=console.staff)
    console.answer({"receipt": changed.number, "sheet": sheet.sha256}, grouped(changed.number))


@click.command(cls=Verb)
@click.option("--receipt", required=True, help="The number of the handover's receipt.")
@click.option("--reason", required=True)
@click.option("--output", type=File(path_type=Path, dir_okay=False), help="Where the reversal's own receipt goes.")
@click.pass_obj
def reverse(console: Console, receipt: str, reason: str, output: Path | None) -> None:
    """Take a whole handover back; its things are on the shelf again."""
    with nullcontext() if output is None else Output(output) as out:
        prepared, number, document = _save_reversal(console, receipt, reason)
        if out is not None:
            out.write(document)
    handover = console.station.handovers.by_receipt(prepared.reverses)
    answer = {
        "receipt": number,
        "reverses": prepared.reverses,
        "sha256": console.station.handovers.document(number),
        "items": handover.pieces,
        "grams": handover.grams,
    }
    console.answer(answer, f"{grouped(number)}  ←  {grouped(prepared.reverses)}")


def _save_reversal(console: Console, receipt: str, reason: str) -> tuple[PreparedReversal, str, bytes]:
    from station_app.documents.receipt import render_receipt

    def save() -> tuple[PreparedReversal, str, bytes]:
        prepared = prepare_reversal(console.station, receipt, reason, staff=console.staff)
        document = render_receipt(prepared.receipt)
        return prepared, reverse_handover(console.station, prepared, document).number, document

    return _until_saved(save)


@click.command(cls=Verb)
@click.argument("number")
@click.option("--output", required=True, type=File(path_type=Path, dir_okay=False))
@click.pass_obj
def receipt(console: Console, number: str, output: Path) -> None:
    """Write a stored receipt to a file, byte for byte as it was signed."""
    digits = str(parse(number, Kind.RECEIPT))
    sha256 = console.station.handovers.document(digits)
    with Output(output) as out:
        out.write(console.station.blobs.read(sha256))
    console.answer({"receipt": digits, "sha256": sha256, "file": str(output)}, str(output))


@click.command(cls=Verb)
@click.option("--search", default="", help="A receipt number, an actor's name or organisation number.")
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True)
@click.pass_obj
def history(console: Console, search: str, limit: int) -> None:
    """List handovers and reversals, newest first."""
    entries = console.station.handovers.history(search=search, limit=limit)
    language = console.settings.language

    def text() -> str:
        return "\n".join(
            f"{grouped(entry.receipt)}  {entry.kind:9}  {entry.at}  {entry.actor}  {entry.pieces}"
            f"  {format_kg(entry.grams, language)}"
            for entry in entries
        )

    console.answer({"entries": entries}, text)


@click.command(cls=Verb)
@click.pass_obj
def figures(console: Console) -> None:
    """Pieces and grams, counted as the hub counts them."""
    found = console.station.figures()
    language = console.settings.language

    def text() -> str:
        totals = {name: getattr(found, name) for name in found.__struct_fields__ if name != "by_category"}
        lines = [f"{name:12} {amount.pieces:6}  {format_kg(amount.grams, language)}" for name, amount in totals.items()]
        for code, amounts in found.by_category.items():
            name = console.station.category_name(code, language)
            kg = format_kg(amounts.registered.grams, language)
            lines.append(f"  {name:32} {amounts.registered.pieces:6}  {kg}")
        return "\n".join(lines)

    console.answer(found, text)


VERBS = (actors, reserved, hand_over_verb, attach, reverse, receipt, history, figures)

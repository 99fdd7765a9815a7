"""What the command line's verbs share beside the call itself: options that stand before or after, files for results."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from domain.refused import Refused
from station_app.causes import of_system
from station_app.cli.call import Console as Console

if TYPE_CHECKING:
    from station_app.storage.items import Item


def _note_json(context: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        context.ensure_object(Console).as_json = True


def json_option() -> click.Option:
    """`--json`, which may stand before or after the verb."""
    return click.Option(
        ["--json"], is_flag=True, expose_value=False, callback=_note_json, help="Answer with one JSON document."
    )


def _note_staff(context: click.Context, _: click.Parameter, value: str | None) -> None:
    if value is not None:
        context.ensure_object(Console).staff = value


def staff_option() -> click.Option:
    """`--staff`, which may stand before or after the verb: who acts."""
    return click.Option(
        ["--staff"],
        metavar="INITIALS",
        expose_value=False,
        callback=_note_staff,
        help="Who acts. With a staff list, the PIN is asked for or taken from OMBRUK_PIN.",
    )


class Verb(click.Command):
    """A command that also takes `--staff` and `--json` behind its name."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.params += [staff_option(), json_option()]


class Output:
    """A file that a person wants the result in. It is opened before anything is saved, so that a wrong place stops
    the work in time; what stood there before is replaced whole or not at all. Raises Refused `file_unwritable`.
    """

    def __init__(self, file: Path) -> None:
        import tempfile

        self._file = file
        try:
            handle, name = tempfile.mkstemp(dir=file.parent, prefix=".ombruk-", suffix=file.suffix)
        except OSError as error:
            raise Refused("file_unwritable", file=str(file), what=of_system(error)) from None
        self._out, self._temporary = os.fdopen(handle, "wb"), Path(name)

    def __enter__(self) -> "Output":
        return self

    def __exit__(self, *_: object) -> None:
        self._out.close()
        self._temporary.unlink(missing_ok=True)

    def write(self, data: bytes) -> None:
        """Put the result there."""
        try:
            self._out.write(data)
            self._out.close()
            self._temporary.chmod(0o644)
            self._temporary.replace(self._file)
        except OSError as error:
            raise Refused("file_unwritable", file=str(self._file), what=of_system(error)) from None


def item_answer(item: "Item") -> dict[str, Any]:
    """An item as scripts know it."""
    return {
        "id": item.item,
        "number": item.number,
        "category": item.category,
        "condition": item.condition,
        "grams": item.grams,
        "weight_source": item.weight_source,
        "title": item.title,
        "note": item.note,
        "photos": list(item.photos),
        "data_choice": item.data_choice,
        "state": item.state,
        "registered_at": item.registered_at,
        "receipt": item.receipt,
    }

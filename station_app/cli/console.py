"""What the command line's verbs share: the open station, the two ways of answering, and `--json` before or after."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from domain.refused import Refused
from station_app import config
from station_app.causes import of_system
from station_app.station import Station

if TYPE_CHECKING:
    from station_app.errors import Explanation
    from station_app.storage.items import Item


class Console:
    """One call of the program: where the store is, who acts, whether programs or people read the answer."""

    def __init__(self, as_json: bool) -> None:
        self.as_json = as_json
        self._folder: Path | None = None
        self.language = ""
        self.staff = ""
        self._station: Station | None = None

    @property
    def folder(self) -> Path:
        """The folder of the store: the named one, else the user's own."""
        if self._folder is None:
            self._folder = config.default_folder()
        return self._folder

    @folder.setter
    def folder(self, named: Path) -> None:
        self._folder = named

    @property
    def settings(self) -> config.Config:
        """The settings that hold here, with the language of this call."""
        settings = config.load(self.folder)
        return msgspec.structs.replace(settings, language=self.language) if self.language else settings

    @property
    def station(self) -> Station:
        """The store, opened at the first use, with whoever acts on duty where there is a staff list."""
        if self._station is None:
            self._station = Station.open(self.folder, settings=self.settings)
            if self.staff and self._station.staff.kept():
                self._come_on_duty(self._station)
        return self._station

    def _come_on_duty(self, station: Station) -> None:
        from station_app.actions.staff import go_on_duty

        try:
            go_on_duty(station, self.staff, os.environ.get("OMBRUK_PIN", ""))
        except Refused as refused:
            if refused.code != "pin_needed" or not sys.stdin.isatty():
                raise
            go_on_duty(station, self.staff, click.prompt("PIN", hide_input=True, err=True))

    def close(self) -> None:
        """Close the store when it was opened."""
        if self._station is not None:
            self._station.close()

    def answer(self, answer: Any, text: Callable[[], str] | str) -> None:
        """Print exactly one JSON document, or the sentences of `text`."""
        words = _document(answer) if self.as_json else text if isinstance(text, str) else text()
        try:
            sys.stdout.write(words + "\n")
            sys.stdout.flush()
        except OSError as error:
            raise Refused("answer_unwritable", what=of_system(error)) from None

    def refuse(self, words: "Explanation", more: dict[str, Any] | None = None) -> None:
        """Say what a person can mend: as JSON on standard output, else on standard error."""
        if self.as_json and words.code != "answer_unwritable":
            self.answer({"error": words.error, "remedy": words.remedy, "code": words.code, **(more or {})}, "")
        else:
            sys.stderr.write(f"{words.error}\n{words.remedy}\n")

    def explain(self, refused: Refused) -> "Explanation":
        """A refusal in the language of this call; works even when the settings do not."""
        from station_app.errors import explain

        try:
            return explain(refused, self.settings.language)
        except Refused:
            return explain(refused, self.language or "nb")


def _document(answer: Any) -> str:
    """One line of JSON. Bytes that are no characters (a file's name may hold them) become question marks."""
    try:
        return msgspec.json.encode(answer).decode()
    except UnicodeEncodeError:
        import json

        plain = json.dumps(msgspec.to_builtins(answer), ensure_ascii=False)
        return plain.encode("utf-8", "replace").decode()


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

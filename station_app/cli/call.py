"""One call of the command line: where the store is, who acts, how it is answered, and how it ends.

Without the library that reads command lines: a call that is as plain as can be does without it (sending.py).
Exit codes: 0 done, 1 a bug, 2 wrong usage, 3 refused for a reason that a person can mend.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from domain.refused import Refused
from station_app import config
from station_app.causes import of_system
from station_app.station import Station

if TYPE_CHECKING:
    from logging import Logger

    from station_app.errors import Explanation

DONE, BUG, USAGE, REFUSED = 0, 1, 2, 3


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
            import click

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


def carried_out(console: Console, work: Callable[[], object]) -> int:
    """Do the work of one call and return its exit code; everything is said on standard output and error."""
    try:
        result = work()
        # A verb that found something wrong says so by its exit code.
        return result if isinstance(result, int) else DONE
    except Refused as refused:
        console.refuse(console.explain(refused), _more(console, refused))
        return REFUSED
    except UnicodeEncodeError:
        console.refuse(console.explain(Refused("text_not_readable")))
        return REFUSED
    except Exception:
        log = _log()
        log.exception("a bug")
        console.refuse(console.explain(Refused("program_error")))
        return BUG
    finally:
        console.close()


def _log() -> "Logger":
    import logging

    log_to_stderr()
    return logging.getLogger("station_app")


def log_to_stderr() -> None:
    """What is logged goes to standard error. Loaded where something may be: most calls of a timer log nothing."""
    import logging

    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")


def _more(console: Console, refused: Refused) -> dict[str, object]:
    lines = refused.facts.get("lines")
    if not isinstance(lines, tuple):
        return {}
    from station_app.errors import explain_verdict

    language = console.settings.language
    return {
        "verdicts": [
            {
                "number": line.number,
                "allowed": line.allowed,
                "reason": line.reason,
                "text": explain_verdict(line.reason, language),
            }
            for line in lines
        ]
    }

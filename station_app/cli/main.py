"""The program's frame: options before the verb, and what is wrong with a call in words."""

from importlib import import_module
from pathlib import Path

import click

from station_app import config
from station_app.cli.call import USAGE, Console, carried_out
from station_app.cli.console import json_option, staff_option

VERBS = {
    "items": "register items change discard refuse categories photo label labels import",
    "handovers": "actors reserved hand-over attach-signed-copy reverse receipt history figures",
    "hub": "enrol new-key sync status export-batches import-acks",
    "printing": "jobs print",
    "recalls": "recalls",
    "staff": "staff",
    "store": "verify backup restore doctor",
}
"""Where each verb stands, so that only what is called is loaded: sending needs nothing that draws labels."""
_MODULES = {verb: module for module, verbs in VERBS.items() for verb in verbs.split()}


class _Verbs(click.Group):
    """The verbs, each loaded when it is called or described."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's name)
        return sorted(_MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 (click's name)
        if cmd_name not in _MODULES:
            return None
        module = import_module(f"station_app.cli.{_MODULES[cmd_name]}")
        return next((verb for verb in module.VERBS if verb.name == cmd_name), None)


@click.group(name="ombruk-station", cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--data-dir", type=click.Path(path_type=Path, file_okay=False), help="The folder of the store.")
@click.option("--language", type=click.Choice(config.LANGUAGES), help="The language of sentences.")
@click.version_option(package_name="ombruk")
@click.pass_obj
def cli(console: Console, data_dir: Path | None, language: str | None) -> None:
    """Register things for reuse, hand them over to actors, and send to the municipality. Works without a network."""
    if data_dir is not None:
        console.folder = data_dir
    console.language = language or ""


cli.params += [staff_option(), json_option()]


def run(arguments: list[str]) -> int:
    """Run one call and return its exit code; everything is said on standard output and error."""
    # Usage errors come before any option is read, and they too must be JSON when JSON was asked for.
    console = Console(as_json="--json" in arguments)
    return carried_out(console, lambda: _called(console, arguments))


def _called(console: Console, arguments: list[str]) -> object:
    try:
        return cli.main(arguments, prog_name="ombruk-station", standalone_mode=False, obj=console)
    except click.UsageError as usage:
        _usage(console, usage)
        return USAGE
    except click.Abort:
        return USAGE


def _usage(console: Console, usage: click.UsageError) -> None:
    from station_app.errors import Explanation

    if console.as_json:
        hint = f"Run `{usage.ctx.command_path} --help`." if usage.ctx else "Run `ombruk-station --help`."
        console.refuse(Explanation(error=usage.format_message(), remedy=hint, code="usage"))
    else:
        usage.show()

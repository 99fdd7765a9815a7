"""ombruk-hub: the verbs of the municipality's hub, thin. Models are imported inside verbs, once Django has started."""

import sys
from pathlib import Path

import click

from hub import console
from hub.cli_moving import VERBS as MOVING
from hub.cli_register import VERBS as REGISTER
from hub.cli_reservations import VERBS as RESERVATIONS
from hub.cli_running import VERBS as RUNNING


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--data-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="The hub's folder. Without it OMBRUK_HUB_DATA, else the platform's usual place.",
)
@click.option("--json", "as_json", is_flag=True, help="Exactly one JSON document on standard output.")
@click.version_option(package_name="ombruk")
@click.pass_obj
def cli(talk: console.Console, data_dir: Path | None, as_json: bool) -> None:  # noqa: ARG001 (read in console.run)
    """The municipality's hub for reuse: what the recycling stations registered and handed over."""
    talk.open(data_dir)


for _verb in (*RUNNING, *MOVING, *REGISTER, *RESERVATIONS):
    cli.add_command(_verb)


def main() -> None:
    """Entry point."""
    console.run(cli, sys.argv[1:])


if __name__ == "__main__":
    main()

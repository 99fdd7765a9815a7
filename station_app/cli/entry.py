"""Where `ombruk-station` begins."""

import gc
import io
import logging
import sys

from station_app.cli.sending import plainly_asked, send


def main() -> None:
    """Entry point of `ombruk-station`."""
    # One call, and the program ends. What is loaded stays: to look for garbage among it takes a tenth of the time.
    gc.set_threshold(50_000, 20, 100)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    done = call(sys.argv[1:])
    # At its end Python looks for garbage once more, among everything.
    gc.freeze()
    sys.exit(done)


def call(arguments: list[str]) -> int:
    """Run one call and return its exit code."""
    console = plainly_asked(arguments)
    if console is None:
        from station_app.cli.main import run

        return run(arguments)
    from station_app.cli.call import carried_out

    return carried_out(console, lambda: send(console))

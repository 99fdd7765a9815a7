"""Where `ombruk-station` begins."""

import gc
import io
import sys


def main() -> None:
    """Entry point of `ombruk-station`."""
    # One call, and the program ends. What is loaded stays: to look for garbage among it takes a tenth of the time.
    gc.set_threshold(50_000, 20, 100)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    done = call(sys.argv[1:])
    # At its end Python looks for garbage once more, among everything.
    gc.freeze()
    sys.exit(done)


def call(arguments: list[str]) -> int:
    """Run one call and return its exit code."""
    # Here and not above: `main` has told the collector first.
    from station_app.cli.call import carried_out, log_to_stderr
    from station_app.cli.sending import plainly_asked, send

    console = plainly_asked(arguments)
    if console is None:
        from station_app.cli.main import run

        log_to_stderr()
        return run(arguments)
    return carried_out(console, lambda: send(console))

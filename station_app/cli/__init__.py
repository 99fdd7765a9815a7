"""`ombruk-station`: the counter's whole job from the command line.

Thin: one function per verb, no rules of the trade.
"""

from station_app.cli.entry import main

__all__ = ["main"]

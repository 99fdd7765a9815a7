"""What F12 says about each screen: keys, what a scan does here, what to do when something fails. Message ids, no logic.

A screen that is not named here does not pass the tests.
"""

from station_app.sentences.mark import N_
from ui.help_around import AROUND
from ui.help_at_work import AT_WORK
from ui.help_entry import Entry

EVERYWHERE = (
    Entry(
        N_("On every screen"),
        N_(
            "F1 registers, F3 shows the shelf, F4 hands over, F5 shows the history, F6 the sending, F9 the settings. "
            "With a staff list, F11 asks who is on duty. "
            "Ctrl+Z takes back what the strip at the bottom has just said."
        ),
    ),
    Entry(
        N_("Without a network"),
        N_("Everything works as usual. What was done is kept on this PC and is sent by itself later."),
    ),
)
"""Stands below the help of each screen."""

HELP: dict[str, tuple[Entry, ...]] = {**AT_WORK, **AROUND}

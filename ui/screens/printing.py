"""What waits for a printer, what failed and why, and which things have no label yet."""

from collections.abc import Callable

from station_app.station import Subject
from ui.desk import Desk
from ui.parts.print_queue import JobGivenUp, PrintQueue
from ui.screens.screen import Screen
from ui.widgets.controls import column


class PrintingScreen(Screen):
    """The printing queue."""

    subjects = frozenset({Subject.JOBS, Subject.ITEMS, Subject.SETTINGS})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, name="printing")
        self.queue = PrintQueue(desk)
        self.build(column(self.queue))

    @property
    def later(self) -> tuple[Callable[[], object], ...]:
        """What is listed already is not made anew when somebody comes."""
        return (self.queue.refresh,)

    def refresh(self) -> None:
        """Ask the queue again."""
        self.queue.refresh()

    def take_back(self, deed: JobGivenUp) -> None:
        """What was given up waits again."""
        self.queue.take_back(deed)

    def arrive(self) -> None:
        """First what failed."""
        self.queue.focus()

"""Labels: put into the printing queue, from where ui/print_worker.py takes them. A failure never touches the item."""

from collections.abc import Callable
from pathlib import Path

from domain.refused import Refused
from station_app.actions.printing import queue_print
from station_app.storage.items import Item
from station_app.storage.jobs import JobKind
from ui.desk import Desk


class LabelJobs:
    """One file per label in the store's `labels` folder; printed too where a label printer is chosen."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._folder = desk.station.folder / "labels"

    def file(self, number: str) -> Path:
        """Where the label of an item is written."""
        return self._folder / f"{number}.pdf"

    def make(self, item: Item, queued: Callable[[], None] | None = None) -> None:
        """Have a label made for this item; `queued` is called at once when it is in the queue."""
        try:
            queue_print(self._desk.station, JobKind.LABEL, item.number)
        except Refused as refused:
            self._desk.warn(refused)
            return
        if queued is not None:
            queued()

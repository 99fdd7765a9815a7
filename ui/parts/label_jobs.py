"""Making labels: rendered and written in the background, then noted in the store. A failure never touches the item."""

from collections.abc import Callable
from pathlib import Path

from domain.refused import Refused
from station_app.actions.printing import note_labels
from station_app.storage.items import Item
from ui.desk import Desk
from ui.printing import print_pdf, write_pdf


class LabelJobs:
    """One file per label in the store's `labels` folder; printed too where a label printer is chosen."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._folder = desk.station.folder / "labels"

    def file(self, number: str) -> Path:
        """Where the label of an item is written."""
        return self._folder / f"{number}.pdf"

    def make(self, item: Item, done: Callable[[], None] | None = None) -> None:
        """Make a label for this item; `done` is called when it is noted."""
        # Loaded when the first label is made, because it takes longer than the first screen does.
        from station_app.actions.labels import label_data
        from station_app.documents.label import Stock, render_labels

        desk, target = self._desk, self.file(item.number)
        data, settings = label_data(desk.station, item), desk.station.config
        stock, printer = Stock(settings.label_stock), settings.label_printer

        def work() -> str:
            document = render_labels([data], stock, settings.language)
            write_pdf(target, document)
            if printer:
                print_pdf(document, printer)
            return "driver" if printer else "file"

        def made(medium: str) -> None:
            try:
                note_labels(desk.station, [item.number], stock=stock.value, medium=medium)
            except Refused as refused:
                failed(refused)
                return
            if done is not None:
                done()

        def failed(refused: Refused) -> None:
            saved = desk.texts.gettext("The item is saved, but its label was not made.")
            desk.teller.warn(f"{saved} {desk.words(refused)}")

        desk.background.run(work, made, failed)

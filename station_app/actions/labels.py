"""Labels for items: what stands on them, and the note in the log that they were made."""

import datetime
from collections.abc import Sequence

from domain.item import State
from domain.refused import Refused
from station_app.actions.practice import practice_word
from station_app.actions.printing import note_labels
from station_app.documents.label import LabelData, Stock, render_labels
from station_app.language import oslo
from station_app.station import Station
from station_app.storage.items import Item

NOTED_AT_ONCE = 500
"""Numbers in one event; a batch holds one event of that size."""


def label_data(station: Station, item: Item) -> LabelData:
    """What stands on the label of an item, in the language of the window."""
    return LabelData(
        number=item.number,
        category=station.category_name(item.category),
        title=item.title,
        day=datetime.datetime.fromisoformat(item.registered_at).astimezone(oslo()).date(),
        station=station.identity.station_name,
        practice=station.practice,
    )


def make_labels(
    station: Station, items: Sequence[Item], stock: Stock, *, medium: str = "file", staff: str = ""
) -> bytes:
    """Render labels as PDF and note them in the log. Durable on return.

    Raises Refused `item_void` for a registration that was taken back, ValueError for no items.
    """
    if (void := next((item for item in items if item.state is State.VOID), None)) is not None:
        raise Refused("item_void", number=void.number)
    labels = [label_data(station, item) for item in items]
    document = render_labels(labels, stock, station.config.language, watermark=practice_word(station))
    numbers = [item.number for item in items]
    for start in range(0, len(numbers), NOTED_AT_ONCE):
        some = numbers[start : start + NOTED_AT_ONCE]
        note_labels(station, some, stock=stock.value, medium=medium, staff=staff)
    return document

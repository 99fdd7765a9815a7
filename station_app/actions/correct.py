"""Describing a thing anew while it stands on the shelf, and noting that it became waste."""

import msgspec

from domain import text, weight
from domain.item import Condition, DataChoice, require_on_shelf
from domain.staff import Right
from domain.weight import WeightSource
from station_app.actions.register import checked_choice
from station_app.station import Changed, Station, Subject
from station_app.storage.items import Item
from wire.messages import Blob, ItemChanged, ItemDiscarded


class Correction(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be different; None leaves a field as it is."""

    category: str | None = None
    condition: Condition | None = None
    grams: int | None = None
    weight_source: WeightSource = WeightSource.TYPED
    title: str | None = None
    note: str | None = None
    photos: tuple[Blob, ...] | None = None
    data_choice: DataChoice | None = None


def change_item(station: Station, number: str, correction: Correction, *, staff: str = "") -> Changed:
    """Describe a thing on the shelf anew. Raises Refused `item_unknown`, `item_handed_over`, `item_discarded` and
    what registering raises.
    """
    with station.transaction():
        item = station.items.by_number(number)
        require_on_shelf(item.state, number)
        station.record(changed_event(station, item, correction, staff))
    return station.tell(Changed(frozenset({Subject.ITEMS}), number))


def changed_event(station: Station, item: Item, correction: Correction, staff: str) -> ItemChanged:
    """The event that describes `item` with the correction; checked like a new registration."""
    category = station.catalogue.category(correction.category or item.category)
    grams, source = item.grams, item.weight_source
    if correction.grams is not None:
        grams, source = correction.grams, correction.weight_source
    weight.check_grams(grams, category=category.code, max_grams=category.max_grams)
    title = item.title if correction.title is None else correction.title
    note = item.note if correction.note is None else correction.note
    photos = station.items.photo_properties(item.photos) if correction.photos is None else correction.photos
    choice = correction.data_choice or (item.data_choice if category.data_bearing else None)
    return ItemChanged(
        **station.heading(Right.REGISTER, staff),
        item=item.item,
        number=item.number,
        category=category.code,
        condition=correction.condition or item.condition,
        grams=grams,
        weight_source=source,
        title=text.clean(title, field="title", limit=text.TITLE_LIMIT),
        note=text.clean(note, field="note", limit=text.NOTE_LIMIT, lines=True),
        photos=photos,
        data_choice=checked_choice(category, choice),
    )


def discard_item(station: Station, number: str, reason: str, *, staff: str = "") -> Changed:
    """A thing on the shelf became waste. Raises Refused `item_unknown`, `item_handed_over`, `item_discarded`,
    `text_missing`.
    """
    reason = text.required(reason, field="reason", limit=text.REASON_LIMIT)
    with station.transaction():
        item = station.items.by_number(number)
        require_on_shelf(item.state, number)
        station.record(
            ItemDiscarded(
                **station.heading(Right.REGISTER, staff),
                item=item.item,
                number=number,
                reason=reason,
            )
        )
    return station.tell(Changed(frozenset({Subject.ITEMS}), number))

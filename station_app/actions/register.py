"""Taking a thing in, and describing it anew while it stands on the shelf."""

import uuid
from collections.abc import Sequence

import msgspec

from domain import text, weight
from domain.catalogue import Category
from domain.item import Condition, DataChoice, require_on_shelf
from domain.numbers import Kind
from domain.refused import Refused
from domain.weight import WeightSource
from station_app.devices.photo import Photo
from station_app.station import Changed, Station, Subject
from station_app.storage.items import Item
from wire.messages import Blob, ItemChanged, ItemDiscarded, ItemRegistered, LabelPrinted

PHOTO_TYPE = "image/jpeg"


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A thing before it is saved. `grams` None takes the category's usual weight; `photos` are kept files' hashes."""

    category: str
    condition: Condition = Condition.GOOD
    grams: int | None = None
    weight_source: WeightSource = WeightSource.TYPED
    title: str = ""
    note: str = ""
    photos: tuple[Blob, ...] = ()
    data_choice: DataChoice | None = None
    staff: str = ""
    origin: str | None = None


def keep_photo(station: Station, photo: Photo) -> Blob:
    """Store a prepared picture durably, before anything refers to it. Raises Refused `disk_full` and the like."""
    sha256 = station.blobs.keep(photo.working)
    station.blobs.keep_thumbnail(sha256, photo.thumbnail)
    size = len(photo.working)
    return Blob(sha256=sha256, media_type=PHOTO_TYPE, size=size, width=photo.width, height=photo.height)


def check_draft(station: Station, draft: Draft) -> Draft:
    """The draft as it would be saved: weight and its source filled in, texts cleaned. Nothing is written.

    Raises Refused for what a person can mend: category, weight, texts, initials, choice about data.
    """
    category = station.catalogue.category(draft.category)
    grams, source = checked_weight(category, draft.grams, draft.weight_source, station.config.language)
    return msgspec.structs.replace(
        draft,
        grams=grams,
        weight_source=source,
        title=text.clean(draft.title, field="title", limit=text.TITLE_LIMIT),
        note=text.clean(draft.note, field="note", limit=text.NOTE_LIMIT, lines=True),
        data_choice=_checked_choice(category, draft.data_choice),
        staff=text.clean(draft.staff, field="staff", limit=text.STAFF_LIMIT),
    )


def register_item(station: Station, draft: Draft) -> Changed:
    """Save a thing with a number of its own; `Changed.number` is that number. Durable on return.

    Raises Refused for what a person can mend: category, weight, texts, choice about data, `already_imported`.
    """
    draft = check_draft(station, draft)
    with station.transaction():
        if draft.origin is not None and (number := station.items.imported(draft.origin)) is not None:
            raise Refused("already_imported", number=number)
        identity = station.identity
        number = str(station.next_number(Kind.ITEM))
        station.record(
            ItemRegistered(
                **station.heading(draft.staff),
                item=str(uuid.uuid4()),
                number=number,
                category=draft.category,
                condition=draft.condition,
                grams=draft.grams or 0,
                weight_source=draft.weight_source,
                station=identity.enrolment.station if identity.enrolment else "",
                title=draft.title,
                note=draft.note,
                photos=draft.photos,
                data_choice=draft.data_choice,
                origin=draft.origin,
            )
        )
    return station.tell(Changed(frozenset({Subject.ITEMS}), number))


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
        **station.heading(staff),
        item=item.item,
        number=item.number,
        category=category.code,
        condition=correction.condition or item.condition,
        grams=grams,
        weight_source=source,
        title=text.clean(title, field="title", limit=text.TITLE_LIMIT),
        note=text.clean(note, field="note", limit=text.NOTE_LIMIT, lines=True),
        photos=photos,
        data_choice=_checked_choice(category, choice),
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
                **station.heading(staff),
                item=item.item,
                number=number,
                reason=reason,
            )
        )
    return station.tell(Changed(frozenset({Subject.ITEMS}), number))


def note_labels(station: Station, numbers: Sequence[str], *, stock: str, medium: str, staff: str = "") -> Changed:
    """Note that labels were made for these items. Raises Refused `item_unknown`."""
    with station.transaction():
        for number in numbers:
            station.items.by_number(number)
        station.record(
            LabelPrinted(
                **station.heading(staff),
                numbers=tuple(numbers),
                stock=stock,
                medium=medium,
            )
        )
    return station.tell(Changed(frozenset({Subject.ITEMS}), numbers[0] if numbers else ""))


def checked_weight(
    category: Category, grams: int | None, source: WeightSource, language: str
) -> tuple[int, WeightSource]:
    """The weight to save and its source; the category's usual weight when nobody gave one.

    Raises Refused `weight_missing` where there is no usual weight, `weight_zero`, `weight_negative`,
    `weight_implausible`.
    """
    if grams is None:
        if category.default_grams is None:
            raise Refused("weight_missing", category=category.names.in_language(language))
        return category.default_grams, WeightSource.DEFAULT
    name = category.names.in_language(language)
    return weight.check_grams(grams, category=name, max_grams=category.max_grams), source


def _checked_choice(category: Category, choice: DataChoice | None) -> DataChoice | None:
    if choice is not None and not category.data_bearing:
        raise Refused("data_choice_not_needed", category=category.code)
    return choice

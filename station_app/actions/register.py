"""Taking a thing in, and taking that back when it was a mistake."""

from collections.abc import Sequence

import msgspec

from domain import text, weight
from domain.catalogue import Category
from domain.item import Condition, DataChoice, require_on_shelf
from domain.numbers import Kind
from domain.refused import Refused
from domain.staff import Right
from domain.weight import WeightSource
from station_app.devices.photo import Photo
from station_app.station import Changed, Station, Subject
from station_app.storage.drafts import DraftKind
from station_app.storage.jobs import JobKind
from wire.messages import Blob, ItemRegistered, ItemVoided, new_id

PHOTO_TYPE = "image/jpeg"
MOST_COPIES = 20
"""Things alike in one go; more is a typing mistake."""
ITEMS = frozenset({Subject.ITEMS})
WITH_LABEL = frozenset({Subject.ITEMS, Subject.JOBS})


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

    Raises Refused for what a person can mend: category, weight, texts, initials, choice about data, who may not save.
    """
    station.allow(Right.REGISTER)
    return _checked(station, draft)


def _checked(station: Station, draft: Draft) -> Draft:
    category = station.catalogue.category(draft.category)
    grams, source = checked_weight(category, draft.grams, draft.weight_source, station.config.language)
    return msgspec.structs.replace(
        draft,
        grams=grams,
        weight_source=source,
        title=text.clean(draft.title, field="title", limit=text.TITLE_LIMIT),
        note=text.clean(draft.note, field="note", limit=text.NOTE_LIMIT, lines=True),
        data_choice=checked_choice(category, draft.data_choice),
        staff=text.clean(draft.staff, field="staff", limit=text.STAFF_LIMIT),
    )


def register_item(station: Station, draft: Draft) -> Changed:
    """Save a thing with a number of its own; `Changed.number` is that number. Durable on return.

    Raises Refused for what a person can mend: category, weight, texts, choice about data, `already_imported`.
    """
    return register_items(station, draft, copies=1)


def register_items(
    station: Station, draft: Draft, *, copies: int, label: bool = False, from_form: bool = False
) -> Changed:
    """Save so many things that are alike (1-20), each with a number of its own; all of them or none.

    With `label` each one's label is put into the printing queue in the same transaction, and with `from_form` the live
    draft is emptied in it, so that a thing is never both saved and begun. `Changed.number` is the first number; the
    others follow it (`numbers.consecutive`). Durable on return.
    Raises Refused `copies_out_of_range` and what `register_item` raises.
    """
    if not 1 <= copies <= MOST_COPIES:
        raise Refused("copies_out_of_range", limit=MOST_COPIES)
    first = ""
    # Checked inside: each question outside would take and give back a lock of its own. Who may is asked by `heading`.
    with station.transaction():
        draft = _checked(station, draft)
        if draft.origin is not None and (number := station.items.imported(draft.origin)) is not None:
            raise Refused("already_imported", number=number)
        device_number, enrolled = station.identities.place()
        for _ in range(copies):
            number = str(station.next_number(Kind.ITEM, device_number))
            first = first or number
            event = _registered(station, draft, number, enrolled)
            station.record(event)
            if label:
                station.jobs.add(JobKind.LABEL, number, at=event.at, staff=event.staff)
        if from_form:
            station.drafts.keep_live(DraftKind.ITEM, at=station.now(), staff="", words="", body="")
    return station.tell(Changed(WITH_LABEL if label else ITEMS, first))


def _registered(station: Station, draft: Draft, number: str, enrolled: str) -> ItemRegistered:
    return ItemRegistered(
        **station.heading(Right.REGISTER, draft.staff),
        item=new_id(),
        number=number,
        category=draft.category,
        condition=draft.condition,
        grams=draft.grams or 0,
        weight_source=draft.weight_source,
        station=enrolled,
        title=draft.title,
        note=draft.note,
        photos=draft.photos,
        data_choice=draft.data_choice,
        origin=draft.origin,
    )


def void_items(station: Station, numbers: Sequence[str], *, staff: str = "") -> Changed:
    """Take back registrations that were mistakes: the things never counted, their labels are torn off.

    Labels that still wait to be printed are given up. Raises Refused `item_unknown`, `item_handed_over`,
    `item_discarded`, `item_void`.
    """
    with station.transaction():
        for number in numbers:
            item = station.items.by_number(number)
            require_on_shelf(item.state, number)
            station.record(ItemVoided(**station.heading(Right.REGISTER, staff), item=item.item, number=number))
            station.jobs.drop_for(JobKind.LABEL, number)
    return station.tell(Changed(WITH_LABEL, numbers[0] if numbers else ""))


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


def checked_choice(category: Category, choice: DataChoice | None) -> DataChoice | None:
    """The choice about data, which only things that hold data have. Raises Refused `data_choice_not_needed`."""
    if choice is not None and not category.data_bearing:
        raise Refused("data_choice_not_needed", category=category.code)
    return choice

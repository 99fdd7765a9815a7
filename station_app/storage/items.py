"""Reading items: one by number, the newest ones, a search. Writing is done by projection.py alone."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from domain.item import Condition, DataChoice, State
from domain.numbers import LENGTH
from domain.refused import Refused
from domain.weight import WeightSource
from station_app.storage.database import Database
from station_app.storage.search_index import Question, registered_by
from station_app.storage.searching import match_expression, number_beginning, words_of
from wire.blob import Blob

LARGEST_PAGE = 500


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One item as it stands now. `id` is local and gives the order; weight in whole grams; `labels` counts prints."""

    id: int
    item: str
    number: str
    category: str
    condition: Condition
    grams: int
    weight_source: WeightSource
    title: str
    note: str
    photos: tuple[str, ...]
    data_choice: DataChoice | None
    state: State
    receipt: str | None
    labels: int
    staff: str
    registered_at: str


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which items: all that hold every word of `search` and stand to everything else that is given.

    `search` is words (as beginnings) or a number as it stands on the label, whole or its beginning. `state` None is any
    but void. `since` is a time (UTC): on the shelf, and registered then or before. `unlabelled`: no label yet.
    """

    search: str = ""
    state: State | None = None
    categories: tuple[str, ...] = ()
    since: str = ""
    unlabelled: bool = False


EVERYTHING = Wanted()


class Page(msgspec.Struct, frozen=True):
    """Some items, newest first, and the cursor of the page behind them (None at the end).

    Of a page above another one, `next` is the cursor of the page above it.
    """

    items: tuple[Item, ...]
    next: int | None


_COLUMNS = (
    "id, item, number, category, condition, grams, weight_source, title, note, photos, data_choice, state, receipt,"
    " labels, staff, registered_at"
)
_SELECTED = ", ".join(f"item.{name}" for name in _COLUMNS.split(", "))
_DEVICE_DIGITS = 6
"""A number begins with its kind (one digit) and its device (five)."""


class Items:
    """Questions about items."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def by_number(self, number: str) -> Item:
        """The item with these 14 digits. Raises Refused `item_unknown`."""
        row = self._database.row(f"SELECT {_COLUMNS} FROM item WHERE number = ?", (number,))  # noqa: S608
        if row is None:
            raise Refused("item_unknown", number=number)
        return _item(row)

    def imported(self, origin: str) -> str | None:
        """The number of the item that came from this row of a file, or None."""
        found: str | None = self._database.value("SELECT number FROM item WHERE origin = ?", (origin,))
        return found

    def page(
        self, wanted: Wanted = EVERYTHING, *, limit: int = 50, after: int | None = None, above: int | None = None
    ) -> Page:
        """Items, newest first; at most `limit` (1-500).

        `after` is the cursor of an earlier page; `above` asks for what stands right above an item with this id. Cost
        does not grow with the depth: it goes by key, not by offset.
        """
        limit = max(1, min(limit, LARGEST_PAGE))
        found = self._question(wanted)
        if found is None:
            return Page((), None)
        upward = above is not None
        sign, cursor = (">", above) if upward else ("<", after)
        if cursor is not None:
            found.add(f"{found.key} {sign} ?", cursor)
        rows = found.rows(self._database, _SELECTED, newest_first=not upward, limit=limit + 1)
        items = tuple(_item(row) for row in rows[:limit])
        return Page(items[::-1] if upward else items, items[-1].id if len(rows) > limit else None)

    def count(self, wanted: Wanted, *, up_to: int = 1_000) -> int:
        """How many there are, counted no further than `up_to` + 1, which then means "more"."""
        found = self._question(wanted)
        return 0 if found is None else found.count(self._database, up_to=up_to + 1)

    def photo_properties(self, hashes: Sequence[str]) -> tuple[Blob, ...]:
        """What is known of stored photos, in the order asked; unknown ones are left out."""
        return tuple(
            Blob(
                sha256=row["sha256"],
                media_type=row["media_type"],
                size=row["size"],
                width=row["width"],
                height=row["height"],
            )
            for sha256 in hashes
            for row in self._database.rows("SELECT * FROM blob WHERE sha256 = ?", (sha256,))
        )

    def _question(self, wanted: Wanted) -> Question | None:
        """Where to look and for what; None when nothing can be found."""
        beginning = number_beginning(wanted.search)
        words = [] if beginning else words_of(wanted.search)
        if wanted.search.strip() and not (beginning or words):
            # Signs alone: no word could be found under them.
            return None
        state = State.REGISTERED if wanted.since and wanted.state is None else wanted.state
        if wanted.since and state is not State.REGISTERED:
            return None
        match = match_expression(words, state, wanted.categories, unlabelled=wanted.unlabelled)
        found = Question(match)
        if not match:
            found.add("item.state <> ?", State.VOID)
        if beginning and not self._add_number(found, beginning):
            return None
        if wanted.since:
            found.add(f"{found.key} <= ?", registered_by(self._database, wanted.since))
            found.add("+item.registered_at <= ?", wanted.since)
        return found

    def _add_number(self, found: Question, beginning: str) -> bool:
        """Look only among numbers that begin so; False when there are none.

        A device gives its numbers in order, so they lie between two ids; another device's may lie among them.
        """
        first, last = [], []
        for device in self._devices():
            low = max(beginning.ljust(LENGTH, "0"), device.ljust(LENGTH, "0"))
            high = min(beginning.ljust(LENGTH, "9"), device.ljust(LENGTH, "9"))
            if low <= high:
                first.append(self._database.value(_FIRST_NUMBER, (low, high)))
                last.append(self._database.value(_LAST_NUMBER, (low, high)))
        ids = [each for each in (*first, *last) if each is not None]
        if not ids:
            return False
        found.add(f"{found.key} >= ?", min(ids))
        found.add(f"{found.key} <= ?", max(ids))
        found.add("+item.number >= ?", beginning.ljust(LENGTH, "0"))
        found.add("+item.number <= ?", beginning.ljust(LENGTH, "9"))
        return True

    def _devices(self) -> Iterator[str]:
        """Kind and device, as six digits, of every device that gave a number to a thing here; they are few."""
        found = self._database.value("SELECT min(number) FROM item")
        while found is not None:
            device = found[:_DEVICE_DIGITS]
            yield device
            found = self._database.value("SELECT min(number) FROM item WHERE number > ?", (device.ljust(LENGTH, "9"),))


_FIRST_NUMBER = "SELECT id FROM item WHERE number BETWEEN ? AND ? ORDER BY number LIMIT 1"
_LAST_NUMBER = "SELECT id FROM item WHERE number BETWEEN ? AND ? ORDER BY number DESC LIMIT 1"


def _item(row: Any) -> Item:
    values = dict(row)
    values["photos"] = tuple(filter(None, values["photos"].split(",")))
    return msgspec.convert(values, Item)

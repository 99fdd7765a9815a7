"""Reading items: one by number, the newest ones, a search. Writing is done by projection.py alone."""

import re
from collections.abc import Sequence
from typing import Any

import msgspec

from domain.item import Condition, DataChoice, State
from domain.numbers import LENGTH
from domain.refused import Refused
from domain.weight import WeightSource
from station_app.storage.database import Database
from wire.messages import Blob

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


class Page(msgspec.Struct, frozen=True):
    """Some items, newest first, and the cursor of the page behind them (None at the end)."""

    items: tuple[Item, ...]
    next: int | None


_COLUMNS = (
    "id, item, number, category, condition, grams, weight_source, title, note, photos, data_choice, state, receipt,"
    " labels, staff, registered_at"
)


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
        self,
        *,
        search: str = "",
        state: State | None = None,
        category: str | None = None,
        limit: int = 50,
        after: int | None = None,
    ) -> Page:
        """Items, newest first, that hold every word of `search` (as a word's beginning); at most `limit` (1-500).

        `after` is the cursor of an earlier page. Cost does not grow with the depth: it goes by key, not by offset.
        """
        limit = max(1, min(limit, LARGEST_PAGE))
        where: list[str] = []
        values: list[Any] = []
        source = "item"
        match = match_expression(search)
        if search.strip() and not match:
            # Signs alone: no word could be found under them.
            return Page((), None)
        if match:
            source = "item_search JOIN item ON item.id = item_search.rowid"
            where.append("item_search MATCH ?")
            values.append(match)
        key = "item_search.rowid" if match else "item.id"
        for clause, value in ((f"{key} < ?", after), ("state = ?", state), ("category = ?", category)):
            if value is not None:
                where.append(clause)
                values.append(value)
        columns = ", ".join(f"item.{name.strip()}" for name in _COLUMNS.split(","))
        condition = f" WHERE {' AND '.join(where)}" if where else ""
        query = f"SELECT {columns} FROM {source}{condition} ORDER BY {key} DESC LIMIT ?"  # noqa: S608
        rows = self._database.rows(query, (*values, limit + 1))
        items = tuple(_item(row) for row in rows[:limit])
        return Page(items, items[-1].id if len(rows) > limit else None)

    def count(self, state: State) -> int:
        """How many items are in this state."""
        return int(self._database.value("SELECT count(*) FROM item WHERE state = ?", (state,)))

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


def match_expression(search: str) -> str:
    """An FTS5 expression for what a person typed: every word a prefix, all of them wanted. Empty for no words.

    A number may be typed in groups, as it stands on the label.
    """
    digits = "".join(search.split())
    if len(digits) == LENGTH and digits.isdigit():
        return f'number : "{digits}"'
    return " ".join(f'"{word}"*' for word in re.findall(r"\w+", search))


def _item(row: Any) -> Item:
    values = dict(row)
    values["photos"] = tuple(filter(None, values["photos"].split(",")))
    return msgspec.convert(values, Item)

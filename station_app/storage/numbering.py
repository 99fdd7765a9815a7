"""Which number is given next. No item is ever removed, so of these its own index says it; of others a counter does."""

from functools import lru_cache

from domain import numbers
from domain.numbers import Kind, Number
from domain.refused import Refused
from station_app.storage.database import Database

_KIND_AND_DEVICE = 6
"""The first digits of a number, which all of one kind from one device have in common."""
_HIGHEST_ITEM = "SELECT number FROM item WHERE number BETWEEN ? AND ? ORDER BY number DESC LIMIT 1"


def next_number(database: Database, kind: Kind, device_number: int) -> Number:
    """The number behind the last one given. Raises Refused `numbers_used_up` after 9 999 999."""
    last = _last_item(database, device_number) if kind is Kind.ITEM else _last(database, kind, device_number)
    if last >= numbers.LAST_RUNNING:
        raise Refused("numbers_used_up")
    return Number(kind, device_number, last + 1)


def note_item(database: Database, number: str) -> None:
    """A thing with this number was put in; so that the next save need not ask which is the highest."""
    alike = _like(number[:_KIND_AND_DEVICE])
    known = database.lasting(_HIGHEST_ITEM, alike)
    if known is None or known[0] < number:
        database.keep_lasting(_HIGHEST_ITEM, alike, (number,))


def _last(database: Database, kind: Kind, device_number: int) -> int:
    return database.value("SELECT last FROM counter WHERE kind = ? AND device = ?", (int(kind), device_number)) or 0


def _last_item(database: Database, device_number: int) -> int:
    found = database.lasting(_HIGHEST_ITEM, _like(f"{int(Kind.ITEM)}{device_number:05d}"))
    return 0 if found is None else numbers.running(found[0])


@lru_cache(maxsize=64)
def _like(begin: str) -> tuple[str, str]:
    """The lowest and the highest digits of a number of this kind and device."""
    return f"{begin}00000000", f"{begin}99999999"

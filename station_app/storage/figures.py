"""The station's figures, with the same meaning and shape as the hub's, so that they can be compared to the gram."""

import msgspec

from domain.item import State
from station_app.storage.database import Database


class Amount(msgspec.Struct, frozen=True):
    """Pieces and whole grams."""

    pieces: int = 0
    grams: int = 0


class CategoryFigures(msgspec.Struct, frozen=True):
    """One category: everything ever registered, and what is handed over now."""

    registered: Amount
    handed_over: Amount


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """`registered` is every item ever taken in, at its present weight; `handed_over` what is with actors now.
    Void registrations count nowhere.

    So registered = on_shelf + handed_over + discarded. `reversed` counts the lines of reversed handovers, `refused`
    what was turned away (grams where known). Handed over is not reused (Decision (EU) 2021/19): outcomes are the hub's.
    """

    registered: Amount
    on_shelf: Amount
    handed_over: Amount
    reversed: Amount
    discarded: Amount
    refused: Amount
    by_category: dict[str, CategoryFigures]


_BY_CATEGORY = """
SELECT category, state, count(*) AS pieces, sum(grams) AS grams FROM item WHERE state <> 'void'
GROUP BY category, state ORDER BY category
"""
_REVERSED = """
SELECT count(*) AS pieces, coalesce(sum(line.grams), 0) AS grams
FROM reversal JOIN line ON line.receipt = reversal.reverses JOIN item ON item.number = line.number
WHERE item.state <> 'void'
"""


def figures(database: Database) -> Figures:
    """Compute the figures from the rows as they are now."""
    states: dict[str, Amount] = {}
    registered: dict[str, Amount] = {}
    handed_over: dict[str, Amount] = {}
    for row in database.rows(_BY_CATEGORY):
        amount = Amount(row["pieces"], row["grams"])
        states[row["state"]] = _plus(states.get(row["state"]), amount)
        registered[row["category"]] = _plus(registered.get(row["category"]), amount)
        if row["state"] == State.HANDED_OVER:
            handed_over[row["category"]] = amount
    refused = database.row("SELECT count(*) AS pieces, coalesce(sum(grams), 0) AS grams FROM refusal")
    taken_back = database.row(_REVERSED)
    everything = Amount()
    for amount in states.values():
        everything = _plus(everything, amount)
    return Figures(
        registered=everything,
        on_shelf=states.get(State.REGISTERED, Amount()),
        handed_over=states.get(State.HANDED_OVER, Amount()),
        reversed=Amount(*taken_back) if taken_back else Amount(),
        discarded=states.get(State.DISCARDED, Amount()),
        refused=Amount(*refused) if refused else Amount(),
        by_category={
            category: CategoryFigures(amount, handed_over.get(category, Amount()))
            for category, amount in registered.items()
        },
    )


def _plus(one: Amount | None, other: Amount) -> Amount:
    return other if one is None else Amount(one.pieces + other.pieces, one.grams + other.grams)

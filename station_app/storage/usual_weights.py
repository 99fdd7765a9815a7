"""What things of a category usually weigh here: the median of what people weighed or estimated at this store."""

from station_app.storage.database import Database

LOOKED_AT = 5_000
"""Newest things that are looked at: some months of a busy station, read in about 10 ms by rowid."""
LEAST_THINGS = 5
"""Fewer say little about a category."""


def usual_weights(database: Database) -> dict[str, int]:
    """Grams by category code, for categories of which enough was weighed or estimated lately.

    Weights that were category weights themselves do not count, so that the figure never feeds on itself.
    """
    import statistics

    rows = database.rows(
        "SELECT category, grams FROM (SELECT category, grams, weight_source, state FROM item ORDER BY id DESC LIMIT ?)"
        " WHERE weight_source <> 'default' AND state <> 'void'",
        (LOOKED_AT,),
    )
    found: dict[str, list[int]] = {}
    for category, grams in rows:
        found.setdefault(category, []).append(grams)
    return {
        category: round(statistics.median(grams)) for category, grams in found.items() if len(grams) >= LEAST_THINGS
    }

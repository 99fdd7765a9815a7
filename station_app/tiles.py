"""Which categories stand on the tiles 1–8 of the registering screen, as data: window and command sheet show the same.

The ninth leads to everything else. Why it is so: docs/adr/0007-nine-tiles.md.
"""

from domain.catalogue import Catalogue, Category
from domain.refused import Refused
from station_app.station import Station

TILE_COUNT = 8
EVERYTHING_KEY = "9"
"""The key of the tile that leads to all categories."""
USUAL_TILES = ("chair", "bicycle", "hand_tool", "dinnerware", "books", "bag_and_suitcase", "table_lamp", "toys")
"""One of each of the catalogue's first eight groups, in their order, so that a digit means the same on both levels.

In each the commonest that no reason to refuse speaks against (judgement; a station sets its own in `tiles`).
"""


def tile_categories(station: Station) -> tuple[Category, ...]:
    """What the tiles 1–8 stand for, in their order; fewer only when the catalogue has fewer categories.

    From the setting `tiles`, and for what that leaves open from the built-in ones. For a code that the published
    catalogue does not have another category stands in, so that no tile moves into the place of another.
    """
    catalogue = station.catalogue
    chosen = station.config.tiles.split()[:TILE_COUNT]
    codes = [*chosen, *USUAL_TILES[len(chosen) :]]
    tiles: list[Category] = []
    for place, code in enumerate(codes):
        taken = {*codes[place + 1 :], *(tile.code for tile in tiles)}
        known = None if code in taken else _known(catalogue, code)
        if (tile := known or _stand_in(catalogue, place, taken)) is not None:
            tiles.append(tile)
    return tuple(tiles)


def _known(catalogue: Catalogue, code: str) -> Category | None:
    try:
        return catalogue.category(code)
    except Refused:
        return None


def _stand_in(catalogue: Catalogue, place: int, taken: set[str]) -> Category | None:
    """Another of the group with this place's digit, else of any; rather one that no reason to refuse speaks against."""
    group = catalogue.groups[min(place, len(catalogue.groups) - 1)].code
    free = (each for each in catalogue.categories if each.code not in taken)
    ranked = sorted(free, key=lambda each: (each.advice is not None, each.group != group))
    return next(iter(ranked), None)

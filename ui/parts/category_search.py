"""Finding a category by what people call the thing, in any of the three languages. Pure."""

import re

from domain.catalogue import Catalogue, Category

INSIDE = 3
"""So many letters are looked for inside of words too: Norwegian sets the kind of a thing last in its compounds."""


def find_categories(catalogue: Catalogue, wanted: str, language: str, limit: int = 12) -> tuple[Category, ...]:
    """Categories in whose names or synonyms every typed word begins some word; the nearest first.

    A name in the window's language counts more than a synonym, a whole beginning more than a word inside. A word of
    three letters or more is also found inside of others, last: «stol» in «lenestol».
    """
    words = re.findall(r"\w+", wanted.casefold())
    if not words:
        return ()
    ranked: list[tuple[int, int, Category]] = []
    for place, category in enumerate(catalogue.categories):
        name = category.names.in_language(language).casefold()
        everything = re.findall(r"\w+", category.search_text().casefold())
        if not all(any(_holds(known, word) for known in everything) for word in words):
            continue
        own = re.findall(r"\w+", name)
        if name.startswith(" ".join(words)):
            rank = 0
        elif all(any(known.startswith(word) for known in own) for word in words):
            rank = 1
        elif all(any(known.startswith(word) for known in everything) for word in words):
            rank = 2
        else:
            rank = 3 if all(any(_holds(known, word) for known in own) for word in words) else 4
        ranked.append((rank, place, category))
    return tuple(category for _, _, category in sorted(ranked, key=lambda found: found[:2])[:limit])


def _holds(known: str, word: str) -> bool:
    return known.startswith(word) or (len(word) >= INSIDE and word in known)

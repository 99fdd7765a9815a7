"""Finding a category by what people call the thing, in any of the three languages. Pure."""

import re

from domain.catalogue import Catalogue, Category


def find_categories(catalogue: Catalogue, wanted: str, language: str, limit: int = 12) -> tuple[Category, ...]:
    """Categories in whose names or synonyms every typed word begins some word; the nearest first.

    A name in the window's language counts more than a synonym, a whole beginning more than a word inside.
    """
    words = re.findall(r"\w+", wanted.casefold())
    if not words:
        return ()
    ranked: list[tuple[int, int, Category]] = []
    for place, category in enumerate(catalogue.categories):
        name = category.names.in_language(language).casefold()
        everything = re.findall(r"\w+", category.search_text().casefold())
        if not all(any(known.startswith(word) for known in everything) for word in words):
            continue
        own = re.findall(r"\w+", name)
        if name.startswith(" ".join(words)):
            rank = 0
        elif all(any(known.startswith(word) for known in own) for word in words):
            rank = 1
        else:
            rank = 2
        ranked.append((rank, place, category))
    return tuple(category for _, _, category in sorted(ranked, key=lambda found: found[:2])[:limit])

"""The catalogue that is in force at this counter, and the words under which its categories are known and looked for."""

from pathlib import Path

import resources
from domain.catalogue import Catalogue, CatalogueError
from domain.refused import Refused
from station_app.storage.built_in import built_in_catalogue
from station_app.storage.reference import ReferenceStore


class Catalogues:
    """Read once for each version that a hub publishes. Belongs to the thread of its store, in `folder`."""

    def __init__(self, reference: ReferenceStore, folder: Path) -> None:
        self._reference, self._folder = reference, folder
        self._current: tuple[int, Catalogue] | None = None
        self._keywords: dict[str, str] = {}

    def current(self) -> Catalogue:
        """The published catalogue, or the built-in one before the first contact with a hub.

        Raises Refused `catalogue_broken`.
        """
        version = self._reference.version()
        if self._current is None or self._current[0] != version:
            published = self._reference.current()
            found = published.catalogue if published is not None else None
            self._current = (version, found or self._built_in())
            self._keywords = {}
        return self._current[1]

    def keywords(self, category: str) -> str:
        """The words under which people look for things of this category; none for one that is no longer known."""
        catalogue = self.current()
        if category not in self._keywords:
            from station_app.storage.searching import fewest_words

            try:
                self._keywords[category] = fewest_words(catalogue.category(category).search_text())
            except Refused:
                return ""
        return self._keywords[category]

    def name(self, code: str, language: str) -> str:
        """The name of a category; the code when it is no longer known."""
        try:
            return self.current().category(code).names.in_language(language)
        except Refused:
            return code

    def _built_in(self) -> Catalogue:
        """The catalogue that came with the program. Raises Refused `catalogue_broken`, which names file and line."""
        try:
            return built_in_catalogue(resources.path("catalogue"), self._folder)
        except CatalogueError as broken:
            raise Refused("catalogue_broken", what=str(broken)) from broken

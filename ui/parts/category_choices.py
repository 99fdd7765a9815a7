"""Which categories can be chosen now, without a widget: nine tiles, all groups, one group, or what a search found.

Where the tiles stand never changes by itself: hands learn it. See docs/adr/0007-nine-tiles.md.
"""

from collections.abc import Sequence
from enum import Enum, auto

from domain.catalogue import Category
from domain.refused import Refused
from station_app.tiles import EVERYTHING_KEY, TILE_COUNT, tile_categories
from ui.desk import Desk
from ui.parts.category_search import find_categories
from ui.widgets.tile_face import Choice

DIGITS = "1234567890"
EVERYTHING = "everything"


class Level(Enum):
    """What the tiles show while nobody searches."""

    USUAL = auto()
    GROUPS = auto()
    GROUP = auto()


class CategoryChoices:
    """`code` is the category that is chosen, empty for none; `text` what is searched for; `level` and `group` what is
    looked into while nobody searches; `digits` whether tiles have digits.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.code = self.text = self.group = ""
        self.level = Level.USUAL
        self.digits = desk.digit_keys

    @property
    def category(self) -> Category | None:
        """The category that is chosen, as the catalogue has it now."""
        try:
            return self._desk.station.catalogue.category(self.code) if self.code else None
        except Refused:
            return None

    @property
    def searching(self) -> bool:
        """Whether something is searched for."""
        return bool(self.text.strip())

    def choose(self, code: str, *, in_group: bool = True) -> None:
        """Choose this category where it stands: on the nine tiles, else in its group (or, not `in_group`, unseen)."""
        self.code, self.text = code, ""
        category = self.category
        usual = category is None or category in tile_categories(self._desk.station)
        self.level = Level.USUAL if usual or not in_group else Level.GROUP
        self.group = category.group if category else ""

    def outdated(self) -> bool:
        """Whether the catalogue in force has what is chosen, or looked into, no more."""
        known = {group.code for group in self._desk.station.catalogue.groups}
        return (bool(self.code) and self.category is None) or (self.level is Level.GROUP and self.group not in known)

    def lead(self, value: str) -> bool:
        """Follow a tile that leads on; False for one that is a category."""
        if self.searching:
            return False
        if value == EVERYTHING:
            self.level = Level.GROUPS
        elif self.level is Level.GROUPS:
            self.level, self.group = Level.GROUP, value
        else:
            return False
        return True

    def back(self) -> bool:
        """One step back towards the nine tiles; what is chosen stays chosen. False when they are shown already."""
        if not self.text and self.level is Level.USUAL:
            return False
        if self.text:
            self.text = ""
        else:
            self.level = Level.GROUPS if self.level is Level.GROUP else Level.USUAL
        return True

    def found(self) -> tuple[Category, ...]:
        """What the search finds."""
        return find_categories(self._desk.station.catalogue, self.text, self._desk.language)

    def usual(self) -> list[Choice]:
        """The nine tiles."""
        language = self._desk.language
        named = zip(tile_categories(self._desk.station), self._keys(TILE_COUNT), strict=False)
        tiles = [Choice(each.code, each.names.in_language(language), key) for each, key in named]
        more = self._desk.texts.gettext("Everything, search")
        return [*tiles, Choice(EVERYTHING, more, EVERYTHING_KEY if self.digits else "", leading=True)]

    def tiles(self) -> list[Choice]:
        """The tiles that are shown now."""
        catalogue, language = self._desk.station.catalogue, self._desk.language
        if self.searching:
            # Digits stand for tiles only where no text field has the focus, so not while searching.
            return self._listed(self.found(), "")
        if self.level is Level.USUAL:
            return self.usual()
        if self.level is Level.GROUPS:
            groups = zip(catalogue.groups, self._keys(len(catalogue.groups)), strict=True)
            return [Choice(group.code, group.names.in_language(language), key, leading=True) for group, key in groups]
        return self._listed(catalogue.in_group(self.group), DIGITS)

    def words(self) -> str:
        """What stands above the tiles: what is chosen, else what they are."""
        _ = self._desk.texts.gettext
        catalogue, language = self._desk.station.catalogue, self._desk.language
        if self.searching and not self.found():
            return _("No category is called that")
        if (category := self.category) is not None:
            return _("Category: {name}").format(name=category.names.in_language(language))
        if self.level is Level.GROUP and not self.searching:
            names = {group.code: group.names for group in catalogue.groups}
            return names[self.group].in_language(language)
        if self.level is Level.GROUPS and not self.searching:
            return _("All groups")
        return _("Category")

    def _listed(self, categories: Sequence[Category], digits: str) -> list[Choice]:
        named, language = zip(categories, self._keys(len(categories), digits), strict=True), self._desk.language
        return [Choice(each.code, each.names.in_language(language), key) for each, key in named]

    def _keys(self, count: int, digits: str = DIGITS) -> list[str]:
        given = digits[:count] if self.digits else ""
        return [*given, *[""] * (count - len(given))]

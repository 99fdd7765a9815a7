"""Choosing a category: nine tiles of which eight choose at once, all groups behind the ninth, or words typed.

Where the tiles stand never changes by itself: hands learn it. See docs/adr/0007-nine-tiles.md.
"""

from collections.abc import Sequence
from enum import Enum, auto

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from domain.catalogue import Category
from domain.refused import Refused
from station_app.tiles import EVERYTHING_KEY, TILE_COUNT, tile_categories
from ui.desk import Desk
from ui.parts.category_search import find_categories
from ui.theme import TILE
from ui.widgets.controls import GAP, button, icon_beside, label, line, row
from ui.widgets.tile_group import Choice, TileGroup

DIGITS = "1234567890"
ACROSS = 3
"""Tiles beside each other where their places are learnt: as the digits on a keypad."""
ROWS = 3
"""Rows of tiles that are always in sight."""
LOOKS_LIKE_A_NUMBER = 6
"""So many digits and nothing else are a number, not the name of a thing."""
SCROLL_BAR = 14
"""Room in px that a scroll bar may take of the tiles' width."""
_EVERYTHING = "everything"


class Level(Enum):
    """What the tiles show while nobody searches."""

    USUAL = auto()
    GROUPS = auto()
    GROUP = auto()


class CategoryPicker(QWidget):
    """`chosen` tells a category's code; `number_typed` what was typed and looks like the number on a label."""

    chosen = Signal(str)
    number_typed = Signal(str)

    def __init__(self, desk: Desk, *, name: str, whole: bool = False) -> None:
        """`whole` is for where all scrolls already: every tile is shown, and the nine first, whatever is chosen."""
        super().__init__()
        self._whole = whole
        _ = desk.texts.gettext
        self._desk = desk
        self._level = Level.USUAL
        self._group = ""
        self._code = ""
        self._digits = desk.digit_keys
        self._quiet = self._has_place = False
        self._room = 0
        self.setObjectName(name)
        self.heading = label(role="heading", name=f"{name}-heading")
        self.up = button(_("Back"), self._go_back, name=f"{name}-up", kind="quiet", enter=False)
        icon_beside(self.up, desk.theme, "ArrowLeft", "accent-text-subtle")
        # Its place is kept while it is not there, where there is room: the search field beside it does not move.
        policy = self.up.sizePolicy()
        policy.setRetainSizeWhenHidden(desk.theme.text_percent < 150)
        self.up.setSizePolicy(policy)
        self.search = line(_("Search category or type a number"), name=f"{name}-search")
        self.search.setPlaceholderText(_("Search category or type a number"))
        self.search.setMinimumWidth(280)
        self.search.textChanged.connect(self._searched)
        self.tiles = TileGroup(desk.theme, name=f"{name}-tiles", meaning=_("Category"))
        self.tiles.chosen.connect(self._pressed)
        top = row(self.heading, self.up, self.search)
        top.setStretch(0, 2)
        top.setStretch(2, 3)
        box = QVBoxLayout(self)
        box.setSpacing(8)
        box.setContentsMargins(0, 0, 0, 0)
        box.addLayout(top)
        box.addWidget(self._scroll())
        self._draw()

    def complete(self) -> None:
        """Give the search field its button for clearing, which nobody waits for at the start."""
        self.search.setClearButtonEnabled(True)

    @property
    def code(self) -> str:
        """The category that is chosen; empty for none."""
        return self._code

    @property
    def category(self) -> Category | None:
        """The category that is chosen, as the catalogue has it now."""
        try:
            return self._desk.station.catalogue.category(self._code) if self._code else None
        except Refused:
            return None

    def choose(self, code: str) -> None:
        """Show this category as chosen, where it stands: on the nine tiles, else in its group; empty for none."""
        self._code = code
        category = self.category
        usual = category is None or category in tile_categories(self._desk.station)
        self._level = Level.USUAL if usual or self._whole else Level.GROUP
        self._group = category.group if category else ""
        self._empty_search()
        self._draw()

    def reload(self) -> None:
        """The catalogue may be another one now. What is chosen, searched or looked into stays while there is such."""
        known = {group.code for group in self._desk.station.catalogue.groups}
        if (self._code and self.category is None) or (self._level is Level.GROUP and self._group not in known):
            self.choose("")
        else:
            self._draw()

    @property
    def looked_into(self) -> tuple[Level, str]:
        """What the tiles show while nobody searches, and the group that was looked into last."""
        return self._level, self._group

    def look_into(self, level: Level, group: str) -> None:
        """Show these tiles, as if a person had been led there."""
        self._level, self._group = level, group
        self._draw()

    def press_key(self, key: str) -> bool:
        """Press the tile with this digit; False when there is none."""
        return self.tiles.press_key(key)

    def press_usual(self, place: int) -> None:
        """Press one of the nine tiles (1–9), whatever is shown now: a code of the command sheet orders it."""
        self._empty_search()
        self._level = Level.USUAL
        self._draw()
        choices = self._usual()
        if place <= len(choices) and (tile := self.tiles.tile(choices[place - 1].value)) is not None:
            tile.click()

    def use_digits(self, on: bool) -> None:
        """Whether tiles have digits now; something else beside the picker may want them."""
        on = on and self._desk.digit_keys
        if on != self._digits:
            self._digits = on
            self._draw()

    def begin_search(self, text: str) -> None:
        """Someone typed letters outside of any field: search with them."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.setText(text)

    def enter(self) -> bool:
        """Enter was pressed; True when it was meant for the search field."""
        typed = "".join(self.search.text().split())
        if not self.search.hasFocus() or not typed:
            return False
        if typed.isdigit() and len(typed) >= LOOKS_LIKE_A_NUMBER:
            self.search.clear()
            self.number_typed.emit(typed)
            return True
        found = self._found()
        if found and self._code not in {category.code for category in found}:
            self.tiles.choose(found[0].code)
            # Out of the field, so that the keys for condition and weight act. Whoever is told may take the focus on.
            self.tiles.focus()
            self._pressed(found[0].code)
            return True
        return not found

    def back(self) -> bool:
        """One step back towards the nine tiles; what is chosen stays chosen. False when they are shown already."""
        if not self.search.text() and self._level is Level.USUAL:
            return False
        if self.search.text():
            self._empty_search()
        else:
            self._level = Level.GROUPS if self._level is Level.GROUP else Level.USUAL
        self._draw()
        self.tiles.focus()
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """The nine tiles are shown whole, also where their words take three rows."""
        super().resizeEvent(event)
        self._has_place = True
        self._fit()

    def _fit(self) -> None:
        if not self._has_place:
            return
        if self._whole or (self._level is Level.USUAL and not self.search.text().strip()):
            # Whatever else is shown has the same room, so that nothing below moves.
            self._room = self.tiles.heightForWidth(self._area.width() - SCROLL_BAR)
        self._area.setMinimumHeight(self._room or self._least)

    def _go_back(self) -> None:
        self.back()

    def _empty_search(self) -> None:
        self._quiet = True
        self.search.clear()
        self._quiet = False

    def _scroll(self) -> QScrollArea:
        area = _Rows()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        holder = _Holder()
        holder.setObjectName("body")
        area.setWidget(holder)
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.tiles)
        inside.addStretch(1)
        tile = max(self._desk.theme.least(TILE), 2 * self.fontMetrics().lineSpacing() + 20)
        if self._whole:
            area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setMinimumHeight(0 if self._whole else ROWS * tile + (ROWS - 1) * GAP)
        self._area, self._least = area, area.minimumHeight()
        return area

    def _found(self) -> tuple[Category, ...]:
        return find_categories(self._desk.station.catalogue, self.search.text(), self._desk.language)

    def _searched(self) -> None:
        # Not by blocking its signals: the field's own button for clearing hears them too.
        if not self._quiet:
            self._draw()

    def _pressed(self, value: str) -> None:
        if not self.search.text().strip():
            if value == _EVERYTHING:
                self._lead(Level.GROUPS)
                return
            if self._level is Level.GROUPS:
                self._group = value
                self._lead(Level.GROUP)
                return
        self._code = value
        self._title()
        self.chosen.emit(value)

    def _lead(self, level: Level) -> None:
        self._level = level
        self._draw()
        self.tiles.focus()

    def _draw(self) -> None:
        catalogue, language = self._desk.station.catalogue, self._desk.language
        if self.search.text().strip():
            # Digits stand for tiles only where no text field has the focus, so not while searching.
            self._show(self._found(), "")
        elif self._level is Level.USUAL:
            self.tiles.fill(self._usual(), across=ACROSS)
        elif self._level is Level.GROUPS:
            keys = self._keys(len(catalogue.groups))
            groups = zip(catalogue.groups, keys, strict=True)
            self.tiles.fill([Choice(g.code, g.names.in_language(language), key, leading=True) for g, key in groups])
        else:
            self._show(catalogue.in_group(self._group), DIGITS)
        self.tiles.choose(self._code)
        self._title()
        self._fit()
        self._area.verticalScrollBar().setValue(0)
        if (chosen := self.tiles.tile(self._code)) is not None:
            # Once it has its place: chosen by an earlier registration it may stand far down.
            QTimer.singleShot(0, chosen, lambda: self._area.ensureWidgetVisible(chosen))

    def _usual(self) -> list[Choice]:
        language = self._desk.language
        named = zip(tile_categories(self._desk.station), self._keys(TILE_COUNT), strict=False)
        tiles = [Choice(each.code, each.names.in_language(language), key) for each, key in named]
        more = self._desk.texts.gettext("Everything, search")
        return [*tiles, Choice(_EVERYTHING, more, EVERYTHING_KEY if self._digits else "", leading=True)]

    def _show(self, categories: Sequence[Category], digits: str) -> None:
        keys = self._keys(len(categories), digits)
        named = zip(categories, keys, strict=True)
        language = self._desk.language
        self.tiles.fill([Choice(each.code, each.names.in_language(language), key) for each, key in named])

    def _keys(self, count: int, digits: str = DIGITS) -> list[str]:
        given = digits[:count] if self._digits else ""
        return [*given, *[""] * (count - len(given))]

    def _title(self) -> None:
        _ = self._desk.texts.gettext
        catalogue, language = self._desk.station.catalogue, self._desk.language
        words = _("Category")
        searching = bool(self.search.text().strip())
        if searching and not self._found():
            words = _("No category is called that")
        elif (category := self.category) is not None:
            words = _("Category: {name}").format(name=category.names.in_language(language))
        elif self._level is Level.GROUP and not searching:
            names = {group.code: group.names for group in catalogue.groups}
            words = names[self._group].in_language(language)
        elif self._level is Level.GROUPS and not searching:
            words = _("All groups")
        self.heading.setText(words)
        self.up.setVisible(self._level is not Level.USUAL or bool(self.search.text()))


class _Holder(QWidget):
    """Its least height is that of its present width; Qt would take that of its least width and scroll for nothing."""

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        return QSize(super().minimumSizeHint().width(), 0)


class _Rows(QScrollArea):
    """Asks for a few rows, however many there are; takes more when there is room."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        return QSize(super().sizeHint().width(), self.minimumHeight())

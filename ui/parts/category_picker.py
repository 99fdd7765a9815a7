"""Choosing a category: groups as tiles with digits, then the group's categories; or by typing what the thing is."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from domain.catalogue import Category
from domain.refused import Refused
from ui.desk import Desk
from ui.parts.category_search import find_categories
from ui.theme import TILE
from ui.widgets.controls import GAP, button, label, line, row
from ui.widgets.tile_group import Choice, TileGroup

DIGITS = "1234567890"
LOOKS_LIKE_A_NUMBER = 6
"""So many digits and nothing else are a number, not the name of a thing."""


class CategoryPicker(QWidget):
    """`chosen` tells a category's code; `number_typed` what was typed and looks like the number on a label."""

    chosen = Signal(str)
    number_typed = Signal(str)

    def __init__(self, desk: Desk, *, name: str, rows: int = 3) -> None:
        super().__init__()
        _ = desk.texts.gettext
        self._desk = desk
        self._group = ""
        self._code = ""
        self.setObjectName(name)
        self.heading = label(role="heading", name=f"{name}-heading")
        self.up = button(_("All groups"), self.back, name=f"{name}-up", kind="quiet", enter=False)
        self.up.setIcon(desk.theme.icon("ArrowLeft", "accent-text-subtle"))
        self.search = line(_("Search category or type a number"), name=f"{name}-search")
        self.search.setPlaceholderText(_("Search category or type a number"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(280)
        self.search.textChanged.connect(self._searched)
        self.tiles = TileGroup(desk.theme, name=f"{name}-tiles", meaning=_("Category"))
        self.tiles.chosen.connect(self._pressed)
        top = row(self.heading, self.up, self.search)
        top.setStretch(0, 2)
        top.setStretch(2, 3)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addLayout(top)
        box.addWidget(self._scroll(rows))
        self._draw()

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
        """Show this category as chosen, with the others of its group; empty goes back to the groups."""
        self._code = code
        category = self.category
        self._group = category.group if category else ""
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        self._draw()

    def press_key(self, key: str) -> bool:
        """Press the tile with this digit; False when there is none."""
        return self.tiles.press_key(key)

    def begin_search(self, text: str) -> None:
        """Someone typed a letter outside of any field: search with it."""
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
            self._pressed(found[0].code)
            self.tiles.choose(found[0].code)
            return True
        return not found

    def back(self) -> None:
        """Show the groups again; what was chosen is chosen no more."""
        had = self._code
        self.choose("")
        self.tiles.focus()
        if had:
            self.chosen.emit("")

    def _scroll(self, rows: int) -> QScrollArea:
        area = _Rows()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        holder = QWidget()
        holder.setObjectName("body")
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(0, 0, 4, 0)
        inside.addWidget(self.tiles)
        inside.addStretch(1)
        area.setWidget(holder)
        tile = max(TILE, 2 * self.fontMetrics().lineSpacing() + 20)
        area.setMinimumHeight(rows * tile + (rows - 1) * GAP)
        self._area = area
        return area

    def _found(self) -> tuple[Category, ...]:
        return find_categories(self._desk.station.catalogue, self.search.text(), self._desk.language)

    def _searched(self) -> None:
        self._draw()

    def _pressed(self, value: str) -> None:
        if not self._group and not self.search.text().strip():
            self._group = value
            self._draw()
            self.tiles.focus()
            return
        self._code = value
        self._title()
        self.chosen.emit(value)

    def _draw(self) -> None:
        catalogue, language = self._desk.station.catalogue, self._desk.language
        if self.search.text().strip():
            self._show(self._found())
        elif self._group:
            self._show(catalogue.in_group(self._group))
        else:
            groups = zip(catalogue.groups, [*DIGITS, *[""] * len(catalogue.groups)], strict=False)
            tiles = [Choice(group.code, group.names.in_language(language), self._key(key)) for group, key in groups]
            self.tiles.fill(tiles, leading=True)
        self._title()
        self._area.verticalScrollBar().setValue(0)
        if (chosen := self.tiles.tile(self._code)) is not None:
            # Once it has its place: chosen by an earlier registration it may stand far down.
            QTimer.singleShot(0, chosen, lambda: self._area.ensureWidgetVisible(chosen))

    def _show(self, categories: Sequence[Category]) -> None:
        # Digits stand for tiles only where no text field has the focus, so not while searching.
        keys = [*DIGITS[:9], *[""] * len(categories)] if not self.search.text() else [""] * len(categories)
        named = zip(categories, keys, strict=False)
        language = self._desk.language
        self.tiles.fill([Choice(c.code, c.names.in_language(language), self._key(key)) for c, key in named])
        self.tiles.choose(self._code)

    def _key(self, key: str) -> str:
        return key if self._desk.digit_keys else ""

    def _title(self) -> None:
        _ = self._desk.texts.gettext
        catalogue, language = self._desk.station.catalogue, self._desk.language
        words = _("Category")
        if self.search.text().strip() and not self._found():
            words = _("No category is called that")
        elif (category := self.category) is not None:
            words = _("Category: {name}").format(name=category.names.in_language(language))
        elif self._group:
            names = {group.code: group.names for group in catalogue.groups}
            words = names[self._group].in_language(language)
        self.heading.setText(words)
        self.up.setVisible(bool(self._group or self._code or self.search.text()))


class _Rows(QScrollArea):
    """Asks for a few rows, however many there are; takes more when there is room."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        return QSize(super().sizeHint().width(), self.minimumHeight())

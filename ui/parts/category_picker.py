"""Choosing a category: nine tiles of which eight choose at once, all groups behind the ninth, or words typed.

Which tiles there are at each step is in category_choices.py, the room that they have in tile_rows.py.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from domain.catalogue import Category
from ui.desk import Desk
from ui.parts.category_choices import CategoryChoices, Level
from ui.parts.tile_rows import TileRows
from ui.widgets.controls import Notice, button, icon_beside, label, line, row
from ui.widgets.tile_group import TileGroup

ACROSS = 3
"""Tiles beside each other where their places are learnt: as the digits on a keypad."""
LOOKS_LIKE_A_NUMBER = 6
"""So many digits and nothing else are a number, not the name of a thing."""


class CategoryPicker(QWidget):
    """`chosen` tells a category's code; `number_typed` what was typed and looks like the number on a label."""

    chosen = Signal(str)
    number_typed = Signal(str)

    def __init__(self, desk: Desk, *, name: str, whole: bool = False) -> None:
        """`whole` is for where all scrolls already: every tile is shown, and the nine first, whatever is chosen."""
        super().__init__()
        _ = desk.texts.gettext
        self._desk, self._whole = desk, whole
        self._choices = CategoryChoices(desk)
        self._quiet = self._has_place = False
        self.setObjectName(name)
        self.heading = label(role="heading", name=f"{name}-heading")
        self.error = Notice(desk.theme, name=f"{name}-error", pad=1)
        self.up = button(_("Back"), self.back, name=f"{name}-up", kind="quiet", enter=False)
        icon_beside(self.up, desk.theme, "ArrowLeft", "accent-text-subtle")
        # Where a thing is changed, a number leads to no other one.
        more = () if whole else (_("Search category or type a number"),)
        self.search = line((*more, _("Search category"))[0], name=f"{name}-search")
        self.search.hint_at(*more, _("Search category"))
        self.search.setMinimumWidth(280)
        self.search.textChanged.connect(self._searched)
        self.tiles = TileGroup(desk.theme, name=f"{name}-tiles", meaning=_("Category"))
        self.tiles.chosen.connect(self._pressed)
        self._rows = TileRows(desk.theme, self.tiles, whole=whole)
        box = QVBoxLayout(self)
        box.setSpacing(8)
        box.setContentsMargins(0, 0, 0, 0)
        if whole:
            # In a narrow column the words have a line of their own.
            box.addWidget(self.heading)
            box.addWidget(self.error)
            box.addLayout(row(self.search, self.up))
        else:
            top = row(self.heading, self.error, self.up, self.search)
            for place, share in ((0, 2), (1, 3), (3, 3)):
                top.setStretch(place, share)
            box.addLayout(top)
        box.addWidget(self._rows)
        self._keep_place()
        self._draw()

    def complete(self) -> None:
        """Give the search field its button for clearing, which nobody waits for at the start."""
        self.search.setClearButtonEnabled(True)

    @property
    def code(self) -> str:
        """The category that is chosen; empty for none."""
        return self._choices.code

    @property
    def category(self) -> Category | None:
        """The category that is chosen, as the catalogue has it now."""
        return self._choices.category

    def choose(self, code: str) -> None:
        """Show this category as chosen, where it stands: on the nine tiles, else in its group; empty for none."""
        self._choices.choose(code, in_group=not self._whole)
        self._draw()

    def reload(self) -> None:
        """The catalogue may be another one now. What is chosen, searched or looked into stays while there is such."""
        if self._choices.outdated():
            self.choose("")
        else:
            self._draw()

    @property
    def looked_into(self) -> tuple[Level, str]:
        """What the tiles show while nobody searches, and the group that was looked into last."""
        return self._choices.level, self._choices.group

    def look_into(self, level: Level, group: str) -> None:
        """Show these tiles, as if a person had been led there."""
        self._choices.level, self._choices.group = level, group
        self._draw()

    def tell(self, words: str) -> None:
        """Say what is wrong with the category in the place of the heading, so that nothing moves; empty for nothing."""
        self.error.show_words(words)
        self.heading.setVisible(not words)
        self._keep_place()

    def press_key(self, key: str) -> bool:
        """Press the tile with this digit; False when there is none."""
        return self.tiles.press_key(key)

    def press_usual(self, place: int) -> None:
        """Press one of the nine tiles (1–9), whatever is shown now: a code of the command sheet orders it."""
        self._choices.text, self._choices.level = "", Level.USUAL
        self._draw()
        usual = self._choices.usual()
        if place <= len(usual) and (tile := self.tiles.tile(usual[place - 1].value)) is not None:
            tile.click()

    def use_digits(self, on: bool) -> None:
        """Whether tiles have digits now; something else beside the picker may want them."""
        on = on and self._desk.digit_keys
        if on != self._choices.digits:
            self._choices.digits = on
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
        found = self._choices.found()
        if found and self.code not in {category.code for category in found}:
            self.tiles.choose(found[0].code)
            # Out of the field, so that the keys for condition and weight act. Whoever is told may take the focus on.
            self.tiles.focus()
            self._pressed(found[0].code)
            return True
        return not found

    def back(self) -> bool:
        """One step back towards the nine tiles; what is chosen stays chosen. False when they are shown already."""
        if not self._choices.back():
            return False
        self._draw()
        self.tiles.focus()
        return True

    def give_way(self, height: int) -> None:
        """Leave so many px of the tiles' height to what stands below; what is chosen stays in sight."""
        self._rows.give_way(height)
        if height and self.code:
            self._rows.to_chosen(self.code)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Another width needs another height."""
        super().resizeEvent(event)
        self._has_place = True
        self._fit()

    def _fit(self) -> None:
        if self._has_place:
            self._rows.fit(usual=self._choices.level is Level.USUAL and not self._choices.searching)

    def _keep_place(self) -> None:
        """The place of the way back is kept while it is not there, where there is room: the search does not move."""
        policy = self.up.sizePolicy()
        room = not self._whole and self._desk.theme.text_percent < 150
        policy.setRetainSizeWhenHidden(room and not self.error.words)
        self.up.setSizePolicy(policy)

    def _searched(self, text: str) -> None:
        # Not by blocking its signals: the field's own button for clearing hears them too.
        if not self._quiet:
            self._choices.text = text
            self._draw()

    def _pressed(self, value: str) -> None:
        if self._choices.lead(value):
            self._draw()
            self.tiles.focus()
            return
        self._choices.code = value
        self._show_heading()
        self.chosen.emit(value)

    def _draw(self) -> None:
        choices = self._choices
        if self.search.text() != choices.text:
            self._quiet = True
            self.search.setText(choices.text)
            self._quiet = False
        usual = choices.level is Level.USUAL and not choices.searching
        self.tiles.fill(choices.tiles(), across=ACROSS if usual else 0)
        self.tiles.choose(choices.code)
        self._show_heading()
        self._fit()
        self._rows.to_chosen(choices.code)

    def _show_heading(self) -> None:
        self.heading.setText(self._choices.words())
        self.up.setVisible(self._choices.level is not Level.USUAL or bool(self._choices.text))

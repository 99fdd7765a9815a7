"""Tiles that belong together: in even columns, pressed by a finger or by their keys, one of them chosen.

What they stand for is the screens' business.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QWidget

from ui.theme import TILE, Theme
from ui.widgets.flow import FlowLayout
from ui.widgets.tile_face import PAD, Choice
from ui.widgets.tiles import PushTile, RadioTile


class TileGroup(QWidget):
    """Tiles in even columns. `chosen` tells the value that a person pressed; nothing is told for `choose`."""

    chosen = Signal(str)

    def __init__(
        self, theme: Theme, *, name: str, meaning: str, column: int = 170, least: int = TILE, pad: int = PAD
    ) -> None:
        super().__init__()
        self._theme, self._least, self._pad = theme, theme.least(least), pad
        self.setObjectName(name)
        self.setAccessibleName(meaning)
        self._flow = FlowLayout(self, columns_of=round(column * (0.6 + 0.4 * theme.text_percent / 100)))
        self._group = QButtonGroup(self)
        self._tiles: dict[str, QAbstractButton] = {}
        self._keys: dict[str, str] = {}
        self._shown: tuple[tuple[Choice, ...], int] = ((), 0)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def value(self) -> str:
        """What is chosen now; empty for nothing."""
        return next((value for value, tile in self._tiles.items() if tile.isChecked()), "")

    def tile(self, value: str) -> QAbstractButton | None:
        """The tile that stands for `value`."""
        return self._tiles.get(value)

    def fill(self, choices: Sequence[Choice], *, across: int = 0) -> None:
        """Show these tiles instead of the present ones; `across` of them in each row, 0 for as many as there is room.

        What is shown already stays as it is: nothing flickers, and the focus is not lost.
        """
        if (tuple(choices), across) == self._shown:
            return
        self._shown = (tuple(choices), across)
        self._clear()
        self._flow.across = across
        for choice in choices:
            tile: QAbstractButton = (PushTile if choice.leading else RadioTile)(
                choice, self._theme, self._least, self._pad
            )
            tile.setObjectName(f"{self.objectName()}-{choice.value}")
            tile.clicked.connect(self._told(choice.value))
            if not choice.leading:
                self._group.addButton(tile)
            self._flow.addWidget(tile)
            tile.show()
            self._tiles[choice.value] = tile
            if choice.key:
                self._keys[choice.key] = choice.value
        self._put_in_tab_order()
        self.updateGeometry()

    def choose(self, value: str) -> None:
        """Check the tile for `value`; an unknown or empty value leaves none checked."""
        self._group.setExclusive(False)
        for known, tile in self._tiles.items():
            if tile.isCheckable():
                tile.setChecked(known == value)
        self._group.setExclusive(True)

    def press_key(self, key: str) -> bool:
        """Press the tile with this key, as a person would; False when there is none."""
        tile = self._tiles.get(self._keys.get(key, ""))
        if tile is None or not tile.isEnabled():
            return False
        # The focus follows, so that its ring is not on another tile than the one that was chosen.
        tile.setFocus(Qt.FocusReason.ShortcutFocusReason)
        tile.click()
        return True

    def focus(self) -> None:
        """Put the focus on the chosen tile, else on the first."""
        tile = self._tiles.get(self.value) or next(iter(self._tiles.values()), None)
        if tile is not None:
            tile.setFocus(Qt.FocusReason.OtherFocusReason)

    def _put_in_tab_order(self) -> None:
        """New widgets come last in the order of Tab; these come where the group stands."""
        policy = self.focusPolicy()
        # Qt takes nothing into the order that cannot have the focus.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        before: QWidget = self
        for tile in self._tiles.values():
            QWidget.setTabOrder(before, tile)
            before = tile
        self.setFocusPolicy(policy)

    def _told(self, value: str) -> Callable[[], None]:
        return lambda: self.chosen.emit(value)

    def _clear(self) -> None:
        for tile in self._tiles.values():
            self._group.removeButton(tile)
            self._flow.removeWidget(tile)
            tile.hide()
            tile.deleteLater()
        self._tiles.clear()
        self._keys.clear()

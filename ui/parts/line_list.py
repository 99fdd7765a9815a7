"""The things of a handover, a line each: what it is, the verdict in words, a choice about data, a way out."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from domain.item import DataChoice
from domain.numbers import grouped
from station_app.actions.verdicts import CheckedLine
from station_app.language import format_kg
from ui.desk import Desk
from ui.parts.handover_override import OverrideRow
from ui.parts.handover_words import NO_ACTOR, shown, verdict_words
from ui.theme import TARGET
from ui.widgets.controls import TONE_ICONS, icon_button, label, restyle, row
from ui.widgets.tile_face import Choice
from ui.widgets.tile_group import TileGroup
from ui.words import data_choice_words, item_title

PICTURE = 64
"""Side of a thing's picture in px."""
GLOW_MS = 1_500
"""How long a line stands out that is in the list already."""
_ICONS = {**TONE_ICONS, "neutral": "QuestionmarkCircle"}


class LineList(QWidget):
    """`removed` tells a number; `data_chosen` a number and what was done about data on the thing; `overridden` a
    number and why it goes although the agreement leaves it out (nothing: it does not, after all).
    """

    removed = Signal(str)
    data_chosen = Signal(str, str)
    overridden = Signal(str, str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._rows: dict[str, _LineRow] = {}
        self.setObjectName("handover-lines")
        self.setAccessibleName(desk.texts.gettext("Items to hand over"))
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(8)
        self._box.addStretch(1)

    def row(self, number: str) -> QWidget | None:
        """The row of a number."""
        return self._rows.get(number)

    def asking(self) -> tuple[str, ...]:
        """The numbers of lines where somebody says just now why they go all the same."""
        return tuple(number for number, each in self._rows.items() if each.asking)

    def ask(self, numbers: Sequence[str]) -> None:
        """Ask these lines why they go all the same, where that may be asked."""
        for number in numbers:
            if (found := self._rows.get(number)) is not None:
                found.ask()

    def point_at(self, number: str) -> None:
        """Show for a moment which line it is; neither an error nor a change."""
        if (found := self._rows.get(number)) is not None:
            found.glow()

    def show_lines(self, lines: Sequence[CheckedLine], choices: Mapping[str, DataChoice]) -> None:
        """Show these lines, the last one scanned on top; rows that stay are not built again."""
        wanted = {line.number for line in lines}
        for number in [known for known in self._rows if known not in wanted]:
            gone = self._rows.pop(number)
            self._box.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for line in lines:
            if line.number not in self._rows:
                made = _LineRow(self._desk, line.number, self)
                self._rows[line.number] = made
                self._box.insertWidget(0, made)
            self._rows[line.number].show_line(line, choices.get(line.number))
        # The newest stands on top, and Tab goes the way that eyes go.
        before: QWidget = self
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for each in reversed(self._rows.values()):
            QWidget.setTabOrder(before, each.remove)
            before = each.remove
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)


class _LineRow(QFrame):
    """One line; green, red or neutral, always with words and an icon."""

    def __init__(self, desk: Desk, number: str, owner: LineList) -> None:
        super().__init__()
        _ = desk.texts.gettext
        self._desk, self._number, self._owner = desk, number, owner
        self.setObjectName(f"line-{number}")
        self._icon = QLabel()
        self._tone = ""
        self._name = label(role="strong")
        self._facts = label(role="subtle")
        self._verdict = label(name=f"line-verdict-{number}")
        meaning = _("Remove {number} from the list").format(number=shown(number))
        self.remove = icon_button(
            desk.theme, "XMark", meaning, lambda: owner.removed.emit(number), name=f"line-remove-{number}"
        )
        self._picture = QLabel()
        self._picture.setFixedWidth(PICTURE)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._data: TileGroup | None = None
        self._why: OverrideRow | None = None
        self._remedy = label(role="subtle")
        self._glow = QTimer(self)
        self._glow.setSingleShot(True)
        self._glow.setInterval(GLOW_MS)
        self._glow.timeout.connect(self._fade)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(10, 8, 6, 8)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(2)
        self._grid.addWidget(self._picture, 0, 0, 3, 1, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(self._name, 0, 1)
        self._grid.addWidget(self._facts, 1, 1)
        verdict = row(self._icon, self._verdict)
        verdict.setStretch(1, 1)
        self._grid.addLayout(verdict, 2, 1)
        self._grid.addWidget(self._remedy, 3, 1)
        self._grid.addWidget(self.remove, 0, 2, 3, 1, Qt.AlignmentFlag.AlignTop)
        self._grid.setColumnStretch(1, 1)

    def show_line(self, line: CheckedLine, choice: DataChoice | None) -> None:
        """Show what the thing is and what the answer to it is."""
        desk, item = self._desk, line.item
        if item is not None:
            self._name.setText(item_title(desk, item))
            weight = format_kg(item.grams, desk.language).replace(" ", "\N{NO-BREAK SPACE}")
            self._facts.setText(f"{grouped(item.number)} · {weight}")
            if self._picture.pixmap().isNull():
                self._show_picture(desk.station.blobs.thumbnail(item.photos[0]) if item.photos else None)
        else:
            self._name.setText(shown(line.number))
        self._facts.setVisible(item is not None)
        tone = _tone(line)
        words, remedy = verdict_words(desk, line)
        self._verdict.setText(words)
        self._remedy.setText(remedy)
        self._remedy.setVisible(bool(remedy))
        icon = desk.theme.pixmap(_ICONS[tone], f"{tone}-text-subtle", desk.theme.icon_side())
        self._icon.setPixmap(icon)
        self._tone = tone if tone in ("danger", "warning") else ""
        self._fade()
        self.setAccessibleName(f"{self._name.text()}, {words}")
        self._ask_data(line, choice)
        self._offer_override(line)

    @property
    def asking(self) -> bool:
        """Whether somebody says why it goes all the same."""
        return self._why is not None and self._why.asking

    def ask(self) -> None:
        """Ask why it goes all the same."""
        if self._why is not None and self._why.isVisibleTo(self):
            self._why.ask()

    def glow(self) -> None:
        """Stand out for a moment."""
        self._dress("info")
        self._glow.start()

    def _fade(self) -> None:
        self._glow.stop()
        self._dress(self._tone)

    def _dress(self, tone: str) -> None:
        self.setProperty("tone", tone)
        self.setProperty("card", not tone)
        restyle(self)
        for words in self.findChildren(QLabel):
            # Qt looks at a widget's own properties only, and the colour of words goes by their line's.
            restyle(words)

    def _offer_override(self, line: CheckedLine) -> None:
        if self._why is None and line.overridable:
            self._why = OverrideRow(self._desk, self._number)
            self._why.given.connect(self._override_given)
            self._grid.addWidget(self._why, 5, 1, 1, 2)
        if self._why is not None:
            self._why.setVisible(line.overridable)
            self._why.show_state(goes=line.override is not None)

    def _override_given(self, why: str) -> None:
        self._owner.overridden.emit(self._number, why)

    def _show_picture(self, data: bytes | None) -> None:
        pixmap = QPixmap()
        if data and pixmap.loadFromData(data):
            smooth = Qt.TransformationMode.SmoothTransformation
            self._picture.setPixmap(pixmap.scaled(PICTURE, PICTURE, Qt.AspectRatioMode.KeepAspectRatio, smooth))
        else:
            self._picture.setPixmap(self._desk.theme.pixmap("Image", "neutral-text-subtle", 24))

    def _ask_data(self, line: CheckedLine, choice: DataChoice | None) -> None:
        wanted = line.reason == "data_choice_missing" or choice is not None
        if wanted and self._data is None:
            meaning = self._desk.texts.gettext("Data on the item")
            tiles = TileGroup(
                self._desk.theme, name=f"line-data-{self._number}", meaning=meaning, column=112, least=TARGET
            )
            tiles.fill([Choice(code.value, words) for code, words in data_choice_words(self._desk.texts).items()])
            tiles.chosen.connect(self._data_chosen)
            self._grid.addWidget(tiles, 4, 1, 1, 2)
            self._data = tiles
        if self._data is not None:
            self._data.setVisible(wanted)
            self._data.choose(choice.value if choice else "")

    def _data_chosen(self, value: str) -> None:
        self._owner.data_chosen.emit(self._number, value)


def _tone(line: CheckedLine) -> str:
    """How a line looks: neutral while something is still to be chosen, a warning where it goes all the same."""
    if line.override is not None:
        return "warning"
    if line.reason in (NO_ACTOR, "data_choice_missing"):
        return "neutral"
    return "success" if line.allowed else "danger"

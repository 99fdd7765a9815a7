"""How one item is drawn in a list: picture, what it is, number and facts, where it stands."""

import datetime

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from domain.item import State
from domain.numbers import grouped
from station_app.language import format_kg, oslo
from station_app.storage.items import Item
from ui.desk import Desk
from ui.tables import OBJECT
from ui.words import condition_words, item_title, kept_now, moment, state_words

PICTURE = 56
"""Side of the small picture in px."""
PAD = 10


class ItemRow(QStyledItemDelegate):
    """Two rows of text beside a picture. Long names break into the room they have and end with an ellipsis."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: ARG002, N802 (Qt's name)
        """The same height for every row, which keeps long lists quick."""
        rows = QFontMetrics(self._desk.theme.font()).lineSpacing() * 2 + 4
        return QSize(200, max(PICTURE, rows) + 2 * PAD)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one item."""
        item = index.data(OBJECT)
        if not isinstance(item, Item):
            return
        theme, area = self._desk.theme, QRect(option.rect)
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(area, theme.colour("accent-surface-tinted" if chosen else "neutral-surface-default"))
        if chosen:
            painter.fillRect(QRect(area.left(), area.top(), 4, area.height()), theme.colour("accent-base-default"))
        painter.setPen(QPen(theme.colour("neutral-border-subtle")))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        picture = QRect(area.left() + PAD + 4, area.top() + (area.height() - PICTURE) // 2, PICTURE, PICTURE)
        self._picture(painter, picture, index.data(Qt.ItemDataRole.DecorationRole))
        words = QRect(area)
        words.setLeft(picture.right() + PAD + 4)
        words.setRight(area.right() - PAD)
        self._words(painter, words, item)
        painter.restore()

    def _picture(self, painter: QPainter, place: QRect, pixmap: object) -> None:
        theme = self._desk.theme
        painter.fillRect(place, theme.colour("neutral-surface-tinted"))
        if not isinstance(pixmap, QPixmap):
            icon = theme.pixmap("Image", "neutral-text-subtle", 24)
            painter.drawPixmap(place.center().x() - 11, place.center().y() - 11, icon)
            return
        side = min(pixmap.width(), pixmap.height())
        middle = QRect((pixmap.width() - side) // 2, (pixmap.height() - side) // 2, side, side)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(place, pixmap, middle)

    def _words(self, painter: QPainter, place: QRect, item: Item) -> None:
        desk, theme = self._desk, self._desk.theme
        strong, plain = theme.font(bold=True), theme.font(0.9)
        upper, lower = QRect(place), QRect(place)
        upper.setBottom(place.center().y())
        lower.setTop(place.center().y() + 2)
        kept = kept_now(desk, item)
        state = desk.texts.gettext("Reserved") if kept else state_words(desk.texts)[item.state]
        plain_state = item.state is State.REGISTERED and not kept
        mark = "neutral-text-subtle" if plain_state else "warning-text-subtle"
        self._line(painter, upper, strong, "neutral-text-default", item_title(desk, item), (state, mark), bottom=True)
        known = (condition_words(desk.texts)[item.condition], format_kg(item.grams, desk.language))
        facts = " · ".join((grouped(item.number), *((kept,) if kept else known)))
        when = (age_words(desk, item), "neutral-text-subtle")
        self._line(painter, lower, plain, "neutral-text-subtle", facts, when, bottom=False)

    def _line(
        self,
        painter: QPainter,
        place: QRect,
        font: QFont,
        colour: str,
        left: str,
        right: tuple[str, str],
        *,
        bottom: bool,
    ) -> None:
        theme = self._desk.theme
        small = theme.font(0.9)
        upright = Qt.AlignmentFlag.AlignBottom if bottom else Qt.AlignmentFlag.AlignTop
        painter.setFont(small)
        painter.setPen(theme.colour(right[1]))
        width = QFontMetrics(small).horizontalAdvance(right[0])
        if width < place.width() // 2:
            painter.drawText(place, upright | Qt.AlignmentFlag.AlignRight, right[0])
        else:
            width = 0
        painter.setFont(font)
        painter.setPen(theme.colour(colour))
        room = place.adjusted(0, 0, -width - PAD, 0)
        shown = painter.fontMetrics().elidedText(left, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, upright | Qt.AlignmentFlag.AlignLeft, shown)


def age_words(desk: Desk, item: Item) -> str:
    """How long a thing has stood on the shelf, in days of the calendar here; for others, when it was registered."""
    if item.state is not State.REGISTERED:
        return moment(desk, item.registered_at)
    registered = datetime.datetime.fromisoformat(item.registered_at).astimezone(oslo()).date()
    days = (desk.station.clock().astimezone(oslo()).date() - registered).days
    _ = desk.texts.gettext
    return _("today") if days <= 0 else _("{count} d").format(count=days)

"""How everything looks: Fusion, a palette and one short style sheet from the design tokens, fonts, icons.

Colours come from resources/vendor/tokens.json (Designsystemet); icons are drawn anew for every theme.
"""

import json
import string
from functools import cache

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QGuiApplication,
    QIcon,
    QPainter,
    QPalette,
    QPixmap,
    QPixmapCache,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

import resources

BASE_POINTS = 12.0
"""Size of plain text at 100 %, in points."""
TARGET = 44
"""Least height and width of anything that is pressed, in px at 100 %."""
LARGE_TARGET = 56
"""The same for gloves, where large targets are chosen."""
TILE = 64
"""Least height of a tile, in px at 100 %."""
TEXT_SIZES = (100, 125, 150, 200)
"""Sizes of text that can be chosen, in per cent."""
TARGETS = ("normal", "large")
THEMES = ("system", "light", "dark")
_FONTS = ("Inter-Regular.ttf", "Inter-SemiBold.ttf")


class Theme(QObject):
    """The look in force. `apply` puts it on the application; the window is then drawn anew by whoever changed it."""

    def __init__(self, choice: str = "system", text_percent: int = 100, targets: str = "normal") -> None:
        super().__init__()
        self.targets = targets
        self.choice = choice
        self.text_percent = text_percent

    @property
    def name(self) -> str:
        """`light` or `dark`; what the system has when it is followed and known, else light."""
        if self.choice in ("light", "dark"):
            return self.choice
        # Held in a variable: the object behind styleHints() must outlive the question.
        hints = QGuiApplication.styleHints()
        return "dark" if hints.colorScheme() is Qt.ColorScheme.Dark else "light"

    def colour(self, role: str) -> QColor:
        """A token by its name, such as `accent-base-default`."""
        return QColor(_tokens()[self.name][role])

    def points(self, share: float = 1.0) -> float:
        """A text size in points: `share` of the plain one."""
        return BASE_POINTS * self.text_percent / 100 * share

    def font(self, share: float = 1.0, *, bold: bool = False) -> QFont:
        """The program's font at `share` of the plain size."""
        font = QFont("Inter")
        font.setPointSizeF(self.points(share))
        if bold:
            font.setWeight(QFont.Weight.DemiBold)
        return font

    def least(self, target: int = TARGET) -> int:
        """The least side in px of what is pressed: `target`, or so much more where large targets are chosen."""
        return target + (LARGE_TARGET - TARGET if self.targets == "large" else 0)

    def icon(self, name: str, role: str = "neutral-text-default", gap: int = 0) -> QIcon:
        """An icon in the colour of a token, as large as `icon_side`, sharp at 1, 1.5, 2 and 3 times.

        `gap` px to its right stay empty: Qt leaves 4 px before a button's words, in text of any size.
        """
        icon, side = QIcon(), self.icon_side()
        for scale in (1.0, 1.5, 2.0, 3.0):
            icon.addPixmap(self.pixmap(name, role, side, scale, gap))
            icon.addPixmap(self.pixmap(name, "neutral-border-default", side, scale, gap), QIcon.Mode.Disabled)
        return icon

    def pixmap(self, name: str, role: str, size: int, scale: float = 2.0, gap: int = 0) -> QPixmap:
        """An icon as a picture of `size` px a side and `gap` empty px to the right, with `scale` dots per px."""
        colour = self.colour(role).name()
        # Each is drawn once: many buttons share it, and the whole window is built anew for another language.
        key, pixmap = f"{name} {colour} {size} {scale} {gap}", QPixmap()
        if QPixmapCache.find(key, pixmap):
            return pixmap
        pixmap = QPixmap(QSize(round((size + gap) * scale), round(size * scale)))
        pixmap.fill(Qt.GlobalColor.transparent)
        drawing = _svg(name).replace("currentColor", colour).replace("1em", "24")
        painter = QPainter(pixmap)
        QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(0, 0, size * scale, size * scale))
        painter.end()
        pixmap.setDevicePixelRatio(scale)
        QPixmapCache.insert(key, pixmap)
        return pixmap

    def icon_side(self) -> int:
        """Side of an icon beside text, in px; grows with the text."""
        return round(20 * self.text_percent / 100)

    def apply(self, application: QApplication) -> None:
        """Put style, palette, font and style sheet on the application, unless it looks like that already."""
        look = f"{self.name} {self.text_percent} {self.targets}"
        if application.property("look") == look:
            return
        application.setProperty("look", look)
        load_fonts()
        application.setStyle("Fusion")
        application.setFont(self.font())
        application.setPalette(self._palette())
        application.setStyleSheet(self._style_sheet())

    def _palette(self) -> QPalette:
        palette = QPalette()
        for part, token in _PALETTE.items():
            palette.setColor(part, self.colour(token))
        for part in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, part, self.colour("neutral-text-subtle"))
        return palette

    def _style_sheet(self) -> str:
        values = {role.replace("-", "_"): value for role, value in _tokens()[self.name].items()}
        values |= {f"pt{share}": f"{self.points(share / 100):.1f}pt" for share in (85, 100, 115, 130, 160)}
        # What padding and border leave of the least height.
        values |= {"target": f"{self.least() - 16}px"}
        sheet = resources.path("style/station.qss").read_text(encoding="utf-8")
        return string.Template(sheet).substitute(values)


_PALETTE = {
    QPalette.ColorRole.Window: "neutral-background-default",
    QPalette.ColorRole.WindowText: "neutral-text-default",
    QPalette.ColorRole.Base: "neutral-surface-default",
    QPalette.ColorRole.AlternateBase: "neutral-background-tinted",
    QPalette.ColorRole.Text: "neutral-text-default",
    QPalette.ColorRole.PlaceholderText: "neutral-text-subtle",
    QPalette.ColorRole.Button: "neutral-surface-default",
    QPalette.ColorRole.ButtonText: "neutral-text-default",
    QPalette.ColorRole.Highlight: "accent-base-default",
    QPalette.ColorRole.HighlightedText: "accent-base-contrast-default",
    QPalette.ColorRole.Accent: "accent-base-default",
    QPalette.ColorRole.Link: "accent-text-subtle",
    QPalette.ColorRole.ToolTipBase: "neutral-surface-default",
    QPalette.ColorRole.ToolTipText: "neutral-text-default",
    QPalette.ColorRole.Mid: "neutral-border-default",
}


def load_fonts() -> None:
    """Make Inter known to Qt; once per application."""
    if "Inter" not in QFontDatabase.families():
        for name in _FONTS:
            QFontDatabase.addApplicationFont(str(resources.path(f"vendor/fonts/{name}")))


@cache
def _tokens() -> dict[str, dict[str, str]]:
    tokens = json.loads(resources.path("vendor/tokens.json").read_text(encoding="utf-8"))
    return {scheme: tokens[scheme] for scheme in ("light", "dark")}


@cache
def _svg(name: str) -> str:
    return resources.path(f"vendor/icons/{name}.svg").read_text(encoding="utf-8")

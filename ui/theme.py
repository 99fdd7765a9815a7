"""How everything looks: Fusion, a palette and one short style sheet from the design tokens, fonts, icons.

Colours come from resources/vendor/tokens.json (Designsystemet); icons are drawn anew for every theme.
"""

import string
from functools import cache

import msgspec
from PySide6.QtCore import QByteArray, QObject, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QGuiApplication,
    QIcon,
    QIconEngine,
    QPainter,
    QPalette,
    QPixmap,
    QPixmapCache,
)
from PySide6.QtWidgets import QApplication, QWidget

import resources

BASE_POINTS = 12.0
"""Size of plain text at 100 %, in points."""
TARGET = 44
"""Least height and width of anything that is pressed, in px at 100 %."""
LARGE_TARGET = 56
"""The same for gloves, where large targets are chosen."""
TILE = 64
"""Least height of a tile, in px at 100 %."""
BESIDE = 20
"""Room in px that a screen leaves at each side of its body."""
LARGE_TEXT = 125
"""From more than this size of text in per cent on, things stand below each other, and lists have less room."""
TEXT_SIZES = (100, 125, 150, 200)
"""Sizes of text that can be chosen, in per cent."""
TARGETS = ("normal", "large")
THEMES = ("system", "light", "dark")
FUSION = "fusion"
"""Property of an application that has Fusion as its style. Started with it, that costs nothing; asked for later 6 ms,
and with a window in sight as much as drawing the window."""
_FONTS = ("Inter-Regular.ttf", "Inter-SemiBold.ttf")


class Theme(QObject):
    """The look in force. `apply`, `put_on` and `dress` bring it about in a window that is drawn anew for it."""

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
        """An icon in the colour of a token, as large as `icon_side`; drawn when it is first seen, for that screen.

        `gap` px to its right stay empty: Qt leaves 4 px before a button's words, in text of any size.
        """
        return QIcon(_Drawn(self, name, role, gap))

    def pixmap(self, name: str, role: str, size: int, scale: float = 2.0, gap: int = 0) -> QPixmap:
        """An icon as a picture of `size` px a side and `gap` empty px to the right, with `scale` dots per px."""
        colour = self.colour(role).name()
        # Each is drawn once: many buttons share it, and the whole window is built anew for another language.
        key, pixmap = f"{name} {colour} {size} {scale} {gap}", QPixmap()
        if QPixmapCache.find(key, pixmap):
            return pixmap
        pixmap = QPixmap(QSize(round((size + gap) * scale), round(size * scale)))
        pixmap.fill(Qt.GlobalColor.transparent)
        # Loaded with the first icon that somebody sees.
        from PySide6.QtSvg import QSvgRenderer

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
        """Put style, palette and font on the application, unless it looks like that already."""
        look = f"{self.name} {self.text_percent} {self.targets}"
        if application.property("look") == look:
            return
        application.setProperty("look", look)
        load_fonts()
        if application.property(FUSION) is None:
            application.setStyle("Fusion")
            application.setProperty(FUSION, True)
        application.setFont(self.font())
        application.setPalette(self._palette())

    def put_on(self, window: QWidget) -> None:
        """Have a window that is there already take the font and the colours, before anything is drawn in it."""
        window.setFont(self.font())
        window.setPalette(self._palette())

    def dress(self, drawn: QWidget) -> None:
        """Put the style sheet on what is drawn, and so on all that is ever put into it.

        Last of all, and not on the application: then each widget is looked at once, and not each time it finds a place.
        """
        drawn.setStyleSheet(self._style_sheet())

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


class _Drawn(QIconEngine):
    """Draws an icon for the screen that it is seen on, and keeps it: most icons are first seen long after the start."""

    def __init__(self, theme: Theme, name: str, role: str, gap: int) -> None:
        super().__init__()
        self._theme, self._name, self._role, self._gap = theme, name, role, gap
        self._drawn: dict[tuple[float, bool], QPixmap] = {}

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:  # noqa: ARG002, N802 (Qt's name)
        """The picture with `scale` dots per px; of the size that the icon has, whatever `size` is asked for."""
        key = (scale, mode == QIcon.Mode.Disabled)
        if key not in self._drawn:
            role = "neutral-border-default" if key[1] else self._role
            self._drawn[key] = self._theme.pixmap(self._name, role, self._theme.icon_side(), scale, self._gap)
        return self._drawn[key]

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """The same for a screen of one dot per px."""
        return self.scaledPixmap(size, mode, state, 1.0)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draw it into a place."""
        painter.drawPixmap(rect, self.scaledPixmap(rect.size(), mode, state, painter.device().devicePixelRatio()))


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


@cache
def load_fonts() -> None:
    """Make Inter known to Qt; once per program. If asked what fonts there are, Qt would look through all of the PC."""
    for name in _FONTS:
        QFontDatabase.addApplicationFont(str(resources.path(f"vendor/fonts/{name}")))


@cache
def _tokens() -> dict[str, dict[str, str]]:
    tokens = msgspec.json.decode(resources.path("vendor/tokens.json").read_bytes())
    return {scheme: tokens[scheme] for scheme in ("light", "dark")}


@cache
def _svg(name: str) -> str:
    return resources.path(f"vendor/icons/{name}.svg").read_text(encoding="utf-8")

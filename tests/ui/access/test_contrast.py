"""Check 6: what is read and what is pressed stands out, in both looks: by the tokens, and by the pixels drawn."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from tour_scenes import SCENES, stage

import resources
from ui import theme as look
from ui.widgets.choice_box import ChoiceBox
from ui.widgets.controls import button, line, row
from ui.window import MainWindow

Opener = Callable[..., MainWindow]
TEXT, SHAPE = 4.5, 3.0
"""WCAG 2.1: 1.4.3 for text, 1.4.11 for borders, focus and icons."""
SURFACES = ("neutral-background-default", "neutral-background-tinted", "neutral-surface-default")
"""What plain text may stand on."""
DIVIDERS = ("neutral-border-subtle",)
"""Lines between things that need no line to be told apart."""
SAMPLED = ("register-w", "handover-blocked", "sync", "settings-look", "shelf-item", "help-r")
"""Scenes whose pixels are looked at: together they have every kind of surface."""
TOKENS = json.loads(resources.path("vendor/tokens.json").read_text(encoding="utf-8"))
SHEET = resources.path("style/station.qss").read_text(encoding="utf-8")


def ratio(one: QColor, other: QColor) -> float:
    """The contrast ratio of WCAG."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def token(found: str) -> str:
    return found.replace("_", "-")


def rules() -> Iterator[tuple[str, dict[str, str]]]:
    """Every rule of the style sheet: its selector, and the tokens that its properties name."""
    for selector, inside in re.findall(r"([^{}]+)\{([^}]*)\}", re.sub(r"/\*.*?\*/", "", SHEET, flags=re.DOTALL)):
        found = re.findall(r"([a-z-]+):[^;]*?\$([a-z_]+)", inside)
        yield selector.strip(), {name: token(value) for name, value in found if not value.startswith("pt")}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_pair_of_the_style_sheet_stands_out(scheme: str) -> None:
    colours = {name: QColor(value) for name, value in TOKENS[scheme].items()}
    faults, seen = [], 0
    for selector, values in rules():
        behind = (values["background"],) if "background" in values else SURFACES
        if (text := values.get("color")) is not None and "strip-line" not in selector:
            worst = min(ratio(colours[text], colours[surface]) for surface in behind)
            faults += [f"{selector}: {text} {worst:.2f}"] if worst < TEXT else []
            seen += 1
        for name in ("border", "border-color", "border-bottom-color"):
            edge = values.get(name)
            if edge is not None and edge not in DIVIDERS:
                # A border parts its control from what is around it; what it holds may be of the same colour.
                worst = min(ratio(colours[edge], colours[surface]) for surface in SURFACES)
                faults += [f"{selector}: {edge} {worst:.2f}"] if worst < SHAPE else []
                seen += 1
    assert seen > 25
    assert faults == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_pair_of_the_palette_stands_out(scheme: str) -> None:
    palette = look.Theme(scheme)._palette()
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    for each in (group.Active, group.Disabled):
        for text, behind in (
            (role.WindowText, role.Window),
            (role.Text, role.Base),
            (role.ButtonText, role.Button),
            (role.PlaceholderText, role.Base),
            (role.HighlightedText, role.Highlight),
            (role.ToolTipText, role.ToolTipBase),
            (role.Link, role.Base),
        ):
            assert ratio(palette.color(each, text), palette.color(each, behind)) >= TEXT, (each, text)


def drawn(picture: QImage) -> tuple[float, QColor]:
    """How far the strongest colour stands out from the one that fills most, and that one."""
    counted = Counter(picture.pixel(x, y) for x in range(0, picture.width(), 1) for y in range(0, picture.height(), 1))
    behind = QColor(counted.most_common(1)[0][0])
    return max(ratio(QColor(pixel), behind) for pixel in counted), behind


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_as_drawn_stand_out(opened: Opener, theme: str) -> None:
    """Pixels of every label and button, not what the style sheet meant."""
    window = opened(theme=theme, language="en")
    faults, seen = [], 0
    for scene in SCENES:
        if not scene.name.startswith(SAMPLED):
            continue
        stage(window, scene)
        whole = window.grab().toImage()
        for widget in window.centralWidget().findChildren(QWidget):
            if not isinstance(widget, QLabel | QPushButton) or not widget.isVisible() or not widget.text():
                continue
            if widget.visibleRegion().boundingRect() != widget.rect():
                continue
            corner = widget.mapTo(window, widget.rect().topLeft())
            inside = whole.copy(corner.x() + 4, corner.y() + 4, widget.width() - 8, widget.height() - 8)
            found, _ = drawn(inside)
            seen += 1
            faults += (
                [f"{scene.name}: {widget.objectName()} “{widget.text()[:20]}” {found:.2f}"] if found < TEXT else []
            )
    assert seen > 50
    assert faults == []


# The offscreen platform says so of any small window.
@pytest.mark.qt_log_ignore("propagateSizeHints")
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_edges_focus_and_what_is_switched_off_stand_out(qapp: QApplication, theme: str) -> None:
    look.Theme(theme).apply(qapp)
    plain, off = button("Plain", int, name="plain"), button("Off", int, name="off")
    first, field = button("First", int, name="first", kind="primary"), line("Field", name="field")
    off.setEnabled(False)
    holder = QWidget()
    holder.setObjectName("body")
    box = ChoiceBox(look.Theme(theme), "Box", name="box")
    box.addItems(["One", "Two"])
    holder.setLayout(row(plain, off, first, field, box))
    look.Theme(theme).dress(holder)
    holder.show()
    holder.activateWindow()
    behind = look.Theme(theme).colour("neutral-background-default")
    for widget in (plain, field, box):
        plain.clearFocus()
        first.setFocus()
        qapp.processEvents()
        assert ratio(edge(holder, widget), behind) >= SHAPE, f"edge of {widget.objectName()}"
        widget.setFocus()
        qapp.processEvents()
        assert ratio(edge(holder, widget), behind) >= SHAPE, f"focus on {widget.objectName()}"
        assert edge(holder, widget, 2) == edge(holder, widget), "a focus of 3 px"
    picture = holder.grab(off.geometry().adjusted(4, 4, -4, -4)).toImage()
    assert drawn(picture)[0] >= TEXT
    holder.deleteLater()


def edge(holder: QWidget, widget: QWidget, inside: int = 0) -> QColor:
    """The pixel at the left edge, half-way down."""
    picture = holder.grab().toImage()
    return picture.pixelColor(widget.x() + inside, widget.y() + widget.height() // 2)

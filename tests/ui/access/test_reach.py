"""Check 7: every control is reached by Tab in the order in which it is seen, has a name and a role that fits."""

from collections.abc import Callable, Iterator
from difflib import unified_diff
from itertools import pairwise
from pathlib import Path

import pytest
from looking import interactive, name_of, reachable, rect_of
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)
from spoken_tree import dump
from tour_scenes import SCENES, stage

from ui.window import MainWindow

Opener = Callable[..., MainWindow]
GOLDEN = Path(__file__).parent / "golden"
ROLES = {
    QRadioButton: {QAccessible.Role.RadioButton},
    QCheckBox: {QAccessible.Role.CheckBox},
    QPushButton: {QAccessible.Role.Button, QAccessible.Role.CheckBox, QAccessible.Role.PushButton},
    QLineEdit: {QAccessible.Role.EditableText},
    QComboBox: {QAccessible.Role.ComboBox},
    QAbstractItemView: {QAccessible.Role.List, QAccessible.Role.Table, QAccessible.Role.Tree},
}


@pytest.fixture(params=["made when needed", "made ahead"])
def window(opened: Opener, request: pytest.FixtureRequest) -> MainWindow:
    """Screens are the same, whether somebody waited for them or they were made before."""
    window = opened(language="en")
    if request.param == "made ahead":
        exhaust(window.pages.ahead())
    return window


def exhaust(work: Iterator[None]) -> None:
    """Do all of it."""
    for _ in work:
        QApplication.processEvents()


def tab(window: MainWindow) -> QWidget | None:
    """The next stop."""
    target = QApplication.focusWidget() or window
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(target, QKeyEvent(kind, Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier, "\t"))
    return QApplication.focusWidget()


def stops(window: MainWindow) -> list[QWidget]:
    """One whole round by Tab."""
    QApplication.processEvents()
    seen: list[QWidget] = []
    while (focus := QApplication.focusWidget()) is not None and focus not in seen:
        seen.append(focus)
        tab(window)
        assert len(seen) < 200, "Tab never comes round"
    return seen


def one_of_its_group(widget: QWidget, seen: list[QWidget]) -> bool:
    """Of radio buttons that belong together Tab visits one; the arrow keys lead to the others."""
    group = widget.group() if isinstance(widget, QRadioButton) else None
    return group is not None and any(button in seen for button in group.buttons())


def steps_back(window: MainWindow, seen: list[QWidget]) -> list[str]:
    """To the left in a row or up in a column; but not where the round begins anew, at the top or behind the help.

    Nor from what is scrolled out of sight to the buttons that stay in sight below it.
    """
    elsewhere = ("→ tab-register", "help-practice →", "→ item-edit-save")
    back = []
    for one, other in pairwise(seen):
        a, b = rect_of(one, window), rect_of(other, window)
        same_row = min(a.bottom(), b.bottom()) - max(a.top(), b.top()) > min(a.height(), b.height()) // 2
        same_column = min(a.right(), b.right()) - max(a.left(), b.left()) > min(a.width(), b.width()) // 2
        if (same_row and b.right() < a.left()) or (same_column and b.bottom() < a.top()):
            back.append(f"{name_of(one)} → {name_of(other)}")
    return [step for step in back if not any(each in step for each in elsewhere)]


def test_tab_goes_everywhere_comes_round_and_goes_the_way_that_eyes_go(window: MainWindow) -> None:
    faults = []
    for scene in SCENES:
        stage(window, scene)
        seen = stops(window)
        assert len(seen) > 3, scene.name
        faults += [
            f"{scene.name}: {name_of(widget)} is passed over"
            for widget in interactive(window)
            if reachable(widget) and widget not in seen and not one_of_its_group(widget, seen)
        ]
        faults += [f"{scene.name}: {step}" for step in steps_back(window, seen)]
    assert faults == []


def test_everything_is_called_something_and_is_what_it_is(window: MainWindow) -> None:
    faults = []
    for scene in SCENES:
        stage(window, scene)
        faults += [f"{scene.name}: {fault}" for widget in interactive(window) for fault in unclear(widget)]
    assert faults == []


def unclear(widget: QWidget) -> Iterator[str]:
    """What is wrong with how a control is called, or with what it is said to be."""
    known = QAccessible.queryAccessibleInterface(widget)
    name, value = known.text(QAccessible.Text.Name).strip(), known.text(QAccessible.Text.Value).strip()
    if isinstance(widget, QComboBox):
        # On Linux Qt gives the value in place of the name, whatever was set.
        name = widget.accessibleName()
    if not name:
        yield f"{name_of(widget)} has no name"
    elif name == value and not isinstance(widget, QAbstractButton):
        yield f"{name_of(widget)} is called what stands in it: {value}"
    if not widget.objectName():
        yield f"{name_of(widget)} has no object name"
    wanted = next((roles for kind, roles in ROLES.items() if isinstance(widget, kind)), None)
    if wanted is not None and known.role() not in wanted:
        yield f"{name_of(widget)} is read as {known.role().name}"


def test_a_screen_reader_is_told_what_it_was_told_before(window: MainWindow) -> None:
    """What is read aloud changes only on purpose: `python build/golden_spoken.py` writes the files anew."""
    changed = {}
    for scene in SCENES:
        stage(window, scene)
        before = (GOLDEN / f"{scene.name}.txt").read_text("utf-8").splitlines()
        difference = list(unified_diff(before, dump(window).splitlines(), lineterm="", n=0))
        if difference:
            changed[scene.name] = difference
    assert changed == {}


def test_no_file_is_left_of_a_scene_that_is_gone() -> None:
    assert {file.stem for file in GOLDEN.glob("*.txt")} == {scene.name for scene in SCENES}

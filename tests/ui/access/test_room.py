"""What is needed is in sight: one row of bar, nine tiles and the button that saves, one thing that scrolls."""

from collections.abc import Callable

import pytest
from looking import rect_of, seen_of
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QPushButton, QScrollArea, QWidget
from tour_scenes import ROUNDS, SCENES, find, stage

from ui.parts.form_state import FormState
from ui.sending import Chip
from ui.widgets.controls import GAP
from ui.window import MainWindow

Opener = Callable[..., MainWindow]
# The offscreen platform says so of any window that is told its least size while it is shown.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
SCENE = {scene.name: scene for scene in SCENES}
TASK_BAR = 68
"""Height in px that a tall task bar takes of the screen."""
LONG = Chip("offline", "Frakoblet siden 21. november 2026 – 1234 venter", "CloudSlash", "warning", "1234 venter")


PLAIN = (Qt.WindowType.Widget, Qt.WindowType.Window)
"""No tip, no list of a box, no dialog."""


class Strangers(QObject):
    """Notes what is shown as a window and is none."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        shown = event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow()
        if shown and not isinstance(watched, MainWindow) and watched.windowType() in PLAIN:
            self.seen.append(f"{type(watched).__name__} {watched.objectName()}")
        return False


@pytest.mark.parametrize("spoken", ["nb", "nn", "en"])
def test_the_bar_has_one_row_however_much_there_is_to_say(opened: Opener, spoken: str) -> None:
    window = opened(width=1366, height=768, language=spoken)
    stage(window, SCENE["register"])
    window.bar.show_chip(LONG)
    assert window.bar.chip.text() == LONG.short
    assert LONG.words in window.bar.chip.toolTip()
    assert LONG.words in window.bar.chip.accessibleName()
    assert window.bar.heightForWidth(window.bar.width()) < 2 * window.bar.chip.height()


@pytest.mark.parametrize("spoken", ["nb", "nn", "en"])
def test_in_the_narrowest_window_the_bar_has_one_row_with_a_printer_in_trouble_or_somebody_on_duty(
    opened: Opener, spoken: str
) -> None:
    window = opened(width=1024, height=700, language=spoken)
    stage(window, SCENE["printing-failed"])
    window.bar.show_chip(LONG)
    assert window.bar.heightForWidth(window.bar.width()) < 2 * window.bar.chip.height()
    stage(window, SCENE["register"])
    window.bar.show_staff("KB", "KB")
    assert window.bar.heightForWidth(window.bar.width()) < 2 * window.bar.chip.height()
    assert all(tab.icon().isNull() for tab in window.bar._pictures)
    window.resize(1800, 768)
    QApplication.processEvents()
    assert not any(tab.icon().isNull() for tab in window.bar._pictures)


def test_with_room_for_all_words_none_are_left_out(opened: Opener) -> None:
    window = opened(width=1800, height=768, language="nb")
    window.bar.show_chip(LONG)
    assert window.bar.chip.text() == LONG.words
    assert window.bar.place.text() == "Ombruk · Isi gjenvinningsstasjon"
    window.resize(1366, 768)
    stage(window, SCENE["register"])
    assert window.bar.chip.text() == LONG.short


@pytest.mark.parametrize("spoken", ["nb", "nn", "en"])
@pytest.mark.parametrize("percent", [100, 200])
def test_nine_tiles_and_saving_are_in_sight_in_the_lowest_window(opened: Opener, spoken: str, percent: int) -> None:
    window = opened(width=1024, height=700, language=spoken, text_percent=percent)
    stage(window, SCENE["register"])
    picker = window.pages.register.form.picker
    assert len(picker.tiles._tiles) == 9
    for tile in picker.tiles._tiles.values():
        assert seen_of(tile, window) == rect_of(tile, window), tile.objectName()
        assert rect_of(tile, window).bottom() < rect_of(window.pages.register.bar.save, window).top()
    assert window.pages.register.bar.save.isVisible()


@pytest.mark.parametrize(
    ("width", "spoken", "scale"),
    [
        *((1366, spoken, scale) for spoken, scale in (("nb", ""), ("nn", "COM9"), ("en", "COM9"), ("en", ""))),
        *((1024, spoken, "") for spoken in ("nb", "nn", "en")),
    ],
)
def test_on_the_usual_small_screen_with_a_task_bar_nothing_of_registering_scrolls(
    opened: Opener, width: int, spoken: str, scale: str
) -> None:
    window = opened(width=width, height=768 - TASK_BAR, language=spoken, scale_port=scale)
    stage(window, SCENE["register"])
    (area,) = [
        area for area in window.front.findChildren(QScrollArea) if area.isAncestorOf(find(window, "register-photos"))
    ]
    scenes = ("register", "register-filled", "register-search", "register-said", "register-warned", "register-wrong")
    for scene in scenes:
        stage(window, SCENE[scene])
        assert area.verticalScrollBar().maximum() == 0, scene
    form = window.pages.register.form
    # Where things are is looked at, not how they are drawn.
    window.setUpdatesEnabled(False)
    for category in window.desk.station.catalogue.categories:
        form.restore(FormState(category=category.code))
        form.fields._learnt({category.code: 12_500})
        for _ in range(ROUNDS):
            QApplication.processEvents()
        assert area.verticalScrollBar().maximum() == 0, f"{category.code}: {form.weight.status.text()}"
        chosen = form.picker.tiles.tile(category.code)
        assert chosen is not None
        assert seen_of(chosen, window) == rect_of(chosen, window), category.code


def test_in_the_largest_text_no_room_is_left_below_the_tiles_and_nothing_moves_when_they_are_others(
    opened: Opener,
) -> None:
    window = opened(width=1366, height=768, language="nb", text_percent=200)
    stage(window, SCENE["register"])
    picker = window.pages.register.form.picker
    condition = window.pages.register.form.condition
    last = max(rect_of(tile, window).bottom() for tile in picker.tiles._tiles.values())
    assert rect_of(picker, window).bottom() - last < GAP
    top = rect_of(condition, window).top()
    stage(window, SCENE["register-search"])
    assert rect_of(condition, window).top() == top


def test_nothing_is_a_window_of_its_own_before_it_has_its_place(opened: Opener, qapp: QApplication) -> None:
    """It would flash, and take the focus and the next keys with it."""
    strangers = Strangers()
    qapp.installEventFilter(strangers)
    window = opened(language="nb", scale_port="COM9")
    assert find(window, "register-scale").isVisible()
    for scene in SCENES:
        stage(window, scene)
    qapp.removeEventFilter(strangers)
    assert strangers.seen == []


@pytest.mark.parametrize("percent", [100, 200])
def test_nothing_scrolls_sideways_in_the_lowest_window(opened: Opener, percent: int) -> None:
    window = opened(width=1024, height=700, language="nb", text_percent=percent)
    sideways = []
    for scene in SCENES:
        stage(window, scene)
        for area in window.findChildren(QAbstractScrollArea):
            if area.isVisible() and area.horizontalScrollBar().maximum() > 0:
                sideways.append(f"{scene.name}: {area.objectName()}")
    assert sideways == []


def test_what_the_history_leaves_out_for_want_of_room_stands_below_it(opened: Opener) -> None:
    window = opened(width=1024, height=700, language="nb", text_percent=200)
    stage(window, SCENE["history"])
    history = window.pages.history
    row = history.table.currentIndex().row()
    columns = range(history.model.columnCount())
    hidden = [column for column in columns if history.table.isColumnHidden(column)]
    assert hidden
    for column in hidden:
        told = history.model.index(row, column).data()
        count = f"{told} ting" if told.isdigit() else told
        assert count in history.chosen.text()
    window.resize(1920, 1080)
    stage(window, SCENE["history"])
    assert not any(history.table.isColumnHidden(column) for column in columns)


def test_how_sending_stands_is_in_sight_though_it_is_switched_off(opened: Opener) -> None:
    window = opened(width=1024, height=700, language="nb", text_percent=200)
    stage(window, SCENE["sync"])
    state = find(window, "sync-state")
    assert seen_of(state, window) == rect_of(state, window)


@pytest.mark.parametrize("percent", [100, 200])
def test_an_item_that_is_changed_scrolls_as_one(opened: Opener, percent: int) -> None:
    window = opened(width=1024, height=700, language="nb", text_percent=percent)
    stage(window, SCENE["shelf-editing"])
    editor = window.pages.shelf.panel.editor
    scrolled = [area for area in editor.findChildren(QScrollArea) if area.verticalScrollBar().maximum() > 0]
    assert len(scrolled) == 1
    # Nor where all of a group are shown.
    editor.picker.tiles._tiles["everything"].click()
    scrolled = [area for area in editor.findChildren(QScrollArea) if area.verticalScrollBar().maximum() > 0]
    assert len(scrolled) == 1


def test_the_likely_reason_is_in_sight_in_the_largest_text(opened: Opener) -> None:
    window = opened(width=1024, height=700, language="nb", text_percent=200)
    stage(window, SCENE["register-refusing"])
    tile = find(window, "refuse-reasons-mattress")
    assert tile.hasFocus()
    assert seen_of(tile, window) == rect_of(tile, window)
    stage(window, SCENE["register"])
    first = window.pages.register.form.picker.tiles._tiles
    assert all(seen_of(tile, window) == rect_of(tile, window) for tile in first.values())


def test_a_warning_about_a_category_is_in_sight_in_the_largest_text(opened: Opener) -> None:
    window = opened(width=1024, height=700, language="nb", text_percent=200)
    stage(window, SCENE["register-advice"])
    for name in ("register-advice", "register-advice-refuse"):
        said = find(window, name)
        assert seen_of(said, window) == rect_of(said, window)


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
def test_in_the_largest_text_what_ends_the_work_on_a_screen_is_whole_in_sight(
    opened: Opener, size: tuple[int, int]
) -> None:
    window = opened(width=size[0], height=size[1], language="nb", text_percent=200)
    hidden = []
    for scene in SCENES:
        stage(window, scene)
        for pressed in window.front.findChildren(QPushButton):
            if pressed.property("kind") in ("primary", "destroy") and pressed.isVisible():
                whole = rect_of(pressed, window)
                if seen_of(pressed, window) != whole or not window.rect().contains(whole):
                    hidden.append(f"{scene.name}: {pressed.objectName()}")
    assert hidden == []

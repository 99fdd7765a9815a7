"""The frame: keys, chip, strip, drawing anew, starting and failing to start."""

import logging
import sqlite3
from collections.abc import Callable
from pathlib import Path

import counter_samples as samples
import msgspec
import pytest
from keyboard import Hands
from PySide6.QtCore import QMimeData, Qt, QTimer
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from station_app import config
from station_app.actions.settings import keep_settings
from station_app.language import translation
from station_app.station import Station
from station_app.storage.database import FILE_NAME
from station_app.storage.jobs import JobKind
from station_app.storage.outbox import Progress
from ui import counter as program
from ui.parts.print_queue import JobGivenUp
from ui.said import Said
from ui.sending import Sending, chip
from ui.theme import TARGET
from ui.widgets.tiles import PushTile, RadioTile
from ui.window import MainWindow

SCREENS = ("register", "shelf", "handover", "history", "sync", "printing", "settings", "enrol")


def test_function_keys_lead_to_the_screens(window: MainWindow, hands: Hands) -> None:
    keys = {
        Qt.Key.Key_F3: "shelf",
        Qt.Key.Key_F4: "handover",
        Qt.Key.Key_F5: "history",
        Qt.Key.Key_F6: "sync",
        Qt.Key.Key_F10: "printing",
        Qt.Key.Key_F9: "settings",
        Qt.Key.Key_F1: "register",
    }
    for key, name in keys.items():
        hands.press(key)
        assert window.front.objectName() == name


def sending(**changes: object) -> Sending:
    progress = Progress(
        waiting_events=0,
        waiting_blobs=0,
        last_event=9,
        acknowledged=9,
        backed_up=0,
        last_contact_at="2026-11-24T09:42:00Z",
        problem=None,
        problem_detail=None,
        notice=None,
        notice_detail=None,
        not_applied=0,
    )
    facts = {"enrolled": True, "sending_on": True, "failures": 0, "now": samples.NOW, "progress": progress}
    inner = {name: value for name, value in changes.items() if name in Progress.__struct_fields__}
    facts["progress"] = msgspec.structs.replace(progress, **inner)
    return Sending(**{**facts, **{name: value for name, value in changes.items() if name in facts}})


@pytest.mark.parametrize(
    ("changes", "state", "words"),
    [
        ({}, "sent", "All sent 10.42"),
        ({"waiting_events": 12, "waiting_blobs": 2}, "sending", "Sending – 14 left"),
        ({"waiting_events": 3, "failures": 2}, "offline", "Offline – 3 waiting"),
        (
            {"failures": 2, "waiting_events": 1, "last_contact_at": "2026-11-21T09:00:00Z"},
            "offline",
            "Offline since 21 Nov 2026 – 1 waiting",
        ),
        ({"not_applied": 2}, "problem", "2 matters to see to"),
        ({"problem": "key_revoked"}, "problem", "1 matter to see to"),
        ({"enrolled": False}, "not_enrolled", "Not connected to the municipality"),
        ({"sending_on": False, "waiting_events": 2}, "off", "Sending is off – 2 waiting"),
    ],
)
def test_the_chip_says_how_sending_stands(changes: dict[str, object], state: str, words: str) -> None:
    shown = chip(sending(**changes), translation("en"), "en")
    assert (shown.state, shown.words) == (state, words)


def test_the_chip_counts_what_the_outbox_holds(
    window: MainWindow, station: Station, registered: Callable[..., str]
) -> None:
    registered()
    progress = station.outbox.progress()
    assert f"{progress.waiting_events + progress.waiting_blobs} waiting" in window.bar.chip.text()


@pytest.mark.parametrize(("theme", "percent", "language"), [("dark", 100, "nb"), ("light", 200, "nn")])
def test_a_new_look_or_language_keeps_what_was_filled_in(
    window: MainWindow, station: Station, hands: Hands, theme: str, percent: int, language: str
) -> None:
    hands.type("2")
    window.pages.register.form.title.setText("Rød")
    window.show_screen("handover")
    window.pages.handover.sign.name.setText("Ola")
    keep_settings(station, theme=theme, text_percent=percent, language=language)
    window.redraw()
    assert window.front.objectName() == "handover"
    assert window.pages.register.form.title.text() == "Rød"
    assert window.pages.register.form.picker.code == "bicycle"
    assert window.pages.handover.sign.name.text() == "Ola"
    assert window.pages.handover.desk.theme.name == theme
    kept = config.load(station.folder, environment={})
    assert (kept.theme, kept.text_percent, kept.language) == (theme, percent, language)


@pytest.mark.parametrize("percent", [100, 200])
def test_everything_that_is_pressed_is_large_enough_and_its_words_are_whole(
    window: MainWindow, station: Station, percent: int
) -> None:
    keep_settings(station, text_percent=percent)
    window.redraw()
    assert window.minimumSizeHint().width() <= 1024
    assert window.minimumSizeHint().height() <= 700
    for name in SCREENS:
        window.show_screen(name)
        QApplication.processEvents()
        for button in window.findChildren(QPushButton):
            if button.isVisible():
                assert min(button.width(), button.height()) >= TARGET, button.objectName()
                assert button.width() >= button.minimumSizeHint().width(), button.objectName()
        for tile in (*window.findChildren(RadioTile), *window.findChildren(PushTile)):
            if tile.isVisible():
                assert tile.width() >= tile.minimumSizeHint().width(), tile.objectName()
                assert tile.height() >= tile.heightForWidth(tile.width()), tile.objectName()


def test_every_control_has_a_name_and_a_fitting_role(window: MainWindow) -> None:
    for name in SCREENS:
        window.show_screen(name)
        for widget in window.findChildren(QWidget):
            if not widget.isVisible() or not widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                continue
            known = QAccessible.queryAccessibleInterface(widget)
            assert known.text(QAccessible.Text.Name).strip(), f"{name}: {widget.objectName() or widget}"
            if isinstance(widget, RadioTile):
                assert known.role() == QAccessible.Role.RadioButton


def test_tab_visits_every_control_and_comes_round(window: MainWindow, hands: Hands) -> None:
    for name in SCREENS:
        window.show_screen(name)
        QApplication.processEvents()
        seen = []
        while (focus := QApplication.focusWidget()) not in seen:
            seen.append(focus)
            hands.press(Qt.Key.Key_Tab)
        names = {widget.objectName() for widget in seen}
        wanted = {
            widget.objectName()
            for widget in window.front.findChildren(QPushButton)
            if widget.isVisible() and widget.isEnabled()
        }
        assert wanted <= names | {widget.objectName() for widget in window.findChildren(PushTile)}, name


def test_the_strip_never_changes_its_height(window: MainWindow) -> None:
    before = window.strip.geometry()
    window.say(Said("Saved " * 20), JobGivenUp(JobKind.TEST_PAGE, ""))
    window.warn(Said("Something is wrong. " * 8))
    QApplication.processEvents()
    assert window.strip.geometry() == before


def test_an_error_of_ours_is_logged_without_what_was_typed_and_said_politely(
    window: MainWindow, caplog: pytest.LogCaptureFixture
) -> None:
    typed = "Ola Nordmann"
    with caplog.at_level(logging.ERROR, logger="ombruk"):
        try:
            raise ValueError(typed)
        except ValueError as error:
            program._hook(window)(ValueError, error, error.__traceback__)
    assert "ValueError" in caplog.text
    assert typed not in caplog.text
    assert "What was saved stays saved" in window.strip.problem.words


# The offscreen platform says so of any small window; it is about hints for a window manager that is not there.
@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_a_newer_store_is_explained_in_a_window_and_left_alone(qtbot: QtBot, tmp_path: Path, station: Station) -> None:
    folder = tmp_path / "newer"
    Station.open(folder, settings=station.config).close()
    file = folder / FILE_NAME
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA user_version = 9999")
    connection.close()
    said = []

    def look() -> None:
        (shown,) = [found for found in QApplication.topLevelWidgets() if found.objectName() == "cannot-start"]
        said.extend(label.text() for label in shown.findChildren(QLabel))
        shown.findChild(QPushButton, "cannot-start-close").click()

    QTimer.singleShot(0, look)
    assert program.run(["--data-dir", str(folder)]) == 3
    assert any("nyere" in words or "newer" in words for words in said)
    with sqlite3.connect(file) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (9999,)
    connection.close()


def test_the_program_runs_and_ends(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMBRUK_SYNC", "false")
    # Looking for a loudspeaker on a machine without one is a warning of Qt's.
    monkeypatch.setenv("OMBRUK_SOUND_VOLUME", "0")

    def close() -> None:
        (window,) = [found for found in QApplication.topLevelWidgets() if isinstance(found, MainWindow)]
        window.close()

    QTimer.singleShot(0, close)
    assert program.run(["--data-dir", str(tmp_path / "fresh")]) == 0
    assert (tmp_path / "fresh" / FILE_NAME).exists()


def test_a_window_is_not_drawn_anew_while_a_photo_is_being_prepared(window: MainWindow, qtbot: QtBot) -> None:
    image = QImage(3_000, 2_000, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    mime = QMimeData()
    mime.setImageData(image)
    before = window.pages.register
    before.form.photos.receive(mime)
    window.redraw()
    assert window.pages.register is before
    qtbot.waitUntil(lambda: window.pages.register is not before)
    assert len(window.pages.register.state().photos) == 1


def test_what_was_drawn_before_goes_when_nothing_belongs_to_it_any_more(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.earlier.PAST_MS", 1)
    gone: list[str] = []
    for look in ("first", "second"):
        window.centralWidget().destroyed.connect(lambda _, look=look: gone.append(look))
        window.redraw()
    qtbot.waitUntil(lambda: gone == ["first", "second"])
    assert window.front.isVisible()

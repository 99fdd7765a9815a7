"""Settings that cannot be read, settings that IT has fixed, and scans that come at an odd moment."""

from collections.abc import Callable
from pathlib import Path

import counter_samples as samples
import pytest
from keyboard import Hands
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from domain.commands import Command
from domain.numbers import actor_card
from domain.refused import Refused
from station_app import config
from station_app.actions.settings import keep_settings
from station_app.cli.main import run
from station_app.station import Station
from ui import counter as program
from ui.widgets.controls import Notice
from ui.window import MainWindow

WRONG = {
    "no toml": b"this is no toml",
    "another type": b'text_percent = "large"',
    "no such setting": b"languge = 3",
    "nested": b"tiles = " + b"[" * 9_000,
    "huge": b"#" * 1_000_000,
    "no text": bytes(range(256)),
}


@pytest.fixture
def policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The policy file of this PC; not there yet."""
    file = tmp_path / "policy.toml"
    monkeypatch.setattr(config, "policy_file", lambda: file)
    return file


@pytest.mark.parametrize("content", WRONG.values(), ids=WRONG)
@pytest.mark.parametrize("name", ["settings.toml", "policy.toml"])
def test_a_file_that_cannot_be_read_is_said_in_a_window(
    qtbot: QtBot, tmp_path: Path, policy: Path, name: str, content: bytes
) -> None:
    folder = tmp_path / "store"
    folder.mkdir()
    file = policy if name == policy.name else folder / name
    file.write_bytes(content)
    said: list[str] = []

    def look() -> None:
        (window,) = (each for each in QApplication.topLevelWidgets() if each.objectName() == "cannot-start")
        said.append(window.findChild(Notice, "cannot-start-words").words)
        window.findChild(QPushButton, "cannot-start-close").click()

    QTimer.singleShot(0, look)
    assert program.run(["--data-dir", str(folder)]) == program.CANNOT_START
    assert str(file) in said[0]
    assert file.read_bytes() == content
    assert run(["--data-dir", str(folder), "figures"]) == 3


def test_what_it_has_fixed_is_locked_in_the_window_and_everywhere(
    policy: Path, window: MainWindow, station: Station, find: Callable[[str], QWidget]
) -> None:
    policy.write_text('theme = "dark"\nsync = false\nfixed = ["theme", "sync"]\n', encoding="utf-8")
    window.show_screen("settings")
    window.pages.settings.show_section("look")
    assert not find("settings-theme").isEnabled()
    assert str(policy) in find("settings-theme-lock").text()
    with pytest.raises(Refused, match="setting_held"):
        keep_settings(station, theme="light")
    # An editor gets around the window, but not around the policy.
    config.save(station.folder, theme="light", sync=True)
    found = config.load(station.folder, {"OMBRUK_THEME": "light", "OMBRUK_SYNC": "true"})
    assert (found.theme, found.sync) == ("dark", False)


def test_a_policy_that_breaks_while_people_work_stops_a_choice_in_words(
    policy: Path, window: MainWindow, station: Station
) -> None:
    window.show_screen("settings")
    policy.write_bytes(b"\x00")
    with pytest.raises(Refused, match="settings_wrong") as refused:
        keep_settings(station, text_percent=150)
    assert refused.value.facts["file"] == str(policy)
    assert station.config.text_percent == 100


@pytest.mark.parametrize("code", [str(actor_card(samples.FRETEX)), str(Command.NEW_HANDOVER.number), "7"], ids=str)
def test_whatever_is_scanned_into_the_guide_only_shows_that_the_scanner_works(
    window: MainWindow, station: Station, hands: Hands, find: Callable[[str], QWidget], code: str
) -> None:
    window.show_screen("guide")
    window.take_number(code)
    assert window.front.objectName() == "guide"
    assert "Works" in find("guide-scanner-state").text()
    assert window.strip.problem.words == ""


def test_a_scan_that_comes_while_the_window_is_drawn_anew_is_heard_whole(
    window: MainWindow, hands: Hands, registered: Callable[..., str]
) -> None:
    number = registered()
    heard: list[str] = []
    window.scan_filter.scanned.connect(heard.append)
    form = window.pages.register.form
    form.title.setText("Red")
    form.title.setFocus()
    for place, digit in enumerate(number):
        if place == 7:
            # The field that has the focus goes, and another takes its place.
            window.redraw()
        hands._send(Qt.Key(ord(digit)), digit, 500 + 12 * place)
    hands._send(Qt.Key.Key_Return, "\r", 500 + 12 * len(number))
    QApplication.processEvents()
    hands.scan(str(actor_card(samples.FRETEX)))
    assert heard == [number, str(actor_card(samples.FRETEX))]
    assert window.pages.register.form.title.text() == "Red"
    assert window.pages.handover.actor.orgnr == samples.FRETEX

"""Settings: every choice acts at once, is kept, can be taken back; what IT has fixed is locked with the reason."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from counter_samples import put_in_force
from keyboard import Hands
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from station_app import config
from station_app.actions.settings import keep_settings
from station_app.station import Station
from ui.parts.settings_about import AboutSettings
from ui.parts.settings_backup import BackupSettings
from ui.parts.settings_privacy import PrivacySettings
from ui.sounds import Sound
from ui.theme import TARGET
from ui.widgets.tiles import CheckTile, PushTile, RadioTile
from ui.window import MainWindow

Find = Callable[[str], QWidget]


@pytest.fixture
def section(window: MainWindow) -> Callable[[str], None]:
    """Opens a section of the settings."""

    def opened(name: str) -> None:
        window.show_screen("settings")
        window.pages.settings.show_section(name)
        QApplication.processEvents()

    return opened


def press(widget: QWidget) -> None:
    assert isinstance(widget, QPushButton | RadioTile | CheckTile)
    widget.click()
    QApplication.processEvents()


def focus() -> str:
    widget = QApplication.focusWidget()
    return "" if widget is None else widget.objectName()


def test_a_new_look_is_there_at_once_with_the_focus_where_it_was_and_can_be_taken_back(
    window: MainWindow, station: Station, section: Callable[[str], None], find: Find, hands: Hands, qtbot: QtBot
) -> None:
    section("look")
    tile = find("settings-theme-dark")
    tile.setFocus()
    press(tile)
    assert station.config.theme == "dark"
    assert window.desk.theme.name == "dark"
    assert window.front.objectName() == "settings"
    qtbot.waitUntil(lambda: focus() == "settings-theme-dark")
    assert window.strip.result.text() == "Changed: Colours"
    qtbot.waitUntil(window.strip.undo.isVisible)
    hands.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    QApplication.processEvents()
    assert station.config.theme == "light"
    assert window.desk.theme.name == "light"
    assert find("settings-theme-light").isChecked()


def test_large_targets_are_there_at_once_and_kept(
    station: Station, section: Callable[[str], None], find: Find, hands: Hands, qtbot: QtBot
) -> None:
    section("look")
    assert find("settings-theme-light").height() < 56
    press(find("settings-targets-large"))
    qtbot.waitUntil(lambda: find("settings-theme-light").height() >= 56)
    assert find("strip-dismiss").sizeHint().width() >= 56
    assert config.load(station.folder, environment={}).targets == "large"
    qtbot.waitUntil(lambda: find("strip-undo").isVisible())
    hands.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: find("settings-theme-light").height() < 56)
    assert station.config.targets == "normal"


def test_another_language_is_spoken_at_once_and_what_was_filled_in_elsewhere_stays(
    window: MainWindow, station: Station, section: Callable[[str], None], find: Find
) -> None:
    window.pages.register.form.title.setText("Rød")
    section("look")
    press(find("settings-language-nb"))
    assert station.config.language == "nb"
    assert "Språk" in {label.text() for label in window.findChildren(QLabel)}
    assert window.pages.register.form.title.text() == "Rød"


def test_the_last_change_alone_is_taken_back(
    station: Station, section: Callable[[str], None], find: Find, hands: Hands
) -> None:
    section("sound")
    press(find("settings-sound_volume-20"))
    press(find("settings-sound_volume-100"))
    hands.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert station.config.sound_volume == 20
    assert find("settings-sound_volume-20").isChecked()
    assert config.load(station.folder, environment={}).sound_volume == 20


def test_sections_are_reached_by_keyboard(window: MainWindow, hands: Hands) -> None:
    hands.press(Qt.Key.Key_F9)
    assert focus() == "settings-sections-look"
    hands.press(Qt.Key.Key_Left)
    hands.press(Qt.Key.Key_Space)
    assert window.pages.settings.begun().section == "sound"
    hands.press(Qt.Key.Key_Tab)
    assert focus().startswith("settings-sound_volume")


def test_a_scroll_bar_moves_nothing(window: MainWindow, section: Callable[[str], None]) -> None:
    window.resize(1024, 700)
    places = []
    for name in ("connection", "look"):
        section(name)
        QApplication.processEvents()
        bar = window.pages.settings.findChild(QScrollArea).verticalScrollBar()
        places.append((bar.isVisible(), window.pages.settings.sections.geometry().getRect()))
    assert [shown for shown, _ in places] == [False, True]
    assert places[0][1] == places[1][1]


def test_each_sound_can_be_tried(
    window: MainWindow, section: Callable[[str], None], find: Find, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[Sound] = []
    monkeypatch.setattr(window.devices.sounds, "play", heard.append)
    section("sound")
    tries = [find(f"settings-try-{sound.name.lower()}") for sound in Sound]
    assert not any(each.isEnabled() for each in tries), "all sounds are off"
    press(find("settings-sound_volume-40"))
    for each in tries:
        press(each)
    assert heard == list(Sound)


def test_digits_can_be_switched_off(station: Station, section: Callable[[str], None], find: Find) -> None:
    section("look")
    press(find("settings-digit_keys"))
    assert not station.config.digit_keys


def test_a_scale_is_looked_for_at_the_port_that_is_chosen(
    window: MainWindow, station: Station, section: Callable[[str], None], find: Find, tmp_path: Path, qtbot: QtBot
) -> None:
    section("scale")
    box = find("settings-scale_port")
    assert isinstance(box, QComboBox)
    box.addItem("gone", str(tmp_path / "gone"))
    box.setCurrentIndex(box.count() - 1)
    box.activated.emit(box.currentIndex())
    assert station.config.scale_port == str(tmp_path / "gone")
    problem = window.pages.settings.findChild(QWidget, "settings-scale-problem")
    qtbot.waitUntil(lambda: "gone" in problem.words)
    window.strip.undo.click()
    assert not station.config.scale_port
    assert not problem.words


def test_what_it_has_fixed_is_locked_and_names_its_place(
    window: MainWindow, section: Callable[[str], None], find: Find, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text('fixed = ["language"]\nlanguage = "en"\n')
    monkeypatch.setattr(config, "policy_file", lambda: policy)
    section("look")
    assert not find("settings-language").isEnabled()
    assert str(policy) in find("settings-language-lock").text()
    assert find("settings-theme").isEnabled()


def test_a_choice_that_cannot_be_kept_is_said_and_not_shown(
    window: MainWindow, station: Station, section: Callable[[str], None], find: Find, hands: Hands
) -> None:
    section("sound")
    (station.folder / "settings.toml").unlink()
    (station.folder / "settings.toml").mkdir()
    press(find("settings-sound_volume-20"))
    assert window.strip.problem.words
    assert not find("settings-sound_volume-20").isChecked()


@pytest.mark.parametrize("percent", [100, 200])
def test_every_section_has_names_and_room(
    window: MainWindow, station: Station, section: Callable[[str], None], percent: int, hands: Hands
) -> None:
    keep_settings(station, text_percent=percent)
    QApplication.processEvents()
    window.resize(1024, 700)
    screen = window.pages.settings
    for name in [
        tile.objectName().removeprefix("settings-sections-") for tile in screen.sections.findChildren(RadioTile)
    ]:
        section(name)
        for button in window.pages.settings.findChildren(QPushButton):
            if button.isVisible():
                assert min(button.width(), button.height()) >= TARGET, button.objectName()
                assert button.width() >= button.minimumSizeHint().width(), button.objectName()
        for tile in window.pages.settings.findChildren(RadioTile):
            if tile.isVisible():
                assert tile.width() >= tile.minimumSizeHint().width(), tile.objectName()
                assert tile.height() >= tile.heightForWidth(tile.width()), tile.objectName()
        for widget in window.pages.settings.findChildren(QWidget):
            if (
                widget.isVisible()
                and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
                and not isinstance(widget, PushTile)
            ):
                assert widget.accessibleName() or widget.objectName(), name
    hands.done()


def test_the_diagnosis_file_is_shown_before_it_is_saved(
    window: MainWindow, section: Callable[[str], None], find: Find, hands: Hands, tmp_path: Path
) -> None:
    section("about")
    hands.done()
    assert "Database" in find("settings-about-facts").text()
    assert "store" in find("settings-about-fine").words
    assert not find("settings-diagnosis-save").isVisible()
    press(find("settings-diagnosis-make"))
    hands.done()
    assert "settings.json" in find("settings-diagnosis-preview").text()
    assert find("settings-diagnosis-save").isVisible()
    window.pages.settings.findChild(AboutSettings).save_as(str(tmp_path / "file.zip"))
    hands.done()
    assert (tmp_path / "file.zip").is_file()
    assert "file.zip" in window.strip.result.text()


def test_a_backup_is_made_on_a_stick_and_then_known(
    window: MainWindow, section: Callable[[str], None], find: Find, hands: Hands, station: Station, tmp_path: Path
) -> None:
    section("about")
    hands.done()
    assert "No backup" in find("settings-backup-last").text()
    assert station.identity.device in find("settings-about-facts").text()
    assert str(station.folder) in find("settings-about-facts").text()
    backup = window.pages.settings.findChild(BackupSettings)
    backup.make_in(str(tmp_path / "stick"))
    assert not backup.make.isEnabled()
    hands.done()
    assert backup.make.isEnabled()
    (made,) = (tmp_path / "stick").iterdir()
    assert made.name in window.strip.result.text()
    assert str(made) in find("settings-backup-last").text()
    # Once more in the same minute: nothing is written over.
    backup.make_in(str(tmp_path / "stick"))
    hands.done()
    assert "is not empty" in backup.error.words


def test_the_programs_own_licence_is_shown_first(section: Callable[[str], None], find: Find) -> None:
    section("about")
    assert find("settings-licence").currentText() == "ombruk"
    assert "EUROPEAN UNION PUBLIC LICENCE" in find("settings-licence-text").toPlainText()


def test_privacy_says_where_everything_lies_and_what_leaves_the_pc(
    section: Callable[[str], None], find: Find, station: Station, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    section("privacy")
    assert str(station.folder) in find("settings-privacy-lies").text()
    assert "https://ombruk.example.no" in find("settings-privacy-leaves").text()
    with Station.open(tmp_path / "alone", settings=station.config) as alone:
        part = PrivacySettings(msgspec.structs.replace(window.desk, station=alone))
        qtbot.addWidget(part)
        assert "not connected" in part.leaves.text()
        put_in_force(alone)
        part.show()
        assert "https://ombruk.example.no" in part.leaves.text()
        assert "30 days" not in part.photos.text()
        alone.config = msgspec.structs.replace(alone.config, keep_photos_days=30)
        part.refresh()
        assert "30 days" in part.photos.text()

"""Settings: the policy of the municipality, the user's own, the environment, and words when one is wrong."""

import subprocess
import sys
from pathlib import Path

import platformdirs
import pytest
from counter import Counter

from domain.refused import Refused
from station_app import config
from station_app.actions.settings import keep_settings
from station_app.config import Config, held, load
from station_app.errors import explain
from station_app.sentences.causes import CAUSES
from station_app.station import Changed, Subject


def test_the_environment_wins_over_the_user_who_wins_over_the_policy(tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text('language = "nn"\nlabel_stock = "57x32"\npoll_seconds = 120\n')
    (tmp_path / "settings.toml").write_text('label_stock = "a4"\n')
    settings = load(tmp_path, {"OMBRUK_POLL_SECONDS": "30"}, policy)
    assert settings == Config(language="nn", label_stock="a4", poll_seconds=30)


@pytest.mark.parametrize("shared", [None, "", "/srv/shared:/etc/xdg"])
def test_the_policy_lies_where_programs_of_this_pc_have_their_settings(
    monkeypatch: pytest.MonkeyPatch, shared: str | None
) -> None:
    monkeypatch.delenv("XDG_CONFIG_DIRS", raising=False)
    if shared is not None:
        monkeypatch.setenv("XDG_CONFIG_DIRS", shared)
    assert config.policy_file() == Path(platformdirs.site_config_dir("ombruk", appauthor=False)) / "policy.toml"


def test_nothing_set_means_the_built_in_settings(tmp_path: Path) -> None:
    assert load(tmp_path, {}, tmp_path / "none.toml") == Config()


@pytest.mark.parametrize(
    "content", ['language = "se"', "language = 3", 'languge = "nb"', "poll_seconds = 1", "not toml", 'keystore = "x"']
)
def test_a_wrong_setting_names_its_file(tmp_path: Path, content: str) -> None:
    (tmp_path / "settings.toml").write_text(content)
    with pytest.raises(Refused) as refused:
        load(tmp_path, {}, tmp_path / "none.toml")
    assert str(refused.value.facts["file"]).endswith("settings.toml")


def test_a_wrong_environment_is_told_apart(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="OMBRUK_POLL_SECONDS"):
        load(tmp_path, {"OMBRUK_POLL_SECONDS": "often"}, tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('theme = "drak"', "“theme” may be light, dark, system."),
        ("text_percent = 250", "“text_percent” may be 100 … 200."),
        ('text_percent = "large"', "“text_percent” may be 100 … 200."),
        ('digit_keys = "yes"', "“digit_keys” may be true, false."),
        ("camera = 3", '“camera” may be "…".'),
        ("offset_x_mm = nan", "“offset_x_mm” may be -20 … 20."),
        ('receipt_printer = "zpl:10.0.0.9"', "“receipt_printer” may be driver:NAME."),
        ("colour = 1", "there is no setting “colour”."),
        ("theme = \n", "line 1 is not TOML."),
        ("theme = ", "this is not TOML."),
    ],
)
def test_what_is_wrong_with_a_setting_is_said_in_the_languages_of_the_counter(
    tmp_path: Path, content: str, words: str
) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(content)
    with pytest.raises(Refused, match="settings_wrong") as refused:
        load(tmp_path, {}, tmp_path / "none.toml")
    assert explain(refused.value, "en").error == f"The settings in {file} are wrong: {words.rstrip('.')}"
    # No word of a library: what is not translated would be the same in every language.
    assert refused.value.facts["what"] in CAUSES


@pytest.mark.parametrize("name", config._RULES)
def test_what_is_built_in_is_allowed_and_every_rule_is_of_a_setting(name: str) -> None:
    assert config._RULES[name].fits(getattr(Config(), name))


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    file = tmp_path / "policy.toml"
    file.write_text('fixed = ["language", "sync"]\nlanguage = "nn"\nlabel_stock = "57x32"\n')
    return file


def test_what_it_has_fixed_holds_against_the_user_and_the_environment(tmp_path: Path, policy: Path) -> None:
    (tmp_path / "settings.toml").write_text('language = "en"\nsync = false\nlabel_stock = "a4"\n')
    settings = load(tmp_path, {"OMBRUK_LANGUAGE": "nb"}, policy)
    assert settings == Config(language="nn", label_stock="a4")


def test_it_is_known_what_holds_a_setting(policy: Path) -> None:
    environment = {"OMBRUK_THEME": "dark", "OMBRUK_LANGUAGE": "nb", "OMBRUK_DATA_DIR": "x"}
    assert held(environment, policy) == {"theme": "OMBRUK_THEME", "language": str(policy), "sync": str(policy)}


@pytest.mark.parametrize("line", ['fixed = ["languge"]', 'fixed = "language"', "fixed = 3", "fixed = [[]]"])
def test_a_wrong_list_of_fixed_settings_names_its_file(tmp_path: Path, line: str) -> None:
    file = tmp_path / "policy.toml"
    file.write_text(line)
    with pytest.raises(Refused) as refused:
        load(tmp_path, {}, file)
    assert refused.value.facts["file"] == str(file)


@pytest.mark.parametrize(
    "content",
    [
        "camera_rotation = 45",
        "sound_volume = 101",
        "sound_volume = -1",
        "scale_baud = 9601",
        'scale_line = "9N1"',
        "scan_gap_ms = 5",
        'fixed = ["theme"]',
    ],
)
def test_a_device_s_setting_out_of_its_range_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "settings.toml").write_text(content)
    with pytest.raises(Refused, match="settings_wrong"):
        load(tmp_path, {}, tmp_path / "none.toml")


def test_a_choice_that_it_has_fixed_is_refused_with_its_place(
    counter: Counter, policy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config, "policy_file", lambda: policy)
    with pytest.raises(Refused) as refused:
        keep_settings(counter.station, language="en")
    assert refused.value.facts == {"setting": "language", "where": str(policy)}
    keep_settings(counter.station, theme="dark")
    assert counter.station.config.theme == "dark"


def test_a_choice_is_kept_for_the_next_start_and_told(counter: Counter) -> None:
    told: list[Changed] = []
    counter.station.listen(told.append)
    keep_settings(counter.station, sound_volume=20, camera="Logitech C920")
    assert load(counter.station.folder, {}) == counter.station.config
    assert (counter.station.config.sound_volume, counter.station.config.camera) == (20, "Logitech C920")
    assert [change.subjects for change in told] == [{Subject.SETTINGS}]


@pytest.mark.parametrize(
    "content",
    [
        b"language = " + b"[" * 5_000,
        b"poll_seconds = " + b"9" * 5_000,
        b"# " + b"x" * 200_000,
        b'language = "nb"\x00',
        b"\xff\xfe\x00l",
        b"offset_x_mm = nan",
        b"offset_y_mm = inf",
        b"[language]\nnb = 1",
    ],
    ids=["nested", "long number", "huge", "nul", "utf-16", "nan", "inf", "table"],
)
@pytest.mark.parametrize("name", ["settings.toml", "policy.toml"])
def test_whatever_stands_in_a_file_it_is_named_in_words(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Refused, match="settings_wrong") as refused:
        load(tmp_path, {}, tmp_path / "policy.toml")
    assert str(refused.value.facts["file"]).endswith(name)
    assert str(refused.value.facts["what"])


def test_a_file_that_an_editor_saved_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_bytes(b'\xef\xbb\xbflanguage = "nn"\n')
    assert load(tmp_path, {}, tmp_path / "none.toml").language == "nn"


@pytest.mark.parametrize("words", ["\x7f", '"', "\\", "\x00\x1b\n\r\t", "\u202e\u2028", "🚲" * 50])
def test_whatever_was_chosen_can_be_read_again_at_the_next_start(tmp_path: Path, words: str) -> None:
    config.save(tmp_path, agreements_contact=words)
    assert load(tmp_path, {}, tmp_path / "none.toml").agreements_contact == words


def test_what_is_no_text_is_refused_and_the_file_stays(tmp_path: Path) -> None:
    config.save(tmp_path, language="nn")
    with pytest.raises(Refused, match="settings_wrong"):
        config.save(tmp_path, agreements_contact="\ud83d")
    assert load(tmp_path, {}, tmp_path / "none.toml") == Config(language="nn")


_KEEPS = """
import sys
import subprocess
import sys
from pathlib import Path
from station_app import config
for turn in range(60):
    config.save(Path(sys.argv[1]), **{sys.argv[2]: turn + 20})
"""


def test_two_windows_that_keep_choices_at_once_lose_none(tmp_path: Path) -> None:
    names = ("sound_volume", "scan_gap_ms")
    windows = [subprocess.Popen([sys.executable, "-c", _KEEPS, str(tmp_path), name]) for name in names]
    assert [window.wait(60) for window in windows] == [0, 0]
    assert load(tmp_path, {}, tmp_path / "none.toml") == Config(sound_volume=79, scan_gap_ms=79)

"""Settings: the policy of the municipality, the user's own, the environment, and words when one is wrong."""

from pathlib import Path

import pytest

from domain.refused import Refused
from station_app.config import Config, load


def test_the_environment_wins_over_the_user_who_wins_over_the_policy(tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text('language = "nn"\nlabel_stock = "57x32"\npoll_seconds = 120\n')
    (tmp_path / "settings.toml").write_text('label_stock = "a4"\n')
    settings = load(tmp_path, {"OMBRUK_POLL_SECONDS": "30"}, policy)
    assert settings == Config(language="nn", label_stock="a4", poll_seconds=30)


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
    with pytest.raises(Refused, match=r"OMBRUK_\*"):
        load(tmp_path, {"OMBRUK_POLL_SECONDS": "often"}, tmp_path / "none.toml")

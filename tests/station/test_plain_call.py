"""`ombruk-station sync` in its plainest form, which click does not read: the same answers, and nothing else so read."""

from pathlib import Path

import pytest

from station_app.cli.entry import call
from station_app.cli.main import run
from station_app.cli.sending import plainly_asked

PLAIN = (
    ["sync"],
    ["--json", "sync"],
    ["sync", "--json"],
    ["--data-dir", "{}", "sync"],
    ["--data-dir", "{}", "--json", "sync"],
    ["--json", "--data-dir", "{}", "--json", "sync"],
)
OTHER = (
    [],
    ["--json"],
    ["--help"],
    ["status"],
    ["sync", "--help"],
    ["sync", "sync"],
    ["--data-dir", "{}"],
    ["--data-dir", "{}/file", "sync"],
    ["--data-dir", "{}/nothing", "sync"],
    ["--data-dir={}", "sync"],
    ["sync", "--data-dir", "{}"],
    ["--language", "nn", "sync"],
    ["--staff", "KB", "sync"],
    ["--data-dir", "--json", "{}", "sync"],
)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, which is the user's own, too."""
    monkeypatch.setenv("OMBRUK_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    (tmp_path / "file").touch()
    return tmp_path


def filled_in(arguments: list[str], store: Path) -> list[str]:
    return [one.format(store) for one in arguments]


@pytest.mark.parametrize("arguments", PLAIN, ids=" ".join)
def test_both_ways_of_reading_a_call_end_alike(
    arguments: list[str], store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = filled_in(arguments, store)
    console = plainly_asked(given)
    assert console is not None
    assert console.as_json == ("--json" in given)
    if "--data-dir" in given:
        assert console.folder == store
    ended, said = call(given), capsys.readouterr()
    assert (run(given), capsys.readouterr()) == (ended, said)
    assert ended == 3, "it is not enrolled"
    assert ("not_enrolled" in said.out) == ("--json" in given)


@pytest.mark.parametrize("arguments", OTHER, ids=lambda one: " ".join(one) or "nothing")
def test_every_other_call_is_read_by_click(arguments: list[str], store: Path) -> None:
    assert plainly_asked(filled_in(arguments, store)) is None

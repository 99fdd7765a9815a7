"""The recall list from the command line: shapes, exit codes, and that nothing is claimed without a list."""

import json
from pathlib import Path
from typing import Any

import pytest
import safety_gate_samples as samples
from counter import Counter

from station_app.cli.main import run


class Shell:
    """Calls the program as a script would and reads its one JSON document."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._folder, self._capsys = folder, capsys

    def __call__(self, *arguments: str, expect: int = 0) -> Any:
        code = run(["--data-dir", str(self._folder), "--language", "en", "recalls", *arguments, "--json"])
        out = self._capsys.readouterr().out
        assert code == expect, out
        return json.loads(out)


@pytest.fixture
def shell(counter: Counter, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.setenv("OMBRUK_KEYSTORE", "file")
    return Shell(counter.folder, capsys)


def test_importing_answers_with_what_came_in(shell: Shell, tmp_path: Path) -> None:
    good = samples.write(tmp_path, *samples.WEEK, samples.UNNUMBERED)
    wrong = tmp_path / "index.xml"
    wrong.write_text(samples.INDEX)
    answer = shell("import", str(good), str(wrong))
    assert (answer["files"], answer["alerts"], answer["fresh"], answer["changed"]) == (1, 3, 3, 0)
    assert [problem["code"] for problem in answer["problems"]] == ["recalls_unnumbered", "recalls_index_file"]
    assert shell("import", str(good))["fresh"] == 0


def test_the_index_is_refused_with_what_to_take_instead(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "list.xml"
    file.write_text(samples.INDEX)
    answer = shell("import", str(file), expect=3)
    assert answer["code"] == "recalls_index_file"
    assert "URL" in answer["remedy"]


def test_checking_says_found_with_the_source_or_not_found(shell: Shell, tmp_path: Path) -> None:
    shell("import", str(samples.write(tmp_path, *samples.WEEK)))
    hit = shell("check", "Lumiva", "LX9000", expect=3)
    assert (hit["found"], hit["alerts"][0]["reference"], hit["more"]) == (True, "A12/01239/26", False)
    assert "CC BY 4.0" in hit["source"]
    assert hit["alerts"][0]["url"].startswith("https://ec.europa.eu/")
    miss = shell("check", "Ukjent", "merke")
    assert (miss["found"], miss["alerts"], miss["checked_against"], miss["alerts_in_list"]) == (
        False, [], "2026-11-20", 3,
    )  # fmt: skip
    assert "does not mean it is safe" in miss["words"]
    assert shell("check", "Lumiva", "--category", "kettle", expect=3)["alerts"][0]["name"] == "Kokeglad"
    assert shell("check", "Lumiva", "--category", "kjele", expect=3)["code"] == "category_unknown"


def test_without_a_list_or_a_word_nothing_is_claimed(shell: Shell, tmp_path: Path) -> None:
    assert shell("check", "Lumiva", expect=3)["code"] == "recalls_none"
    empty = shell("list-state")
    assert (empty["alerts"], empty["newest"]) == (0, None)
    shell("import", str(samples.write(tmp_path, *samples.WEEK)))
    assert shell("check", "stol", expect=3)["code"] == "recalls_no_words"
    state = shell("list-state")
    assert (state["alerts"], state["newest"]) == (3, "2026-11-20")


def test_people_read_sentences(counter: Counter, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = samples.write(tmp_path, *samples.WEEK)
    call = ["--data-dir", str(counter.folder), "--language", "en", "recalls"]
    assert run([*call, "import", str(file)]) == 0
    assert run([*call, "check", "5901234123457"]) == 3
    assert run([*call, "list-state"]) == 0
    out = capsys.readouterr().out
    assert "3: 3 +, 0 ~, 0 −" in out
    assert "Knerten Trippel Trapp" in out
    assert samples.PAGE in out
    assert "Recall list of 20 Nov 2026: 3 alerts." in out

"""The scanner test at the settings on a real X server, with real keys: what arrived, how fast, and the layout."""

from typing import Any

import pytest
from x_server import said_on_screen

from station_app.devices.scanner_test import PERSON_MS, SHOWN


@pytest.fixture(scope="module")
def said(display: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    return said_on_screen("scanner_test_on_screen.py", display, tmp_path_factory.mktemp("counter") / "store", 1_800)


def test_a_scan_that_arrives_as_shown_is_called_so(said: dict[str, dict[str, Any]]) -> None:
    for case in ("as shown", "tab"):
        assert said[case]["came"] == f"What came: {SHOWN}", case
        assert "fits" in said[case]["layout"]
        assert said[case]["end"] == ""
        assert 0 < said[case]["usual_ms"] < PERSON_MS
        assert f"{round(said[case]['usual_ms'])} ms between two keys" in said[case]["pace"]


def test_what_is_wrong_is_said_in_words(said: dict[str, dict[str, Any]]) -> None:
    assert "Enter after each code" in said["nothing behind it"]["end"]
    assert "“Z” into “Y”" in said["german"]["layout"]
    assert "Another code" in said["another code"]["layout"]
    assert said["slow"]["usual_ms"] >= PERSON_MS - 5


def test_no_key_of_it_goes_anywhere_else(said: dict[str, dict[str, Any]]) -> None:
    assert {case: found["leaked"] for case, found in said.items()} == dict.fromkeys(said, False)
    assert {found["front"] for found in said.values()} == {"settings"}

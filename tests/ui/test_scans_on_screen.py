"""Scans as a real keyboard sends them, Shift and all, through a real X server: nothing leaks and nothing is saved.

Simulated key clicks send no Shift and cannot show what a real scanner does.
"""

from collections import Counter
from typing import Any

import pytest
from counter_on_screen import GAPS_MS, SCREENS
from soak import Soak
from x_server import said_on_screen

from station_app.config import Config

Row = dict[str, Any]
LEAST_PLACES = 50
"""Widgets that take the focus, of all screens together."""


@pytest.fixture(scope="module")
def tried(display: str, tmp_path_factory: pytest.TempPathFactory, soak: Soak) -> list[Row]:
    # Only against a counter that stands still for ever: each of its own waits ends long before.
    paces, seconds = ("one each", 1_800) if soak.seed is None else ("all", 5_400)
    store = tmp_path_factory.mktemp("counter") / "store"
    return said_on_screen("counter_on_screen.py", display, store, seconds, paces)


def scans(tried: list[Row]) -> list[Row]:
    return [row for row in tried if row["screen"] != "typing"]


def test_every_screen_every_focus_and_every_pace_was_tried(tried: list[Row], soak: Soak) -> None:
    places = {(row["screen"], row["focus"]) for row in scans(tried)}
    per_screen = Counter(screen for screen, _ in places)
    assert set(per_screen) == set(SCREENS)
    assert len(places) >= LEAST_PLACES
    for gap in GAPS_MS:
        at_this_pace = {(row["screen"], row["focus"]) for row in scans(tried) if row["gap_ms"] == gap}
        # Paces take turns from one widget to the next; in the long form each gets all of them.
        assert len(at_this_pace) >= LEAST_PLACES // len(GAPS_MS)
        assert soak.seed is None or at_this_pace == places
    too_slow = [row for row in scans(tried) if row["slowest_ms"] > Config().scan_gap_ms]
    assert too_slow == [], "this machine cannot type as fast as a scanner now"


def test_every_scan_is_heard_and_no_field_gets_any_of_it(tried: list[Row]) -> None:
    leaked = [row for row in scans(tried) if not row["heard"] or row["fields_after"] != row["fields_before"]]
    assert leaked == []


def test_no_scan_saves_anything_although_a_thing_was_ready(tried: list[Row]) -> None:
    assert [row for row in tried if row["items_after"] != row["items_before"]] == []


def test_what_a_person_types_arrives_whole(tried: list[Row]) -> None:
    typed = [row for row in tried if row["screen"] == "typing"]
    assert [row["fields_after"]["register-title"] for row in typed] == [row["text"] for row in typed]
    assert len(typed) == 2

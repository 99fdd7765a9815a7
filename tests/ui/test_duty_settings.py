"""The staff list in the settings: made by its first administrator, and seen to by administrators alone."""

import pytest
from keyboard import Hands
from PySide6.QtCore import Qt

from domain.staff import Role
from station_app.actions.staff import add_member, go_on_duty, leave, reset_pin
from station_app.station import Station
from ui.parts.staff_settings import StaffSettings
from ui.window import MainWindow


@pytest.fixture
def part(window: MainWindow) -> StaffSettings:
    window.show_screen("settings")
    window.pages.settings.show_section("staff")
    found = window.pages.settings.findChild(StaffSettings)
    assert isinstance(found, StaffSettings)
    return found


def test_the_list_begins_with_its_administrator(part: StaffSettings, station: Station, hands: Hands) -> None:
    assert "Add yourself first" in part.why_not.words
    part.initials.setFocus()
    hands.type("kb")
    hands.press(Qt.Key.Key_Return)
    assert station.staff.member("KB").role is Role.ADMINISTRATOR
    assert station.initials == "KB"
    hands.type("ts")
    hands.press(Qt.Key.Key_Return)
    assert station.staff.member("TS").role is Role.COUNTER
    assert part.people.value == "TS"


def test_role_pin_and_badge_of_a_person(part: StaffSettings, station: Station, hands: Hands) -> None:
    for initials, role in (("KB", Role.ADMINISTRATOR), ("TS", Role.COUNTER)):
        add_member(station, initials, role)
    part.refresh()
    part.people.tile("TS").click()  # type: ignore[union-attr]
    part.role.tile("lead").click()  # type: ignore[union-attr]
    assert station.staff.member("TS").role is Role.LEAD
    part.pin.setFocus()
    hands.type("4711")
    hands.press(Qt.Key.Key_Return)
    hands.done()
    part._give_badge()
    (job,) = station.jobs.open()
    assert (job.kind, job.number) == ("badge", "TS")
    assert station.staff.member("TS").badge is not None
    go_on_duty(station, "TS", "4711")
    part.refresh()
    assert part._all.isHidden()
    assert "Only an administrator" in part.why_not.words


def test_an_administrator_gives_a_new_pin_and_sees_when_one_was_given_past_them(
    part: StaffSettings, station: Station, hands: Hands
) -> None:
    for initials, role in (("KB", Role.ADMINISTRATOR), ("TS", Role.COUNTER)):
        add_member(station, initials, role)
    reset_pin(station, "TS", "2468")
    part.refresh()
    part.people.tile("KB").click()  # type: ignore[union-attr]
    assert part.reset.isHidden()
    part.people.tile("TS").click()  # type: ignore[union-attr]
    assert "set anew with the command" in part.reset.text()
    part.pin.setFocus()
    hands.type("97531")
    hands.press(Qt.Key.Key_Return)
    hands.done()
    assert go_on_duty(station, "TS", "97531").number == "TS"


def test_what_cannot_be_is_said_and_leaving_can_be_taken_back(
    part: StaffSettings, station: Station, window: MainWindow, hands: Hands
) -> None:
    for initials, role in (("KB", Role.ADMINISTRATOR), ("TS", Role.COUNTER)):
        add_member(station, initials, role)
    part.refresh()
    part.people.tile("KB").click()  # type: ignore[union-attr]
    part._leave()
    assert "only administrator" in part.error.words
    part.people.tile("TS").click()  # type: ignore[union-attr]
    part._leave()
    assert [member.initials for member in station.staff.members()] == ["KB"]
    hands.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert station.staff.member("TS").active


def test_who_worked_here_before_is_taken_back_by_saying_so(part: StaffSettings, station: Station, hands: Hands) -> None:
    for initials, role in (("KB", Role.ADMINISTRATOR), ("TS", Role.LEAD)):
        add_member(station, initials, role)
    leave(station, "TS")
    part.refresh()
    part.initials.setFocus()
    hands.type("ts")
    hands.press(Qt.Key.Key_Return)
    assert "worked here before" in part.error.words
    part.same_person.click()
    assert station.staff.member("TS").active
    assert part.same_person.isHidden()

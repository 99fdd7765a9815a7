"""The staff list from the command line, and who acts there once there is one."""

import json
from pathlib import Path
from typing import Any

import pytest
from counter import FRETEX, Counter
from PIL import Image

from domain import numbers
from domain.numbers import Kind
from domain.staff import Role
from station_app.actions.printing import queue_print
from station_app.actions.staff import add_member, go_on_duty, set_pin
from station_app.cli.main import run
from station_app.storage.jobs import JobKind
from station_app.storage.upkeep import Deed


class Shell:
    """Calls the program as a script would and reads its one JSON document."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._folder, self._capsys = folder, capsys

    def __call__(self, *arguments: str, expect: int = 0) -> Any:
        code = run(["--data-dir", str(self._folder), *arguments, "--json"])
        out = self._capsys.readouterr().out
        assert code == expect, out
        return json.loads(out)


@pytest.fixture
def shell(counter: Counter, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.setenv("OMBRUK_KEYSTORE", "file")
    return Shell(counter.folder, capsys)


@pytest.fixture
def team(counter: Counter) -> Counter:
    """Kari administers, Tom is at the counter with a PIN, Eva may only look."""
    add_member(counter.station, "KB", Role.ADMINISTRATOR)
    add_member(counter.station, "TS", Role.COUNTER)
    add_member(counter.station, "EV", Role.READ_ONLY)
    set_pin(counter.station, "TS", "4711")
    return counter


A_CHAIR = ("register", "--category", "chair", "--kg", "4")


def test_the_list_is_made_by_its_first_administrator(shell: Shell) -> None:
    assert shell("staff", "list") == {"staff": []}
    assert shell("staff", "add", "kb", expect=3)["code"] == "first_must_administer"
    answer = shell("staff", "add", "kb", "--role", "administrator")
    assert answer == {"initials": "KB", "role": "administrator", "pin": False, "badge": None, "active": True}
    assert shell("staff", "add", "TS", expect=3)["code"] == "nobody_on_duty"
    assert shell("staff", "add", "TS", "--staff", "KB")["role"] == "counter"
    assert shell("--staff", "kb", "staff", "role", "TS", "lead")["role"] == "lead"
    assert [member["initials"] for member in shell("staff", "list")["staff"]] == ["KB", "TS"]


def test_people_leave_and_come_back(shell: Shell, team: Counter) -> None:
    assert shell("staff", "leave", "TS", "--staff", "KB")["active"] is False
    assert [member["initials"] for member in shell("staff", "list")["staff"]] == ["EV", "KB"]
    assert len(shell("staff", "list", "--all")["staff"]) == 3
    assert shell("staff", "add", "TS", "--staff", "KB", expect=3)["code"] == "staff_left"
    assert shell("staff", "add", "TS", "--back", "--staff", "KB")["pin"] is False
    assert shell("staff", "leave", "KB", "--staff", "KB", expect=3)["code"] == "last_administrator"


def test_a_badge_is_given_and_printed_by_the_window(shell: Shell, team: Counter) -> None:
    answer = shell("staff", "badge", "TS", "--print", "--staff", "KB")
    assert numbers.parse(answer["badge"]).kind is Kind.COMMAND
    (job,) = team.station.jobs.open()
    assert (job.kind, job.number, job.staff) == ("badge", "TS", "KB")


def test_a_pin_comes_from_the_environment_and_is_never_an_argument(
    shell: Shell, team: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shell("staff", "pin", "EV", "--staff", "KB", expect=2)["code"] == "usage"
    monkeypatch.setenv("OMBRUK_NEW_PIN", "12")
    assert shell("staff", "pin", "EV", "--staff", "KB", expect=3)["code"] == "pin_not_digits"
    monkeypatch.setenv("OMBRUK_NEW_PIN", "1234")
    assert shell("staff", "pin", "EV", "--staff", "KB")["pin"] is True
    go_on_duty(team.station, "EV", "1234")
    assert shell("staff", "pin", "EV", "--clear", "--staff", "KB")["pin"] is False


def test_a_pin_that_the_only_administrator_forgot_is_set_anew_and_noted_without_it(
    shell: Shell, team: Counter, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    set_pin(team.station, "KB", "1357")
    monkeypatch.setenv("OMBRUK_PIN", "0000")
    assert [shell("staff", "pin", "KB", "--staff", "KB", expect=3)["code"] for _ in range(5)][-1] == "pin_wait"
    assert shell("staff", "reset-pin", "NN", expect=3)["code"] == "staff_unknown"
    monkeypatch.setenv("OMBRUK_NEW_PIN", "12")
    assert shell("staff", "reset-pin", "KB", expect=3)["code"] == "pin_not_digits"
    assert team.station.upkeep.last(Deed.PIN_RESET) is None
    monkeypatch.setenv("OMBRUK_NEW_PIN", "86420")
    answer = shell("staff", "reset-pin", "kb")
    assert (answer["initials"], answer["role"], answer["pin"]) == ("KB", "administrator", True)
    # The wait after the wrong ones is over at once, in a window that was open all the while too.
    assert go_on_duty(team.station, "KB", "86420").number == "KB"
    noted = team.station.upkeep.last(Deed.PIN_RESET, "KB")
    assert noted is not None
    assert team.station.upkeep.last(Deed.PIN_RESET, "TS") is None
    store = b"".join(file.read_bytes() for file in team.folder.glob("station.sqlite3*"))
    assert b"86420" not in store + caplog.text.encode()
    assert team.kinds() == []


def test_with_a_list_a_deed_is_signed_by_whoever_acts(
    shell: Shell, team: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shell(*A_CHAIR, expect=3)["code"] == "nobody_on_duty"
    assert shell(*A_CHAIR, "--staff", "TS", expect=3)["code"] == "pin_needed"
    monkeypatch.setenv("OMBRUK_PIN", "0000")
    assert shell(*A_CHAIR, "--staff", "TS", expect=3)["code"] == "pin_wrong"
    monkeypatch.setenv("OMBRUK_PIN", "4711")
    for arguments in ((*A_CHAIR, "--staff", "ts"), ("--staff", "TS", *A_CHAIR)):
        assert team.station.items.by_number(shell(*arguments)["number"]).staff == "TS"
    assert len(team.kinds()) == 2


def test_without_a_list_the_initials_are_whatever_is_said(shell: Shell, counter: Counter) -> None:
    for arguments in ((*A_CHAIR, "--staff", "Ola"), ("--staff", "Ola", *A_CHAIR)):
        assert counter.station.items.by_number(shell(*arguments)["number"]).staff == "Ola"


def test_wrong_pins_from_the_command_line_make_the_counter_wait_too(
    shell: Shell, team: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OMBRUK_PIN", "0000")
    codes = [shell(*A_CHAIR, "--staff", "TS", expect=3)["code"] for _ in range(6)]
    assert codes == ["pin_wrong"] * 4 + ["pin_wait"] * 2


def test_every_verb_that_writes_refuses_who_may_not(shell: Shell, team: Counter, tmp_path: Path) -> None:
    go_on_duty(team.station, "KB")
    thing = team.register()
    receipt = team.hand_over(team.register())
    on_paper = team.hand_over(team.register(), signature=None)
    Image.new("RGB", (60, 40), "teal").save(tmp_path / "sheet.jpg")
    queue_print(team.station, JobKind.LABEL, thing)
    job = str(team.station.jobs.open()[0].id)
    (tmp_path / "ting.csv").write_text("category;kg\nchair;4\n", encoding="utf-8")
    (tmp_path / "recalls.xml").write_text("<x/>", encoding="utf-8")
    before, files = team.kinds(), set(team.station.blobs.names())
    out = ("--output", str(tmp_path / "out.pdf"))
    for arguments in (
        A_CHAIR,
        ("change", thing, "--title", "Krakk"),
        ("discard", thing, "--reason", "Knust"),
        ("refuse", "--category", "chair", "--reason", "worn_or_broken"),
        ("label", thing, *out),
        ("labels", *out),
        ("import", str(tmp_path / "ting.csv")),
        ("hand-over", "--actor", FRETEX, "--item", thing, "--representative", "Kari", "--paper", *out),
        ("reverse", "--receipt", receipt, "--reason", "Feil aktør", *out),
        ("attach-signed-copy", on_paper, str(tmp_path / "sheet.jpg")),
        (*A_CHAIR, "--photo", str(tmp_path / "sheet.jpg")),
        ("print", thing),
        ("jobs", "drop", job),
        ("jobs", "retry", job),
        ("recalls", "import", str(tmp_path / "recalls.xml")),
        ("enrol", "--hub", "http://127.0.0.1:9", "--code", "A"),
        ("status", "--seen"),
        ("staff", "add", "NY"),
        ("staff", "role", "TS", "lead"),
        ("staff", "pin", "TS", "--clear"),
        ("staff", "badge", "TS"),
        ("staff", "leave", "TS"),
    ):
        assert shell(*arguments, "--staff", "EV", expect=3)["code"] == "not_allowed", arguments
        assert shell(*arguments, expect=3)["code"] == "nobody_on_duty", arguments
    assert team.kinds() == before
    assert set(team.station.blobs.names()) == files
    assert len(team.station.jobs.open()) == 1
    assert not (tmp_path / "out.pdf").exists()
    assert not (tmp_path / "ting.rejected.csv").exists()


def test_looking_needs_nobody_on_duty(shell: Shell, team: Counter, tmp_path: Path) -> None:
    """A backup at night, too: who can start it can copy the folder anyway."""
    for arguments in (("items",), ("history",), ("figures",), ("status",), ("verify",), ("categories",)):
        shell(*arguments)
    assert shell("backup", str(tmp_path / "copy"))["events"] == 0

"""When the last backup was made: noted by whoever makes one, known to a restored store, and asked for by the doctor."""

from pathlib import Path

import pytest
from counter import Clock, Counter

from domain.refused import Refused
from domain.staff import Role
from station_app.actions.backup import back_up
from station_app.actions.settings import keep_settings
from station_app.actions.staff import add_member, go_on_duty
from station_app.config import load
from station_app.diagnostics import about, gather
from station_app.doctor import Finding, examine
from station_app.station import Station
from station_app.storage.backup import restore
from station_app.storage.upkeep import Deed


def found(station: Station) -> Finding:
    return next(each for each in examine(station) if each.name == "backup")


def test_a_backup_is_noted_and_a_store_made_from_it_knows(new_counter: Counter, tmp_path: Path, clock: Clock) -> None:
    new_counter.register()
    target = tmp_path / "stick" / "copy"
    new_counter.station.backup(target)
    noted = new_counter.station.upkeep.last(Deed.BACKUP)
    assert noted is not None
    assert (noted.at, noted.about) == ("2026-11-24T11:00:00Z", str(target))
    restore(target, tmp_path / "restored", new_counter.station.now())
    with Station.open(tmp_path / "restored", clock=clock) as restored:
        assert restored.upkeep.last(Deed.BACKUP) == noted
        assert restored.verify().ok


def test_what_users_chose_is_in_the_backup(counter: Counter, tmp_path: Path) -> None:
    keep_settings(counter.station, register_days=9)
    counter.station.backup(tmp_path / "copy")
    keep_settings(counter.station, register_days=8)
    restore(tmp_path / "copy", tmp_path / "restored", counter.station.now())
    assert load(tmp_path / "restored", {}).register_days == 9


def test_a_backup_that_fails_is_not_noted(counter: Counter, tmp_path: Path) -> None:
    counter.hand_over(counter.register())
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "something").touch()
    with pytest.raises(Refused, match="folder_not_empty"):
        counter.station.backup(tmp_path / "full")
    with pytest.raises(Refused, match="backup_stopped"):
        counter.station.backup(tmp_path / "copy", lambda: False)
    assert list(tmp_path.glob("copy*")) == []
    assert counter.station.upkeep.last(Deed.BACKUP) is None


def test_the_doctor_asks_for_a_backup_once_there_is_something_to_lose(
    new_counter: Counter, tmp_path: Path, clock: Clock
) -> None:
    station = new_counter.station
    assert found(station).ok
    new_counter.register()
    assert (found(station).ok, found(station).found.code) == (False, "backup_never")
    station.backup(tmp_path / "copy")
    clock.days_pass(7)
    assert found(station).ok
    clock.days_pass(0.1)
    assert (found(station).ok, found(station).found.code) == (False, "backup_old")
    keep_settings(station, backup_days=30)
    assert found(station).ok
    keep_settings(station, backup_days=0)
    assert [each for each in examine(station) if each.name == "backup"] == []


def test_where_it_lies_is_shown_here_and_is_in_no_diagnosis(new_counter: Counter, tmp_path: Path) -> None:
    new_counter.station.backup(tmp_path / "kari-stick" / "copy")
    assert about(new_counter.station).backup_folder.endswith("copy")
    assert b"kari-stick" not in b"".join(part.data for part in gather(new_counter.station))


def test_only_an_administrator_copies_all_that_is_known_of_people(new_counter: Counter, tmp_path: Path) -> None:
    station = new_counter.station
    add_member(station, "KB", Role.ADMINISTRATOR)
    add_member(station, "PN", Role.LEAD)
    changed = back_up(station, tmp_path)
    assert changed.number == str(tmp_path / "ombruk-2026-11-24-1200")
    assert (tmp_path / "ombruk-2026-11-24-1200" / "backup.json").is_file()
    with pytest.raises(Refused, match="backup_inside"):
        back_up(station, station.folder)
    go_on_duty(station, "PN")
    with pytest.raises(Refused, match="not_allowed"):
        back_up(station, tmp_path / "more")

"""The store: what is saved stays, what is wrong is found, and no program harms a store that it does not understand."""

import os
import shutil
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from counter import Clock, Counter

import resources
from domain import numbers
from domain.refused import Refused
from domain.staff import Right, Role
from station_app.actions.correct import discard_item
from station_app.actions.register import Draft, register_item
from station_app.config import Config
from station_app.station import Station
from station_app.storage.backup import restore
from station_app.storage.check import Report
from station_app.storage.database import FILE_NAME, Database
from station_app.storage.items import Wanted
from station_app.storage.staff import Member
from station_app.storage.version import VERSION
from wire.messages import ItemVoided, new_id

NORMAL, FULL = 1, 2
"""As SQLite numbers how thoroughly it waits for the disk."""

OLD_STORES = Path(__file__).resolve().parents[1] / "data" / "old_databases"


def busy_day(counter: Counter) -> None:
    things = [counter.register(title=f"Stol {number}") for number in range(6)]
    counter.reverse(counter.hand_over(*things[:2]))
    counter.hand_over(things[0], things[3])
    discard_item(counter.station, things[5], "Knust")


def tamper(counter: Counter, statement: str) -> None:
    """Change the file behind the program's back."""
    connection = sqlite3.connect(counter.folder / FILE_NAME)
    connection.execute(statement)
    connection.commit()
    connection.close()


def test_a_store_is_written_ahead_and_synchronised_fully(counter: Counter) -> None:
    database = Database.open(counter.folder)
    assert database.value("PRAGMA journal_mode") == "wal"
    assert database.value("PRAGMA synchronous") == FULL
    assert database.value("PRAGMA user_version") == VERSION
    database.close()


def test_only_notes_do_not_wait_for_the_disk_and_a_save_after_them_does(counter: Counter) -> None:
    database = Database.open(counter.folder)
    other = Database.open(counter.folder)

    def level() -> int:
        return int(database.value("PRAGMA synchronous"))

    with database.noting():
        database.run("UPDATE acknowledged SET notice = 'x'")
        assert level() == NORMAL
    assert level() == FULL
    assert other.value("SELECT notice FROM acknowledged") == "x"
    with suppress(ZeroDivisionError), database.noting():
        database.run("UPDATE acknowledged SET notice = 'y'")
        _ = 1 / 0
    assert level() == FULL
    database.wait_at_most(0)
    with other.transaction(), pytest.raises(Refused, match="database_locked"), database.noting():
        pass
    assert level() == FULL
    assert database.value("SELECT notice FROM acknowledged") == "x"
    database.close()
    other.close()


def test_a_save_writes_few_pages(counter: Counter) -> None:
    counter.register(note="x" * 500)
    written_ahead = counter.folder / f"{FILE_NAME}-wal"
    before = written_ahead.stat().st_size
    for _ in range(40):
        counter.register(note="x" * 500)
    assert (written_ahead.stat().st_size - before) / 40 / 4_120 < 5


def test_a_whole_day_verifies_and_is_there_after_a_restart(counter: Counter) -> None:
    busy_day(counter)
    figures = counter.station.figures()
    counter.station.close()
    counter.station = Station.open(counter.folder, settings=Config(keystore="file"))
    assert counter.station.figures() == figures
    assert counter.station.verify().ok


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE item SET grams = grams + 1 WHERE id = 1", "row_not_from_log"),
        ("DELETE FROM item WHERE id = 1", "row_missing"),
        ("UPDATE event SET body = CAST(replace(body, 'Stol 1', 'Stol X') AS BLOB) WHERE seq = 2", "chain_broken"),
        ("DELETE FROM event WHERE seq = 3", "chain_broken"),
        ("UPDATE event SET hash = zeroblob(32) WHERE seq = 9", "chain_broken"),
        ("UPDATE handover SET representative = 'Noen andre'", "row_not_from_log"),
    ],
)
def test_verify_finds_what_was_changed_behind_the_programs_back(counter: Counter, statement: str, code: str) -> None:
    busy_day(counter)
    tamper(counter, statement)
    report = counter.station.verify()
    assert not report.ok
    assert code in {problem.code for problem in report.problems}


def test_verify_names_files_that_are_gone_or_damaged(counter: Counter) -> None:
    receipt = counter.hand_over(counter.register())
    handover = counter.station.handovers.by_receipt(receipt)
    counter.station.blobs.path(handover.document).write_bytes(b"%PDF-1.4 something else")
    assert handover.signature is not None
    counter.station.blobs.path(handover.signature).unlink()
    problems = {(problem.code, problem.about) for problem in counter.station.verify().problems}
    assert problems == {("file_damaged", handover.document), ("file_missing", handover.signature)}


def test_an_action_that_fails_half_way_leaves_nothing(counter: Counter) -> None:
    counter.register()
    with pytest.raises(ZeroDivisionError):
        with counter.station.transaction():
            counter.station.identities.draw_device_number()
            raise ZeroDivisionError
    assert counter.station.identity.device_number == 31
    assert counter.kinds() == ["ItemRegistered"]


def test_a_save_goes_on_from_what_is_there_after_one_that_failed_and_after_another_programs(counter: Counter) -> None:
    counter.register()
    with pytest.raises(ZeroDivisionError):
        with counter.station.transaction():
            heading = counter.station.heading(Right.REGISTER)
            counter.station.journal.append(ItemVoided(**heading, item=new_id(), number="0" * 14))
            raise ZeroDivisionError
    with counter.station.another() as other:
        for station in (counter.station, other, other, counter.station):
            register_item(station, Draft(category="chair", grams=4_200))
        assert counter.station.journal.head().seq == 5
        with other.transaction():
            other.identities.draw_device_number()
        drawn = numbers.parse(counter.register()).device
        assert drawn == other.identity.device_number != 31
        with other.transaction():
            other.staff.keep(Member(initials="AB", role=Role.COUNTER))
        with pytest.raises(Refused, match="nobody_on_duty"):
            counter.register()
    assert counter.station.verify().ok


def test_an_older_program_leaves_a_newer_store_alone(counter: Counter) -> None:
    counter.station.close()
    tamper(counter, f"PRAGMA user_version = {VERSION + 1}")
    before = (counter.folder / FILE_NAME).read_bytes()
    with pytest.raises(Refused, match="database_newer"):
        Station.open(counter.folder)
    assert (counter.folder / FILE_NAME).read_bytes() == before
    tamper(counter, f"PRAGMA user_version = {VERSION}")
    counter.station = Station.open(counter.folder)


def test_a_file_that_is_no_store_is_refused_and_kept(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"This was a database once. " * 400)
    with pytest.raises(Refused, match="database_damaged"):
        Station.open(tmp_path)
    assert (tmp_path / FILE_NAME).read_bytes().startswith(b"This was")


def test_a_store_under_a_file_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Refused, match="folder_not_writable"):
        Station.open(tmp_path / "file" / "store")


def test_a_backup_made_while_working_is_a_whole_store(counter: Counter, tmp_path: Path, clock: Clock) -> None:
    busy_day(counter)
    manifest = counter.station.backup(tmp_path / "backup")
    counter.register()
    assert manifest.events == 10
    restored_folder = tmp_path / "restored"
    restore(tmp_path / "backup", restored_folder, counter.station.now())
    with Station.open(restored_folder, clock=clock) as restored:
        assert restored.verify().ok
        assert restored.journal.head().seq == 10
        assert restored.identity.enrolment == counter.station.identity.enrolment


def test_a_restored_store_gives_no_number_a_second_time(counter: Counter, tmp_path: Path, clock: Clock) -> None:
    counter.register()
    counter.station.backup(tmp_path / "backup")
    after_the_backup = counter.register()
    restore(tmp_path / "backup", tmp_path / "restored", counter.station.now())
    restored = Counter(tmp_path / "restored", clock)
    assert restored.register() != after_the_backup
    assert restored.station.journal.incarnations()[-1].parent == counter.station.journal.incarnations()[-1].incarnation
    assert restored.station.verify().ok
    restored.station.close()


def test_a_backup_does_not_overwrite_and_a_broken_one_is_refused(counter: Counter, tmp_path: Path) -> None:
    counter.hand_over(counter.register())
    target = tmp_path / "backup"
    counter.station.backup(target)
    with pytest.raises(Refused, match="folder_not_empty"):
        counter.station.backup(target)
    with pytest.raises(Refused, match="folder_not_empty"):
        restore(target, counter.folder, counter.station.now())
    (target / FILE_NAME).write_bytes(b"short")
    with pytest.raises(Refused, match="backup_wrong"):
        restore(target, tmp_path / "restored", counter.station.now())
    assert not (tmp_path / "restored").exists()
    with pytest.raises(Refused, match="backup_wrong"):
        restore(tmp_path / "nowhere", tmp_path / "restored", counter.station.now())


def test_two_programs_may_start_for_the_first_time_at_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:

        def first_start(_: int) -> str:
            with Station.open(tmp_path / "store", settings=Config()) as station:
                return station.identity.device

        devices = set(pool.map(first_start, range(4)))
    assert len(devices) == 1


def test_verify_is_right_while_others_go_on_working(counter: Counter) -> None:
    """Each of 20 checks has 20 saves beside it: without a measure a quick disk would make the log grow faster than
    it can be read."""
    asked = threading.Semaphore(0)

    def registering() -> None:
        with Station.open(counter.folder, settings=counter.station.config) as other:
            for _ in range(20 * 20):
                assert asked.acquire(timeout=60)
                register_item(other, Draft(category="chair", grams=4_200))

    def verified() -> Report:
        asked.release(20)
        return counter.station.verify()

    busy_day(counter)
    with ThreadPoolExecutor(1) as pool:
        working = pool.submit(registering)
        reports = [verified() for _ in range(20)]
        working.result()
    assert [report.problems for report in reports] == [()] * 20


def test_files_that_belong_to_nothing_are_swept_after_a_day_and_no_other(counter: Counter) -> None:
    receipt = counter.hand_over(counter.register())
    orphan = counter.station.blobs.keep(b"a receipt that was never signed for")
    fresh = counter.station.blobs.keep(b"one that is just being saved")
    two_days_ago = time.time() - 2 * 24 * 3_600
    for sha256 in list(counter.station.blobs.names()):
        if sha256 != fresh:
            os.utime(counter.station.blobs.path(sha256), (two_days_ago, two_days_ago))
    assert counter.station.sweep() == 1
    assert not counter.station.blobs.path(orphan).exists()
    assert counter.station.blobs.path(fresh).exists()
    assert counter.station.blobs.read(counter.station.handovers.document(receipt))
    assert counter.station.verify().ok


def test_a_restore_that_was_cut_off_leaves_no_store_behind(
    counter: Counter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter.register()
    counter.station.backup(tmp_path / "backup")
    target = tmp_path / "restored"

    class Cut(BaseException):
        """The power goes."""

    def cut(*_: object) -> None:
        raise Cut

    with monkeypatch.context() as patch:
        patch.setattr("station_app.storage.backup.IdentityStore.draw_device_number", cut)
        with pytest.raises(Cut):
            restore(tmp_path / "backup", target, counter.station.now())
    assert not target.exists()
    restore(tmp_path / "backup", target, counter.station.now())
    assert target.exists()


def test_a_damaged_page_is_told_in_words(counter: Counter) -> None:
    for _ in range(300):
        counter.register(note="x" * 500)
    counter.station.close()
    file = counter.folder / FILE_NAME
    tamper(counter, "PRAGMA wal_checkpoint(TRUNCATE)")
    size = file.stat().st_size
    with file.open("r+b") as out:
        out.seek(size // 2)
        out.write(b"\xff" * 16_384)
    counter.station = Station.open(counter.folder, settings=Config(keystore="file"))
    with pytest.raises(Refused, match="database_damaged"):
        counter.station.verify()
    assert counter.station.damage()


@pytest.mark.parametrize("version", sorted(path.name for path in OLD_STORES.iterdir()))
def test_a_store_of_every_released_version_opens_whole(version: str, tmp_path: Path) -> None:
    shutil.copytree(OLD_STORES / version, tmp_path / "store")
    with Station.open(tmp_path / "store", settings=Config(keystore="file")) as station:
        assert station.verify().ok
        figures = station.figures()
        assert (figures.registered.pieces, figures.handed_over.pieces, figures.discarded.pieces) == (6, 2, 1)
        last = max(item.number for item in station.items.page(limit=500).items)
        assert [moment.kind for moment in station.timeline(last)][:1] == ["ItemRegistered"]
        titles = [item.title for item in station.items.page(Wanted(search="æøå")).items]
        assert titles == [f"Ting {number} æøå" for number in range(6)][::-1]
        number = numbers.parse(register_item(station, Draft(category="chair", grams=4_200)).number)
        if version in ("v1", "v2"):
            assert number.running == numbers.parse(last).running + 1
        else:  # it knows that it was copied here
            assert number.device != numbers.parse(last).device


def test_a_broken_catalogue_stops_the_start_and_names_file_and_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "catalogue"
    shutil.copytree(resources.path("catalogue"), broken)
    lines = (broken / "categories.csv").read_text("utf-8").splitlines()
    lines[6] = lines[6].replace("furniture", "fruniture")
    (broken / "categories.csv").write_text("\n".join(lines) + "\n", "utf-8")
    monkeypatch.setattr(resources, "path", lambda name: broken if name == "catalogue" else Path(name))
    with pytest.raises(Refused, match=r"catalogue_broken.*categories\.csv, line 7"):
        Station.open(tmp_path / "store")

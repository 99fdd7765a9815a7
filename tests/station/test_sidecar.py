"""A store that was put back, moved or copied is found at its start, offline and before anything is written."""

import shutil
from pathlib import Path

import msgspec
import pytest
from counter import Counter

from station_app.storage import sidecar
from station_app.storage.backup import restore
from station_app.storage.sidecar import Note, place_of
from wire import codec


def lives(counter: Counter) -> list[str]:
    parts = counter.station.journal.incarnations()
    assert counter.station.verify().ok
    return [part.incarnation for part in parts]


def found(counter: Counter) -> str | None:
    return counter.station.outbox.progress().notice


def closed_after(folder: Path, things: int) -> tuple[list[str], int]:
    """Register so many things and close; the numbers, and the device number in them."""
    counter = Counter(folder)
    numbers = [counter.register() for _ in range(things)]
    device = counter.station.identity.device_number
    counter.station.close()
    return numbers, device


def test_a_store_that_stays_where_it_is_goes_on_as_it_was(tmp_path: Path) -> None:
    _, device = closed_after(tmp_path / "pc", 2)
    closed_after(tmp_path / "pc", 1)
    counter = Counter(tmp_path / "pc")
    assert (found(counter), len(lives(counter)), counter.station.identity.device_number) == (None, 1, device)
    counter.station.close()


def test_an_older_copy_in_its_place_is_found_before_a_number_is_given_again(tmp_path: Path) -> None:
    folder = tmp_path / "pc"
    closed_after(folder, 1)
    shutil.copytree(folder, tmp_path / "last week")
    after, device = closed_after(folder, 2)
    shutil.rmtree(folder)
    shutil.copytree(tmp_path / "last week", folder)

    counter = Counter(folder)
    assert found(counter) == "store_older"
    assert len(lives(counter)) == 2
    assert counter.station.identity.device_number != device
    assert counter.register() not in after
    counter.station.close()
    again = Counter(folder)
    assert len(lives(again)) == 2, "it is said once"
    again.station.close()


def test_only_the_database_put_back_is_found_too(tmp_path: Path) -> None:
    folder = tmp_path / "pc"
    closed_after(folder, 1)
    shutil.copy(folder / "station.sqlite3", tmp_path / "old")
    closed_after(folder, 1)
    for file in folder.glob("station.sqlite3*"):
        file.unlink()
    shutil.copy(tmp_path / "old", folder / "station.sqlite3")
    counter = Counter(folder)
    assert found(counter) == "store_older"
    counter.station.close()


def test_a_copied_folder_begins_a_life_of_its_own_and_the_first_one_notices_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "pc"
    closed_after(folder, 1)
    shutil.copytree(folder, tmp_path / "copy")
    copy, first = Counter(tmp_path / "copy"), Counter(folder)
    assert (found(copy), found(first)) == ("store_moved", None)
    assert copy.register() != first.register()
    for each in (copy, first):
        each.station.close()


def test_a_whole_disk_in_another_pc_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "pc"
    closed_after(folder, 1)
    monkeypatch.setattr(sidecar, "this_machine", lambda: "another")
    counter = Counter(folder)
    assert found(counter) == "store_moved"
    counter.station.close()
    again = Counter(folder)
    assert len(lives(again)) == 2
    again.station.close()


def test_a_restored_backup_is_no_surprise(tmp_path: Path) -> None:
    folder = tmp_path / "pc"
    counter = Counter(folder)
    counter.register()
    counter.station.backup(tmp_path / "backup")
    counter.register()
    counter.station.close()
    shutil.rmtree(folder)
    restore(tmp_path / "backup", folder, "2026-11-24T11:00:00Z")
    restored = Counter(folder)
    assert (found(restored), len(lives(restored))) == (None, 2)
    restored.station.close()


def test_a_note_about_another_store_or_nonsense_says_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "pc"
    closed_after(folder, 1)
    shutil.rmtree(folder)
    counter = Counter(folder)
    assert (found(counter), len(lives(counter))) == (None, 1)
    counter.station.close()
    place_of(folder).write_bytes(b"\x00")
    counter = Counter(folder)
    assert found(counter) == "store_moved", "whoever took the note away may have moved the store"
    counter.station.close()


def test_a_folder_beside_which_nothing_can_be_written_still_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sidecar, "place_of", lambda _: tmp_path / "a file" / "note")
    (tmp_path / "a file").touch()
    for _ in range(2):
        closed_after(tmp_path / "pc", 1)
    counter = Counter(tmp_path / "pc")
    assert (found(counter), len(lives(counter))) == (None, 1)
    counter.station.close()


def test_a_store_of_an_earlier_program_gets_its_note(tmp_path: Path) -> None:
    old = Path(__file__).resolve().parents[1] / "data" / "old_databases" / "v1"
    shutil.copytree(old, tmp_path / "pc")
    counter = Counter(tmp_path / "pc")
    assert (found(counter), len(lives(counter))) == (None, 1)
    note = codec.decode(place_of(tmp_path / "pc").read_bytes(), Note)
    assert note.seq == counter.station.journal.head().seq
    counter.station.close()


def test_the_note_says_nothing_about_people_or_things(tmp_path: Path) -> None:
    numbers, _ = closed_after(tmp_path / "pc", 1)
    note = codec.decode(place_of(tmp_path / "pc").read_bytes(), Note)
    assert numbers[0] not in place_of(tmp_path / "pc").read_text()
    assert msgspec.to_builtins(note).keys() == {"device", "word", "machine", "seq", "event"}

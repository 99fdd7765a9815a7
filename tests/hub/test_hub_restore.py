"""A hub that is put back from a backup: whole, known to the stations as such, and nothing is given out twice."""

import errno
import shutil
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from uuid import uuid4

import pytest
from device import AT, TestDevice
from django.db import transaction
from doors import loopback
from running import RunningHub
from test_hub_blobs import photo

from domain.numbers import LAST_PERMANENT_DEVICE, Kind, Number
from hub import restore
from hub.agreements.models import Station
from hub.ingest import enrolment
from hub.ingest.models import Hub
from hub.restore import go_ahead
from wire import batch, contact
from wire.messages import LabelPrinted
from wire.reference import Reference


def joined(hub: RunningHub, port: int) -> TestDevice:
    device = TestDevice(loopback(port))
    assert device.enrol(hub.ok("add-device", "--station", "Isi")["code"]).status == 200
    assert device.ask_token().status == 200
    return device


def test_a_restored_hub_goes_on_where_nothing_was_given_yet(begun: RunningHub, tmp_path: Path) -> None:
    hub, new, copy = begun.copied(tmp_path / "hub"), begun.another(tmp_path / "new"), str(tmp_path / "copy")
    with hub.served() as port:
        device = joined(hub, port)
        device.register(grams=4200)
        device.acknowledged()
        device.patch(photo(), "image/jpeg")
        unused = hub.ok("add-device", "--station", "Isi")
        hub.ok("backup", copy)
        late = joined(hub, port)
        hub.ok("add-actor", "--name", "Bruktbutikken", "--orgnr", "974760673")
        lost = device.verified(device.ask("GET", "/reference").body, Reference)
    said = new.ok("restore", copy)
    assert said["epoch"] > 1
    assert (said["events"], said["files"]) == (1, 1)
    assert len(said["advice"]) == 6
    assert new.ok("verify")["problems"] == []
    assert new.ok("figures")["registered"] == {"pieces": 1, "grams": 4200}
    with new.served() as port:
        device.door = loopback(port)
        assert device.hello().read(contact.HelloReply).epoch == said["epoch"]
        back = device.verified(device.ask("GET", "/reference").body, Reference)
        assert back.version > lost.version, "a counter takes no register older than the one it has"
        stranger = TestDevice(loopback(port))
        assert stranger.enrol(unused["code"]).problem == contact.CODE_WRONG, "it may have been used since"
        assert new.ok("add-device", "--station", "Isi")["device"] > late.number
        device.register()
        assert device.push(2).status == 200


@pytest.fixture(scope="module")
def copy(begun: RunningHub, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup with two files in it."""
    folder = tmp_path_factory.mktemp("kept")
    hub = begun.copied(folder / "hub")
    with hub.served() as port:
        device = joined(hub, port)
        for width in (50, 60):
            assert device.patch(photo(width), "image/jpeg").status == 204
    hub.ok("backup", str(folder / "copy"))
    return folder / "copy"


def _database(folder: Path) -> Path:
    (found,) = [*folder.glob("hub.sqlite3"), *folder.glob("hub.pgdump")]
    return found


def _no_manifest(folder: Path) -> None:
    (folder / "backup.json").unlink()


def _broken_manifest(folder: Path) -> None:
    (folder / "backup.json").write_bytes(b'{"hub":')


def _newer_manifest(folder: Path) -> None:
    manifest = folder / "backup.json"
    manifest.write_bytes(manifest.read_bytes().replace(b'"format":1', b'"format":2'))


def _other_place(folder: Path) -> None:
    manifest = folder / "backup.json"
    manifest.write_bytes(manifest.read_bytes().replace(_database(folder).name.encode(), b"../hub.sqlite3"))


def _altered_database(folder: Path) -> None:
    with _database(folder).open("r+b") as file:
        file.seek(5000)
        file.write(b"x")


def _no_database(folder: Path) -> None:
    _database(folder).unlink()


def _no_key(folder: Path) -> None:
    (folder / "hub-key.json").unlink()


def _lost_file(folder: Path) -> None:
    next(folder.glob("blobs/*/*")).unlink()


def _altered_file(folder: Path) -> None:
    with next(folder.glob("blobs/*/*")).open("ab") as file:
        file.write(b"x")


HARM = [
    _no_manifest,
    _broken_manifest,
    _newer_manifest,
    _other_place,
    _altered_database,
    _no_database,
    _no_key,
    _lost_file,
    _altered_file,
]


@pytest.mark.parametrize("harm", HARM)
def test_a_backup_that_is_not_whole_is_not_put_back(
    begun: RunningHub, copy: Path, tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    broken, new = tmp_path / "broken", begun.another(tmp_path / "new")
    shutil.copytree(copy, broken)
    harm(broken)
    status, said = new.run("restore", str(broken))
    assert (status, said["code"]) == (3, "backup_broken")
    assert not new.folder.exists()


def test_nothing_is_overwritten(begun: RunningHub, copy: Path, tmp_path: Path) -> None:
    hub = begun.copied(tmp_path / "hub")
    assert hub.run("restore", str(copy))[1]["code"] == "restore_place_used"
    assert len(hub.ok("stations")["stations"]) == 1


def test_nobody_works_in_a_backup(begun: RunningHub, copy: Path) -> None:
    hub = begun.another(copy)
    for words in (["serve", "--port", "0"], ["verify"], ["add-device", "--station", "Isi"], ["init"]):
        status, said = hub.run(*words)
        assert (status, said["code"]) == (3, "folder_is_backup")


def test_what_could_not_be_put_back_to_its_end_can_be_tried_again(copy: Path, tmp_path: Path) -> None:
    new = RunningHub(tmp_path / "new")
    status, said = new.limited(1, "restore", str(copy))
    assert (status, said["code"]) == (3, "disk_full")
    assert list(new.folder.iterdir()) == []
    assert new.ok("restore", str(copy))["files"] == 2


def test_a_backup_of_the_other_kind_of_database_says_so(copy: Path, tmp_path: Path) -> None:
    new, other = RunningHub(tmp_path / "new"), tmp_path / "other"
    shutil.copytree(copy, other)
    kinds = [b"hub.sqlite3", b"hub.pgdump"]
    if _database(copy).name.encode() != kinds[0]:
        kinds.reverse()
    manifest = other / "backup.json"
    manifest.write_bytes(manifest.read_bytes().replace(*kinds))
    assert new.run("restore", str(other))[1]["code"] == "backup_of_other_database"


# A hub that someone put back by hand: its counter is behind what its devices have.


def label(device: TestDevice, number: int) -> None:
    digits = str(Number(Kind.ITEM, number, 1))
    device.add(LabelPrinted(event=str(uuid4()), at=AT, numbers=(digits,), stock="62x29"))


def thing(device: TestDevice, number: int) -> None:
    device.register(number=str(Number(Kind.ITEM, number, 1)))


def receipt(device: TestDevice, number: int) -> None:
    device.hand_over(device.register(), receipt=str(Number(Kind.RECEIPT, number, 1)))


@pytest.mark.parametrize("tells", [thing, receipt, label])
def test_a_number_that_a_device_shows_is_never_given_to_another(
    station: Station, device: TestDevice, tells: Callable[[TestDevice, int], None]
) -> None:
    tells(device, 40)
    device.acknowledged()
    assert enrolment.add_device(station)[0] == 41
    thing(device, 7)
    device.acknowledged(len(device.log))
    assert enrolment.add_device(station)[0] == 42, "it never goes back"


@pytest.mark.parametrize("number", [90_001, LAST_PERMANENT_DEVICE, 2 + enrolment.FOLLOWED])
def test_numbers_of_before_enrolment_and_impossible_ones_use_nothing_up(
    station: Station, device: TestDevice, number: int, caplog: pytest.LogCaptureFixture
) -> None:
    thing(device, number)
    device.acknowledged()
    assert enrolment.add_device(station)[0] == 2
    told = [record.levelname for record in caplog.records if "far beyond" in record.message]
    assert told == ["ERROR"] * (number <= LAST_PERMANENT_DEVICE), "a mistake or a forgery is told"


def test_a_revoked_key_moves_no_counter(station: Station, device: TestDevice) -> None:
    enrolment.revoke_device(device.number)
    thing(device, 40)
    device.acknowledged()
    assert enrolment.add_device(station)[0] == 2


def test_two_restores_of_one_backup_give_nothing_twice(begun: RunningHub, copy: Path, tmp_path: Path) -> None:
    """Not even a number of a device that was enrolled between them, nor in the same second."""
    kept = tmp_path / "kept"
    shutil.copytree(copy, kept)
    hubs = [begun.another(tmp_path / name) for name in ("first", "second", "third")]
    said = [hub.ok("restore", str(kept)) for hub in hubs]
    numbers = [one["next_device_number"] for one in said]
    assert [hub.ok("add-device", "--station", "Isi")["device"] for hub in hubs] == numbers
    assert [later - earlier for earlier, later in pairwise(numbers)] == [enrolment.FOLLOWED] * 2
    assert [one["epoch"] for one in said] == sorted({one["epoch"] for one in said})


def test_of_two_restores_in_one_moment_the_second_is_ahead(
    station: Station, device: TestDevice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restore, "_seconds", lambda: 30_000_000)
    found = []
    for times in (1, 2):
        with transaction.atomic():
            hub = go_ahead(times)
            registers = device.verified(device.ask("GET", "/reference").body, Reference)
            found.append((hub.epoch, hub.next_device_number, registers.version))
            transaction.set_rollback(True)
    assert all(later > earlier for earlier, later in zip(*found, strict=True)), found


def test_a_backup_that_cannot_be_written_to_is_put_back_all_the_same(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(path: Path, content: bytes) -> None:
        raise OSError(errno.EROFS, "read-only", str(path))

    monkeypatch.setattr(restore, "write_private", read_only)
    assert 1 <= restore._times(copy) <= 8


def test_the_epoch_is_said_wherever_a_counter_looks(station: Station, device: TestDevice) -> None:
    Hub.objects.update(epoch=7)
    assert device.hello().read(contact.HelloReply).epoch == 7
    device.register()
    assert device.verified(device.push().body, batch.Acknowledgement).epoch == 7
    newcomer = TestDevice(device.door)
    assert newcomer.enrol(enrolment.add_device(station)[1]).read(contact.Enrolled).epoch == 7

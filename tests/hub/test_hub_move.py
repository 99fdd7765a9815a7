"""A hub moves from SQLite and folder to PostgreSQL and S3, and back: whole, checked, and to one place only."""

import hashlib
import itertools
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest
from device import RECEIPT, TestDevice, blob_of
from doors import loopback
from forked import Forks
from postgresql import new_database
from running import RunningHub
from s3_server import S3Server
from test_hub_blobs import name_of, photo

from wire import batch, contact

pytestmark = pytest.mark.skipif("DATABASE_URL" in os.environ, reason="run without DATABASE_URL")
PHOTOS = [photo(40 + width, 30) for width in range(6)]


class Lived(RunningHub):
    """A hub with everything in it, and the counter that it knows."""

    device: TestDevice
    said: bytes


@pytest.fixture(scope="module")
def lived(begun: RunningHub, tmp_path_factory: pytest.TempPathFactory) -> Lived:
    """Things, a receipt, photos, an event that was set aside, an agreement, a user, an unused code."""
    hub = Lived(tmp_path_factory.mktemp("lived") / "hub", {})
    begun.copied(hub.folder)
    with hub.served() as port:
        hub.device = device = TestDevice(loopback(port))
        assert device.enrol(hub.ok("add-device", "--station", "Isi")["code"]).status == 200
        device.ask_token()
        first = device.register(photos=tuple(blob_of(content, "image/jpeg") for content in PHOTOS))
        device.hand_over(device.register(grams=800), device.register())
        device.register(number=first.number)
        hub.said = device.push().body
        assert len(device.verified(hub.said, batch.Acknowledgement).not_applied) == 1
        for content in PHOTOS:
            assert device.patch(content, "image/jpeg").status == 204
        assert device.patch(RECEIPT, "application/pdf").status == 204
    hub.ok("add-actor", "--name", "Bruktbutikken Ås", "--orgnr", "974760673")
    days = ("--from", "2026-01-01", "--to", "2026-12-31")
    hub.ok("add-agreement", "--orgnr", "974760673", "--categories", "all", *days)
    hub.ok("add-device", "--station", "Isi")
    hub.ok("add-user", "kari")
    return hub


@pytest.fixture
def source(lived: Lived, forks: Forks, tmp_path: Path) -> RunningHub:
    lived.copied(tmp_path / "hub")
    return RunningHub(tmp_path / "hub", {}, forks=forks)


@pytest.fixture
def target(postgresql: str, s3_server: S3Server, forks: Forks, tmp_path: Path) -> RunningHub:
    """An empty place on PostgreSQL and S3."""
    address = {"DATABASE_URL": new_database(postgresql), "OMBRUK_BLOBS": s3_server.bucket()}
    return RunningHub(tmp_path / "new", {**address, **s3_server.environment}, forks=forks)


def towards(source: RunningHub, target: RunningHub) -> RunningHub:
    """The source as whoever moves it sets its environment."""
    told = {"OMBRUK_MOVE_DATABASE_URL": "DATABASE_URL", "OMBRUK_MOVE_BLOBS": "OMBRUK_BLOBS"}
    there = {name: target.environment[other] for name, other in told.items() if other in target.environment}
    aws = {name: value for name, value in target.environment.items() if name.startswith("AWS_")}
    source.environment = {**source.environment, **aws, **there}
    return source


DIES = """
import importlib, os, signal, sys
from hub import cli, console
place, name, after = sys.argv[1], sys.argv[2], int(sys.argv[3])
begin = console.Console.open
def begun(self, folder):
    begin(self, folder)
    module, _, inner = place.partition(":")
    owner = importlib.import_module(module)
    owner = getattr(owner, inner) if inner else owner
    calls, real = [], getattr(owner, name)
    def dying(*given, **named):
        calls.append(1)
        if len(calls) > after:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*given, **named)
    setattr(owner, name, dying)
console.Console.open = begun
console.run(cli.cli, sys.argv[4:])
"""


def killed_at(source: RunningHub, point: tuple[str, str, int], target: RunningHub) -> None:
    """Move, and have the program killed when it comes to that call for the so-manieth time."""
    where = [str(part) for part in point]
    words = ["--data-dir", str(source.folder), "--json", "move", str(target.folder)]
    done = subprocess.run([sys.executable, "-c", DIES, *where, *words], env=source.environment, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr


def test_there_killed_three_times_on_the_way_and_back(
    lived: Lived, source: RunningHub, target: RunningHub, tmp_path: Path
) -> None:
    figures, before = source.ok("figures"), contents(source.folder / "blobs")
    towards(source, target)
    for point in (
        ("hub.ingest.s3_store:S3Store", "put", 3),
        ("hub.move_rows", "_copy", 12),
        ("hub.move", "_check", 0),
    ):
        killed_at(source, point, target)
    assert source.run("add-user", "per")[1]["code"] == "hub_closed"
    assert target.run("serve", "--port", "0")[1]["code"] == "hub_closed", "it was not checked yet"
    moved = source.ok("move", str(target.folder))
    assert (moved["events"], moved["files"], moved["lacking"]) == (len(lived.device.log), len(PHOTOS) + 1, [])
    assert contents(source.folder / "blobs") == before, "nothing is deleted at the source"
    assert source.run("serve", "--port", "0")[1]["code"] == "hub_closed", "one hub lives"
    assert source.ok("verify")["problems"] == []
    assert target.ok("figures") == figures
    assert target.run("add-user", "kari")[1]["code"] == "user_exists"
    with target.served() as port:
        goes_on(lived.device, lived.said, port)
    back = source.another(tmp_path / "back", {})
    towards(target, back)
    assert target.ok("move", str(back.folder))["events"] == len(lived.device.log)
    checked = back.ok("verify")
    assert (checked["problems"], checked["events"], checked["photos"]) == ([], len(lived.device.log), len(PHOTOS))
    with back.served() as port:
        goes_on(lived.device, lived.said, port)
    assert back.ok("add-device", "--station", "Isi")["device"] == 3, "numbers go on"
    assert not (back.folder / "move.json").exists()


def test_from_one_bucket_to_another_killed_on_the_way(source: RunningHub, s3_server: S3Server, tmp_path: Path) -> None:
    """Of the same server, for which `AWS_…` holds."""
    hubs = [
        RunningHub(tmp_path / name, {"OMBRUK_BLOBS": s3_server.bucket(), **s3_server.environment})
        for name in ("one", "other")
    ]
    there = towards(source, hubs[0]).ok("move", str(hubs[0].folder))
    killed_at(towards(*hubs), ("hub.ingest.s3_store:S3Store", "put", 3), hubs[1])
    moved = hubs[0].ok("move", str(hubs[1].folder))
    assert (moved["events"], moved["files"], moved["lacking"]) == (there["events"], len(PHOTOS) + 1, [])
    assert hubs[1].ok("verify")["problems"] == []
    for name, hub in itertools.product(map(name_of, PHOTOS), hubs):
        content = s3_server.content(hub.environment["OMBRUK_BLOBS"], f"blobs/{name[:2]}/{name[2:]}")
        assert hashlib.sha256(content or b"").hexdigest() == name, "and nothing is deleted at the source"


def goes_on(device: TestDevice, said: bytes, port: int) -> None:
    """The counter notices nothing, and its new events are taken."""
    device.door = loopback(port)
    assert device.hello().read(contact.HelloReply).head_hash == device.head().hash.hex()
    assert device.push(1, 5).body == said
    device.register()
    assert device.acknowledged(len(device.log)).epoch == 1


def contents(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_a_place_that_is_used_and_a_hub_that_is_served_are_left_alone(
    source: RunningHub, target: RunningHub, s3_server: S3Server, tmp_path: Path
) -> None:
    towards(source, target)
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "letter").write_text("x")
    assert source.run("move", str(tmp_path / "used"))[1]["code"] == "move_place_used"
    with psycopg.connect(target.environment["DATABASE_URL"]) as connection:
        connection.execute("CREATE TABLE theirs (id int)")
    assert source.run("move", str(target.folder))[1]["code"] == "move_place_used"
    with psycopg.connect(target.environment["DATABASE_URL"]) as connection:
        connection.execute("DROP TABLE theirs")
    with source.served():
        assert source.run("move", str(target.folder))[1]["code"] == "hub_serving"
        ahead = source.ok("move", str(target.folder), "--files-ahead")
        assert ahead["files"] == len(PHOTOS) + 1, "files may go ahead while it is served"
    assert source.run("move", str(tmp_path / "other"))[1]["code"] == "move_place_used", "the bucket holds files"
    source.environment["OMBRUK_MOVE_BLOBS"] = "s3://no-such-bucket"
    assert source.run("move", str(target.folder))[1]["code"] == "move_place_used", "it was begun for another bucket"
    status, said = source.run("move", str(tmp_path / "third"))
    assert (status, said["code"]) == (3, "files_unreachable")
    source.ok("add-actor", "--name", "Gjenbruk", "--orgnr", "923609016")
    assert source.run("reopen")[1]["code"] == "hub_not_closed"


def test_what_the_old_hub_lacks_is_named_and_what_is_wrong_at_the_new_place_found(
    lived: Lived, source: RunningHub, tmp_path: Path
) -> None:
    lost, altered = (source.folder / "blobs" / name[:2] / name[2:] for name in map(name_of, PHOTOS[:2]))
    lost.unlink()
    altered.write_bytes(b"altered")
    new = source.another(tmp_path / "new", {})
    towards(source, new).ok("move", str(new.folder), "--files-ahead")
    wrong = new.folder / "blobs" / name_of(RECEIPT)[:2] / name_of(RECEIPT)[2:]
    wrong.write_bytes(b"altered on the way")
    status, said = source.run("move", str(new.folder))
    assert (status, said["code"]) == (3, "move_not_right")
    assert f"file {name_of(RECEIPT)} was altered" in said["error"]
    wrong.unlink()
    moved = source.ok("move", str(new.folder))
    assert (moved["files"], sorted(moved["lacking"])) == (len(PHOTOS) - 1, sorted(map(name_of, PHOTOS[:2])))
    assert len(new.run("verify")[1]["problems"]) == 2


def test_a_move_that_fails_leaves_the_hub_open_and_the_new_place_shut(
    source: RunningHub, target: RunningHub, tmp_path: Path
) -> None:
    """A row that was changed at the new place while the move ran."""
    towards(source, target)
    killed_at(source, ("hub.move", "_check", 0), target)
    reopened = source.ok("reopen")
    assert reopened["epoch"] > 1
    assert reopened["next_device_number"] == 1003
    source.ok("add-user", "per")
    with psycopg.connect(target.environment["DATABASE_URL"]) as connection:
        connection.execute(SPOILS)
    status, said = source.run("move", str(target.folder))
    assert (status, said["code"]) == (3, "move_not_right")
    assert "items_item" in said["error"]
    source.ok("add-user", "pål")
    assert target.run("add-user", "pål")[1]["code"] == "hub_closed"


SPOILS: Any = """
CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.grams := 1; RETURN NEW; END';
CREATE TRIGGER spoils BEFORE INSERT ON items_item FOR EACH ROW EXECUTE FUNCTION spoil();
"""

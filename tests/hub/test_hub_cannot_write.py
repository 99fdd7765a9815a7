"""The hub's disk is full, or it may not be written: all hear it in words, nothing is lost, and it goes on by itself."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import psycopg
import pytest
from device import TestDevice
from doors import Answer, Door, loopback
from running import RunningHub
from small_disk import mounted, remount
from test_hub_blobs import photo

from wire import batch, contact

own_database = pytest.mark.skipif("DATABASE_URL" in os.environ, reason="run without DATABASE_URL")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with mounted(tmp_path / "disk", "3m") as made:
        yield made


@pytest.fixture
def hub(begun: RunningHub, disk: Path) -> RunningHub:
    return begun.copied(disk / "hub")


def fill(disk: Path) -> Path:
    """Something else takes all the room that is left."""
    other = disk / "other"
    with pytest.raises(OSError, match="No space left"), other.open("wb", buffering=0) as file:
        while file.write(bytes(4096)):
            pass
    return other


def joined(hub: RunningHub, port: int, code: str) -> TestDevice:
    device = TestDevice(loopback(port))
    assert device.enrol(code).status == 200
    assert device.ask_token().status == 200
    return device


def lines(log: Path) -> list[str]:
    """What the hub logged of requests, without the time."""
    every = [line.split(" ", 2)[2] for line in log.read_text(encoding="utf-8").splitlines()]
    return [line for line in every if " hub.ingest.pictures " not in line and " hub.pulse " not in line]


def log_in(door: Door, password: str) -> Answer:
    """As an officer's browser does it."""
    page = door("GET", "/login/", b"", {})
    token = re.search('name="csrfmiddlewaretoken" value="(.*?)"', page.body.decode())
    assert token
    form = urlencode({"username": "kari", "password": password, "csrfmiddlewaretoken": token[1]}).encode()
    cookie = page.headers["set-cookie"].partition(";")[0]
    return door("POST", "/login/", form, {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"})


@own_database
def test_a_full_disk_is_said_to_all_and_the_hub_goes_on_when_there_is_room(
    hub: RunningHub, disk: Path, tmp_path: Path
) -> None:
    code, password = hub.ok("add-device", "--station", "Isi")["code"], hub.ok("add-user", "kari")["password"]
    log = tmp_path / "log"
    with hub.served(log=log) as port:
        device = joined(hub, port, code)
        device.register()
        first = device.push().body
        other = fill(disk)
        for _ in range(200):
            device.register(note="x" * 200)
        for refused in (device.push(2), device.patch(photo(), "image/jpeg")):
            assert (refused.problem, refused.headers["retry-after"]) == (contact.BUSY, "2")
        assert device.hello().read(contact.HelloReply).head_seq == 1, "looking takes no room"
        page = log_in(device.door, password)
        assert (page.status, page.headers["retry-after"]) == (503, "60")
        for words in (("add-user", "ola"), ("backup", str(disk / "copy"))):
            status, said = hub.run(*words)
            assert (status, said["code"]) == (3, "disk_full")
        copied = hub.ok("backup", str(tmp_path / "copy"))
        assert (copied["events"], copied["told"]) == (1, False), "it is whole elsewhere, which cannot be noted here"
        assert lines(log) == [
            "ERROR hub.ingest.answers the database: disk_full",
            "ERROR hub.ingest.answers the disk: ENOSPC",
            "ERROR hub.away a page cannot be shown: disk_full",
        ], "one line each"
        other.unlink()
        assert device.push(1, 1).body == first
        assert device.verified(device.push(2).body, batch.Acknowledgement).to_seq == 201
        assert device.patch(photo(), "image/jpeg").status == 204
        assert log_in(device.door, password).status == 302
    assert hub.ok("verify")["events"] == 201
    assert hub.ok("backup", str(tmp_path / "again"))["told"]


@own_database
def test_a_disk_that_became_read_only_is_said_and_can_still_be_copied(
    hub: RunningHub, disk: Path, tmp_path: Path
) -> None:
    with hub.served() as port:
        device = joined(hub, port, hub.ok("add-device", "--station", "Isi")["code"])
        device.register()
        device.acknowledged()
    remount(disk, "ro")
    for words, code in (
        (("add-user", "kari"), "database_read_only"),
        (("serve", "--port", "0"), "place_unusable"),
        (("move", str(tmp_path / "new")), "place_unusable"),
    ):
        status, said = hub.run(*words)
        assert (status, said["code"]) == (3, code)
    assert hub.ok("verify")["events"] == 1
    copied = hub.ok("backup", str(tmp_path / "copy"))
    assert (copied["events"], copied["told"]) == (1, False)
    remount(disk, "rw")
    assert hub.ok("backup", str(tmp_path / "again"))["told"]


@pytest.mark.skipif("DATABASE_URL" not in os.environ, reason="needs DATABASE_URL")
def test_a_database_that_only_follows_another_or_is_away_is_busy_in_one_line_each(
    begun: RunningHub, tmp_path: Path
) -> None:
    hub, log = begun.copied(tmp_path / "hub"), tmp_path / "log"
    address = urlsplit(hub.environment["DATABASE_URL"])
    name = address.path[1:]
    with psycopg.connect(address._replace(path="/postgres").geturl(), autocommit=True) as server:

        def end_connections() -> None:
            server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])

        with hub.served(log=log) as port:
            device = joined(hub, port, hub.ok("add-device", "--station", "Isi")["code"])
            device.register()
            server.execute(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')  # type: ignore[arg-type]
            end_connections()
            assert device.push().problem == contact.BUSY
            assert hub.run("add-user", "kari")[1]["code"] == "database_read_only"
            server.execute(f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS false')  # type: ignore[arg-type]
            end_connections()
            assert [device.hello().problem for _ in range(3)] == [contact.BUSY] * 3
            server.execute(f'ALTER DATABASE "{name}" RESET default_transaction_read_only')  # type: ignore[arg-type]
            server.execute(f'ALTER DATABASE "{name}" WITH ALLOW_CONNECTIONS true')  # type: ignore[arg-type]
            assert device.acknowledged().to_seq == 1
    assert lines(log) == [
        "ERROR hub.ingest.answers the database: database_read_only",
        *["WARNING hub.ingest.answers database busy or away: OperationalError"] * 3,
    ]

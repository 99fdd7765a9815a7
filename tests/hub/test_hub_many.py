"""Several machines serve one hub: PostgreSQL and S3 hold everything, and a request may go to any of them."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import cycle
from pathlib import Path

import psycopg
import pytest
from device import RECEIPT, TestDevice, blob_of
from doors import Answer, Door, loopback
from forked import Forks
from postgresql import new_database
from running import RunningHub
from s3_server import S3Server
from test_hub_blobs import photo
from test_hub_tables import migrated

from wire import codec, contact

# It takes a PostgreSQL of its own, so once is enough.
pytestmark = pytest.mark.skipif("DATABASE_URL" in os.environ, reason="run without DATABASE_URL")


@pytest.fixture(scope="module")
def machines(
    postgresql: str, s3_server: S3Server, forks: Forks, tmp_path_factory: pytest.TempPathFactory
) -> tuple[RunningHub, RunningHub]:
    """Two machines with nothing in common but the database, the bucket and the secrets."""
    shared = {
        "DATABASE_URL": new_database(postgresql),
        "OMBRUK_BLOBS": s3_server.bucket(),
        **s3_server.environment,
    }
    folder = tmp_path_factory.mktemp("machines")
    first = RunningHub(folder / "first", shared, forks=forks)
    first.ok("init")
    first.ok("add-station", "--name", "Isi", "--municipality", "Bærum")
    secrets = {
        "OMBRUK_HUB_SECRET": (first.folder / "secret").read_text(),
        "OMBRUK_HUB_KEY": (first.folder / "hub-key.json").read_text(),
    }
    return first, first.another(folder / "second", {**shared, **secrets})


def in_turn(*ports: int) -> Door:
    """A balancer that sends each request to the next machine."""
    doors = cycle([loopback(port) for port in ports])

    def ask(method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        return next(doors)(method, path, body, headers)

    return ask


@pytest.fixture(scope="module")
def ports(machines: tuple[RunningHub, RunningHub]) -> Iterator[tuple[int, int]]:
    first, second = machines
    with first.served() as one, second.served() as other:
        yield one, other


@pytest.fixture
def new_device(machines: tuple[RunningHub, RunningHub], ports: tuple[int, int]) -> Callable[[], TestDevice]:
    def make() -> TestDevice:
        device = TestDevice(in_turn(*ports))
        # Enrolled at one with a nonce of the other; the token, too.
        assert device.enrol(machines[0].ok("add-device", "--station", "Isi")["code"]).status == 200
        assert device.ask_token().status == 200
        return device

    return make


def test_a_counter_may_meet_another_machine_at_every_request(
    machines: tuple[RunningHub, RunningHub], new_device: Callable[[], TestDevice]
) -> None:
    device, content = new_device(), photo()
    name = hashlib.sha256(content).hexdigest()
    device.register(photos=(blob_of(content, "image/jpeg"),))
    said = device.push()
    assert device.push().body == said.body, "the other machine gives the stored acknowledgement"
    step = len(content) // 3
    for offset in (0, step):
        part = content[: offset + step]
        assert device.patch(part, "image/jpeg", name=name, offset=offset, last=False).status == 204
        for _ in machines:
            head = device.ask("HEAD", f"/blobs/{name}")
            assert (head.headers["upload-offset"], head.headers["upload-complete"]) == (str(len(part)), "?0")
            wrong = device.patch(content, "image/jpeg", offset=len(part) + 1)
            assert (wrong.problem, wrong.headers["upload-offset"]) == (contact.WRONG_OFFSET, str(len(part)))
    assert device.patch(content, "image/jpeg", offset=2 * step).headers["upload-complete"] == "?1"
    for _ in machines:
        question = codec.encode(contact.BlobQuestion(sha256=(name,)))
        assert device.ask("POST", "/blobs/missing", question).read(contact.BlobAnswer).missing == ()
        assert device.hello().read(contact.HelloReply).head_seq == 1
    assert machines[0].ok("stations")["stations"][0]["link"] == "connected"
    assert machines[0].ok("verify")["problems"] == []


def test_a_thing_is_reserved_once_by_whoever_asks_at_once_and_handed_over_meanwhile(
    machines: tuple[RunningHub, RunningHub], new_device: Callable[[], TestDevice]
) -> None:
    """The first reservations of a station, by two officers on two machines, while its counter sends a handover."""
    first, second = machines
    actors = ("974760673", "123456785")
    for orgnr in actors:
        first.ok("add-actor", "--name", orgnr, "--orgnr", orgnr)
        days = ("--from", "2020-01-01", "--to", "2099-12-31")
        first.ok("add-agreement", "--orgnr", orgnr, "--categories", "all", *days)
    device = new_device()
    one, two = device.register(category="chair"), device.register(category="chair")
    device.acknowledged()
    device.hand_over(two, orgnr=actors[0])
    assert device.patch(RECEIPT, "application/pdf").status == 204
    asked = [(machine, item, orgnr) for item in (one, two) for machine, orgnr in zip(machines, actors, strict=True)]
    with ThreadPoolExecutor(len(asked) + 1) as pool:
        sent = pool.submit(device.push, 3)
        answers = list(pool.map(lambda ask: ask[0].run("reserve", ask[1].number, "--orgnr", ask[2]), asked))
    assert sent.result().status == 200
    assert sorted(status for status, _ in answers[:2]) == [0, 3]
    assert {told["code"] for status, told in answers if status} <= {"item_reserved", "item_handed_over"}
    told = second.ok("reservations", "--all")
    kept = {row["number"]: row["ending"] for row in told["reservations"]}
    assert kept[one.number] is None
    assert kept.get(two.number, "fulfilled") in ("fulfilled", "broken")
    assert first.ok("verify")["problems"] == []


def test_devices_and_one_device_at_once_leave_one_chain_each(
    machines: tuple[RunningHub, RunningHub], ports: tuple[int, int], new_device: Callable[[], TestDevice]
) -> None:
    """I2 and I3: nothing twice and no gap, whichever machine gets which batch when."""
    devices = [new_device() for _ in range(2)]
    before = machines[0].ok("figures")["registered"]["pieces"]
    for device in devices:
        for _ in range(40):
            device.register()

    def push(device: TestDevice, port: int, first: int, last: int) -> int:
        mine = replace(device, door=loopback(port))
        while (answer := mine.push(first, last)).status == 409:
            assert answer.problem == contact.CHAIN_GAP, "the batch before it is still on its way"
        return answer.status

    spans = [(1, 10), (11, 20), (11, 25), (21, 30), (26, 40), (31, 40)]
    sent = [(device, port, *span) for span in spans for device in devices for port in ports]
    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(lambda one: push(*one), sent)) == {200}
    for device in devices:
        reply = device.hello().read(contact.HelloReply)
        assert (reply.head_seq, reply.head_hash) == (40, device.head().hash.hex())
    assert machines[0].ok("figures")["registered"]["pieces"] == before + 80
    assert machines[1].ok("verify")["problems"] == []


def test_the_same_photo_at_once_at_both_machines_is_stored_once(
    machines: tuple[RunningHub, RunningHub], ports: tuple[int, int], new_device: Callable[[], TestDevice]
) -> None:
    device, other, content = new_device(), new_device(), photo()
    senders = [replace(one, door=loopback(port)) for one in (device, other) for port in ports]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda one: one.patch(content, "image/jpeg"), senders))
    assert {answer.status for answer in answers} == {204}
    assert machines[0].ok("verify")["problems"] == []


def test_a_machine_keeps_nothing(machines: tuple[RunningHub, RunningHub], new_device: Callable[[], TestDevice]) -> None:
    first, second = machines
    assert new_device().hello().status == 200
    assert not second.folder.exists(), "nothing was put on its disk"
    for folder in ("blobs", "spool"):
        assert list((first.folder / folder).iterdir()) == []
    assert not (first.folder / "presence").exists()


def test_a_backup_takes_the_files_out_of_the_bucket_and_puts_them_into_another(
    machines: tuple[RunningHub, RunningHub],
    new_device: Callable[[], TestDevice],
    postgresql: str,
    s3_server: S3Server,
    tmp_path: Path,
) -> None:
    device, content = new_device(), photo()
    device.register(photos=(blob_of(content, "image/jpeg"),))
    device.register(photos=(blob_of(photo(50, 50), "image/jpeg"),))
    device.acknowledged()
    device.patch(content, "image/jpeg")
    made = machines[1].ok("backup", str(tmp_path / "copy"))
    assert (made["lacking"], made["files"] > 0, made["behind"]) == (0, True, 1)
    assert device.hello().read(contact.HelloReply).backed_up_seq == 1
    secrets = {name: value for name, value in machines[1].environment.items() if name.startswith(("OMBRUK", "AWS"))}
    new = {**secrets, "DATABASE_URL": new_database(postgresql), "OMBRUK_BLOBS": s3_server.bucket()}
    restored = machines[1].another(tmp_path / "new", new)
    assert restored.ok("restore", str(tmp_path / "copy"))["files"] == made["files"]
    checked = restored.ok("verify")
    assert (checked["problems"], checked["events"]) == ([], made["events"])


def test_being_heard_costs_no_wait_for_a_disk(machines: tuple[RunningHub, RunningHub]) -> None:
    with psycopg.connect(machines[0].environment["DATABASE_URL"]) as connection:
        kept = connection.execute("SELECT relpersistence FROM pg_class WHERE relname = 'ingest_heard'").fetchone()
    assert kept == ("u",), "the table is not in the database's log"


def test_the_doctor_says_where_files_are(machines: tuple[RunningHub, RunningHub]) -> None:
    found = machines[1].ok("doctor")
    assert (found["database"], found["files"], found["files_reachable"]) == ("postgresql", "bucket", True)
    assert found["free_bytes"] is None, "it has no folder"
    for variable in ("OMBRUK_HUB_SECRET", "OMBRUK_HUB_KEY"):
        assert machines[1].environment[variable] not in str(found)
    elsewhere = {**machines[1].environment, "OMBRUK_BLOBS": "s3://no-such-bucket"}
    assert RunningHub(machines[1].folder, elsewhere).ok("doctor")["files_reachable"] is False


def test_a_change_of_the_tables_does_not_queue_behind_a_long_report(machines: tuple[RunningHub, RunningHub]) -> None:
    """It would hold up every counter that comes after it. So it gives up soon, and changes nothing."""
    first, second = machines
    migrated(first, "items", "0002")
    with psycopg.connect(first.environment["DATABASE_URL"]) as report:
        report.execute("SELECT count(*) FROM items_refusal")
        assert second.run("upgrade")[1]["code"] == "tables_in_use"
        report.rollback()
        second.ok("upgrade")
        report.execute("SELECT voided_at FROM items_refusal")


def test_the_s3_library_is_loaded_only_where_it_is_wanted(tmp_path: Path) -> None:
    code = "import django, sys; django.setup(); import hub.urls; from hub.ingest import blobs; blobs.store(); "
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "hub.settings", "OMBRUK_HUB_DATA": str(tmp_path)}
    environment.pop("OMBRUK_BLOBS", None)
    subprocess.run([sys.executable, "-c", code + "assert 'obstore' not in sys.modules"], env=environment, check=True)

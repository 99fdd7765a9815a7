"""The hub as it runs: real processes, real HTTP on loopback, from the first command to the figures."""

import hashlib
import http.client
import os
import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest
from device import TestDevice
from doors import loopback
from running import RunningHub
from test_hub_blobs import photo

from wire import contact
from wire.reference import Reference

ORGNR = "974760673"


@pytest.fixture
def hub(begun: RunningHub, tmp_path: Path) -> RunningHub:
    return begun.copied(tmp_path / "hub")


def device_at(hub: RunningHub, port: int) -> TestDevice:
    made = hub.ok("add-device", "--station", "Isi")
    device = TestDevice(loopback(port))
    assert device.enrol(made["code"]).status == 200
    assert device.number == made["device"]
    assert device.ask_token().status == 200
    return device


def test_from_the_first_command_to_the_figures(hub: RunningHub) -> None:
    hub.ok("add-actor", "--name", "Bruktbutikken", "--orgnr", ORGNR)
    days = ("--from", "2026-01-01", "--to", "2026-12-31")
    hub.ok("add-agreement", "--orgnr", ORGNR, "--categories", "all", *days, "--electrical")
    with hub.served() as port:
        device = device_at(hub, port)
        content = photo()
        item = device.register(grams=4200)
        device.hand_over(device.register(grams=800))
        assert device.acknowledged().not_applied == ()
        assert device.patch(content, "image/jpeg").status == 204
        reference = device.verified(device.ask("GET", "/reference").body, Reference)
        assert [agreement.orgnr for agreement in reference.agreements] == [ORGNR]
        device.discard(item)
        assert device.push(4).status == 200
        reply = device.hello().read(contact.HelloReply)
        assert (reply.head_seq, reply.reference_version) == (4, reference.version)
        figures = hub.ok("figures")
        assert figures["registered"] == {"pieces": 2, "grams": 5000}
        assert figures["handed_over"] == {"pieces": 1, "grams": 800}
        assert figures["discarded"] == {"pieces": 1, "grams": 4200}
    checked = hub.ok("verify")
    assert (checked["ok"], checked["events"], checked["photos"], checked["waiting_blobs"]) == (True, 4, 1, 1)
    (station,) = hub.ok("stations")["stations"]
    assert (station["name"], station["events"], station["pieces"]) == ("Isi", 4, 0)


def test_a_process_is_begun_before_the_hub_has_any_other_thread(hub: RunningHub, tmp_path: Path) -> None:
    """A copy of a process in which another thread just held a lock of OpenSSL's waits for it at the first login."""
    seen = tmp_path / "threads"
    (tmp_path / "sitecustomize.py").write_text(f"""
import os, threading
def look():
    with open({str(seen)!r}, "a") as file:
        print(threading.active_count(), file=file)
os.register_at_fork(before=look)
""")
    alone = hub.from_nothing()
    alone.environment["PYTHONPATH"] = f"{tmp_path}{os.pathsep}{alone.environment['PYTHONPATH']}"
    with alone.served():
        pass
    assert seen.read_text().split() == ["1"]


def test_two_processes_take_many_devices_at_once(hub: RunningHub) -> None:
    with hub.served(workers=2) as port:
        devices = [device_at(hub, port) for _ in range(4)]
        content = photo()

        def work(device: TestDevice) -> None:
            for start in range(5):
                first = len(device.log) + 1
                items = [device.register(grams=100 + start) for _ in range(10)]
                device.hand_over(*items[:3])
                assert device.acknowledged(first).not_applied == ()
                assert device.patch(content, "image/jpeg").status == 204

        with ThreadPoolExecutor(len(devices)) as pool:
            list(pool.map(work, devices))
    assert hub.ok("figures")["registered"]["pieces"] == 4 * 5 * 10
    assert hub.ok("figures")["handed_over"]["pieces"] == 4 * 5 * 3
    assert hub.ok("verify")["problems"] == []


def test_two_devices_that_gave_the_same_numbers_at_once_do_not_stop_each_other(hub: RunningHub) -> None:
    with hub.served(workers=2) as port:
        devices = [device_at(hub, port) for _ in range(2)]
        for device in devices:
            device.number = 90_001
            for _ in range(50):
                device.register()
        with ThreadPoolExecutor(2) as pool:
            said = list(pool.map(TestDevice.acknowledged, devices))
    assert sum(len(one.not_applied) for one in said) == 50
    assert {trouble.reason for one in said for trouble in one.not_applied} == {"number_taken"}
    assert hub.ok("verify")["problems"] == []
    assert len(hub.ok("quarantine")["quarantine"]) == 50


def test_the_same_batch_twice_at_once_is_stored_once(hub: RunningHub) -> None:
    with hub.served(workers=2) as port:
        device = device_at(hub, port)
        for _ in range(20):
            device.register()
        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(lambda _: device.push(), range(4)))
    assert {answer.status for answer in answers} == {200}
    assert len({answer.body for answer in answers}) == 1
    assert hub.ok("figures")["registered"]["pieces"] == 20


def test_a_body_that_breaks_off_leaves_what_came(hub: RunningHub) -> None:
    with hub.served() as port:
        device = device_at(hub, port)
        content = photo()
        name = hashlib.sha256(content).hexdigest()
        headers = {
            "Authorization": f"Bearer {device.token}",
            "Upload-Offset": "0",
            "Upload-Complete": "?1",
            "Content-Type": "image/jpeg",
            "Content-Length": str(len(content)),
        }
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.putrequest("PATCH", f"/api/v1/blobs/{name}")
        for field, value in headers.items():
            connection.putheader(field, value)
        connection.endheaders(content[:2000])
        connection.close()
        offset = int(device.ask("HEAD", f"/blobs/{name}").headers["upload-offset"])
        assert 0 <= offset <= 2000
        answer = device.patch(content, "image/jpeg", offset=offset)
        if answer.status == 409:  # what was still on its way has arrived meanwhile
            answer = device.patch(content, "image/jpeg", offset=int(answer.headers["upload-offset"]))
        assert answer.status == 204
        assert device.ask("HEAD", f"/blobs/{name}").headers["upload-complete"] == "?1"


def test_what_was_acknowledged_is_there_after_a_kill(hub: RunningHub) -> None:
    command = [sys.executable, "-m", "hub.cli", "--data-dir", str(hub.folder), "--json", "serve", "--port", "0"]
    server = subprocess.Popen(
        command, env=hub.environment, stdout=subprocess.PIPE, text=True, start_new_session=True, cwd=hub.folder.parent
    )
    assert server.stdout is not None
    port = int(server.stdout.readline().rsplit(":", 1)[1].strip('"}\n'))
    device = device_at(hub, port)
    device.register(grams=1234)
    acknowledged = device.push()
    os.killpg(server.pid, signal.SIGKILL)
    server.wait(timeout=30)
    server.stdout.close()
    assert acknowledged.status == 200
    assert hub.ok("figures")["registered"] == {"pieces": 1, "grams": 1234}
    with hub.served() as port:
        device.door = loopback(port)
        assert device.push().body == acknowledged.body


def test_a_backup_moves_the_positions_that_stations_hear_of(hub: RunningHub, tmp_path: Path) -> None:
    with hub.served() as port:
        device = device_at(hub, port)
        content = photo()
        device.register()
        device.register()
        device.acknowledged()
        device.patch(content, "image/jpeg")
        assert device.hello().read(contact.HelloReply).backed_up_seq == 0
        made = hub.ok("backup", str(tmp_path / "copy"))
        assert (made["events"], made["files"]) == (2, 1)
        device.register()
        device.acknowledged(3)
        assert device.hello().read(contact.HelloReply).backed_up_seq == 2
    status, refused = hub.run("backup", str(tmp_path / "copy"))
    assert (status, refused["code"]) == (3, "backup_folder_used")
    restored = hub.another(tmp_path / "new")
    restored.ok("restore", str(tmp_path / "copy"))
    checked = restored.ok("verify")
    assert (checked["ok"], checked["events"], checked["photos"]) == (True, 2, 1)
    with restored.served() as port:
        device.door = loopback(port)
        assert device.hello().read(contact.HelloReply).head_seq == 2
        assert device.push(3).status == 200


def test_verify_says_so_when_someone_changed_a_row(hub: RunningHub) -> None:
    with hub.served() as port:
        device = device_at(hub, port)
        device.register(grams=1000)
        device.acknowledged()
    _change(hub, "UPDATE items_item SET grams = 1")
    status, found = hub.run("verify")
    assert (status, found["ok"]) == (3, False)
    assert "grams" in found["problems"][0]


def _change(hub: RunningHub, statement: str) -> None:
    url = hub.environment.get("DATABASE_URL")
    if url:
        import psycopg

        with psycopg.connect(url) as connection:
            connection.execute(statement)
        return
    database = sqlite3.connect(hub.folder / "hub.sqlite3")
    with database:
        database.execute(statement)
    database.close()


def test_secrets_are_for_their_owner_alone(hub: RunningHub) -> None:
    for name in ("hub-key.json", "secret"):
        assert (hub.folder / name).stat().st_mode & 0o077 == 0
    assert hub.folder.stat().st_mode & 0o077 == 0


def test_errors_are_json_with_a_remedy_and_an_exit_code(hub: RunningHub, tmp_path: Path) -> None:
    cases = [
        (2, "usage", ["add-station"]),
        (2, "usage", ["no-such-verb"]),
        (2, "usage", ["serve", "--port", "70000"]),
        (3, "hub_already_initialised", ["init"]),
        (3, "station_exists", ["add-station", "--name", "Isi", "--municipality", "Bærum"]),
        (3, "station_unknown", ["add-device", "--station", "Grini"]),
        (3, "orgnr_wrong", ["add-actor", "--name", "x", "--orgnr", "123456789"]),
        (3, "device_unknown", ["revoke-device", "77"]),
        (3, "agreement_unknown", ["suspend-agreement", str(uuid4())]),
    ]
    for status, code, words in cases:
        found, document = hub.run(*words)
        assert (found, document["code"]) == (status, code)
        assert document["error"]
        assert document["remedy"]
    assert hub.lines("add-device", "--station", "Grini").stderr.count("\n") == 2
    empty = hub.another(tmp_path / "empty")
    assert empty.run("figures")[1]["code"] == "hub_not_initialised"


def test_a_forked_verb_says_what_one_says_that_starts_from_nothing(hub: RunningHub) -> None:
    for words in (["figures"], ["add-device", "--station", "Grini"], ["no-such-verb"]):
        assert hub.run(*words) == hub.from_nothing().run(*words)


def test_json_may_stand_behind_the_verb(hub: RunningHub) -> None:
    assert hub.lines("figures", "--json").stdout == hub.lines("--json", "figures").stdout


def test_demo_data_can_be_made_twice(hub: RunningHub) -> None:
    first = hub.ok("demo-data")
    second = hub.ok("demo-data")
    assert first.pop("password")
    assert first == second
    assert "Isi" in first["stations"]


def test_users_are_added_with_a_password_typed_or_made(hub: RunningHub) -> None:
    assert len(hub.ok("add-user", "kari")["password"]) >= 12
    status, document = hub.run("add-user", "ola", "--password-stdin", typed="en lang setning som ingen gjetter\n")
    assert (status, document) == (0, {"user": "ola"})
    assert hub.run("add-user", "ola")[1]["code"] == "user_exists"
    assert hub.run("add-user", "per", "--password-stdin", typed="kort\n")[1]["code"] == "password_weak"


def test_the_doctor_names_versions_and_no_secrets(hub: RunningHub) -> None:
    found = hub.ok("doctor")
    assert found["database"] == ("postgresql" if "DATABASE_URL" in hub.environment else "sqlite")
    assert found["migrations_waiting"] == 0
    secret = (hub.folder / "secret").read_text()
    assert secret not in str(found)


def test_a_program_of_another_age_than_the_tables_says_what_to_do(hub: RunningHub) -> None:
    django = [sys.executable, "-m", "django"]
    environment = {**hub.environment, "DJANGO_SETTINGS_MODULE": "hub.settings", "OMBRUK_HUB_DATA": str(hub.folder)}
    subprocess.run([*django, "migrate", "items", "zero"], env=environment, check=True, capture_output=True)
    assert hub.run("serve", "--port", "0")[1]["code"] == "hub_needs_upgrade"
    assert hub.ok("upgrade")["reference_version"] == 2, "the same catalogue is not published again"
    if "DATABASE_URL" not in hub.environment:
        assert len(list(hub.folder.glob("hub.before-upgrade-*.sqlite3"))) == 1
    with hub.served() as port:
        device_at(hub, port)
    _change(hub, "INSERT INTO django_migrations (app, name, applied) VALUES ('items', '0099_x', '2030-01-01')")
    assert hub.run("serve", "--port", "0")[1]["code"] == "hub_newer"
    assert hub.run("upgrade")[1]["code"] == "hub_newer"


def test_a_port_that_is_taken_is_said(hub: RunningHub) -> None:
    with hub.served() as port:
        status, document = hub.run("serve", "--port", str(port))
    assert (status, document["code"]) == (3, "port_taken")

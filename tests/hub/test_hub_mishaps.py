"""Full disks, wrong places, damaged files: each is said with what to do, and nothing is left in a second try's way."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.db import DatabaseError, connection
from running import RunningHub

from hub.failures import mendable

SQLITE_ONLY = "the database lies elsewhere"


@pytest.fixture
def hub(begun: RunningHub, tmp_path: Path) -> RunningHub:
    return begun.copied(tmp_path / "hub")


def on_sqlite(hub: RunningHub) -> bool:
    return "DATABASE_URL" not in hub.environment


def test_a_place_that_cannot_be_one_is_named(hub: RunningHub, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    below = tmp_path / "file" / "below"
    for status, said in (RunningHub(below).run("init"), hub.run("backup", str(below))):
        assert (status, said["code"]) == (3, "place_unusable")
        assert str(tmp_path / "file") in said["error"]
        assert said["remedy"]


@pytest.mark.parametrize("blocks", [0, 64])
def test_init_on_a_full_disk_can_be_tried_again(tmp_path: Path, blocks: int) -> None:
    made = RunningHub(tmp_path / "hub")
    if not on_sqlite(made) and blocks:
        pytest.skip(SQLITE_ONLY)
    status, said = made.limited(blocks, "init")
    assert (status, said["code"]) == (3, "disk_full")
    assert made.ok("init")["epoch"] == 1
    made.ok("add-station", "--name", "Isi", "--municipality", "Bærum")


def test_a_backup_on_a_full_disk_leaves_nothing_behind(hub: RunningHub, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    status, said = hub.limited(80, "backup", str(copy))
    assert status == 3
    assert said["code"] == ("disk_full" if on_sqlite(hub) else "pg_dump_failed")
    assert list(copy.iterdir()) == []
    assert hub.ok("backup", str(copy))["events"] == 0


def test_a_full_database_is_a_full_disk() -> None:
    if connection.vendor != "sqlite":
        pytest.skip(SQLITE_ONLY)
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE TABLE t (x)")
        database.execute("PRAGMA max_page_count = 10")
        with pytest.raises(DatabaseError) as full, connection.wrap_database_errors:
            database.execute("INSERT INTO t VALUES (zeroblob(100000))")
    refused = mendable(full.value)
    assert refused is not None
    assert refused.code == "disk_full"


@pytest.mark.parametrize("verb", ["init", "verify", "figures"])
def test_a_file_that_is_no_database_is_said_so(hub: RunningHub, verb: str) -> None:
    if not on_sqlite(hub):
        pytest.skip(SQLITE_ONLY)
    (hub.folder / "hub.sqlite3").write_bytes(b"rubbish " * 1000)
    status, said = hub.run(verb)
    assert (status, said["code"]) == (3, "database_damaged")


@pytest.mark.parametrize(
    "content", [b"", b"{", b"\xff", b'{"kty":"OKP"}', b'{"crv":"Ed25519","kty":"OKP","x":"' + b"A" * 43 + b'"}']
)
@pytest.mark.parametrize(
    "words", [["serve", "--port", "0"], ["add-station", "--name", "Grini", "--municipality", "Bærum"]]
)
def test_a_broken_key_is_said_so(hub: RunningHub, content: bytes, words: list[str]) -> None:
    (hub.folder / "hub-key.json").write_bytes(content)
    status, said = hub.run(*words)
    assert (status, said["code"]) == (3, "hub_key_broken")


def test_what_the_database_said_is_passed_on(tmp_path: Path) -> None:
    nowhere = RunningHub(tmp_path / "hub", {"DATABASE_URL": "postgresql://ombruk:secret@127.0.0.1:1/ombruk"})
    status, said = nowhere.run("init")
    assert (status, said["code"]) == (3, "database_unreachable")
    assert "127.0.0.1" in said["error"]
    assert "secret" not in said["error"]


def test_a_bug_stays_a_bug() -> None:
    assert mendable(ValueError("x")) is None
    assert mendable(OSError("without a number")) is None
    assert mendable(DatabaseError("syntax")) is None


def test_bytes_that_are_no_text_are_answered_in_text(hub: RunningHub) -> None:
    status, said = hub.run("add-device", "--station", "Is\udcff")
    assert (status, said["code"]) == (3, "station_unknown")
    assert "Is\ufffd" in said["error"]
    assert hub.run("\udcff")[0] == 2


def test_an_actors_language_is_one_that_receipts_can_be_in(hub: RunningHub) -> None:
    actor = ("add-actor", "--name", "Bruktbutikken", "--orgnr", "974760673", "--language")
    assert hub.run(*actor, "de")[0] == 2
    assert hub.ok(*actor, "en")["language"] == "en"

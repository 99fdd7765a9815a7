"""Changes of the tables: what is harmless is made while the hub is served, and nothing else is."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection, migrations, models
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.recorder import MigrationRecorder
from django.db.models.functions import Now
from running import RunningHub

from domain.refused import Refused
from hub import serving, setting_up
from hub.ingest.models import HarmlessMigration, Hub
from hub.tables import check_tables, harmless, not_additive

OURS = {name: one for name, one in MigrationLoader(None).disk_migrations.items() if one.__module__.startswith("hub.")}


@pytest.mark.parametrize("name", sorted(OURS), ids=".".join)
def test_a_change_of_the_tables_is_an_addition_or_says_why_not(name: tuple[str, str]) -> None:
    """docs/hub.md has the rule. `needs_stop` names what cannot be done while the hub is served."""
    one = OURS[name]
    why = getattr(one, "harmless_because", "") or getattr(one, "needs_stop", "")
    assert why or list(not_additive(one)) == []
    assert not (getattr(one, "harmless_because", "") and getattr(one, "needs_stop", "")), "one or the other"


TEXT = models.TextField
ADDITIONS = [
    migrations.CreateModel("thing", [("id", models.BigAutoField(primary_key=True))]),
    migrations.AddField("item", "note", TEXT(null=True)),
    migrations.AddField("item", "note", TEXT(db_default="")),
    migrations.AddField("item", "stations", models.ManyToManyField("agreements.Station")),
    migrations.AlterModelOptions("item", {"ordering": ["id"]}),
    migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField("item", "note")]),
]
MORE = [
    migrations.AddField("item", "note", TEXT(default="")),
    migrations.AddField("item", "at", models.DateTimeField(db_default=Now())),
    migrations.AddField("item", "code", TEXT(null=True, unique=True)),
    migrations.AddField("item", "code", TEXT(null=True, db_index=True)),
    migrations.AddField("item", "station", models.ForeignKey("agreements.Station", models.PROTECT, null=True)),
    migrations.AddIndex("item", models.Index(fields=["state"], name="by_state")),
    migrations.AddConstraint("item", models.UniqueConstraint(fields=["number"], name="number_once")),
    migrations.RemoveField("item", "note"),
    migrations.AlterField("item", "note", TEXT()),
    migrations.RenameField("item", "note", "remark"),
    migrations.RenameModel("Item", "Thing"),
    migrations.DeleteModel("item"),
    migrations.AlterUniqueTogether("item", {("a", "b")}),
    migrations.RunSQL("SELECT 1"),
    migrations.RunPython(migrations.RunPython.noop),
    migrations.SeparateDatabaseAndState(database_operations=[migrations.RemoveField("item", "note")]),
]


def change(*operations: Operation) -> Migration:
    made = Migration("0099_x", "items")
    made.operations = list(operations)
    return made


@pytest.mark.parametrize("operation", ADDITIONS, ids=lambda one: one.describe())
def test_an_addition_is_harmless(operation: Operation) -> None:
    assert harmless(change(operation))


@pytest.mark.parametrize("operation", MORE, ids=lambda one: one.describe())
def test_what_is_more_than_an_addition_is_not(operation: Operation) -> None:
    assert not harmless(change(*ADDITIONS, operation))


def test_a_table_that_nobody_has_yet_may_be_given_anything() -> None:
    made = migrations.CreateModel("Item", [("id", models.BigAutoField(primary_key=True))])
    assert harmless(change(made, *[one for one in MORE if getattr(one, "model_name", "") == "item"]))


def test_an_older_program_works_with_tables_that_had_something_added(hub: Hub) -> None:
    check_tables()
    MigrationRecorder(connection).record_applied("items", "0099_x")
    with pytest.raises(Refused, match="hub_newer"):
        check_tables()
    HarmlessMigration.objects.create(app="items", name="0099_x")
    check_tables()


def test_an_upgrade_that_was_broken_off_is_told_to_older_programs_by_the_next(hub: Hub) -> None:
    HarmlessMigration.objects.all().delete()
    setting_up.upgrade()
    noted = set(HarmlessMigration.objects.values_list("app", "name"))
    assert {("ingest", "0006_who_decided"), ("reservations", "0001_initial")} <= noted
    assert not {name for name, one in OURS.items() if not harmless(one)} & noted


def test_who_must_be_alone_and_who_serves_keep_each_other_out(hub: Hub) -> None:
    with serving.serving(), serving.serving():
        with pytest.raises(Refused, match="hub_serving"), serving.alone():
            pass
    with serving.alone():
        with pytest.raises(Refused, match="hub_worked_on"), serving.serving():
            pass
    with serving.serving():
        pass


def migrated(hub: RunningHub, *words: str) -> None:
    django = [sys.executable, "-m", "django", "migrate", *words]
    environment = {**hub.environment, "DJANGO_SETTINGS_MODULE": "hub.settings", "OMBRUK_HUB_DATA": str(hub.folder)}
    subprocess.run(django, env=environment, check=True, capture_output=True)


def test_an_upgrade_beside_a_served_hub_adds_and_does_nothing_else(begun: RunningHub, tmp_path: Path) -> None:
    hub = begun.copied(tmp_path / "hub")
    with hub.served():
        migrated(hub, "ingest", "0002")
        assert hub.run("serve", "--port", "0")[1]["code"] == "hub_needs_upgrade"
        assert hub.run("verify")[1]["code"] == "hub_needs_upgrade", "not that the database is away"
        hub.ok("upgrade")
        migrated(hub, "items", "0001")
        assert hub.run("upgrade")[1]["code"] == "hub_serving"
    hub.ok("upgrade")
    if "DATABASE_URL" not in hub.environment:
        assert len(list(hub.folder.glob("hub.before-upgrade-*.sqlite3"))) == 2, "one for each change that was made"


def test_two_copies_within_a_second_have_names_of_their_own(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the copy beside the database is SQLite's")
    made: list[Path] = []
    monkeypatch.setattr(setting_up, "copy_sqlite", made.append)
    for _ in range(3):
        setting_up.copy_beside()
    assert len(set(made)) == 3


def test_a_machine_without_the_hubs_secrets_does_not_serve(begun: RunningHub, tmp_path: Path) -> None:
    hub, other = begun.copied(tmp_path / "hub"), tmp_path / "other"
    (hub.folder / "secret").rename(tmp_path / "secret")
    assert hub.run("serve", "--port", "0")[1]["code"] == "hub_secret_missing"
    (tmp_path / "secret").rename(hub.folder / "secret")
    stranger = begun.another(other)
    stranger.ok("init")
    hub.environment["OMBRUK_HUB_KEY"] = (other / "hub-key.json").read_text()
    assert hub.run("serve", "--port", "0")[1]["code"] == "hub_key_other"

"""All rows of a hub from its database to another, and whether both hold the same. Nothing is changed at the source."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.models import Model

from hub.folder import Folder
from hub.ingest.models import Heard
from hub.settings import database

TARGET = "target"
_LEFT_OUT = ("sessions", "axes")
"""Who is logged in and who failed to: everybody logs in anew."""


def connect(url: str, folder: Folder) -> None:
    """Make the database at `url`, or SQLite in `folder` when it is empty, known as TARGET."""
    made = connections.configure_settings({DEFAULT_DB_ALIAS: {}, TARGET: database(url, folder)})
    connections.settings[TARGET] = made[TARGET]


def tables_there() -> list[str]:
    """Names of the tables in TARGET."""
    return connections[TARGET].introspection.table_names()


def copy() -> None:
    """Make TARGET hold what the hub's database holds, in one transaction there. Writers here wait meanwhile."""
    call_command("migrate", database=TARGET, interactive=False, verbosity=0)
    with transaction.atomic(), transaction.atomic(using=TARGET):
        _keep_still()
        for model in _models():
            # What making the tables put there, and what a run brought that was broken off.
            rows = model._base_manager.using(TARGET)
            rows._raw_delete(TARGET)
        for model in _models():
            _copy(model)
        with connections[TARGET].cursor() as cursor:
            for statement in connections[TARGET].ops.sequence_reset_sql(no_style(), _models()):
                cursor.execute(statement)


def _keep_still() -> None:
    """Wait for whoever writes at the source; nobody begins to. SQLite's transaction does it by itself."""
    if connection.vendor == "postgresql":
        names = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in _models())
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {names} IN SHARE MODE")


def _copy(model: type[Model]) -> None:
    rows = model._base_manager.order_by("pk").iterator(500)
    some: list[Model] = []
    for row in rows:
        some.append(row)
        if len(some) == 500:
            model._base_manager.using(TARGET).bulk_create(some)
            some = []
    model._base_manager.using(TARGET).bulk_create(some)


def differences() -> list[str]:
    """Names of the tables that are not the same in both, by number and content of their rows."""
    return [model._meta.db_table for model in _models() if _digest(model, DEFAULT_DB_ALIAS) != _digest(model, TARGET)]


def _digest(model: type[Model], alias: str) -> tuple[int, int]:
    """How many rows, and a sum of their hashes: databases sort texts each in its own way."""
    names = [field.attname for field in model._meta.concrete_fields]
    count, total = 0, 0
    for row in model._base_manager.using(alias).values_list(*names).iterator(1000):
        written = repr([_plain(value) for value in row]).encode()
        count, total = count + 1, total + int.from_bytes(hashlib.sha256(written).digest())
    return count, total % 2**256


def _plain(value: Any) -> Any:
    if isinstance(value, memoryview):
        return bytes(value)
    return json.dumps(value, sort_keys=True) if isinstance(value, dict | list) else value


def _models() -> list[type[Model]]:
    return list(_all())


def _all() -> Iterator[type[Model]]:
    for model in apps.get_models(include_auto_created=True):
        options = model._meta
        if options.managed and not options.proxy and options.app_label not in _LEFT_OUT and model is not Heard:
            yield model

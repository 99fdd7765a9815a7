"""The tables and the program: may this one work on them, and may others go on while they change?

A change is harmless when a program that does not know it goes on working: something was added, and nothing else.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterModelManagers,
    AlterModelOptions,
    CreateModel,
    SeparateDatabaseAndState,
)
from django.db.migrations.operations.base import Operation
from django.db.models import Expression, ForeignKey

from domain.refused import Refused
from hub import serving
from hub.ingest.models import HarmlessMigration

_RECORDED_SINCE = ("ingest", "0003_several_machines")
_PATIENCE = "2s"
"""How long a change of a table waits for whoever uses it. Meanwhile all others queue behind it."""


def check_tables() -> None:
    """Raises Refused `hub_needs_upgrade` when the program is newer than the tables, `hub_newer` when it is too old.

    Tables with harmless changes that this program does not know are none too new: machines are updated one by one.
    """
    executor = MigrationExecutor(connection)
    known, applied = executor.loader.disk_migrations.keys(), executor.loader.applied_migrations.keys()
    apps = {app for app, _ in known}
    unknown = {(app, name) for app, name in applied if app in apps and (app, name) not in known}
    if unknown and not (_RECORDED_SINCE in applied and unknown <= _recorded()):
        raise Refused("hub_newer")
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Refused("hub_needs_upgrade")


def bring_up(copy_first: Callable[[], None]) -> None:
    """Change the tables to this program's. What is harmless may be done while the hub is served, on any machine.

    `copy_first` is called when nothing stands in the way of the change any more, and before it begins.
    Raises Refused `hub_serving` when something else is to be done, `tables_in_use`.
    """
    executor = MigrationExecutor(connection)
    waiting = [one for one, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    if all(harmless(one) for one in waiting):
        copy_first()
        _migrate()
        return
    with serving.alone():
        copy_first()
        _migrate()


def _migrate() -> None:
    try:
        with _impatient():
            call_command("migrate", interactive=False, verbosity=0)
    except OperationalError as broken:
        if "lock timeout" in str(broken):
            raise Refused("tables_in_use") from None
        raise
    note_harmless()


def note_harmless() -> None:
    """Tell older programs which of the changes that were made they need not mind.

    Of all that were ever made: a run that was broken off between two changes left this undone.
    """
    loader = MigrationExecutor(connection).loader
    made = [one for name, one in loader.disk_migrations.items() if name in loader.applied_migrations and harmless(one)]
    rows = [HarmlessMigration(app=one.app_label, name=one.name) for one in made]
    HarmlessMigration.objects.bulk_create(rows, ignore_conflicts=True)


@contextmanager
def _impatient() -> Iterator[None]:
    """A lock that is not given soon is given up, so that counters do not queue behind a report that takes minutes."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [_PATIENCE])
        try:
            yield
        finally:
            cursor.execute("RESET lock_timeout")


def _recorded() -> set[tuple[str, str]]:
    return set(HarmlessMigration.objects.values_list("app", "name"))


def harmless(migration: Migration) -> bool:
    """May programs that do not know this change work on? Some are said to be, with the reason (`harmless_because`)."""
    return bool(getattr(migration, "harmless_because", "")) or not list(not_additive(migration))


def not_additive(migration: Migration) -> Iterator[str]:
    """What in it is more than an addition, each in words."""
    made = {one.name.lower() for one in migration.operations if isinstance(one, CreateModel)}
    for operation in _inner(migration.operations):
        # What happens to a table that nobody has yet disturbs nobody.
        if getattr(operation, "model_name", "").lower() in made:
            continue
        trouble = _trouble(operation)
        if trouble is not None:
            yield f"{operation.describe()}: {trouble}"


def _inner(operations: Iterable[Operation]) -> Iterator[Operation]:
    for operation in operations:
        if isinstance(operation, SeparateDatabaseAndState):
            yield from _inner(operation.database_operations)
        else:
            yield operation


def _trouble(operation: Operation) -> str | None:
    if isinstance(operation, CreateModel | AlterModelOptions | AlterModelManagers):
        return None
    if isinstance(operation, AddIndex | AddConstraint):
        return "it holds up whoever writes in the table, for as long as the table is long"
    if not isinstance(operation, AddField):
        return "an older program may need what was there before"
    field = operation.field
    if field.many_to_many:
        return None
    if field.unique or getattr(field, "db_index", False) or isinstance(field, ForeignKey):
        return "an index or a reference is made of it at once, which holds up whoever writes in the table"
    if field.null or (field.has_db_default() and not isinstance(field.db_default, Expression)):
        return None
    return "an older program adds rows without it: it must be null=True or have a constant db_default"

"""Many rows of one table at once, as every database here takes them.

Django's own bulk_create asks every field of every row many times; that took more than half of what a batch costs.
The values still go through each field's own preparation, so what is stored is the same.
"""

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

_AS_THEY_ARE = (models.CharField, models.TextField, models.IntegerField)
"""Fields whose values every database takes as Python has them: text and whole numbers."""


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows in this order; `names` are the model's fields that the values are of, the others have defaults.

    Runs in the caller's transaction. Raises IntegrityError and DataError like any insert.
    """
    # The connection itself: what Django hands out looks for it anew at every touch.
    database = connections[DEFAULT_DB_ALIAS]
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    columns = [
        _prepared(values, field, database) for values, field in zip(zip(*rows, strict=True), fields, strict=False)
    ]
    if not columns:
        return
    quoted = database.ops.quote_name
    into = ", ".join(quoted(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    # Names of our own tables and columns, never a value.
    sql = f"INSERT INTO {quoted(model._meta.db_table)} ({into}) VALUES ({places})"  # noqa: S608
    with database.cursor() as cursor:
        cursor.executemany(sql, [*zip(*columns, strict=True)])


def insert_all(instances: Sequence[models.Model]) -> None:
    """Insert new instances of one model whose primary key is known."""
    if not instances:
        return
    model = type(instances[0])
    fields = model._meta.concrete_fields
    values = attrgetter(*(field.attname for field in fields))
    insert(model, [field.name for field in fields], [values(instance) for instance in instances])


def _prepared(values: Sequence[Any], field: Any, database: BaseDatabaseWrapper) -> Sequence[Any]:
    """Every value of a column as the database wants it."""
    if isinstance(field, _AS_THEY_ARE):
        return values
    prepare, before, ready = field.get_db_prep_save, None, None
    prepared: list[Any] = []
    for value in values:
        if value is None:
            prepared.append(None)
            continue
        if value is not before:  # one time of arrival, one device: the same in a whole batch
            before, ready = value, prepare(value, database)
        prepared.append(ready)
    return prepared

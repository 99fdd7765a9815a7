"""Many rows of one table at once, as every database here takes them, and questions about many names.

The only SQL of the hub's log that is written by hand. Tables and columns are the models' own; every value goes into its
column as Django itself would put it there (a test compares).
"""

import json
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, Lookup

Row = TypeVar("Row")
_AS_THEY_ARE = (models.CharField, models.TextField, models.IntegerField, models.BinaryField)
"""Fields whose values every database takes as Python has them: text, whole numbers, bytes."""


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]], *, new: bool = True) -> None:
    """Insert rows in this order; `names` are the model's fields that the values are of, the others have defaults.

    With `new` False, rows that are there already are passed over. Ids are UUIDs as text. Runs in the caller's
    transaction. Raises IntegrityError and DataError like any insert.
    """
    # The connection itself: what Django hands out looks for it anew at every touch.
    database = connections[DEFAULT_DB_ALIAS]
    fields = [model._meta.get_field(name) for name in names]
    values = _prepared(rows, fields, database)
    if not values:
        return
    into = f"{_table(model, database)} ({', '.join(_columns(fields, database))})"
    if new and database.vendor == "postgresql":
        _copy(database, into, values)
        return
    _each(database, into, values, "" if new else "ON CONFLICT DO NOTHING")


def put(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows as `insert` does; one that is there already, by its primary key, gets these values."""
    database = connections[DEFAULT_DB_ALIAS]
    fields = [model._meta.get_field(name) for name in names]
    values = _prepared(rows, fields, database)
    if not values:
        return
    columns, key = _columns(fields, database), model._meta.pk
    (found,) = _columns([key], database)
    given = ", ".join(f"{column} = EXCLUDED.{column}" for column in columns if column != found)
    into = f"{_table(model, database)} ({', '.join(columns)})"
    _each(database, into, values, f"ON CONFLICT ({found}) DO UPDATE SET {given}")


def insert_all(model: type[models.Model], rows: Sequence[object]) -> None:
    """Insert rows that have an attribute for every column but a number that the database gives."""
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    values = attrgetter(*(field.attname for field in fields))
    insert(model, [field.name for field in fields], map(values, rows))


def update(model: type[models.Model], names: Sequence[str], rows: Sequence[object]) -> None:
    """Write these fields of rows that are there and locked, found by their primary key."""
    database = connections[DEFAULT_DB_ALIAS]
    key: Any = model._meta.pk
    fields = [*(model._meta.get_field(name) for name in names), key]
    values = _prepared(map(attrgetter(*(field.attname for field in fields)), rows), fields, database)
    if not values:
        return
    *setting, found = (f"{column} = %s" for column in _columns(fields, database))
    sql = f"UPDATE {_table(model, database)} SET {', '.join(setting)} WHERE {found}"  # noqa: S608
    with database.cursor() as cursor:
        cursor.executemany(sql, values)


def read(kind: Callable[..., Row], rows: "models.QuerySet[Any]") -> list[Row]:
    """The rows of a query as plain objects; `kind` takes every column but a number that the database gives, by name."""
    fields = [field for field in rows.model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    names = [field.attname for field in fields]
    ids = [field.attname for field in fields if isinstance(_kept_as(field), models.UUIDField)]
    found = []
    for values in rows.values_list(*names):
        named = dict(zip(names, values, strict=True))
        for name in ids:
            named[name] = str(named[name])
        found.append(kind(**named))
    return found


class Among(Lookup):
    """`name__among={…}`: `IN` with one parameter, so that a question may name any number of texts or ids."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """For SQLite, which reads the names from JSON, and for PostgreSQL, which takes an array."""
        left, values = self.process_lhs(compiler, connection)
        names = list(self.rhs)
        field = _kept_as(self.lhs.output_field)
        if connection.vendor == "postgresql":
            return f"{left} = ANY(%s::{field.db_type(connection)}[])", (*values, names)
        if isinstance(field, models.UUIDField):
            names = [name.replace("-", "") for name in names]
        return f"{left} IN (SELECT value FROM json_each(%s))", (*values, json.dumps(names))  # noqa: S608


for _kind in (models.CharField, models.UUIDField):
    _kind.register_lookup(Among)


def _each(database: BaseDatabaseWrapper, into: str, values: Sequence[tuple[Any, ...]], on_conflict: str) -> None:
    places = ", ".join(["%s"] * len(values[0]))
    # Names of our own tables and columns, never a value.
    sql = f"INSERT INTO {into} VALUES ({places}) {on_conflict}"  # noqa: S608
    with database.cursor() as cursor:
        cursor.executemany(sql, values)


def _copy(database: BaseDatabaseWrapper, into: str, values: Sequence[Sequence[Any]]) -> None:
    with database.cursor() as cursor, database.wrap_database_errors:
        connection: Any = cursor
        with connection.copy(f"COPY {into} FROM STDIN") as copy:
            for row in values:
                copy.write_row(row)


def _table(model: type[models.Model], database: BaseDatabaseWrapper) -> str:
    return database.ops.quote_name(model._meta.db_table)


def _columns(fields: "Iterable[Field[Any, Any] | Any]", database: BaseDatabaseWrapper) -> list[str]:
    return [database.ops.quote_name(str(field.column)) for field in fields]


def _prepared(rows: Iterable[Sequence[Any]], fields: Sequence[Any], database: Any) -> list[tuple[Any, ...]]:
    """The rows as the database wants them."""
    columns = [_column(values, field, database) for values, field in zip(zip(*rows, strict=True), fields, strict=False)]
    return [*zip(*columns, strict=True)]


def _column(values: Sequence[Any], field: Any, database: Any) -> Sequence[Any]:
    """Every value of a column as the database wants it."""
    kept = _kept_as(field)
    if isinstance(kept, _AS_THEY_ARE):
        return values
    prepare, before, ready = _way(kept, database), None, None
    prepared: list[Any] = []
    for value in values:
        if value is None:
            prepared.append(None)
            continue
        if value != before:  # one time of arrival, one device: the same in a whole batch
            before, ready = value, prepare(value)
        prepared.append(ready)
    return prepared


def _way(field: Any, database: Any) -> Callable[[Any], Any]:
    """How one value of this field gets ready. Django's own way looks at every id and time much longer."""
    if isinstance(field, models.UUIDField):
        return str if database.features.has_native_uuid_field else _plain_hex
    if isinstance(field, models.DateTimeField):
        return database.ops.adapt_datetimefield_value  # type: ignore[no-any-return]
    return lambda value: field.get_db_prep_save(value, database)


def _plain_hex(name: str) -> str:
    return name.replace("-", "")


def _kept_as(field: Any) -> Any:
    """The field itself, or the one that a foreign key points at."""
    return field.target_field if isinstance(field, models.ForeignKey) else field

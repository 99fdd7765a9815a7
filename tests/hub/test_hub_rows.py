"""Rows that are written many at a time: in every column what Django would put there, in few questions however many."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from conftest import MakeDevice
from device import TestDevice, blob_of
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from domain.item import DataChoice
from hub.ingest import rows
from hub.ingest.models import NeededBlob, StoredEvent
from hub.items.models import Handover, HandoverLine, Item, Refusal
from hub.items.plain import HandoverRow, ItemRow, LineRow, RefusalRow
from wire import codec

PLAIN: dict[type[models.Model], type[msgspec.Struct]] = {
    Item: ItemRow,
    Handover: HandoverRow,
    HandoverLine: LineRow,
    Refusal: RefusalRow,
}


@pytest.mark.parametrize("model", PLAIN)
def test_a_plain_row_has_the_models_columns(model: type[models.Model]) -> None:
    columns = {field.attname for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)}
    assert columns == set(PLAIN[model].__struct_fields__)


def everything(device: TestDevice) -> None:
    """Something in every column of every table that events are projected into, changed after it was written."""
    photo = blob_of(b"picture", "image/jpeg")
    things = [
        device.register(title="Rød “stol”\\\t\n\\N", note="æøå 🪑", photos=(photo,), station=str(uuid4())),
        device.register(data_choice=DataChoice.WIPED),
        device.register(),
    ]
    device.refuse(None)
    refused = device.refuse(900)
    device.acknowledged()
    device.change(things[0], grams=1)
    device.discard(things[2])
    receipt = device.hand_over(things[0], things[1])
    device.reverse(receipt)
    device.take_back(refused)
    device.acknowledged(6)


def raw(model: type[models.Model]) -> list[tuple[Any, ...]]:
    """What the database holds, without Django's reading of it, but for numbers that it gives itself."""
    columns = [f'"{f.column}"' for f in model._meta.concrete_fields if not isinstance(f, models.AutoField)]
    if connection.vendor == "sqlite":
        columns += [f"typeof({column})" for column in columns]
    with connection.cursor() as cursor:
        sql = f'SELECT {", ".join(columns)} FROM "{model._meta.db_table}" ORDER BY {columns[0]}, {columns[1]}'  # noqa: S608
        cursor.execute(sql)
        return [tuple(bytes(v) if isinstance(v, memoryview) else v for v in row) for row in cursor.fetchall()]


def test_every_value_is_where_django_would_have_put_it(device: TestDevice) -> None:
    everything(device)
    for model in (StoredEvent, HandoverLine, Handover, Item, Refusal, NeededBlob):
        ours, held = raw(model), list(model._default_manager.order_by("pk"))
        assert ours, model
        if model is Handover or model is Item:
            continue  # lines rest on them
        model._default_manager.all().delete()
        model._default_manager.bulk_create(held)
        assert raw(model) == ours
    for model in (Handover, Item):
        ours = raw(model)
        for row in model._default_manager.all():
            row.save()
        assert raw(model) == ours


@pytest.mark.parametrize("make", [TestDevice.register, lambda device: device.refuse(100)])
def test_a_batch_asks_as_often_however_many_events_it_has(
    enrolled: MakeDevice, make: Callable[[TestDevice], object]
) -> None:
    """More than a thousand names in one question, which SQLite would not take as so many parameters."""
    asked = []
    for count in (2, 1_000):
        device = enrolled()
        for _ in range(count):
            make(device)
        with CaptureQueriesContext(connection) as queries:
            assert device.acknowledged().not_applied == ()
        asked.append(len(queries))
    assert asked[0] == asked[1]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL weighs by what the tables hold")
def test_names_are_looked_up_and_not_looked_for(device: TestDevice) -> None:
    """However long the log is: none of these questions may go through what the device sent before."""
    device.register()
    with CaptureQueriesContext(connection) as queries:
        device.acknowledged()
    asked = [query["sql"] for query in queries if "json_each" in query["sql"]]
    assert len(asked) == 3, "of events, things and numbers"
    with connection.cursor() as cursor:
        for sql in asked:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            plan = [str(row[3]) for row in cursor.fetchall()]
            (first,) = [step for step in plan[:1] if step.startswith("SEARCH")]
            assert first.endswith(("(event=?)", "(id=?)", "(number=?)")), plan


def test_names_are_found_among_thousands(device: TestDevice) -> None:
    thing = device.register()
    device.acknowledged()
    others = {str(uuid4()) for _ in range(3_000)}
    assert not Item.objects.filter(id__among=others).exists()
    assert Item.objects.get(id__among=others | {thing.item}).number == thing.number
    assert Item.objects.get(number__among=others | {thing.number}).number == thing.number
    found = StoredEvent.objects.filter(incarnation__device_id=device.id, event__among=others | {thing.event})
    assert [codec.decode_event(bytes(row.body or b"")) for row in found] == [thing]


def test_what_is_there_already_is_passed_over_only_where_that_is_meant(device: TestDevice) -> None:
    for _ in range(2):
        rows.insert(NeededBlob, ["sha256", "media_type"], [("a" * 64, "image/jpeg"), ("b" * 64, "")], new=False)
    assert NeededBlob.objects.count() == 2
    thing = device.register()
    device.acknowledged()
    (held,) = rows.read(ItemRow, Item.objects.all())
    assert held.id == thing.item
    with pytest.raises(Exception, match=r"(?i)unique"):
        rows.insert_all(Item, [held])

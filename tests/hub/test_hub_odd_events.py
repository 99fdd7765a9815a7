"""Events that cannot be applied, and bytes that are no events: kept, set aside, and never in the way of the others."""

import json
import tracemalloc
from uuid import uuid4

import pytest
from conftest import MakeDevice
from device import AT, TestDevice, gzip_of
from django.db import connection
from test_hub_log import fields_of, held

from hub.ingest import projection
from hub.ingest.enrolment import revoke_device
from hub.ingest.models import Quarantine, StoredEvent
from hub.ingest.verify import verify
from hub.items.models import Item, Refusal
from wire import chain, codec, contact
from wire.messages import ItemChanged, ItemRefused


def test_json_without_end_in_depth_does_no_harm(device: TestDevice) -> None:
    deep = b'{"kind":"ItemChanged","x":' + b"[" * 200_000 + b"]" * 200_000 + b"}"
    device.add(deep)
    device.register()
    assert device.push().problem == contact.MALFORMED
    line = codec.encode({"seq": 1, "x": 1}).replace(b"1}", b"[" * 200_000 + b"]" * 200_000 + b"}")
    records = device.span()
    signed = device.sign(codec.encode(device.header(records))).encode()
    assert device.put(1, gzip_of([signed, line, line])).problem == contact.MALFORMED


def test_a_body_that_is_no_json_breaks_the_batch_that_it_is_in(device: TestDevice) -> None:
    device.add(b"not json")
    assert device.push().problem == contact.MALFORMED


def test_a_poison_event_stands_aside_while_the_others_are_applied(device: TestDevice) -> None:
    device.register()
    event = json.loads(device.log[0].body or b"")
    other = {**event, "item": str(uuid4()), "number": device.next_number()}
    poison = [
        b"{}",
        b"[]",
        b'{"kind":7}',
        b'{"kind":"\xed\xa0\x80"}',
        b'{"kind":"ItemRegistered","event":"\xff"}',
        codec.encode({**event, "event": str(uuid4())}).replace(b'"title":""', b'"title":"\xff\xfe"'),
        codec.encode({**event, "event": str(uuid4()), "grams": -1}),
        codec.encode({**event, "event": str(uuid4()), "number": "10000100000010"}),
        codec.encode({**other, "event": str(uuid4()), "at": "2026-13-45T99:99:99Z"}),
        codec.encode({**other, "event": str(uuid4()), "at": "9999-12-31T23:59:59Z"}),
        codec.encode({**other, "event": str(uuid4()), "title": "null\x00tegn"}),
        codec.encode({**event, "event": str(uuid4()), "grams": 2**70}),
    ]
    device.add(*poison)
    device.register()
    said = device.acknowledged()
    assert [one.seq for one in said.not_applied] == list(range(2, 2 + len(poison)))
    assert {one.reason for one in said.not_applied} == {"malformed"}
    assert held(device)[1:-1] == poison
    assert Item.objects.count() == 2


def test_a_row_that_the_database_will_not_have_stops_no_other(
    device: TestDevice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Should a check be missing one day: PostgreSQL refuses a zero character, SQLite stores it."""
    monkeypatch.setattr(projection, "_require_storable", lambda _: None)
    first = device.register()
    device.register(title="null\x00tegn")
    device.hand_over(first)
    said = device.acknowledged()
    refused = [(2, "hub_error")] if connection.vendor == "postgresql" else []
    assert [(one.seq, one.reason) for one in said.not_applied] == refused
    assert Item.objects.get(id=first.item).state == "handed_over"


def test_a_row_that_is_there_already_stops_no_other(device: TestDevice, monkeypatch: pytest.MonkeyPatch) -> None:
    """Should a check be missing one day: the batch would collide with what is there, however often it comes."""
    first = device.register()
    device.acknowledged()
    monkeypatch.setitem(projection._APPLY, ItemChanged, lambda books, event, _: books.fresh.add(event.item))
    device.change(first, grams=5)
    device.hand_over(first)
    said = device.acknowledged(2)
    assert [(one.seq, one.reason) for one in said.not_applied] == [(2, "hub_error")]
    assert Item.objects.get().state == "handed_over"


def test_a_refusal_may_be_named_as_a_thing_is(device: TestDevice) -> None:
    thing = device.register()
    refusal = device.refuse(None)
    device.acknowledged()
    device.change(thing, grams=5)
    device.add(ItemRefused(event=str(uuid4()), at=AT, refusal=thing.item, category="stol", reason="safety"))
    device.register(item=refusal)
    device.take_back(refusal)
    assert device.acknowledged(3).not_applied == ()
    assert set(Item.objects.values_list("grams", flat=True)) == {5, 4200}
    assert Refusal.objects.exclude(voided_at=None).count() == 1
    assert verify().problems == []


def test_a_kind_of_tomorrow_is_kept_as_it_came(device: TestDevice) -> None:
    body = codec.encode({"kind": "ItemReserved", "event": str(uuid4()), "at": "2027-01-01T00:00:00Z", "new": [1, {}]})
    device.add(body)
    device.register()
    said = device.acknowledged()
    assert [(one.seq, one.reason) for one in said.not_applied] == [(1, "unknown_kind")]
    assert held(device)[0] == body
    assert StoredEvent.objects.get(seq=1).kind == "ItemReserved"


def test_an_erased_body_keeps_its_place(device: TestDevice) -> None:
    device.register()
    device.register()
    erased = chain.Record(**{**fields_of(device.log[0]), "salt": None, "body": None})
    device.log[0] = erased
    said = device.acknowledged()
    assert [(one.seq, one.reason) for one in said.not_applied] == [(1, "body_erased")]
    row = StoredEvent.objects.get(seq=1)
    assert (row.body, bytes(row.commitment)) == (None, erased.commitment)
    assert verify().problems == [], "everything else still verifies, and so does the whole chain"


def test_a_number_that_two_devices_gave_is_shown_to_a_person(device: TestDevice, enrolled: MakeDevice) -> None:
    other = enrolled()
    first = device.register()
    device.acknowledged()
    other.register(number=first.number)
    other.register()
    said = other.acknowledged()
    assert [(one.seq, one.reason) for one in said.not_applied] == [(1, "number_taken")]
    assert str(Item.objects.get(number=first.number).id) == first.item
    assert Quarantine.objects.get().detail == first.number


def test_events_of_a_revoked_key_are_kept_and_set_aside(device: TestDevice) -> None:
    device.register()
    device.acknowledged()
    revoke_device(device.number)
    device.register()
    said = device.acknowledged(2)
    assert [(one.seq, one.reason) for one in said.not_applied] == [(2, "key_revoked")]
    assert len(held(device)) == 2
    assert Item.objects.count() == 1


def test_an_id_that_comes_over_and_over_costs_no_more_than_once(device: TestDevice) -> None:
    """Its bodies together are 12 MB; whoever has a device's key could make them a thousand times as many."""
    name = str(uuid4())
    for _ in range(60):
        device.add(codec.encode({"kind": "FromTheFuture", "event": name, "padding": "x" * 200_000}))
    for start in range(1, 61, 5):
        device.acknowledged(start, start + 4)
    device.add(codec.encode({"kind": "FromTheFuture", "event": name}))
    tracemalloc.start()
    said = device.acknowledged(61)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [(one.seq, one.reason) for one in said.not_applied] == [(61, "event_reused")]
    assert most < 6_000_000, most

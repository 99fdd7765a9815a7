"""Batches in: what is checked, in which order, what is stored, and what the hub signs for it."""

import gzip
from uuid import uuid4

import pytest
from conftest import MakeDevice
from device import TestDevice

from hub.ingest.models import Incarnation, StoredAcknowledgement, StoredEvent
from hub.items.models import Item
from wire import batch, chain, contact


def held(device: TestDevice) -> list[bytes]:
    rows = StoredEvent.objects.filter(incarnation__device_id=device.id).order_by("seq")
    return [bytes(row.body or b"") for row in rows]


def test_events_are_stored_as_they_came_and_acknowledged(device: TestDevice) -> None:
    for grams in (4200, 150, 12_000):
        device.register(grams=grams)
    said = device.acknowledged()
    assert (said.hub, said.device, said.incarnation) == (device.hub, device.id, device.incarnation)
    assert (said.from_seq, said.to_seq, said.head) == (1, 3, device.head().hash.hex())
    assert (said.not_applied, said.missing_blobs) == ((), ())
    assert held(device) == [record.body for record in device.log]
    assert sorted(Item.objects.values_list("grams", flat=True)) == [150, 4200, 12_000]


def test_hello_tells_where_the_hub_stands(device: TestDevice) -> None:
    for _ in range(4):
        device.register()
    device.acknowledged(1, 3)
    reply = device.hello(acked_seq=2, acked_hash=device.head(2).hash.hex()).read(contact.HelloReply)
    assert (reply.head_seq, reply.head_hash) == (3, device.head(3).hash.hex())
    assert (reply.at_acked, reply.at_last) == (device.head(2).hash.hex(), None)
    assert (reply.backed_up_seq, reply.epoch) == (0, 1)
    assert device.hello(hub=str(uuid4())).problem == contact.WRONG_HUB


def test_the_same_batch_again_gets_the_same_bytes(device: TestDevice) -> None:
    device.register()
    device.register()
    records = device.span()
    packed = batch.pack(device.header(records), records, device.sign)
    first, again = device.put(1, packed), device.put(1, packed)
    assert first.status == again.status == 200
    assert first.body == again.body
    assert StoredEvent.objects.count() == 2
    device.register()
    device.acknowledged(3)
    assert device.put(1, packed).body == first.body, "also when the log has grown since"


def test_a_lost_acknowledgement_can_be_fetched(device: TestDevice) -> None:
    device.register()
    device.register()
    pushed = device.push(1, 1)
    path = f"/devices/{device.id}/log/{device.incarnation}"
    assert device.ask("GET", f"{path}/1").body == pushed.body
    assert device.ask("GET", f"{path}/1").headers["content-type"] == "application/jose"
    assert device.ask("GET", f"{path}/2").problem == contact.NOT_FOUND


def test_what_overlaps_is_stored_once(device: TestDevice) -> None:
    for _ in range(5):
        device.register()
    device.acknowledged(1, 3)
    said = device.acknowledged(2, 5)
    assert (said.from_seq, said.to_seq) == (2, 5)
    assert held(device) == [record.body for record in device.log]
    inside = device.acknowledged(2, 3)
    assert (inside.from_seq, inside.to_seq, inside.head) == (2, 3, device.head(3).hash.hex())
    assert StoredAcknowledgement.objects.count() == 3


def test_a_gap_is_told_with_the_hubs_head(device: TestDevice) -> None:
    for _ in range(4):
        device.register()
    device.acknowledged(1, 1)
    answer = device.push(3, 4)
    assert answer.problem == contact.CHAIN_GAP
    assert f"head 1 {device.head(1).hash.hex()}" in answer.body.decode()
    assert len(held(device)) == 1


def test_another_event_in_the_same_place_is_a_fork(device: TestDevice) -> None:
    device.register()
    device.register()
    device.acknowledged()
    kept = device.log
    device.log = kept[:1]
    device.register()
    assert device.push(2, 2).problem == contact.CHAIN_FORK
    assert device.push(1, 2).problem == contact.CHAIN_FORK
    device.register()
    assert device.push(3, 3).problem == contact.CHAIN_FORK, "it follows what the hub does not have"
    assert held(device) == [record.body for record in kept]


def test_a_fork_goes_on_as_a_new_incarnation(device: TestDevice) -> None:
    first = device.register()
    lost = device.register()
    device.acknowledged()
    old, common = device.incarnation, device.head(1)
    kept = device.register()
    body = device.log[-1].body
    device.parent, device.incarnation, device.log = (old, common), str(uuid4()), []
    reply = device.hello().read(contact.HelloReply)
    assert (reply.head_seq, reply.head_hash) == (1, common.hash.hex())
    assert Incarnation.objects.count() == 1, "hello writes nothing"
    device.add(body or b"")
    assert device.acknowledged().not_applied == ()
    assert {str(item.id) for item in Item.objects.all()} == {first.item, lost.item, kept.item}
    reply = device.hello(acked_seq=1, acked_hash=common.hash.hex()).read(contact.HelloReply)
    assert (reply.head_seq, reply.at_acked, reply.at_last) == (2, common.hash.hex(), device.head().hash.hex())


def test_an_event_sent_again_on_a_new_chain_counts_once(device: TestDevice) -> None:
    device.register()
    device.register()
    device.acknowledged()
    old, common, again = device.incarnation, device.head(1), device.log[1].body
    device.parent, device.incarnation, device.log = (old, common), str(uuid4()), []
    device.add(again or b"", (again or b"").replace(b'"grams":4200', b'"grams":4201'))
    said = device.acknowledged()
    assert [(one.seq, one.reason) for one in said.not_applied] == [(3, "event_reused")]
    assert Item.objects.count() == 2


@pytest.mark.parametrize("what", ["name", "hash", "far"])
def test_a_chain_must_begin_where_the_hub_knows(device: TestDevice, what: str) -> None:
    device.register()
    device.acknowledged()
    old, head = device.incarnation, device.head()
    parents = {
        "name": (str(uuid4()), head),
        "hash": (old, chain.Head(1, b"x" * 32)),
        "far": (old, chain.Head(7, head.hash)),
    }
    device.parent, device.incarnation, device.log = parents[what], str(uuid4()), []
    device.register()
    assert device.hello().problem == contact.UNKNOWN_PARENT
    assert device.push().problem == contact.UNKNOWN_PARENT
    assert Incarnation.objects.count() == 1


@pytest.mark.parametrize("header", ["", "-", "-:0", "-:x:00", "-:0:zz", "a:0:00"])
def test_an_unreadable_parent_is_malformed(device: TestDevice, header: str) -> None:
    device.register()
    records = device.span()
    packed = batch.pack(device.header(records), records, device.sign)
    assert device.put(1, packed, Ombruk_Parent=header).problem == contact.MALFORMED


def test_a_foreign_signature_is_refused(device: TestDevice, enrolled: MakeDevice) -> None:
    device.register()
    records = device.span()
    packed = batch.pack(device.header(records), records, enrolled().sign)
    assert device.put(1, packed).problem == contact.BAD_SIGNATURE
    assert held(device) == []


@pytest.mark.parametrize("signed", ["", "x", "a.b.c", "e30.e30.e30", "eyJhbGciOiJub25lIn0.e30.", "W10.e30.AA", "é.é.é"])
def test_a_broken_signature_is_refused(device: TestDevice, signed: str) -> None:
    answer = device.put(1, gzip.compress(signed.encode() + b"\n"))
    assert answer.problem in (contact.BAD_SIGNATURE, contact.MALFORMED)


def test_another_devices_token_does_not_write_here(device: TestDevice, enrolled: MakeDevice) -> None:
    other = enrolled()
    device.register()
    device.token = other.token
    answer = device.push()
    assert (answer.problem, answer.status) == (contact.UNAUTHORIZED, 403)
    assert device.hello().status == 403
    assert device.ask("GET", f"/devices/{device.id}/log/{device.incarnation}/1").status == 403


def test_what_was_altered_on_the_way_is_refused(device: TestDevice) -> None:
    device.register()
    records = device.span()
    packed = batch.pack(device.header(records), records, device.sign)
    assert device.put(1, packed, Content_Digest=batch.content_digest(b"")).problem == contact.DIGEST_MISMATCH
    assert device.put(1, packed, Content_Digest="").problem == contact.DIGEST_MISMATCH
    assert device.put(1, packed[:-9]).problem == contact.MALFORMED, "cut off, with the digest of what is left"


@pytest.mark.parametrize(
    "other",
    [
        {"device": str(uuid4())},
        {"incarnation": str(uuid4())},
        {"from_seq": 2},
        {"to_seq": 3},
        {"count": 1},
        {"count": 3},
    ],
)
def test_the_signed_words_must_be_about_these_events(device: TestDevice, other: dict[str, object]) -> None:
    device.register()
    device.register()
    records = device.span()
    packed = batch.pack(device.header(records, **other), records, device.sign)
    assert device.put(1, packed).problem == contact.MALFORMED


def test_the_signed_words_must_be_for_this_hub(device: TestDevice) -> None:
    device.register()
    records = device.span()
    packed = batch.pack(device.header(records, hub=str(uuid4())), records, device.sign)
    assert device.put(1, packed).problem == contact.WRONG_HUB


def test_a_chain_that_does_not_hold_is_refused(device: TestDevice) -> None:
    device.register()
    device.register()
    records = device.span()
    swapped = [records[0], chain.Record(**{**fields_of(records[1]), "hash": b"x" * 32})]
    packed = batch.pack(device.header(swapped), swapped, device.sign)
    assert device.put(1, packed).problem == contact.CHAIN_BROKEN
    other_head = batch.pack(device.header(records, head="0" * 64), records, device.sign)
    assert device.put(1, other_head).problem == contact.CHAIN_BROKEN
    assert held(device) == []


def fields_of(record: chain.Record) -> dict[str, object]:
    return {name: getattr(record, name) for name in ("seq", "hash", "commitment", "salt", "body")}


def test_a_gzip_bomb_is_stopped_while_it_unpacks(device: TestDevice) -> None:
    bomb = gzip.compress(b" " * 300_000_000)
    assert len(bomb) < 2 * 1_048_576
    assert device.put(1, bomb).problem == contact.MALFORMED


def test_a_batch_above_two_mebibytes_is_too_large(device: TestDevice) -> None:
    answer = device.put(1, b"x" * (2 * 1_048_576 + 1))
    assert (answer.problem, answer.status) == (contact.TOO_LARGE, 413)


def test_other_methods_are_not_allowed(device: TestDevice) -> None:
    answer = device.ask("DELETE", f"/devices/{device.id}/log/{device.incarnation}/1")
    assert (answer.status, answer.headers["allow"]) == (405, "PUT, GET")

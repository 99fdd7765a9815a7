"""Every kind of event: written once and read for ever, also by an older program; damage is told apart, always."""

import contextlib
import json
import os
import subprocess
import sys
import uuid
from typing import Any

import pytest
from event_strategies import ANY_EVENT, EVENTS
from hypothesis import given
from hypothesis import strategies as st

from wire import chain
from wire.codec import Malformed, decode_event, encode_event
from wire.messages import KINDS, Event, HandoverReversed, ItemRegistered, ItemsHandedOver, UnknownEvent, new_id

ITEM = "5d6c3d5e-6f0a-4d8f-9f3e-0d3b5f1f8a01"
EVENT = "0b9f6a52-3a68-4c2e-8f3e-7f0f6c1d2e01"
REGISTERED: dict[str, Any] = {
    "kind": "ItemRegistered",
    "event": EVENT,
    "at": "2026-11-24T10:42:07Z",
    "item": ITEM,
    "number": "10003100042179",
    "category": "chair",
    "condition": "good",
    "grams": 4_200,
    "weight_source": "scale",
}


def body(**changes: Any) -> bytes:
    """A registration with these fields changed; None leaves the field out."""
    fields = {name: value for name, value in {**REGISTERED, **changes}.items() if value is not None}
    return json.dumps(fields).encode()


def test_every_kind_is_tried() -> None:
    assert set(EVENTS) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_an_event_that_was_read_is_written_as_the_same_bytes(kind: str, data: st.DataObject) -> None:
    event = data.draw(EVENTS[kind])
    written = encode_event(event)
    read = decode_event(written)
    assert read == event
    assert not isinstance(read, UnknownEvent)
    assert encode_event(read) == written


@given(ANY_EVENT)
def test_the_kind_stands_in_the_body_by_its_name(event: Event) -> None:
    fields = json.loads(encode_event(event))
    assert fields["kind"] == type(event).__name__
    assert fields["version"] == 1


@given(st.text(max_size=30).filter(lambda kind: kind not in KINDS), st.integers())
def test_a_kind_that_is_not_known_yet_is_kept_whole(kind: str, weight: int) -> None:
    later = json.dumps({"kind": kind, "version": 3, "grams": weight, "sæl": ["🪑", None]}).encode()
    assert decode_event(later) == UnknownEvent(kind, later)
    assert decode_event(later).blobs() == ()


@given(ANY_EVENT, st.text(max_size=10), st.recursive(st.none() | st.integers() | st.text(), st.lists, max_leaves=4))
def test_a_field_that_is_not_known_yet_is_passed_over(event: Event, name: str, value: Any) -> None:
    fields = json.loads(encode_event(event))
    if name not in fields:
        assert decode_event(json.dumps({**fields, name: value}).encode()) == event


def test_the_chain_keeps_the_bytes_with_a_field_that_was_passed_over() -> None:
    later = body(colour="blå")
    device = incarnation = EVENT
    record = chain.append(device, incarnation, chain.Head(0, chain.GENESIS), bytes(16), later)
    read = decode_event(later)
    assert isinstance(read, ItemRegistered)
    assert record.body == later
    assert encode_event(read) != later
    assert chain.verify(device, incarnation, chain.Head(0, chain.GENESIS), [record]).seq == 1


def test_fields_that_came_later_have_defaults() -> None:
    """The shortest registration that was ever valid stays valid."""
    read = decode_event(body())
    assert isinstance(read, ItemRegistered)
    assert (read.staff, read.title, read.photos, read.data_choice, read.origin) == ("", "", (), None, None)


def test_a_body_with_white_space_and_other_order_is_read_too() -> None:
    spaced = json.dumps(dict(reversed(REGISTERED.items())), indent=2).encode()
    assert decode_event(spaced) == decode_event(body())


@pytest.mark.parametrize(
    "changes",
    [
        {"number": None},
        {"event": None},
        {"grams": 0},
        {"grams": -4_200},
        {"grams": 4.2},
        {"grams": "4200"},
        {"grams": True},
        {"grams": 100_000_001},
        {"number": "1000310004217"},
        {"number": "10003100042179\n"},
        {"number": "1000310004217x"},
        {"number": "１０００３１０００４２１７９"},
        {"number": 10003100042179},
        {"event": "0B9F6A52-3A68-4C2E-8F3E-7F0F6C1D2E01"},
        {"event": EVENT + "\n"},
        {"event": EVENT.replace("-", "")},
        {"at": "2026-11-24T10:42:07Z\n"},
        {"at": "2026-11-24T10:42:07+01:00"},
        {"at": "24.11.2026 10:42"},
        {"category": "Stol"},
        {"category": ""},
        {"category": "chair\n"},
        {"category": "c" * 65},
        {"condition": "pen"},
        {"weight_source": "guess"},
        {"title": "x" * 2_001},
        {"title": ["Stol"]},
        {"photos": [{"sha256": "ab", "media_type": "image/jpeg", "size": 1}]},
        {"photos": [{"sha256": "0" * 64 + "\n", "media_type": "image/jpeg", "size": 1}]},
        {"photos": [{"sha256": "0" * 64, "media_type": "image/jpeg", "size": -1}]},
        {"photos": "none"},
        {"data_choice": "forgotten"},
        {"version": "1"},
    ],
    ids=str,
)
def test_a_registration_that_breaks_its_own_rules_is_malformed(changes: dict[str, Any]) -> None:
    with pytest.raises(Malformed, match="ItemRegistered"):
        decode_event(body(**changes))


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b" ",
        b"null",
        b"[]",
        b"42",
        b'"ItemRegistered"',
        b"{}",
        b'{"kind":null}',
        b'{"kind":7}',
        b'{"kind":"ItemRegistered"',
        b'{"kind":"Later"}}',
        b'{"kind":"Later",}',
        b"{'kind':'Later'}",
        b'\xef\xbb\xbf{"kind":"Later"}',
        b'{"kind":"\xff"}',
        b'{"kind":"ItemRegistered","event":"\xff"}',
        b'{"kind":"ItemRegistered","title":"\xc3"}',
        b'{"kind":"Later \\ud800"}',
        b"[" * 100_000,
        b'{"kind":"Later","deep":' + b"[" * 100_000,
        b'{"kind":"ItemRegistered","photos":' + b"[" * 100_000,
        b"\x00" * 50,
        b"\x1f\x8b\x08\x00" + b"\x00" * 20,
        '{"kind":"Later"}'.encode("utf-16"),
    ],
    ids=lambda broken: repr(broken[:40]),
)
def test_what_is_no_event_is_malformed(broken: bytes) -> None:
    with pytest.raises(Malformed):
        decode_event(broken)


@given(st.binary(max_size=200))
def test_random_bytes_raise_malformed_and_nothing_else(noise: bytes) -> None:
    with contextlib.suppress(Malformed):
        decode_event(noise)


@given(ANY_EVENT, st.data())
def test_a_body_that_was_damaged_is_read_or_malformed_and_nothing_else(event: Event, data: st.DataObject) -> None:
    whole = encode_event(event)
    place = data.draw(st.integers(0, len(whole)))
    until = data.draw(st.integers(place, min(place + 4, len(whole))))
    damaged = whole[:place] + data.draw(st.binary(max_size=4)) + whole[until:]
    with contextlib.suppress(Malformed):
        read = decode_event(damaged)
        assert isinstance(read, UnknownEvent) or encode_event(read)


@pytest.mark.parametrize(
    "changes",
    [
        {"condition": "Kari Nordmann"},
        {"weight_source": "Kari Nordmann"},
        {"number": "Kari Nordmann"},
        {"title": {"Kari Nordmann": 1}},
        {"data_choice": "Kari Nordmann"},
        {"condition": "Kari - at Nordmann"},
    ],
    ids=str,
)
def test_what_is_said_about_a_broken_body_repeats_nothing_of_it(changes: dict[str, Any]) -> None:
    with pytest.raises(Malformed) as malformed:
        decode_event(body(**changes))
    assert "Nordmann" not in str(malformed.value)
    assert next(iter(changes)) in str(malformed.value)


@given(EVENTS["ItemsHandedOver"])
def test_a_handover_names_its_receipt_first_and_a_drawn_signature_behind_it(event: ItemsHandedOver) -> None:
    assert event.blobs()[0] == event.document
    assert event.blobs()[1:] == (() if event.signature is None else (event.signature,))


@given(EVENTS["ItemRegistered"] | EVENTS["ItemChanged"])
def test_a_description_names_its_photos(event: ItemRegistered) -> None:
    assert event.blobs() == event.photos


@given(EVENTS["HandoverReversed"])
def test_a_reversal_names_its_own_receipt(event: HandoverReversed) -> None:
    assert event.blobs() == (event.document,)


@given(EVENTS["ItemDiscarded"] | EVENTS["LabelPrinted"] | EVENTS["ItemRefused"] | EVENTS["RefusalVoided"])
def test_other_events_bring_no_files(event: Event) -> None:
    assert event.blobs() == ()


FORKS = """
import os
from wire.messages import new_id
new_id()
child = os.fork()
if child:
    os.waitpid(child, 0)
print(*(new_id() for _ in range(200 if child else 1)), flush=True)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes do not fork here")
def test_a_process_and_what_forked_from_it_draw_different_names() -> None:
    # In a process without threads: what forks must have none.
    done = subprocess.run([sys.executable, "-c", FORKS], capture_output=True, text=True, check=True)
    drawn = done.stdout.split()
    assert len(drawn) == len({*drawn}) == 201


def test_a_new_id_is_a_random_uuid_in_its_own_spelling() -> None:
    for made in (new_id() for _ in range(100)):
        assert str(uuid.UUID(made)) == made
        assert (uuid.UUID(made).version, uuid.UUID(made).variant) == (4, uuid.RFC_4122)

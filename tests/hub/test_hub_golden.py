"""Batches of every version, as they were sent once, are taken by today's hub, byte for byte, and always will be."""

import gzip
import hashlib
from pathlib import Path

import pytest
from django.utils import timezone

from hub.agreements.models import Station
from hub.ingest.heads import FIRST
from hub.ingest.identity import Caller, this_hub
from hub.ingest.ledger import Received, receive
from hub.ingest.models import Device, DeviceKey, Hub, StoredEvent
from hub.ingest.tail import record_of
from wire import batch, codec

GOLDEN = Path(__file__).resolve().parents[2] / "wire" / "golden"
_SEVEN = [(2, "body_erased"), (3, "item_unknown"), (6, "item_unknown"), (7, "handover_unknown")]
_NINE = [*_SEVEN, (8, "item_unknown"), (9, "handover_unknown")]
BATCHES = {
    "batch.v1.ndjson": (
        "bf19f82786b442108966b372298a5b5a767602add758e6b0daf249a307c1a302",
        _SEVEN,
    ),
    "batch_of_nine_kinds.v1.ndjson": (
        "14da79cb5c585446e8dfd1a31831e33621c5617e5eddfc25a2347b92893f249b",
        _NINE,
    ),
    "batch_of_ten_kinds.v1.ndjson": (
        "284bca6099a27af5e3dd8c0108ecc67716882e5a6c4f6566d257752191c3795d",
        _NINE,
    ),
}
"""Of each: the SHA-256 of the file, and the events that the hub sets aside, with the reason."""


def header_in(signed: str) -> batch.Header:
    """What the first line says. Its signature is of no real key."""
    import base64

    payload = signed.split(".")[1]
    return codec.decode(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)), batch.Header)


def test_every_batch_that_was_kept_is_tried_here() -> None:
    assert {path.name for path in GOLDEN.glob("batch*")} == set(BATCHES)


@pytest.mark.parametrize("name", BATCHES)
def test_a_batch_of_any_age_is_stored_as_it_came_and_applied_as_ever(name: str, hub: Hub, station: Station) -> None:
    digest, aside = BATCHES[name]
    lines = (GOLDEN / name).read_bytes()
    assert hashlib.sha256(lines).hexdigest() == digest, "a golden file never changes"
    opened = batch.open_batch(gzip.compress(lines))
    header = header_in(opened.signed_header)
    hub.identifier = header.hub
    hub.save()
    device = Device.objects.create(id=header.device, number=31, station=station, enrolled_at=timezone.now())
    key = DeviceKey.objects.create(device=device, thumbprint="x", jwk={}, enrolled_at=timezone.now())
    signed = receive(Received(Caller(key, this_hub()), header, opened.signed_header, opened.records, FIRST))
    word = batch.acknowledgement_in(signed)
    assert (word.from_seq, word.to_seq, word.head) == (header.from_seq, header.to_seq, header.head)
    assert [(one.seq, one.reason) for one in word.not_applied] == aside
    assert tuple(record_of(row) for row in StoredEvent.objects.order_by("seq")) == opened.records

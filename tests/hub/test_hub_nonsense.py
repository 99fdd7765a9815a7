"""Nonsense at every door: each gets a problem that says so, none a crash, and nothing is written."""

import pytest
from device import TestDevice

from hub.ingest.models import Device, StoredAcknowledgement
from wire import contact

NONSENSE = [
    pytest.param(b"", id="nothing"),
    pytest.param(b"null", id="null"),
    pytest.param(b"[]", id="a list"),
    pytest.param(b"{", id="cut off"),
    pytest.param(b"{}", id="empty"),
    pytest.param(b"\xff\xfe\x00", id="no text"),
    pytest.param(b'{"device":' + b"[" * 100_000, id="depth without end"),
    pytest.param(b'{"device":"\xed\xa0\x80"}', id="half a character"),
]


@pytest.mark.parametrize("body", NONSENSE)
@pytest.mark.parametrize("path", ["/enrol", "/token", "/blobs/missing", "/devices/{device}/hello"])
def test_a_body_that_makes_no_sense_is_malformed(device: TestDevice, path: str, body: bytes) -> None:
    assert device.ask("POST", path.format(device=device.id), body).problem == contact.MALFORMED
    assert Device.objects.count() == 1


@pytest.mark.parametrize("body", NONSENSE)
def test_a_batch_that_makes_no_sense_is_malformed(device: TestDevice, body: bytes) -> None:
    assert device.put(1, body).problem == contact.MALFORMED
    assert StoredAcknowledgement.objects.count() == 0


@pytest.mark.parametrize(
    "path",
    [
        "/devices/{device}/log/{device}/0",
        "/devices/{device}/log/{device}/-1",
        "/devices/{device}/log/{device}/99999999999999999999",
        "/devices/{device}/log/x/1",
        "/devices/../hello",
        "/blobs/xyz",
        "/blobs/" + "A" * 64,
        "/blobs/../../secret",
    ],
)
def test_an_address_that_cannot_be_is_not_found(device: TestDevice, path: str) -> None:
    assert device.ask("GET", path.format(device=device.id)).status == 404


def test_the_largest_position_does_no_harm(device: TestDevice) -> None:
    path = f"/devices/{device.id}/log/{device.incarnation}/999999999999999999"
    assert device.ask("GET", path).problem == contact.NOT_FOUND
    far = {"acked_seq": 2**62, "last_seq": 2**62}
    assert device.hello(**far).read(contact.HelloReply).at_last is None
    assert device.hello(acked_seq=-1, last_seq=-1).read(contact.HelloReply).at_acked is None
    assert device.hello(last_seq=2**64).status in (200, 400)

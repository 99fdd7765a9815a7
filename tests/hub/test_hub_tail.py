"""What a device gets back of its own log: batches as it sent them, and the place up to which both agree."""

from uuid import uuid4

import pytest
from conftest import MakeDevice
from device import TestDevice

from hub.ingest.enrolment import revoke_device
from wire import batch, chain, codec, contact


def page(device: TestDevice, begin: int) -> batch.Opened:
    answer = device.ask("GET", f"/devices/{device.id}/log/{device.incarnation}?from={begin}")
    assert answer.status == 200, answer.body
    assert answer.headers["content-digest"] == batch.content_digest(answer.body)
    return batch.open_batch(answer.body)


def test_a_batch_comes_back_as_it_was_sent(device: TestDevice) -> None:
    for _ in range(5):
        device.register()
    device.push(1, 2)
    device.push(3, 5)
    for begin, span in ((1, (1, 2)), (2, (1, 2)), (3, (3, 5)), (5, (3, 5))):
        opened = page(device, begin)
        assert [record.seq for record in opened.records] == list(range(span[0], span[1] + 1))
        assert list(opened.records) == device.span(*span)
        assert opened.signed_header == device.sign(codec.encode(device.header(device.span(*span))))
        held = device.ask("GET", f"/devices/{device.id}/log/{device.incarnation}/{begin}")
        word = device.verified(held.body, batch.Acknowledgement)
        assert (word.from_seq, word.to_seq, word.head) == (*span, opened.records[-1].hash.hex())


@pytest.mark.parametrize("begin", ["", "0", "-1", "x", "1" * 19, "%00"])
def test_what_is_no_position_is_refused(device: TestDevice, begin: str) -> None:
    device.register()
    device.push()
    answer = device.ask("GET", f"/devices/{device.id}/log/{device.incarnation}?from={begin}")
    assert answer.problem == contact.MALFORMED


def test_beyond_the_head_and_of_an_unknown_chain_there_is_nothing(device: TestDevice) -> None:
    device.register()
    device.push()
    for name, begin in ((device.incarnation, 2), (str(uuid4()), 1)):
        assert device.ask("GET", f"/devices/{device.id}/log/{name}?from={begin}").problem == contact.NOT_FOUND


def test_nobody_else_gets_it_and_neither_does_a_key_that_was_revoked(enrolled: MakeDevice) -> None:
    device, other = enrolled(), enrolled()
    device.register()
    device.push()
    places = ["", f"/{device.incarnation}?from=1"]
    for place in places:
        assert other.ask("GET", f"/devices/{device.id}/log{place}").problem == contact.UNAUTHORIZED
    revoke_device(device.number)
    for place in places:
        assert device.ask("GET", f"/devices/{device.id}/log{place}").problem == contact.KEY_REVOKED


def agreed(device: TestDevice, *positions: contact.Position) -> int | None:
    asked = codec.encode(contact.HeadsQuestion(positions))
    answer = device.ask("POST", f"/devices/{device.id}/log/{device.incarnation}/agreed", asked)
    return answer.read(contact.HeadsAnswer).agreed_seq


def test_the_highest_place_at_which_both_hold_the_same_is_told(device: TestDevice) -> None:
    for _ in range(4):
        device.register()
    device.push()
    true = [contact.Position(seq, device.head(seq).hash.hex()) for seq in range(5)]
    other = [contact.Position(seq, "ab" * 32) for seq in range(3, 7)]
    assert agreed(device, *true) == 4
    assert agreed(device, *true[:3], *other) == 2
    assert agreed(device, contact.Position(0, chain.GENESIS.hex()), *other) == 0
    assert agreed(device, *other) is None


def test_all_lives_of_a_log_are_told(device: TestDevice) -> None:
    first = device.incarnation
    device.register()
    device.push()
    start = device.head()
    device.parent, device.incarnation, device.log = (first, start), str(uuid4()), []
    device.register()
    device.push()
    told = device.ask("GET", f"/devices/{device.id}/log").read(contact.Lives).lives
    assert [(life.incarnation, life.parent_seq, life.head_seq) for life in told] == [
        (first, 0, 1),
        (device.incarnation, 1, 2),
    ]
    assert told[1].parent_hash == start.hash.hex()

"""The check of everything: quiet about what is right, and it finds what someone changed behind the hub's back."""

import json
from collections.abc import Callable
from uuid import uuid4

import pytest
from conftest import MakeDevice
from device import RECEIPT, TestDevice, blob_of
from test_hub_blobs import photo

from hub.ingest import blobs
from hub.ingest.models import Incarnation, NeededBlob, Quarantine, StoredAcknowledgement, StoredBlob, StoredEvent
from hub.ingest.quarantine import retry
from hub.ingest.verify import verify
from hub.items.models import Handover, HandoverLine, Item, Refusal
from wire import codec


@pytest.fixture
def told(device: TestDevice, enrolled: MakeDevice) -> TestDevice:
    """A device that told of everything that can happen, mistakes among it, in several batches."""
    content = photo()
    first = device.register(photos=(blob_of(content, "image/jpeg"),))
    second, third = device.register(grams=100), device.register(grams=300)
    device.acknowledged()
    device.patch(content, "image/jpeg")
    device.patch(RECEIPT, "application/pdf")
    device.reverse(device.hand_over(first, second))
    device.hand_over(second)
    device.change(first, 777)
    device.discard(third)
    device.refuse(500)
    device.take_back(device.refuse(600))
    device.hand_over(third)
    device.add(codec.encode({"kind": "ItemReserved", "event": str(uuid4())}), b'{"kind":7}')
    device.acknowledged(4)
    other = enrolled()
    other.register(number=second.number)
    other.register()
    other.acknowledged()
    return device


def test_what_is_right_is_found_right(told: TestDevice) -> None:
    found = verify()
    assert (found.problems, found.notes) == ([], [])
    assert (found.events, found.photos, found.waiting_blobs) == (len(told.log) + 2, 1, 0)
    assert found.document()["ok"] is True


def test_files_that_are_still_to_come_are_no_problem(told: TestDevice) -> None:
    told.register(photos=(blob_of(photo(50, 50), "image/jpeg"),))
    told.acknowledged(len(told.log))
    found = verify()
    assert (found.problems, found.waiting_blobs) == ([], 1)


def test_a_fork_and_what_was_sent_again_is_right_too(told: TestDevice) -> None:
    old, common, again = told.incarnation, told.head(5), [record.body or b"" for record in told.log[5:]]
    told.parent, told.incarnation, told.log = (old, common), str(uuid4()), []
    told.add(*again)
    told.register()
    told.acknowledged()
    assert verify().problems == []


def test_what_is_applied_late_keeps_its_order(device: TestDevice) -> None:
    item = device.register()
    registered = device.log.pop().body or b""
    device.discard(item)
    assert [one.reason for one in device.acknowledged().not_applied] == ["item_unknown"]
    assert retry() == 0
    device.add(registered)
    device.change(item, 900)
    device.acknowledged(2)
    assert Item.objects.get().state == "registered"
    assert retry() == 1
    device.register()
    device.acknowledged(4)
    assert Item.objects.get(id=item.item).state == "discarded"
    assert Quarantine.objects.filter(resolved_at=None).count() == 0
    assert verify().problems == []


def test_what_an_earlier_program_applied_is_no_damage(told: TestDevice, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that is stricter than the one before: handovers and what was turned away no longer decode."""
    decode = codec.decode_event

    def stricter(body: bytes) -> object:
        if b'"kind":"ItemsHandedOver"' in body or b'"kind":"ItemRefused"' in body:
            raise codec.Malformed("no longer taken")
        return decode(body)

    monkeypatch.setattr("hub.ingest.verify.codec.decode_event", stricter)
    found = verify()
    assert found.problems == []
    assert len(found.notes) == 4, "two handovers and two refusals; the third handover was set aside"
    assert all("earlier program" in note for note in found.notes)
    assert found.document()["ok"] is True
    Item.objects.filter(grams=300).update(grams=301)
    assert len(verify().problems) == 1, "the rest is compared as before"


def _tampered_body() -> None:
    row = StoredEvent.objects.get(seq=2, incarnation__device__number=1)
    event = json.loads(bytes(row.body or b""))
    StoredEvent.objects.filter(pk=row.pk).update(body=codec.encode({**event, "grams": 99_000}))


def _lost_event() -> None:
    row = StoredEvent.objects.get(seq=2, incarnation__device__number=2)
    row.delete()


def _moved_head() -> None:
    Incarnation.objects.filter(device__number=1).update(head_seq=3)


def _lost_file() -> None:
    blobs.store().path(StoredBlob.objects.get(media_type="image/jpeg").sha256).unlink()


def _altered_file() -> None:
    with blobs.store().path(StoredBlob.objects.get(media_type="image/jpeg").sha256).open("ab") as file:
        file.write(b"x")


def _forged_acknowledgement() -> None:
    first, second = StoredAcknowledgement.objects.filter(incarnation__device__number=1)
    StoredAcknowledgement.objects.filter(pk=first.pk).update(signed=second.signed)


def _broken_signature() -> None:
    row = StoredAcknowledgement.objects.first()
    assert row is not None
    StoredAcknowledgement.objects.filter(pk=row.pk).update(signed=row.signed[:-4] + "AAAA")


def _lost_acknowledgement() -> None:
    StoredAcknowledgement.objects.filter(from_seq=4).delete()


def _heavier() -> None:
    Item.objects.filter(grams=777).update(grams=778)


def _back_on_the_shelf() -> None:
    Item.objects.filter(state="handed_over").update(state="registered")


def _lighter_line() -> None:
    HandoverLine.objects.filter(grams=100).update(grams=99)


def _other_actor() -> None:
    Handover.objects.update(orgnr="999999999")


def _no_refusal() -> None:
    Refusal.objects.all().delete()


def _counted_again() -> None:
    Refusal.objects.filter(grams=600).update(voided_at=None)


def _forgotten_file() -> None:
    NeededBlob.objects.filter(media_type="image/jpeg").delete()


def _let_in() -> None:
    Quarantine.objects.filter(reason="number_taken").delete()


@pytest.mark.parametrize(
    ("harm", "found"),
    [
        (_tampered_body, "the body was altered"),
        (_lost_event, "the events end at 1, the head says 2"),
        (_moved_head, "the head says 3"),
        (_lost_file, "is missing"),
        (_altered_file, "was altered"),
        (_forged_acknowledgement, "is about something else"),
        (_broken_signature, "is not signed as it must be"),
        (_lost_acknowledgement, "acknowledged up to 3"),
        (_heavier, "is not what its events say: grams"),
        (_back_on_the_shelf, "is not what its events say: state"),
        (_lighter_line, "is not what its events say: grams"),
        (_other_actor, "is not what its events say: orgnr"),
        (_no_refusal, "refusal"),
        (_counted_again, "is not what its events say: voided_at"),
        (_forgotten_file, "the list of files"),
        (_let_in, "was applied but cannot be: number_taken"),
    ],
)
def test_what_someone_changed_is_found(told: TestDevice, harm: Callable[[], None], found: str) -> None:
    harm()
    result = verify()
    assert any(found in problem for problem in result.problems), result.problems
    assert result.document()["ok"] is False

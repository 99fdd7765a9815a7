"""What a backup covers: a station deletes its own copies below that position, so it must never be too far."""

from uuid import uuid4

import pytest
from conftest import MakeDevice
from device import RECEIPT, TestDevice, blob_of
from test_hub_blobs import name_of, photo

from hub import covered
from hub.ingest.blobs import held
from hub.ingest.models import Incarnation
from wire import codec, contact


def position(device: TestDevice) -> int:
    return device.hello().read(contact.HelloReply).backed_up_seq


def back_up() -> None:
    """What `ombruk-hub backup` does at its end, with every file that is here in the copy."""
    heads = dict(Incarnation.objects.values_list("pk", "head_seq"))
    covered.move(covered.reached(heads, lambda name: name in held([name])))


def test_events_without_files_are_covered_at_once(device: TestDevice) -> None:
    for _ in range(3):
        device.register()
    device.acknowledged()
    assert position(device) == 0
    back_up()
    assert position(device) == 3


def test_an_event_is_covered_only_with_its_photo(device: TestDevice) -> None:
    content = photo()
    device.register()
    device.register(photos=(blob_of(content, "image/jpeg"),))
    device.register()
    device.acknowledged()
    back_up()
    assert position(device) == 1, "the photo came after the copy: a station that deleted it would have lost it"
    device.patch(content, "image/jpeg")
    assert position(device) == 1, "it is here, but in no backup"
    back_up()
    assert position(device) == 3


def test_receipts_and_files_of_kinds_from_tomorrow_count_too(device: TestDevice) -> None:
    device.hand_over(device.register())
    device.acknowledged()
    back_up()
    assert position(device) == 1
    device.patch(RECEIPT, "application/pdf")
    content = photo()
    unknown = {"kind": "ItemRepaired", "event": str(uuid4()), "after": [{"sha256": name_of(content), "size": 1}]}
    device.add(codec.encode(unknown), b"7")
    device.acknowledged(3)
    back_up()
    assert position(device) == 2
    device.patch(content, "image/jpeg")
    back_up()
    assert position(device) == 4


def test_no_position_goes_back(device: TestDevice) -> None:
    device.register()
    device.acknowledged()
    back_up()
    covered.move(dict.fromkeys(Incarnation.objects.values_list("pk", flat=True), 0))
    assert position(device) == 1


@pytest.mark.parametrize(("arrived", "wanted"), [(False, 1), (True, 5)])
def test_a_later_chain_is_covered_no_further_than_the_one_before(
    device: TestDevice, enrolled: MakeDevice, arrived: bool, wanted: int
) -> None:
    content, other = photo(), enrolled()
    device.register()
    device.register(photos=(blob_of(content, "image/jpeg"),))
    device.register()
    device.acknowledged()
    before, common = device.incarnation, device.head()
    device.parent, device.incarnation, device.log = (before, common), str(uuid4()), []
    device.register()
    device.register()
    device.acknowledged()
    other.register()
    other.acknowledged()
    if arrived:
        device.patch(content, "image/jpeg")
    back_up()
    assert position(device) == wanted
    assert position(other) == 1, "another device does not wait for it"

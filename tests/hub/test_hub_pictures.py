"""Pictures are stored by their form and decoded before anybody sees them; one that cannot be is kept, and said."""

from pathlib import Path

import pytest
from conftest import MakeDevice
from device import TestDevice, blob_of
from django.test import Client
from django.utils import timezone
from running import RunningHub
from test_hub_blobs import name_of, photo, stored
from test_hub_pages import staff  # noqa: F401 (a fixture)
from test_hub_served import device_at

from hub.ingest import blobs, pictures
from hub.ingest.answers import Declined
from hub.ingest.models import Closed, StoredBlob, UndecodedPicture
from hub.ingest.verify import verify


def undecodable() -> bytes:
    """Every marker is as it must be; but how finely its colours are sampled no decoder can put together."""
    made = bytearray(photo())
    header = made.index(b"\xff\xc0")
    made[header + 11], made[header + 14] = 0x31, 0x21
    return bytes(made)


def waiting() -> set[str]:
    return set(UndecodedPicture.objects.filter(trouble="").values_list("pk", flat=True))


def test_a_picture_waits_until_it_was_decoded(device: TestDevice) -> None:
    contents = [photo(20 + width, 20) for width in range(45)]
    for content in contents:
        assert device.patch(content, "image/jpeg").status == 204
    assert waiting() == {name_of(content) for content in contents}
    pictures.look_through()
    assert not UndecodedPicture.objects.exists()
    assert all(stored(content) for content in contents)


def test_one_that_cannot_be_decoded_is_kept_and_said(
    device: TestDevice,
    staff: Client,  # noqa: F811
) -> None:
    content, good = undecodable(), photo()
    device.register(photos=(blob_of(content, "image/jpeg"), blob_of(good, "image/jpeg")))
    device.acknowledged()
    assert {device.patch(one, "image/jpeg").status for one in (content, good)} == {204}
    said = f"picture {name_of(content)} cannot be decoded; it is kept and not shown"
    assert (verify().problems, verify().notes) == ([], [said])
    assert len(waiting()) == 2, "a check changes nothing"
    pictures.look_through()
    pictures.look_through()
    assert [row.pk for row in pictures.broken()] == [name_of(content)]
    assert stored(content)
    assert (verify().problems, verify().notes) == ([], [said])
    page = staff.get("/staff/", headers={"Accept-Language": "en"}).content.decode()
    assert "is damaged: 1. They are kept." in page


def test_nobody_is_shown_a_picture_that_was_not_decoded(device: TestDevice) -> None:
    good, bad, never = photo(), undecodable(), photo(30, 30)
    for content in (good, bad):
        device.patch(content, "image/jpeg")
    assert [pictures.may_be_shown(name_of(one)) for one in (good, bad, never)] == [True, False, False]
    assert not waiting(), "what was asked for was decoded at once"
    assert [pictures.may_be_shown(name_of(one)) for one in (good, bad)] == [True, False]


def test_a_file_that_is_away_waits_on_and_holds_up_no_other(device: TestDevice) -> None:
    away, good = photo(), photo(30, 30)
    for content in (away, good):
        device.patch(content, "image/jpeg")
    blobs.store().path(name_of(away)).unlink()  # type: ignore[attr-defined]
    pictures.look_through()
    assert waiting() == {name_of(away)}
    assert device.patch(away, "image/jpeg").status == 204
    pictures.look_through()
    assert not waiting()


def test_looking_ends_when_files_come_again(device: TestDevice) -> None:
    device.patch(photo(), "image/jpeg")
    pictures.look_through(lambda: False)
    assert len(waiting()) == 1


def test_a_closed_hub_is_not_changed(device: TestDevice) -> None:
    device.patch(photo(), "image/jpeg")
    Closed.objects.create(at=timezone.now())
    with pytest.raises(Declined):
        pictures.look_through()
    assert len(waiting()) == 1


def test_receipts_are_no_pictures(device: TestDevice, enrolled: MakeDevice) -> None:
    device.patch(b"%PDF-1.4\n%%EOF\n", "application/pdf")
    assert StoredBlob.objects.count() == 1
    assert not UndecodedPicture.objects.exists()


def test_what_waited_is_decoded_when_the_hub_runs_again(begun: RunningHub, tmp_path: Path) -> None:
    hub, content = begun.copied(tmp_path / "hub"), undecodable()
    with hub.served() as port:
        device = device_at(hub, port)
        for one in (content, photo()):
            assert device.patch(one, "image/jpeg").status == 204
    with hub.served():
        while hub.ok("doctor")["pictures_waiting"]:
            pass
    assert hub.ok("doctor")["pictures_broken"] == 1

"""Photos, receipts and signatures: sent in parts, checked whole, stored under their hash."""

import errno
import fcntl
import hashlib
import io
import os
import time
from pathlib import Path

import pytest
from conftest import MakeDevice
from device import RECEIPT, TestDevice, blob_of
from PIL import Image

from hub.ingest import blobs
from hub.ingest.blob_store import LARGEST, InUse
from hub.ingest.models import StoredBlob
from wire import codec, contact


def photo(width: int = 400, height: int = 300, kind: str = "JPEG") -> bytes:
    file = io.BytesIO()
    Image.effect_noise((width, height), 80).convert("RGB").save(file, kind)
    return file.getvalue()


def plain(width: int, height: int) -> bytes:
    file = io.BytesIO()
    Image.new("L", (width, height)).save(file, "JPEG")
    return file.getvalue()


def name_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def stored(content: bytes) -> bool:
    path = blobs.store().path(name_of(content))
    return path.exists() and path.read_bytes() == content and StoredBlob.objects.filter(pk=name_of(content)).exists()


def missing(device: TestDevice, *names: str) -> tuple[str, ...]:
    question = contact.BlobQuestion(sha256=names)
    return device.ask("POST", "/blobs/missing", codec.encode(question)).read(contact.BlobAnswer).missing


def test_a_photo_is_missed_sent_and_no_longer_missed(device: TestDevice) -> None:
    content, other = photo(), photo(20, 20)
    device.register(photos=(blob_of(content, "image/jpeg"), blob_of(other, "image/jpeg")))
    said = device.acknowledged()
    assert said.missing_blobs == (name_of(content), name_of(other))
    answer = device.patch(content, "image/jpeg")
    assert (answer.status, answer.headers["upload-offset"]) == (204, str(len(content)))
    assert stored(content)
    assert missing(device, name_of(content), name_of(other)) == (name_of(other),)


def test_an_upload_that_broke_off_goes_on_where_it_was(device: TestDevice) -> None:
    content, name = photo(), name_of(photo())
    name = name_of(content)
    head = device.ask("HEAD", f"/blobs/{name}")
    assert (head.status, head.headers["upload-offset"], head.headers["upload-complete"]) == (200, "0", "?0")
    device.patch(content[:1000], "image/jpeg", name=name, last=False)
    wrong = device.patch(content, "image/jpeg", offset=500)
    assert (wrong.problem, wrong.headers["upload-offset"]) == (contact.WRONG_OFFSET, "1000")
    head = device.ask("HEAD", f"/blobs/{name}")
    assert (head.headers["upload-offset"], head.headers["upload-complete"]) == ("1000", "?0")
    assert device.patch(content, "image/jpeg", offset=1000).status == 204
    assert stored(content)
    head = device.ask("HEAD", f"/blobs/{name}")
    assert (head.headers["upload-offset"], head.headers["upload-complete"]) == (str(len(content)), "?1")


def test_the_same_photo_from_two_devices_does_not_mix(device: TestDevice, enrolled: MakeDevice) -> None:
    content, other = photo(), enrolled()
    device.patch(content[:1000], "image/jpeg", name=name_of(content), last=False)
    assert other.patch(content, "image/jpeg").status == 204
    again = device.patch(content, "image/jpeg", offset=1000)
    assert (again.status, again.headers["upload-complete"]) == (204, "?1"), "it is there already"
    assert stored(content)


def test_a_file_that_is_not_its_hash_is_dropped(device: TestDevice) -> None:
    content, name = photo(), "ab" * 32
    assert device.patch(content, "image/jpeg", name=name).problem == contact.NOT_THE_BLOB
    assert device.ask("HEAD", f"/blobs/{name}").headers["upload-offset"] == "0"
    assert StoredBlob.objects.count() == 0


def signature(strokes: str) -> bytes:
    return f'{{"width":600,"height":200,"strokes":{strokes}}}'.encode()


GOOD = [
    pytest.param(RECEIPT, "application/pdf", id="receipt"),
    pytest.param(signature("[[[10,10,0],[300,100,40]]]"), "application/json", id="signature"),
]
BAD = [
    pytest.param(b"just text", "image/jpeg", id="text as photo"),
    pytest.param(photo(kind="PNG"), "image/jpeg", id="png as jpeg"),
    pytest.param(photo()[:-2000], "image/jpeg", id="half a photo"),
    pytest.param(plain(8000, 7000), "image/jpeg", id="56 megapixels"),
    pytest.param(plain(12_000, 9000), "image/jpeg", id="108 megapixels"),
    pytest.param(plain(20_000, 10_000), "image/jpeg", id="200 megapixels"),
    pytest.param(photo(), "image/gif", id="another type"),
    pytest.param(photo(), "text/html", id="a page"),
    pytest.param(photo(), "application/pdf", id="photo as receipt"),
    pytest.param(RECEIPT[:-8], "application/pdf", id="receipt cut off"),
    pytest.param(b"{}", "application/json", id="empty object"),
    pytest.param(b"[" * 100_000, "application/json", id="depth without end"),
    pytest.param(signature("[]"), "application/json", id="nothing drawn"),
    pytest.param(signature("[[[1,1,0],[999,1,1]]]"), "application/json", id="outside the pad"),
    pytest.param(b"", "image/jpeg", id="nothing"),
]


@pytest.mark.parametrize(("content", "media_type"), GOOD)
def test_receipts_and_signatures_are_taken(device: TestDevice, content: bytes, media_type: str) -> None:
    assert device.patch(content, media_type).status == 204
    assert stored(content)


@pytest.mark.parametrize(("content", "media_type"), BAD)
def test_a_file_must_be_the_type_that_it_says(device: TestDevice, content: bytes, media_type: str) -> None:
    assert device.patch(content, media_type).problem == contact.NOT_THE_BLOB
    assert not stored(content)


def test_a_file_above_the_bound_is_refused(device: TestDevice) -> None:
    answer = device.patch(b"x" * (LARGEST + 1), "image/jpeg")
    assert (answer.problem, answer.status) == (contact.TOO_LARGE, 413)


@pytest.mark.parametrize("offset", ["", "-1", "x", "1" * 30, "½"])
def test_an_offset_is_a_number(device: TestDevice, offset: str) -> None:
    answer = device.ask("PATCH", f"/blobs/{'0' * 64}", b"x", Upload_Offset=offset, Content_Type="image/jpeg")
    assert answer.problem == contact.MALFORMED


def test_a_file_that_someone_deleted_is_missed_again(device: TestDevice) -> None:
    content = photo()
    device.patch(content, "image/jpeg")
    path: Path = blobs.store().path(name_of(content))
    path.unlink()
    assert missing(device, name_of(content)) == (name_of(content),)
    assert device.patch(content, "image/jpeg").status == 204
    assert stored(content)


def test_an_upload_is_one_requests_at_a_time(device: TestDevice) -> None:
    content = photo()
    with blobs.store().upload(name_of(content), device.id):
        answer = device.patch(content, "image/jpeg")
    assert (answer.problem, answer.status) == (contact.BUSY, 503)
    assert int(answer.headers["retry-after"]) > 0
    assert device.patch(content, "image/jpeg").status == 204


def test_a_late_request_never_writes_into_a_stored_file(device: TestDevice, monkeypatch: pytest.MonkeyPatch) -> None:
    """One request opens the upload; before it gets the lock, another finishes the file and moves it away."""
    content, store = photo(), blobs.store()
    name, lock = name_of(content), fcntl.flock

    def finished_by_another(descriptor: int, how: int) -> None:
        monkeypatch.setattr("hub.ingest.blob_store.fcntl.flock", lock)
        with store.upload(name, device.id) as upload:
            upload.append(0, io.BytesIO(content).read)
            upload.keep()
        lock(descriptor, how)

    monkeypatch.setattr("hub.ingest.blob_store.fcntl.flock", finished_by_another)
    with pytest.raises(InUse), store.upload(name, device.id):
        pass
    assert store.path(name).read_bytes() == content


def test_uploads_that_nobody_goes_on_with_are_dropped(device: TestDevice) -> None:
    store = blobs.store()
    for name, age_days in (("a" * 64, 61), ("b" * 64, 59)):
        device.patch(b"part", "image/jpeg", name=name, last=False)
        with store.upload(name, device.id) as upload:
            moment = time.time() - age_days * 24 * 3600
            os.utime(upload.part, (moment, moment))
    assert store.tidy() == 1
    assert (store.offset("a" * 64, device.id), store.offset("b" * 64, device.id)) == (0, 4)


def test_a_full_disk_is_busy_not_a_crash(device: TestDevice, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr("hub.ingest.blob_store.os.write", full)
    assert device.patch(photo(), "image/jpeg").problem == contact.BUSY


def test_nobody_asks_for_more_than_500_at_a_time(device: TestDevice) -> None:
    question = codec.encode({"sha256": ["0" * 64] * 501})
    assert device.ask("POST", "/blobs/missing", question).problem == contact.MALFORMED
    assert device.ask("POST", "/blobs/missing", b"x" * 300_000).problem == contact.TOO_LARGE

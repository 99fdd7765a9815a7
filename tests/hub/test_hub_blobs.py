"""Photos, receipts and signatures: sent in parts, checked whole, stored under their hash."""

import errno
import fcntl
import hashlib
import io
from typing import Any

import pytest
from device import RECEIPT, TestDevice
from PIL import Image

from hub.ingest import blobs
from hub.ingest.blob_store import InUse
from hub.ingest.folder_store import FolderStore
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
    store, name = blobs.store(), name_of(content)
    return store.here([name]) == {name} and store.read(name) == content and StoredBlob.objects.filter(pk=name).exists()


def missing(device: TestDevice, *names: str) -> tuple[str, ...]:
    question = contact.BlobQuestion(sha256=names)
    return device.ask("POST", "/blobs/missing", codec.encode(question)).read(contact.BlobAnswer).missing


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


@pytest.mark.parametrize("offset", ["", "-1", "x", "1" * 30, "½"])
def test_an_offset_is_a_number(device: TestDevice, offset: str) -> None:
    answer = device.ask("PATCH", f"/blobs/{'0' * 64}", b"x", Upload_Offset=offset, Content_Type="image/jpeg")
    assert answer.problem == contact.MALFORMED


def test_a_late_request_never_writes_into_a_stored_file(
    device: TestDevice, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One request opens the upload; before it gets the lock, another finishes the file and moves it away."""
    content, store = photo(), FolderStore(settings.OMBRUK_FOLDER)
    name, lock = name_of(content), fcntl.flock

    def finished_by_another(descriptor: int, how: int) -> None:
        monkeypatch.setattr("hub.ingest.folder_store.fcntl.flock", lock)
        with store.upload(name, device.id) as upload:
            upload.append(0, io.BytesIO(content).read)
            upload.keep()
        lock(descriptor, how)

    monkeypatch.setattr("hub.ingest.folder_store.fcntl.flock", finished_by_another)
    with pytest.raises(InUse), store.upload(name, device.id):
        pass
    assert store.path(name).read_bytes() == content


def test_a_full_disk_is_busy_not_a_crash(device: TestDevice, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr("hub.ingest.folder_store.os.write", full)
    assert device.patch(photo(), "image/jpeg").problem == contact.BUSY


def test_nobody_asks_for_more_than_500_at_a_time(device: TestDevice) -> None:
    question = codec.encode({"sha256": ["0" * 64] * 501})
    assert device.ask("POST", "/blobs/missing", question).problem == contact.MALFORMED
    assert device.ask("POST", "/blobs/missing", b"x" * 300_000).problem == contact.TOO_LARGE

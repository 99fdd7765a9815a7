"""Where files are kept, in a folder or in an S3 bucket: stations meet the same hub, and so does who looks after it."""

import io
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import obstore
import pytest
from conftest import MakeDevice
from device import TestDevice, blob_of
from obstore.store import S3Store as Bucket
from s3_server import S3Server
from test_hub_blobs import missing, name_of, photo, stored

from domain.refused import Refused
from hub.folder import Folder
from hub.ingest import blobs, s3_store
from hub.ingest.blob_store import CHUNK, LARGEST, InUse, NotTheContent, chosen, digest
from hub.ingest.models import StoredBlob
from hub.ingest.verify import verify
from wire import contact

pytestmark = pytest.mark.usefixtures("kept_in")


def bucket_of(settings: Any) -> Bucket:
    """The bucket as somebody else sees it."""
    name, _, prefix = settings.OMBRUK_BLOBS.removeprefix("s3://").partition("/")
    return Bucket(name, prefix=prefix, client_options={"allow_http": True})


def path_of(name: str, settings: Any) -> Path:
    return settings.OMBRUK_FOLDER.blobs / name[:2] / name[2:]


def delete(name: str, settings: Any) -> None:
    if settings.OMBRUK_BLOBS:
        obstore.delete(bucket_of(settings), s3_store.stored(name))
    else:
        path_of(name, settings).unlink()


def alter(name: str, settings: Any) -> None:
    if settings.OMBRUK_BLOBS:
        obstore.put(bucket_of(settings), s3_store.stored(name), b"altered")
    else:
        path_of(name, settings).write_bytes(b"altered")


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
    content = photo()
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


def test_a_file_above_the_bound_is_refused(device: TestDevice) -> None:
    answer = device.patch(b"x" * (LARGEST + 1), "image/jpeg")
    assert (answer.problem, answer.status) == (contact.TOO_LARGE, 413)


def test_a_file_that_someone_deleted_is_missed_again(device: TestDevice, settings: Any) -> None:
    content = photo()
    device.patch(content, "image/jpeg")
    delete(name_of(content), settings)
    assert missing(device, name_of(content)) == (name_of(content),)
    assert device.patch(content, "image/jpeg").status == 204
    assert stored(content)


def test_many_small_parts_make_a_whole_file(device: TestDevice) -> None:
    content = photo(200, 150)
    name, step = name_of(content), len(content) // 40 + 1
    for offset in range(0, len(content) - step, step):
        part = content[: offset + step]
        answer = device.patch(part, "image/jpeg", name=name, offset=offset, last=False)
        assert (answer.status, answer.headers["upload-offset"]) == (204, str(len(part)))
    assert device.patch(content, "image/jpeg", offset=len(part)).headers["upload-complete"] == "?1"
    assert stored(content)


def test_nothing_of_an_upload_stays_once_it_is_whole(device: TestDevice, settings: Any) -> None:
    content = photo()
    for offset in (0, 1000, 2000):
        device.patch(content[: offset + 1000], "image/jpeg", name=name_of(content), offset=offset, last=False)
    assert device.patch(content, "image/jpeg", offset=3000).status == 204
    if settings.OMBRUK_BLOBS:
        assert [found["path"] for page in obstore.list(bucket_of(settings)) for found in page] == [
            s3_store.stored(name_of(content))
        ]
    else:
        assert list(settings.OMBRUK_FOLDER.spool.iterdir()) == []


def test_a_file_that_grows_too_large_part_by_part_is_refused(device: TestDevice) -> None:
    name, half = "ab" * 32, b"x" * (LARGEST // 2 + 1)
    assert device.patch(half, "image/jpeg", name=name, last=False).status == 204
    store = blobs.store()
    again = device.patch(half + half, "image/jpeg", name=name, offset=len(half))
    assert (again.problem, again.status) == (contact.TOO_LARGE, 413)
    assert store.offset(name, device.id) in (0, len(half)), "what was announced too large is not read at all"


def test_the_storage_itself_takes_no_content_under_a_wrong_name(hub: object) -> None:
    store, content = blobs.store(), photo()
    with pytest.raises(NotTheContent):
        store.put("ab" * 32, content)
    store.put(digest(content), content)
    store.put(digest(content), content)
    assert list(store.names()) == [digest(content)]
    assert store.read(digest(content)) == content
    assert store.here([digest(content), "ab" * 32]) == {digest(content)}
    with pytest.raises(FileNotFoundError):
        store.read("ab" * 32)


def test_what_was_altered_is_found_and_mended_by_the_same_file(device: TestDevice, settings: Any) -> None:
    content = photo()
    name = name_of(content)
    device.patch(content, "image/jpeg")
    assert verify().problems == []
    alter(name, settings)
    assert verify().problems == [f"file {name} was altered"]
    blobs.store().put(name, content)
    assert verify().problems == []
    delete(name, settings)
    assert verify().problems == [f"file {name} is missing"]


def test_an_upload_that_nobody_goes_on_with_is_dropped(
    device: TestDevice, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = blobs.store()
    for name in ("a" * 64, "b" * 64):
        device.patch(b"part", "image/jpeg", name=name, last=False)
    if settings.OMBRUK_BLOBS:
        assert store.tidy() == 0
        # A bucket's times are the server's own, so here the calendar moves.
        monkeypatch.setattr("hub.ingest.s3_store.KEPT_DAYS", -1)
        assert store.tidy() == 2
        assert store.offset("a" * 64, device.id) == 0
        return
    for part, age_days in zip(sorted(settings.OMBRUK_FOLDER.spool.iterdir()), (61, 59), strict=True):
        moment = time.time() - age_days * 24 * 3600
        os.utime(part, (moment, moment))
    assert store.tidy() == 1
    assert (store.offset("a" * 64, device.id), store.offset("b" * 64, device.id)) == (0, 4)


def test_two_requests_at_once_leave_one_upload(device: TestDevice, settings: Any) -> None:
    """A folder locks; a bucket takes the part that is there first, and the other is sent again."""
    content = photo()
    name, store = name_of(content), blobs.store()
    if settings.OMBRUK_BLOBS:
        with pytest.raises(InUse), store.upload(name, device.id) as slow:
            slow.append(0, io.BytesIO(content[:1000]).read)
            device.patch(content[:3000], "image/jpeg", name=name, last=False)
        assert store.offset(name, device.id) == 3000
    else:
        with store.upload(name, device.id):
            answer = device.patch(content, "image/jpeg")
        assert (answer.problem, answer.status) == (contact.BUSY, 503)
        assert int(answer.headers["retry-after"]) > 0
    offset = store.offset(name, device.id)
    assert device.patch(content, "image/jpeg", offset=offset).status == 204
    assert stored(content)


def test_what_one_request_is_at_is_not_taken_from_it_by_another_that_is_done(device: TestDevice) -> None:
    """Else the one would move what a third has begun under the same name, and half a file stands as a whole one."""
    content = photo()
    name, store = name_of(content), blobs.store()
    with store.upload(name, device.id) as first:
        first.append(0, io.BytesIO(content).read)
        store.keep({name: content}, device.id)
        with suppress(InUse), store.upload(name, device.id) as third:
            third.append(0, io.BytesIO(content[:10]).read)
        first.keep()
    assert store.read(name) == content


def test_parts_that_overlap_or_lie_beyond_a_gap_are_no_trouble(device: TestDevice, kept_in: str, settings: Any) -> None:
    """A process was killed while it joined parts; another wrote one that nobody asked for."""
    if kept_in == "folder":
        return
    content = photo()
    place = s3_store.spooled(name_of(content), device.id)
    for offset, end in ((0, 1000), (400, 900), (500, 1500), (3000, 4000)):
        obstore.put(bucket_of(settings), f"{place}/{offset:012d}", content[offset:end])
    assert device.ask("HEAD", f"/blobs/{name_of(content)}").headers["upload-offset"] == "1500"
    assert device.patch(content, "image/jpeg", offset=1500).headers["upload-complete"] == "?1"
    assert stored(content)


def test_a_storage_without_conditions_works_too(
    bucket: str, s3_server: S3Server, kept_in: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if kept_in == "folder":
        return
    monkeypatch.setenv("AWS_CONDITIONAL_PUT", "disabled")
    name, _, prefix = bucket.removeprefix("s3://").partition("/")
    store, content = s3_store.opened.__wrapped__(name, prefix), photo()
    store.put(digest(content), content)
    store.put(digest(content), content)
    with store.upload("ab" * 32, "device") as upload:
        assert upload.append(0, io.BytesIO(b"x" * (CHUNK + 1)).read) == CHUNK + 1
    assert store.offset("ab" * 32, "device") == CHUNK + 1
    assert store.read(digest(content)) == content


def test_a_storage_that_is_away_is_busy_and_takes_nothing(
    device: TestDevice, kept_in: str, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    if kept_in == "folder":
        return
    settings.OMBRUK_BLOBS = "s3://no-such-bucket"
    answer = device.patch(photo(), "image/jpeg")
    assert (answer.problem, answer.status) == (contact.BUSY, 503)
    assert StoredBlob.objects.count() == 0


@pytest.mark.parametrize("url", ["s3://", "file:///srv/files", "s3://key:secret@bucket", "bucket", "s3://bucket?x=1"])
def test_an_address_that_is_none_is_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="blobs_setting_wrong"):
        chosen(url, Folder(tmp_path))

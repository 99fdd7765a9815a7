"""Sending photos and receipts: several in a request where the hub takes them so, one by one where the line breaks."""

import io
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import msgspec
import pytest
from counter import Clock, Counter
from hub_process import ACTOR, Hub, Pc
from PIL import Image

from domain.refused import Refused
from station_app.station import Station
from station_app.storage.database import FILE_NAME
from station_app.sync import files, sending_files
from station_app.sync.cycle import Cycle, Summary
from station_app.sync.exchange import Offline, Reply, Request
from station_app.sync.transport import Transport
from wire import codec, contact
from wire.blob import Blob

PARTS, BUNDLE, QUESTION = "PATCH blobs/…", "POST blobs", "POST blobs/missing"


class Way(Transport):
    """The way to the hub, which notes what is asked about files; the answers to some requests are lost on it."""

    def __init__(self, url: str, lost: Callable[[str], bool] = lambda _: False) -> None:
        super().__init__(url)
        self.lost = lost
        self.asked: list[str] = []
        self.bodies: list[bytes] = []

    def send(self, request: Request) -> Reply:
        reply = super().send(request)
        name = request.path.removeprefix("/api/v1/")
        if name.startswith("blobs"):
            kind = f"{request.method} {'blobs/…' if request.method == 'PATCH' else name}"
            self.asked.append(kind)
            self.bodies.append(request.body)
            if self.lost(kind):
                raise Offline("ConnectionResetError")
        return reply


class WayToAnOlderHub(Way):
    """Of one that does not know that several files can come together: it says nothing about it."""

    def send(self, request: Request) -> Reply:
        assert not request.path.endswith("/blobs"), "an older hub has no such address"
        reply = super().send(request)
        if request.path.endswith("/missing"):
            told = codec.decode(reply.body, contact.BlobAnswer)
            return msgspec.structs.replace(reply, body=codec.encode(contact.BlobAnswer(told.missing)))
        return reply


@pytest.fixture
def hub(both: tuple[Hub, Pc]) -> Hub:
    return both[0]


@pytest.fixture
def counter(both: tuple[Hub, Pc]) -> Iterator[Counter]:
    made = Counter(both[1].folder, Clock())
    made.station.config = msgspec.structs.replace(made.station.config, connections=1)
    yield made
    made.station.close()


@pytest.fixture(autouse=True)
def on_a_good_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever else this machine does."""
    monkeypatch.setattr(sending_files, "BUNDLE_SECONDS", 1_000_000.0)


def send(counter: Counter, way: Transport) -> Summary:
    return Cycle(counter.station, way).run()


def test_small_files_go_together(counter: Counter, hub: Hub) -> None:
    register(counter, 0, 50, 100)
    counter.hand_over(counter.register(), orgnr=ACTOR)
    way = Way(hub.url)
    done = send(counter, way)
    assert (done.photos, done.waiting) == (3, 0)
    assert way.asked == [QUESTION, PARTS, BUNDLE], "the first one shows how fast the line is"
    assert hub("verify")["ok"]
    assert hub("verify")["waiting_blobs"] in (0, [])


def test_how_fast_the_line_is_the_largest_shows(counter: Counter, hub: Hub) -> None:
    register(counter, 0, 50)
    large = noise()
    counter.register(photos=(kept(counter, large),))
    way = Way(hub.url)
    assert send(counter, way).photos == 3
    assert way.asked == [QUESTION, PARTS, BUNDLE]
    assert way.bodies[1] == large


def test_on_a_thin_line_they_go_one_by_one(counter: Counter, hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending_files, "BUNDLE_SECONDS", 0.0)
    register(counter, 0, 50, 100)
    way = Way(hub.url)
    assert send(counter, way).photos == 3
    assert way.asked == [QUESTION, PARTS, PARTS, PARTS]


def test_one_file_needs_no_bundle(counter: Counter, hub: Hub) -> None:
    register(counter, 0)
    way = Way(hub.url)
    assert send(counter, way).photos == 1
    assert way.asked == [QUESTION, PARTS]


def test_a_hub_of_before_gets_them_one_by_one(counter: Counter, hub: Hub) -> None:
    register(counter, 0, 50, 100)
    way = WayToAnOlderHub(hub.url)
    assert send(counter, way).photos == 3
    assert way.asked == [QUESTION, PARTS, PARTS, PARTS]


@pytest.mark.parametrize("kind", [BUNDLE, PARTS])
def test_files_whose_answer_was_lost_are_there_at_the_next_cycle(counter: Counter, hub: Hub, kind: str) -> None:
    """They are not sent again; and on a line that broke off files go one by one until it holds."""
    register(counter, *([0, 50, 100] if kind == BUNDLE else [0, 50]))
    with pytest.raises(Refused, match="hub_unreachable"):
        send(counter, Way(hub.url, lambda asked: asked == kind))
    again = Way(hub.url)
    register(counter, 150, 200)
    assert send(counter, again).waiting == 0
    assert BUNDLE not in again.asked
    register(counter, 20, 30, 40)
    again.asked.clear()
    assert send(counter, again).waiting == 0
    assert again.asked == [QUESTION, PARTS, BUNDLE]


def test_a_file_that_the_hub_will_not_have_holds_up_no_other(counter: Counter, hub: Hub) -> None:
    """An earlier program took another idea of what a photo is; and the hub cannot have it."""
    register(counter, 0)
    odd = kept(counter, b"an earlier program's idea of a photo")
    counter.register(photos=(odd,))
    register(counter, *range(50, 250, 50))
    for asked in (BUNDLE, PARTS):
        way = Way(hub.url)
        with pytest.raises(Refused, match="hub_refused"):
            send(counter, way)
        assert asked in way.asked
        assert [blob.sha256 for blob in counter.station.outbox.waiting_blobs(10)] == [odd.sha256]
        assert counter.station.outbox.progress().problem is not None
    assert hub("verify")["photos"] == 5


def test_a_file_that_is_damaged_here_holds_up_no_other(counter: Counter, hub: Hub) -> None:
    damaged, *_ = register(counter, 0, 50, 100)
    counter.station.blobs.path(damaged.sha256).write_bytes(b"a bad sector")
    done = send(counter, Way(hub.url))
    assert (done.photos, done.waiting) == (2, 1)
    assert [problem.code for problem in counter.station.verify().problems] == ["file_damaged"]


def kept(counter: Counter, content: bytes) -> Blob:
    sha256 = counter.station.blobs.keep(content)
    return Blob(sha256=sha256, media_type="image/jpeg", size=len(content), width=40, height=30)


def plain_photo(shade: int) -> bytes:
    file = io.BytesIO()
    Image.new("L", (40, 30), shade).save(file, "JPEG")
    return file.getvalue()


def noise() -> bytes:
    """A photo of which little can be packed."""
    file = io.BytesIO()
    Image.effect_noise((400, 300), 100).save(file, "JPEG")
    return file.getvalue()


def register(counter: Counter, *shades: int) -> list[Blob]:
    """A thing with a photo for each shade of grey."""
    photos = [kept(counter, plain_photo(shade)) for shade in shades]
    for photo in photos:
        counter.register(photos=(photo,))
    return photos


def test_while_many_files_are_sent_the_store_is_tidied_now_and_then(
    counter: Counter, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a slow line they take hours, and every save meanwhile goes on as quickly."""
    monkeypatch.setattr(sending_files, "TIDY_SECONDS", 0.0)
    monkeypatch.setattr(sending_files, "NOTED_AT_ONCE", 2)
    monkeypatch.setattr(files, "TOGETHER", 0)
    register(counter, *range(0, 250, 50))
    in_the_index: list[int] = []

    def look(asked: str) -> bool:
        if asked == PARTS:
            with closing(sqlite3.connect(counter.folder / FILE_NAME)) as store:
                in_the_index.append(store.execute("SELECT item FROM indexed").fetchone()[0])
        return False

    assert send(counter, Way(hub.url, look)).photos == 5
    assert (in_the_index[0], in_the_index[-1]) == (0, 5)


def test_files_go_on_though_the_store_cannot_be_tidied(
    counter: Counter, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(_: Station) -> bool:
        raise Refused("database_damaged")

    monkeypatch.setattr(sending_files, "TIDY_SECONDS", 0.0)
    monkeypatch.setattr(sending_files, "NOTED_AT_ONCE", 1)
    monkeypatch.setattr(Station, "tidy", damaged)
    register(counter, 0, 50, 100)
    assert send(counter, Way(hub.url)).photos == 3

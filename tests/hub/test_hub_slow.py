"""Slow, cut off and oversized bodies: they cost the hub a connection, and no station its turn."""

import asyncio
import hashlib
import http.client
import io
import os
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import IO, Any

import pytest
from conftest import MakeDevice
from device import TestDevice
from django.conf import settings
from django.urls import reverse
from doors import Answer, loopback
from granian.rsgi import ProtocolClosed
from running import RunningHub
from test_hub_blobs import photo

from hub import called, gate
from hub.gate import Gate
from hub.ingest import identity
from hub.ingest.models import Hub
from wire import codec, contact

ENROL = "/api/v1/enrol"
PAGE = os.sysconf("SC_PAGE_SIZE")
SLOW = 200
ROOM = 64 * 1024
"""KiB by which the served hub may grow for all of them together."""


@pytest.fixture
def served(begun: RunningHub, tmp_path: Path) -> Iterator[tuple[RunningHub, int]]:
    # Its processes are found by their command lines, and how large they are is looked at.
    made = begun.copied(tmp_path / "hub").from_nothing()
    with made.served() as port:
        yield made, port


def begin(port: int, path: str, announced: int, first: bytes) -> socket.socket:
    """A connection that announces a body and sends only its first bytes."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=60)
    connection.sendall(f"POST {path} HTTP/1.1\r\nHost: hub\r\nContent-Length: {announced}\r\n\r\n".encode() + first)
    return connection


def memory(hub: RunningHub) -> int:
    """KiB in memory of every process that serves this hub."""
    of_it, sizes = str(hub.folder).encode(), []
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if of_it in (place / "cmdline").read_bytes() and b"serve" in (place / "cmdline").read_bytes():
                sizes.append(int((place / "statm").read_text().split()[1]) * PAGE // 1024)
    return sum(sizes)


def test_two_hundred_slow_strangers_do_not_keep_a_station_waiting(served: tuple[RunningHub, int]) -> None:
    hub, port = served
    code = hub.ok("add-device", "--station", "Isi")["code"]
    assert loopback(port)("GET", "/api/v1/nonce", b"", {}).status == 200
    before = memory(hub)
    assert before > 0
    with ExitStack() as open_ones:
        strangers = [open_ones.enter_context(begin(port, ENROL, 5000, b"{")) for _ in range(SLOW)]
        device = TestDevice(loopback(port, timeout=10))
        assert device.enrol(code).status == 200
        assert device.ask_token().status == 200
        device.register()
        assert device.push().status == 200
        assert device.hello().read(contact.HelloReply).head_seq == 1
        assert memory(hub) - before <= ROOM
        said = http.client.HTTPResponse(strangers[0])
        said.begin()
        assert said.status == 408
        assert codec.decode(said.read(), contact.Problem).type == contact.PROBLEM_BASE + contact.BUSY
        assert strangers[0].recv(1) == b"", "the connection is over"


def test_odd_addresses_and_heads_are_answered(served: tuple[RunningHub, int]) -> None:
    _, port = served
    for path in ("/%ff", "/staff/%C3%A6?q=%ff", "//", "/api/v1/blobs/%2e%2e"):
        assert loopback(port)("GET", path, b"", {}).status in (302, 404)
    assert loopback(port)("GET", "/login/", b"", {"Host": "bad_host<"}).status == 400
    assert loopback(port)("HEAD", "/login/", b"", {}).status == 200
    style = loopback(port)("GET", "/static/hub/hub.css", b"", {})
    assert (style.status, style.headers["content-type"].partition(";")[0]) == (200, "text/css")
    assert b".page-head" in style.body
    with socket.create_connection(("127.0.0.1", port), timeout=60) as raw:
        raw.sendall("GET /login/?next=/staff/æ€ HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n\r\n".encode())
        answer = http.client.HTTPResponse(raw)
        answer.begin()
        assert (answer.status, "/staff/æ€".encode() in answer.read()) == (200, True), (
            "not percent-encoded by its sender"
        )


class Headers:
    """As granian gives them."""

    def __init__(self, headers: dict[str, str]) -> None:
        self._headers = headers

    def items(self) -> list[tuple[str, str]]:
        return [(name.lower(), value) for name, value in self._headers.items()]


class Asked:
    """A request's first lines, as granian tells of them."""

    query_string, http_version, scheme = "", "1.1", "http"
    server, client = "127.0.0.1:8000", "127.0.0.1:50000"

    def __init__(self, method: str, path: str, headers: dict[str, str]) -> None:
        self.method, self.path, self.headers = method, path, Headers(headers)


class Sender:
    """What the far end of a connection sends, as granian gives it, in pieces or whole; then nothing, or it is gone."""

    def __init__(self, *chunks: bytes, gone: bool = False, whole: bool = False, pause: float = 0.0) -> None:
        self._chunks, self._gone, self._whole, self._pause = list(chunks), gone, whole, pause
        self.read = 0
        self.answer: tuple[int, list[tuple[str, str]], bytes] | None = None

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while self._chunks:
            if self.read:
                await asyncio.sleep(self._pause)
            chunk = self._chunks.pop(0)
            self.read += len(chunk)
            yield chunk
        if not self._gone and not self._whole:
            await asyncio.get_running_loop().create_future()

    async def __call__(self) -> bytes:
        came = b"".join([chunk async for chunk in self])
        if self._gone:
            raise ProtocolClosed
        return came

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.answer = status, headers, body


def through_the_gate(
    sender: Sender, method: str, path: str, headers: dict[str, str], application: called.Wsgi, grace: float = 0.05
) -> Answer:
    asked: Any = Asked(method, path, headers)
    with ThreadPoolExecutor(1, "hub") as pool, ThreadPoolExecutor(1, "login") as logins:
        asyncio.run(Gate(application, pool, grace, logins=logins).__rsgi__(asked, sender))
    assert sender.answer is not None
    status, named, body = sender.answer
    return Answer(status, {name.lower(): value for name, value in named}, body)


def said(body: bytes, **headers: str) -> dict[str, str]:
    return {"Content-Length": str(len(body)), **headers}


def echo(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    """Says what it got: the length as told, and every byte."""
    body = environ["wsgi.input"].read()
    start_response("200 OK", [("X-Length", environ["CONTENT_LENGTH"]), ("X-Proto", _proto(environ))])
    return [body]


def _proto(environ: dict[str, Any]) -> str:
    return str(environ.get("HTTP_X_FORWARDED_PROTO", "-"))


def test_a_body_comes_through_whole_however_it_was_cut(hub: Hub) -> None:
    answer = through_the_gate(Sender(b"na", b"", b"me", whole=True), "POST", "/login/", said(b"name"), echo)
    assert (answer.status, answer.body, answer.headers["x-length"]) == (200, b"name", "4")


def test_only_the_proxy_says_what_only_a_proxy_may_say(hub: Hub) -> None:
    answer = through_the_gate(Sender(whole=True), "GET", "/", {"X_Forwarded_Proto": "https"}, echo)
    assert answer.headers["x-proto"] == "-"
    answer = through_the_gate(Sender(whole=True), "GET", "/", {"X-Forwarded-Proto": "https"}, echo)
    assert answer.headers["x-proto"] == "https"


def test_cookies_that_come_apart_are_told_as_one(hub: Hub) -> None:
    """A proxy that speaks HTTP/2 with the browser may pass them on so."""
    apart = [("cookie", "csrftoken=a"), ("x-forwarded-for", "1.1.1.1"), ("cookie", "b=c"), ("x-forwarded-for", "::1")]
    assert (called.one(apart, "cookie"), called.one(apart, "x-forwarded-for")) == ("csrftoken=a; b=c", "1.1.1.1,::1")


def test_a_login_takes_no_thread_that_a_counter_waits_for(hub: Hub) -> None:
    """Hashing a password takes a third of a second of processor time, and many may try at once."""

    def thread(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        start_response("200 OK", [])
        return [threading.current_thread().name.partition("_")[0].encode()]

    for method, path, name in (
        ("POST", settings.LOGIN_URL, b"login"),
        ("GET", settings.LOGIN_URL, b"hub"),
        ("POST", ENROL, b"hub"),
    ):
        where = reverse(path) if path == settings.LOGIN_URL else path
        assert through_the_gate(Sender(b"{}", whole=True), method, where, said(b"{}"), thread).body == name


@pytest.mark.parametrize("gone", [True, False], ids=["cut off", "too slow"])
def test_what_does_not_come_whole_is_not_answered_by_django(hub: Hub, gone: bool) -> None:
    answer = through_the_gate(Sender(b"{", gone=gone), "POST", ENROL, {"Content-Length": "100"}, echo)
    assert (answer.status, answer.problem) == (408, contact.BUSY)
    assert answer.headers["connection"] == "close"


def test_strangers_send_little(hub: Hub) -> None:
    sender = Sender(*[b"x" * 4096] * 10)
    answer = through_the_gate(sender, "POST", "/login/", {"Content-Length": str(gate.ANONYMOUS + 1)}, echo)
    assert (answer.status, answer.problem, sender.read) == (413, contact.TOO_LARGE, 0)


def test_a_body_of_a_length_that_nobody_said_is_not_read(hub: Hub) -> None:
    sender = Sender(b"{}", whole=True)
    answer = through_the_gate(sender, "POST", ENROL, {"Transfer-Encoding": "chunked"}, echo)
    assert (answer.status, answer.problem, sender.read) == (411, contact.MALFORMED, 0)


@pytest.mark.parametrize(
    ("method", "path"),
    [("PUT", "/api/v1/devices/{id}/log/{id}/1"), ("PATCH", "/api/v1/blobs/{id}"), ("POST", "/api/v1/blobs")],
)
def test_ten_gigabytes_are_refused_before_they_come(device: TestDevice, method: str, path: str) -> None:
    sender = Sender(b"x" * 4096)
    headers = {"Authorization": f"Bearer {device.token}", "Content-Length": str(10 * 10**9)}
    answer = through_the_gate(sender, method, path.format(id=device.id), headers, echo)
    assert (answer.status, answer.problem, sender.read) == (413, contact.TOO_LARGE, 0)


@pytest.mark.parametrize("authorization", ["", "Bearer x", "Basic a2FyaTprYXJp"])
def test_without_a_token_no_body_is_read(hub: Hub, authorization: str) -> None:
    sender = Sender(b"x" * 1000)
    headers = {"Content-Length": "2000000", "Authorization": authorization}
    answer = through_the_gate(sender, "PUT", "/api/v1/devices/x/log/y/1", headers, echo)
    assert (answer.body, sender.read) == (b"", 0)


@pytest.mark.parametrize(("late", "read"), [(0.5, True), (1.5, False)])
def test_who_had_a_token_until_just_now_is_heard_and_told(
    device: TestDevice, monkeypatch: pytest.MonkeyPatch, late: float, read: bool
) -> None:
    """A line that breaks under the body would be taken for one that is no good. The token is no better for it."""
    now = time.time() + identity.TOKEN_SECONDS + late * identity.LATE_SECONDS
    monkeypatch.setattr("hub.ingest.identity.time.time", lambda: now)
    body = b"x" * (gate.ANONYMOUS + 1)
    sender = Sender(body, whole=True)
    answer = through_the_gate(sender, "POST", "/api/v1/blobs", said(body, Authorization=f"Bearer {device.token}"), echo)
    assert (answer.body == body, sender.read > 0) == (read, read)
    assert device.bring((photo(), "image/jpeg")).problem == contact.UNAUTHORIZED


def test_a_slow_upload_keeps_what_came(device: TestDevice) -> None:
    content = photo()
    name = hashlib.sha256(content).hexdigest()
    headers = {
        "Authorization": f"Bearer {device.token}",
        "Content-Length": str(len(content)),
        "Upload-Offset": "0",
        "Upload-Complete": "?1",
    }
    answer = through_the_gate(Sender(content[:3000]), "PATCH", f"/api/v1/blobs/{name}", headers, echo)
    assert (answer.status, answer.body) == (200, content[:3000])


def test_no_room_for_a_large_part_is_busy(device: TestDevice, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: bool) -> IO[bytes]:
        return open("/dev/full", "wb", buffering=0)  # noqa: PTH123 (closed by the gate)

    monkeypatch.setattr(called, "new_file", full)
    headers = {"Authorization": f"Bearer {device.token}", "Content-Length": "3", "Upload-Offset": "0"}
    answer = through_the_gate(Sender(b"abc", whole=True), "PATCH", f"/api/v1/blobs/{'ab' * 32}", headers, echo)
    assert (answer.status, answer.problem, answer.headers["retry-after"]) == (503, contact.BUSY, "2")


def test_a_whole_batch_gets_its_turn_however_large(enrolled: MakeDevice) -> None:
    device, chunks = enrolled(), [b"x" * 65536] * 20
    headers = said(b"".join(chunks), Authorization=f"Bearer {device.token}")
    answer = through_the_gate(Sender(*chunks, whole=True), "PUT", "/api/v1/devices/x/log/y/1", headers, echo)
    assert answer.body == b"".join(chunks)


def test_who_keeps_up_is_waited_for_beyond_the_grace(enrolled: MakeDevice) -> None:
    """4096 bytes buy another second; the grace here is a twentieth of one."""
    token = f"Bearer {enrolled().token}"
    path = "/api/v1/devices/x/log/y/1"
    fast, slow = [b"x" * 4096, b"y"], [b"x", b"y"]

    def sent(chunks: list[bytes]) -> Answer:
        headers = said(b"".join(chunks), Authorization=token)
        return through_the_gate(Sender(*chunks, whole=True, pause=0.1), "PUT", path, headers, echo)

    assert sent(fast).body == b"x" * 4096 + b"y"
    assert sent(slow).status == 408


def test_the_deadline_of_a_file_moves_on_with_what_came(enrolled: MakeDevice) -> None:
    """Who stops is not waited for as long as all of it may take: what came is kept at once."""
    headers = {"Authorization": f"Bearer {enrolled().token}", "Content-Length": "8193"}
    path = f"/api/v1/blobs/{'ab' * 32}"
    chunks = [b"x" * 4096, b"y" * 4096, b"z"]
    assert through_the_gate(Sender(*chunks, pause=0.1), "PATCH", path, headers, echo).body == b"".join(chunks)
    stopped = Sender(*chunks[:1])
    assert through_the_gate(stopped, "PATCH", path, headers, echo).body == chunks[0]


def test_nothing_is_awaited_behind_what_was_announced(enrolled: MakeDevice) -> None:
    headers = {"Authorization": f"Bearer {enrolled().token}", "Content-Length": "3"}
    path = f"/api/v1/blobs/{'ab' * 32}"
    assert through_the_gate(Sender(b"ab", b"c"), "PATCH", path, headers, echo).body == b"abc"


def test_when_much_comes_at_once_the_rest_of_it_waits_in_files(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "ROOM", 5)
    in_memory: list[tuple[bytes, bool]] = []

    def look(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        body = environ["wsgi.input"].read()
        in_memory.append((body, isinstance(environ["wsgi.input"], io.BytesIO)))
        start_response("200 OK", [])
        return [body]

    async def at_once(through: Gate, *senders: Sender) -> list[int]:
        asked: Any = [Asked("POST", "/login/", said(b"abc")) for _ in senders]
        await asyncio.gather(*(through.__rsgi__(one, sender) for one, sender in zip(asked, senders, strict=True)))
        return [sender.answer[0] for sender in senders if sender.answer is not None]

    with ThreadPoolExecutor(1) as pool:
        through = Gate(look, pool, 5.0)
        first, second = (Sender(b"a", b"bc", whole=True, pause=0.01) for _ in range(2))
        assert asyncio.run(at_once(through, first, second)) == [200, 200]
        assert sorted(in_memory) == [(b"abc", False), (b"abc", True)]
        cut_off = Sender(b"a", gone=True), Sender(b"a", gone=True, pause=0.01)
        assert asyncio.run(at_once(through, *cut_off)) == [408, 408]
        in_memory.clear()
        assert asyncio.run(at_once(through, Sender(b"abc", whole=True))) == [200]
        assert in_memory == [(b"abc", True)], "there is room again"


def test_a_body_waits_in_a_file_that_is_gone_afterwards() -> None:
    seen: list[io.IOBase] = []

    def keep(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        seen.append(environ["wsgi.input"])
        return echo(environ, start_response)

    through_the_gate(Sender(b"x", whole=True), "POST", "/login/", said(b"x"), keep)
    assert seen[0].closed

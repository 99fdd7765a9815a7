"""HTTP to one hub: keep-alive connections, the PC's own certificates, bounded waits and answers.

The only network code of the station.
"""

import selectors
import socket
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from ssl import PROTOCOL_TLS_CLIENT, SSLError
from threading import Lock, Thread
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from domain.refused import Refused
from station_app.causes import of_system
from station_app.sync.exchange import NOT_OURS, Answer, Offline, Reply, Request, Steps

if TYPE_CHECKING:
    from ssl import SSLContext

CONNECT_SECONDS = 10.0
READ_SECONDS = 60.0
LARGEST_ANSWER = 32 * 1_048_576
"""Bytes. The largest honest answer is the register with its catalogue, well below a megabyte."""
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


def checked_url(url: str) -> str:
    """The hub's address without a trailing slash. Plain http is for this machine only.

    Raises Refused `hub_url_wrong` or `hub_url_insecure`.
    """
    url = url.strip().rstrip("/")
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise Refused("hub_url_wrong", url=url[:100]) from None
    if parts.scheme not in ("http", "https") or not host or parts.query or parts.fragment or parts.username:
        raise Refused("hub_url_wrong", url=url[:100])
    if parts.scheme == "http" and host not in _LOOPBACK:
        raise Refused("hub_url_insecure", url=url[:100])
    return url


class Transport:
    """Sends requests to one hub. Safe for several threads; at most `connections` are kept for the next request."""

    def __init__(self, url: str, connections: int = 4) -> None:
        self._connections = connections
        self._idle: list[HTTPConnection] = []
        self._lock = Lock()
        parts = urlsplit(checked_url(url))
        self._host, self._port, self._path = parts.hostname or "", parts.port, parts.path
        self._tls = _trust() if parts.scheme == "https" else None
        self._ahead: Thread | None = None
        self._why_not: Offline | None = None

    def connect_ahead(self) -> None:
        """Begin to connect on another thread. The first request takes that connection, or raises why there is none."""
        self._ahead = Thread(target=self._connect_ahead, name="connecting", daemon=True)
        self._ahead.start()

    def _connect_ahead(self) -> None:
        try:
            self._put_back(self._connected())
        except Offline as offline:
            self._why_not = offline

    def send(self, request: Request) -> Reply:
        """One request and its whole answer. Raises Offline when there is none; the request may still have been done."""
        line = self._line()
        try:
            line.request(request.method, self._path + request.path, request.body or None, dict(request.headers))
            if request.meanwhile is not None:
                request.meanwhile()
            answer = line.getresponse()
            body = _read(answer)
        except (HTTPException, OSError) as error:
            line.close()
            raise Offline(_cause(error, "cut_off")) from error
        except BaseException:
            # An answer is still on its way.
            line.close()
            raise
        if body is None:
            line.close()
            raise Offline(NOT_OURS)
        self._put_back(line)
        headers = {name.lower(): value for name, value in answer.getheaders()}
        return Reply(status=answer.status, headers=headers, body=body)

    def _line(self) -> HTTPConnection:
        """A connection that nobody uses, or a new one. Raises Offline."""
        with self._lock:
            ahead, self._ahead = self._ahead, None
        if ahead is not None:
            ahead.join()
            if self._why_not is not None:
                raise self._why_not
        with self._lock:
            while self._idle:
                line = self._idle.pop()
                if line.sock is not None and not _said_something(line.sock):
                    return line
                line.close()
        return self._connected()

    def _connected(self) -> HTTPConnection:
        """A new connection. Raises Offline."""
        line = self._new()
        try:
            line.connect()
        except SSLError as error:
            line.close()
            raise Offline("certificate_wrong") from error
        except (HTTPException, OSError, UnicodeError) as error:
            line.close()
            raise Offline("name_unknown" if isinstance(error, UnicodeError) else _cause(error, "no_network")) from error
        line.sock.settimeout(READ_SECONDS)
        return line

    def _new(self) -> HTTPConnection:
        if self._tls is None:
            return HTTPConnection(self._host, self._port, timeout=CONNECT_SECONDS)
        return HTTPSConnection(self._host, self._port, timeout=CONNECT_SECONDS, context=self._tls)

    def _put_back(self, line: HTTPConnection) -> None:
        with self._lock:
            if line.sock is not None and len(self._idle) < self._connections:
                self._idle.append(line)
                return
        line.close()

    def drive(self, steps: Steps[Answer]) -> Answer:
        """Carry a conversation to its end and return what came of it."""
        try:
            request = next(steps)
            while True:
                try:
                    reply = self.send(request)
                except Offline as offline:
                    request = steps.throw(offline)
                else:
                    request = steps.send(reply)
        except StopIteration as done:
            answer: Answer = done.value
            return answer

    def close(self) -> None:
        """Let go of the connections."""
        with self._lock:
            for line in self._idle:
                line.close()
            self._idle.clear()

    def __del__(self) -> None:
        self.close()


def _trust() -> "SSLContext":
    """The certificates that the PC itself trusts."""
    import truststore

    return truststore.SSLContext(PROTOCOL_TLS_CLIENT)


def _read(answer: HTTPResponse) -> bytes | None:
    """The whole body; None when it is larger than any honest one. Raises HTTPException or OSError if it is cut off."""
    body = answer.read(LARGEST_ANSWER + 1)
    if len(body) > LARGEST_ANSWER:
        return None
    if answer.length:
        # Less than announced came, and for a part of a body the library takes that for its end.
        raise ConnectionResetError
    # Of a body without an announced length the end is not read yet.
    return None if answer.read(1) else body


def _said_something(line: socket.socket) -> bool:
    """An idle connection on which there is something to read was closed by the hub."""
    with suppress(OSError, ValueError), selectors.DefaultSelector() as waiting:
        waiting.register(line, selectors.EVENT_READ)
        return bool(waiting.select(0))
    return True


def _cause(error: Exception, otherwise: str) -> str:
    """The cause as a code (sentences/causes.py)."""
    if isinstance(error, socket.gaierror):
        return "name_unknown"
    if isinstance(error, TimeoutError):
        return "no_answer"
    # What TLS says has numbers of its own.
    return otherwise if isinstance(error, SSLError) else of_system(error, otherwise)

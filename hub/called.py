"""Calling a WSGI application with a request as RSGI tells of it, in one go: the whole body in, the whole answer out."""

import sys
from collections.abc import Callable, Iterable
from tempfile import SpooledTemporaryFile, TemporaryFile
from typing import IO, Any, NamedTuple

from granian.rsgi import Scope

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
Header = tuple[str, str]
_IN_MEMORY = 1_048_576
"""Bytes of a body that are kept in memory; what is larger waits in a nameless file."""
_OF_A_PROXY = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-port", "x-forwarded-proto")


class Answer(NamedTuple):
    """Status, headers and the whole body."""

    status: int
    headers: list[Header]
    body: bytes


def new_file(*, in_memory: bool = True) -> IO[bytes]:
    """A place for a body; gone when it is closed. Raises OSError."""
    return SpooledTemporaryFile(max_size=_IN_MEMORY) if in_memory else TemporaryFile()


def headers(scope: Scope) -> list[Header]:
    """Names in small letters, and values.

    Names with an underscore are dropped: WSGI cannot tell them from those with a dash, so with them a client could
    say what only a proxy may say. Who speaks TLS with this process came without a proxy, so what a proxy says is
    dropped, too. Values that are not ASCII were dropped before.
    """
    direct = scope.scheme == "https"
    return [
        (name, value)
        for name, value in scope.headers.items()
        if "_" not in name and not (direct and name in _OF_A_PROXY)
    ]


def one(found: Iterable[Header], wanted: str) -> str:
    """The value of a header, several joined as HTTP joins them (cookies: RFC 9113, 8.2.3); empty when there is none."""
    return ("; " if wanted == "cookie" else ",").join(value for name, value in found if name == wanted)


def announced(found: Iterable[Header]) -> int | None:
    """Bytes of the body as announced; None when the sender did not say."""
    value = one(found, "content-length")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 16 else None


def environ(scope: Scope, found: list[Header], body: IO[bytes], length: int) -> dict[str, Any]:
    """The request as WSGI (PEP 3333) tells it. `length` is the body's where the sender announced none, in bytes."""
    server, _, port = scope.server.rpartition(":")
    told: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": scope.query_string.encode("utf-8").decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "SERVER_NAME": server,
        "SERVER_PORT": port,
        "CONTENT_LENGTH": str(length),
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name in dict.fromkeys(name for name, _ in found):
        plain = name.upper().replace("-", "_")
        told[plain if plain in ("CONTENT_LENGTH", "CONTENT_TYPE") else f"HTTP_{plain}"] = one(found, name)
    return told


def call(application: Wsgi, told: dict[str, Any]) -> Answer:
    """Run the application to its end, on the thread of the caller."""
    begun: list[tuple[str, list[Header]]] = []

    def start_response(status: str, named: list[Header], _: object = None) -> None:
        begun[:] = [(status, named)]

    parts = application(told, start_response)
    try:
        content = b"".join(parts)
    finally:
        close = getattr(parts, "close", None)
        if close is not None:
            close()
    status, named = begun[0]
    return Answer(int(status.split(" ", 1)[0]), list(named), content)

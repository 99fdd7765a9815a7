"""The short way for files, a part of one or several in a bundle: past Django's handler and middleware.

No session, no cookie, no page, no language: a token says who sends. Checks, limits and answers are those of
`hub.ingest.blobs` and `hub.ingest.bundles`, and Django takes the same requests where another server runs it.
"""

import logging
import re
from collections.abc import Callable, Iterable
from typing import IO

from django.db import close_old_connections
from django.http import HttpResponse

from hub import called
from hub.ingest import bundles
from hub.ingest.answers import guarded
from hub.ingest.blobs import Part, take_part

_LOG = logging.getLogger(__name__)
BUNDLES = "/api/v1/blobs"
_FILE = re.compile(f"{BUNDLES}/([0-9a-f]{{64}})")


def takes(method: str, path: str) -> bool:
    """Does this request bring files, or a part of one?"""
    return _name(method, path) is not None or (method, path) == ("POST", BUNDLES)


def _name(method: str, path: str) -> str | None:
    """The name of the file of which a part comes."""
    found = _FILE.fullmatch(path) if method == "PATCH" else None
    return found and found[1]


class Lane:
    """Takes files. `came` is told of each request, on the thread that took it."""

    def __init__(self, came: Callable[[], None] = lambda: None) -> None:
        self._came = came

    def __call__(
        self, method: str, path: str, headers: Iterable[called.Header], body: IO[bytes], length: int
    ) -> called.Answer:
        """Answer one such request, on the thread of the caller. `length` is the body's where none was announced."""
        self._came()
        name = _name(method, path)
        # As Django does before every request: a connection that broke, or is too old, is let go of.
        close_old_connections()
        try:
            answer = guarded(lambda: _bundle(headers, body) if name is None else _part(name, headers, body, length))
        except Exception:  # noqa: BLE001 (a bug, as Django answers one; all of it is in the log)
            _LOG.exception("a file could not be taken")
            return called.Answer(500, [("Content-Type", "text/plain")], b"Server Error (500)")
        return called.Answer(answer.status_code, list(answer.items()), answer.content)


def _part(sha256: str, headers: Iterable[called.Header], body: IO[bytes], length: int) -> HttpResponse:
    part = Part(
        authorization=called.one(headers, "authorization"),
        media_type=called.one(headers, "content-type"),
        offset=called.one(headers, "upload-offset"),
        complete=called.one(headers, "upload-complete"),
        announced=called.one(headers, "content-length") or str(length),
        read=body.read,
    )
    return take_part(sha256, part)


def _bundle(headers: Iterable[called.Header], body: IO[bytes]) -> HttpResponse:
    return bundles.take(called.one(headers, "authorization"), body.read())

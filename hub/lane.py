"""The short way for files: a part of one goes past Django's handler and middleware, which it has no use for.

No session, no cookie, no page, no language: a token says who sends. Checks, limits and answers are those of
`hub.ingest.blobs`, and Django takes the same requests where another server runs it.
"""

import logging
import re
from collections.abc import Callable, Iterable
from typing import IO

from django.db import close_old_connections

from hub import called
from hub.ingest.answers import guarded
from hub.ingest.blobs import Part, take_part

_LOG = logging.getLogger(__name__)
_PATH = re.compile("/api/v1/blobs/([0-9a-f]{64})")


def file_of(method: str, path: str) -> str | None:
    """The name of the file of which a part comes with this request; None for every other request."""
    found = _PATH.fullmatch(path) if method == "PATCH" else None
    return found and found[1]


class Lane:
    """Takes parts of files. `came` is told of each, on the thread that took it."""

    def __init__(self, came: Callable[[], None] = lambda: None) -> None:
        self._came = came

    def __call__(self, sha256: str, headers: Iterable[called.Header], body: IO[bytes], length: int) -> called.Answer:
        """Answer one such request, on the thread of the caller. `length` is the body's where none was announced."""
        self._came()
        part = Part(
            authorization=called.one(headers, "authorization"),
            media_type=called.one(headers, "content-type"),
            offset=called.one(headers, "upload-offset"),
            complete=called.one(headers, "upload-complete"),
            announced=called.one(headers, "content-length") or str(length),
            read=body.read,
        )
        # As Django does before every request: a connection that broke, or is too old, is let go of.
        close_old_connections()
        try:
            answer = guarded(lambda: take_part(sha256, part))
        except Exception:  # noqa: BLE001 (a bug, as Django answers one; all of it is in the log)
            _LOG.exception("a file could not be taken")
            return called.Answer(500, [("Content-Type", "text/plain")], b"Server Error (500)")
        return called.Answer(answer.status_code, list(answer.items()), answer.content)

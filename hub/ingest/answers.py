"""Answers to stations: JSON by msgspec, problems as RFC 9457, and the frame around every view of the API."""

import errno
import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol, TypeVar

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.views.decorators.csrf import csrf_exempt

from domain.refused import Refused
from hub.failures import mendable
from hub.ingest.blob_store import Unreachable
from hub.ingest.keys import BadSignature
from wire import codec, contact

Message = TypeVar("Message")
SMALL = 256 * 1024
"""The largest body of any request but a batch or a file, in bytes."""
_LOG = logging.getLogger(__name__)

_PROBLEMS = {
    contact.UNAUTHORIZED: (401, "A valid token is needed"),
    contact.NONCE_NEEDED: (401, "A fresh nonce is needed"),
    contact.KEY_REVOKED: (403, "The device's key is revoked"),
    contact.CODE_WRONG: (403, "The one-time code is wrong, used or too old"),
    contact.UNKNOWN_DEVICE: (401, "The device is not enrolled"),
    contact.WRONG_HUB: (409, "This is another hub"),
    contact.MALFORMED: (400, "The request is malformed"),
    contact.BAD_SIGNATURE: (403, "The signature does not fit"),
    contact.CHAIN_BROKEN: (422, "The chain of events does not hold"),
    contact.CHAIN_GAP: (409, "Events are missing before these"),
    contact.CHAIN_FORK: (409, "Another event stands in this place"),
    contact.UNKNOWN_PARENT: (409, "The chain that this one continues is not known here"),
    contact.TOO_LARGE: (413, "Too large"),
    contact.DIGEST_MISMATCH: (400, "The content was altered on the way"),
    contact.WRONG_OFFSET: (409, "The upload goes on at another place"),
    contact.NOT_THE_BLOB: (422, "The file is not what it was said to be"),
    contact.NOT_FOUND: (404, "Not found"),
    contact.BUSY: (503, "Not possible just now; it can be tried again"),
}


class Declined(Exception):
    """A request that gets a problem as its answer. `word` is one of those in wire.contact."""

    def __init__(self, word: str, detail: str = "", *, status: int | None = None, **headers: str) -> None:
        super().__init__(word, detail)
        self.word = word
        self.detail = detail
        self.status = status or _PROBLEMS[word][0]
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def document(declined: Declined) -> contact.Problem:
    """The problem document (RFC 9457) that says it."""
    return contact.Problem(
        type=contact.PROBLEM_BASE + declined.word,
        title=_PROBLEMS[declined.word][1],
        status=declined.status,
        detail=declined.detail,
    )


def problem(declined: Declined) -> HttpResponse:
    """The answer as application/problem+json."""
    headers = dict(declined.headers)
    if declined.status in (429, 503):
        headers.setdefault("Retry-After", "2")
    return HttpResponse(
        codec.encode(document(declined)),
        status=declined.status,
        content_type="application/problem+json",
        headers=headers,
    )


def reply(message: object, status: int = 200) -> HttpResponse:
    """A message of the wire as JSON."""
    return HttpResponse(codec.encode(message), status=status, content_type="application/json")


def jose(signed: str, **headers: str) -> HttpResponse:
    """A compact JWS."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return HttpResponse(signed, content_type="application/jose", headers=named)


class Version(Protocol):
    """One whole version of what is published, with its signed text."""

    version: int
    signed: str


def whole_version(request: HttpRequest, newest: Version | None) -> HttpResponse:
    """The newest version, or 304 when the asker names it as the one that it has. Only what is sent is read.

    Raises Declined `not-found` when there is none.
    """
    if newest is None:
        raise Declined(contact.NOT_FOUND)
    tag = f'"{newest.version}"'
    had = [part.strip().removeprefix("W/") for part in request.headers.get("If-None-Match", "").split(",")]
    if tag in had:
        return HttpResponseNotModified(headers={"ETag": tag})
    return jose(newest.signed, ETag=tag, Cache_Control="no-cache")


def body_of(request: HttpRequest, limit: int) -> bytes:
    """The whole body, at most `limit` bytes; what is larger is declined before it is read."""
    try:
        announced = int(request.headers.get("Content-Length") or 0)
    except ValueError:
        raise Declined(contact.MALFORMED, "Content-Length is no number") from None
    if announced > limit:
        raise Declined(contact.TOO_LARGE, f"at most {limit} bytes")
    body = bytes(request.read(limit + 1))
    if len(body) > limit:
        raise Declined(contact.TOO_LARGE, f"at most {limit} bytes")
    return body


def message_of(request: HttpRequest, kind: type[Message]) -> Message:
    """The body as a message of the wire. Raises Declined, codec.Malformed."""
    return codec.decode(body_of(request, SMALL), kind)


def api(**methods: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """One address of the API: a function per method (in small letters). Turns what is declined into problems."""
    functions = dict(methods)

    @csrf_exempt  # no cookie is read here: a token or a signature says who asks
    @wraps(next(iter(functions.values())))
    def view(request: HttpRequest, **parts: Any) -> HttpResponse:
        function = functions.get((request.method or "").lower())
        if function is None:
            return HttpResponse(status=405, headers={"Allow": ", ".join(name.upper() for name in functions)})
        return guarded(lambda: function(request, **parts))

    return view


def guarded(answer: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer, or the problem in its place. What is a bug goes on as what it is."""
    try:
        return answer()
    except Declined as declined:
        return problem(declined)
    except codec.Malformed as broken:
        return problem(Declined(contact.MALFORMED, str(broken)))
    except BadSignature:
        return problem(Declined(contact.BAD_SIGNATURE))
    except Refused as refused:
        _LOG.error("the hub cannot answer: %s", refused.code)
        return problem(Declined(contact.BUSY, "the hub is not set up"))
    except DatabaseError as broken:
        return problem(_of_database(broken))
    except Unreachable as away:
        _LOG.error("the storage of files: %s", away)
        return problem(Declined(contact.BUSY, "the hub cannot reach its files"))
    except OSError as broken:
        # A full or failing disk: what was acknowledged is safe, what was not is sent again.
        _LOG.error("the disk: %s", errno.errorcode.get(broken.errno or 0, type(broken).__name__))
        return problem(Declined(contact.BUSY, "the hub cannot write to its disk"))


def _of_database(broken: DatabaseError) -> Declined:
    """What is said when the database cannot do it just now: nothing was changed, the caller may repeat.

    Raises `broken` when it is a bug.
    """
    refused = mendable(broken)
    if refused is None:
        raise broken
    if refused.code == "database_unreachable":
        # Away, or a lock that was not given in time.
        _LOG.warning("database busy or away: %s", type(broken.__cause__).__name__)
        return Declined(contact.BUSY)
    _LOG.error("the database: %s", refused.code)
    return Declined(contact.BUSY, "the hub cannot use its database")

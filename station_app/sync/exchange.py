"""The two sides of one exchange as plain data, so that the engine needs no network and tests need none either."""

from collections.abc import Callable, Generator, Mapping
from typing import TypeVar

import msgspec

from domain.refused import Refused
from wire import codec, contact

Answer = TypeVar("Answer")
NOT_OURS = "not an answer of the hub"
"""Said by Offline when something answered, but it was not the hub: a login page of the network, say."""


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be sent. `path` is below the hub's address; header names are as on the wire.

    `meanwhile` may be called once while the answer is awaited, in the same thread, or not at all.
    """

    method: str
    path: str
    headers: Mapping[str, str] = {}
    body: bytes = b""
    meanwhile: Callable[[], None] | None = None


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """What came back. Header names are lower-case."""

    status: int
    headers: Mapping[str, str] = {}
    body: bytes = b""


class Offline(Exception):
    """No whole answer came. What was asked may or may not have been done; everything is safe to ask again.

    `what` is a cause (sentences/causes.py), or a status such as `HTTP 502`.
    """

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class Turned(Exception):
    """The hub said no, with a problem document. `retry_after` in seconds, 0 when it did not say."""

    def __init__(self, problem: contact.Problem, retry_after: int = 0) -> None:
        super().__init__(f"{problem.status} {problem.type}: {problem.detail}")
        self.problem = problem
        self.kind = problem.type.removeprefix(contact.PROBLEM_BASE)
        self.retry_after = retry_after


class NotKnown(Exception):
    """The hub is older than this kind of request."""


Steps = Generator[Request, Reply, Answer]
"""A conversation: yields requests, is sent replies, returns what came of it."""


def accepted(reply: Reply) -> Reply:
    """The reply when the hub said yes. Raises Turned with its problem, or Offline when no hub of ours answered."""
    if 200 <= reply.status < 300 or reply.status == 304:
        return reply
    if reply.headers.get("content-type", "").partition(";")[0].strip() != "application/problem+json":
        raise Offline(f"HTTP {reply.status}")
    try:
        problem = codec.decode(reply.body, contact.Problem)
    except codec.Malformed:
        raise Offline(f"HTTP {reply.status}") from None
    wait = reply.headers.get("retry-after", "")
    raise Turned(problem, int(wait) if wait.isascii() and wait.isdigit() else 0)


def signed_word(reply: Reply) -> str:
    """The compact JWS in the reply. Raises Turned, or Offline when it is something else (a login page, say)."""
    if accepted(reply).headers.get("content-type", "").partition(";")[0].strip() != "application/jose":
        raise Offline(NOT_OURS)
    return reply.body.decode("ascii", "replace")


def known(reply: Reply) -> Reply:
    """The reply when the hub knows this kind of request. Raises NotKnown for an address that it has not."""
    problem = reply.headers.get("content-type", "").startswith("application/problem+json")
    if reply.status in (404, 405) and not problem:
        raise NotKnown
    return reply


def read(reply: Reply, kind: type[Answer]) -> Answer:
    """The reply's body as `kind`. Raises Turned, or Offline when it is not one (a login page of the network, say)."""
    try:
        return codec.decode(accepted(reply).body, kind)
    except codec.Malformed:
        raise Offline(NOT_OURS) from None


def in_words(trouble: Offline | Turned) -> Refused:
    """What a person is told when no answer came, or the hub said no."""
    if isinstance(trouble, Offline):
        if trouble.what == NOT_OURS:
            return Refused("hub_not_understood")
        return Refused("hub_unreachable", what=trouble.what)
    known = {
        contact.WRONG_HUB: "wrong_hub",
        contact.CHAIN_FORK: "log_forked",
        contact.KEY_REVOKED: "key_revoked",
        contact.CODE_WRONG: "code_wrong",
        contact.BUSY: "hub_busy",
        contact.UNKNOWN_DEVICE: "hub_does_not_know_us",
    }
    if trouble.kind in known:
        return Refused(known[trouble.kind])
    return Refused("hub_refused", what=trouble.kind)

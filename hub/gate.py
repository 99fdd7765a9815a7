"""The door of the served hub (ASGI): a body is awaited here, where waiting costs no thread; then Django gets it whole.

Whoever sends slowly holds a connection and nothing else. Says no only to what is too slow, too large or cut off.
Files go to `files` instead (hub.lane), which is the shorter way.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import Executor
from functools import partial
from typing import IO, Any, NamedTuple

from django.http import HttpResponse

from hub import called, lane
from hub.ingest import bundles
from hub.ingest.answers import SMALL, Declined, problem
from hub.ingest.blob_store import LARGEST
from hub.ingest.identity import carries_token
from hub.ingest.log import LARGEST_PACKED
from wire import contact

Scope = dict[str, Any]
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

ANONYMOUS = 16 * 1024
"""Bytes that anybody may send: a login, an enrolment, the asking for a token."""
GRACE_SECONDS = 10.0
SLOWEST = 4096
"""Bytes per second after the grace; a third of what the slowest mobile network (EDGE, about 100 kbit/s) carries."""
Files = Callable[[str, str, Iterable[called.Header], IO[bytes], int], called.Answer]
"""What takes files: method, path and headers of a request, the body and its length."""
_API = "/api/v1/"
_LOGIN = ("POST", "/login/")
_OPEN = ("enrol", "token", "nonce")
"""What a device asks before it has a token."""


class _Body(NamedTuple):
    """What came, in a file at its beginning. `why` says why it is not whole, None when it is."""

    file: IO[bytes]
    length: int
    why: Declined | None


class _Patience:
    """How long a body is waited for: the grace, and then as long as `came` bytes take at SLOWEST.

    It looks when the time may be over, not at every piece that comes.
    """

    def __init__(self, grace: float) -> None:
        self.came = 0
        self.timeout = asyncio.timeout(None)
        self._loop = asyncio.get_running_loop()
        self._over = self._loop.time() + grace
        self._look_at = self._loop.call_at(self._over, self._look)

    def _look(self) -> None:
        end = self._over + self.came / SLOWEST
        if end > self._loop.time():
            self._look_at = self._loop.call_at(end, self._look)
        else:
            self.timeout.reschedule(end)

    def end(self) -> None:
        """Whatever came of it: nobody looks any more."""
        self._look_at.cancel()


class Gate:
    """An ASGI application around a WSGI one, which runs on the threads of `pool`.

    The grace is in seconds; after it a sender must have kept up `SLOWEST`. Without `files` Django takes them. Logins
    run on `logins`, where that is another pool: a password is slow to hash on purpose, and counters need not wait.
    """

    def __init__(
        self,
        application: called.Wsgi,
        pool: Executor,
        grace: float = GRACE_SECONDS,
        files: Files | None = None,
        logins: Executor | None = None,
    ) -> None:
        self._application = application
        self._pool = pool
        self._logins = logins or pool
        self._grace = grace
        self._files = files

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        headers = called.headers(scope)
        announced = called.announced(headers)
        limit = _limit(scope, headers, announced)
        if limit and (announced or 0) > limit:
            await _send(send, _refused(Declined(contact.TOO_LARGE, f"at most {limit} bytes")))
            return
        with called.new_file() as file:
            body = await self._gather(receive, file, limit, announced) if limit else _Body(file, 0, None)
            if body.why is not None and not (announced and _goes_on_later(scope)):
                await _send(send, _refused(body.why))
                return
            pool = self._logins if (scope["method"], scope["path"]) == _LOGIN else self._pool
            answer = await asyncio.get_running_loop().run_in_executor(pool, self._work(scope, headers, body))
        await _send(send, answer)

    def _work(self, scope: Scope, headers: list[called.Header], body: _Body) -> Callable[[], called.Answer]:
        """What is to be done on a thread."""
        if self._files is not None and lane.takes(scope["method"], scope["path"]):
            return partial(self._files, scope["method"], scope["path"], headers, body.file, body.length)
        return partial(called.call, self._application, called.environ(scope, headers, body.file, body.length))

    async def _gather(self, receive: Receive, file: IO[bytes], limit: int, announced: int | None) -> _Body:
        """Everything up to the end, the limit, or the moment at which the sender is too slow."""
        patience, length, why = _Patience(self._grace), 0, None
        try:
            async with patience.timeout:
                while True:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        why = Declined(contact.BUSY, "the line broke", status=408)
                        break
                    chunk = message.get("body", b"")
                    length += len(chunk)
                    if length > limit:
                        why = Declined(contact.TOO_LARGE, f"at most {limit} bytes")
                        break
                    file.write(chunk)
                    # What was announced has come: no need to wait until it is said that no more follows.
                    if length == announced or not message.get("more_body"):
                        break
                    patience.came = length
        except TimeoutError:
            why = Declined(contact.BUSY, "it came too slowly", status=408)
        finally:
            patience.end()
        file.seek(0)
        return _Body(file, length, why)


def _limit(scope: Scope, headers: Iterable[called.Header], announced: int | None) -> int:
    """How many bytes are read. 0 where a token is needed and none is there: the answer is no, whatever the body.

    A small body is not worth checking the token twice: anybody may send as much.
    """
    path = str(scope["path"])
    if scope["method"] in ("GET", "HEAD", "OPTIONS"):
        return 0
    if not path.startswith(_API) or path.removeprefix(_API) in _OPEN:
        return ANONYMOUS
    token = called.one(headers, "authorization")
    if token and announced is not None and announced <= ANONYMOUS:
        return ANONYMOUS
    if not carries_token(token):
        return 0
    if path == lane.BUNDLES:
        return bundles.LARGEST
    if path.startswith(f"{lane.BUNDLES}/") and scope["method"] == "PATCH":
        return LARGEST
    return LARGEST_PACKED if "/log/" in path else SMALL


def _goes_on_later(scope: Scope) -> bool:
    """Files: what came is kept, and the sender goes on from there."""
    return lane.takes(scope["method"], scope["path"])


def _refused(declined: Declined) -> called.Answer:
    response: HttpResponse = problem(declined)
    # The rest of the body may still be on its way: the connection is of no further use.
    headers = [*response.items(), ("Connection", "close")]
    return called.Answer(declined.status, headers, response.content)


async def _send(send: Send, answer: called.Answer) -> None:
    headers = [(name.lower().encode("ascii"), value.encode("latin-1")) for name, value in answer.headers]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})

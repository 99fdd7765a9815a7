"""The door of the served hub (RSGI, granian's own): a body is awaited here, where waiting costs no thread; then Django
gets it whole.

Whoever sends slowly holds a connection and nothing else. Says no only to what is too slow, too large, of a length that
nobody said, or cut off. Files go to `files` instead (hub.lane), which is the shorter way.
"""

import asyncio
import io
from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from functools import partial
from typing import IO, NamedTuple

from django.http import HttpResponse
from granian.rsgi import HTTPProtocol, ProtocolClosed, Scope  # type: ignore[attr-defined]

from hub import called, lane
from hub.ingest import bundles
from hub.ingest.answers import SMALL, Declined, problem
from hub.ingest.blob_store import LARGEST
from hub.ingest.identity import carries_token
from hub.ingest.log import LARGEST_PACKED
from wire import contact

ANONYMOUS = 16 * 1024
"""Bytes that anybody may send: a login, an enrolment, the asking for a token."""
GRACE_SECONDS = 10.0
SLOWEST = 4096
"""Bytes per second after the grace; a third of what the slowest mobile network (EDGE, about 100 kbit/s) carries."""
ROOM = 64 * 1_048_576
"""Bytes of announced bodies that one process takes into memory at once; what comes beyond that waits in files."""
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
    """An RSGI application around a WSGI one, which runs on the threads of `pool`.

    The grace is in seconds; beyond it a sender must have kept up `SLOWEST`. Without `files` Django takes them. Logins
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
        self._held = 0
        """Bytes announced by the bodies that are here or awaited. Of the event loop's thread alone."""

    async def __rsgi__(self, scope: Scope, line: HTTPProtocol) -> None:
        """Answer one request."""
        answer = await self._answer(scope, line)
        line.response_bytes(answer.status, answer.headers, answer.body)

    async def _answer(self, scope: Scope, line: HTTPProtocol) -> called.Answer:
        headers = called.headers(scope)
        announced = called.announced(headers)
        if announced is None and called.one(headers, "transfer-encoding"):
            # What was cut off could not be told from what is whole.
            return _refused(Declined(contact.MALFORMED, "Content-Length is missing", status=411))
        length, limit = announced or 0, _limit(scope, headers, announced)
        if limit and length > limit:
            return _refused(Declined(contact.TOO_LARGE, f"at most {limit} bytes"))
        length = length if limit else 0
        self._held += length
        try:
            return await self._taken(scope, line, headers, length)
        finally:
            self._held -= length

    async def _taken(
        self, scope: Scope, line: HTTPProtocol, headers: list[called.Header], length: int
    ) -> called.Answer:
        """The answer to a request whose body has `length` bytes to be read."""
        body = await self._gather(scope, line, length)
        with body.file:
            if body.why is not None and not (body.length and _goes_on_later(scope)):
                return _refused(body.why)
            pool = self._logins if (scope.method, scope.path) == _LOGIN else self._pool
            return await asyncio.get_running_loop().run_in_executor(pool, self._work(scope, headers, body))

    def _work(self, scope: Scope, headers: list[called.Header], body: _Body) -> Callable[[], called.Answer]:
        """What is to be done on a thread."""
        if self._files is not None and lane.takes(scope.method, scope.path):
            return partial(self._files, scope.method, scope.path, headers, body.file, body.length)
        return partial(called.call, self._application, called.environ(scope, headers, body.file, body.length))

    async def _gather(self, scope: Scope, line: HTTPProtocol, length: int) -> _Body:
        """As many bytes as were announced, or what came of them until the line broke or the sender was too slow."""
        crowded, why = self._held > ROOM, None
        in_pieces = crowded or _goes_on_later(scope)
        file: IO[bytes] = io.BytesIO()
        try:
            if length and in_pieces:
                file = called.new_file(in_memory=not crowded)
                await self._pieces(line, file, length)
            elif length:
                # In one piece, which costs less than many; of what breaks off nothing is kept.
                async with asyncio.timeout(self._grace + length / SLOWEST):
                    file = io.BytesIO(await line())
        except TimeoutError:
            why = Declined(contact.BUSY, "it came too slowly", status=408)
        except ProtocolClosed:
            """Nothing of it is kept, which is less than was announced."""
        except OSError:
            # No room for temporary files.
            file.close()
            return _Body(io.BytesIO(), 0, Declined(contact.BUSY, "the hub cannot write to its disk"))
        came = file.seek(0, io.SEEK_END)
        file.seek(0)
        if why is None and came < length:
            why = Declined(contact.BUSY, "the line broke", status=408)
        return _Body(file, came, why)

    async def _pieces(self, line: HTTPProtocol, file: IO[bytes], length: int) -> None:
        """Every piece as it comes, until the body ends or the line breaks. Raises TimeoutError."""
        patience = _Patience(self._grace)
        try:
            async with patience.timeout:
                async for piece in line:
                    file.write(piece)
                    patience.came += len(piece)
                    # Nobody need say that no more follows.
                    if patience.came >= length:
                        break
        finally:
            patience.end()


def _limit(scope: Scope, headers: Iterable[called.Header], announced: int | None) -> int:
    """How many bytes are read. 0 where a token is needed and none is there: the answer is no, whatever the body.

    A small body is not worth checking the token twice: anybody may send as much.
    """
    if scope.method in ("GET", "HEAD", "OPTIONS"):
        return 0
    if not scope.path.startswith(_API) or scope.path.removeprefix(_API) in _OPEN:
        return ANONYMOUS
    token = called.one(headers, "authorization")
    if token and announced is not None and announced <= ANONYMOUS:
        return ANONYMOUS
    if not carries_token(token):
        return 0
    if scope.path == lane.BUNDLES:
        return bundles.LARGEST
    if scope.path.startswith(f"{lane.BUNDLES}/") and scope.method == "PATCH":
        return LARGEST
    return LARGEST_PACKED if "/log/" in scope.path else SMALL


def _goes_on_later(scope: Scope) -> bool:
    """A file in parts: what came is kept, and the sender goes on from there."""
    return scope.method == "PATCH"


def _refused(declined: Declined) -> called.Answer:
    response: HttpResponse = problem(declined)
    # The rest of the body may still be on its way: the connection is of no further use.
    headers = [*response.items(), ("Connection", "close")]
    return called.Answer(declined.status, headers, response.content)

"""HTTP to one hub: keep-alive connections, the PC's own certificates, bounded waits and answers.

The only network code of the station.
"""

import ssl
from urllib.parse import urlsplit

import truststore
import urllib3

from domain.refused import Refused
from station_app.causes import of_system
from station_app.sync.exchange import NOT_OURS, Answer, Offline, Reply, Request, Steps

CONNECTIONS = 4
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
    """Sends requests to one hub. Safe for several threads."""

    def __init__(self, url: str) -> None:
        self._url = checked_url(url)
        timeout = urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)
        self._pool = urllib3.PoolManager(
            num_pools=1,
            maxsize=CONNECTIONS,
            timeout=timeout,
            retries=False,
            ssl_context=truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
        )

    def send(self, request: Request) -> Reply:
        """One request and its whole answer. Raises Offline when there is none; the request may still have been done."""
        try:
            answer = self._pool.request(
                request.method,
                self._url + request.path,
                headers=dict(request.headers),
                body=request.body or None,
                redirect=False,
                preload_content=False,
            )
            try:
                body = answer.read(LARGEST_ANSWER + 1)
                whole = answer.read(1) == b""
            finally:
                answer.release_conn()
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise Offline(_cause(error)) from error
        if len(body) > LARGEST_ANSWER or not whole:
            raise Offline(NOT_OURS)
        headers = {name.lower(): value for name, value in answer.headers.items()}
        return Reply(status=answer.status, headers=headers, body=body)

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
        self._pool.clear()


def _cause(error: Exception) -> str:
    """The cause as a code (sentences/causes.py)."""
    reason = getattr(error, "reason", None) or error
    if isinstance(reason, urllib3.exceptions.NameResolutionError):
        return "name_unknown"
    if isinstance(reason, urllib3.exceptions.NewConnectionError):
        return of_system(reason.__cause__ or reason, "no_network")
    return next((code for kind, code in _CAUSES if isinstance(reason, kind)), None) or of_system(reason, "cut_off")


_CAUSES: tuple[tuple[type[Exception], str], ...] = (
    (urllib3.exceptions.ProxyError, "proxy_wrong"),
    (urllib3.exceptions.SSLError, "certificate_wrong"),
    (ssl.SSLError, "certificate_wrong"),
    (urllib3.exceptions.TimeoutError, "no_answer"),
)

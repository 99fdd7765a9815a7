"""Running the hub with granian: several processes, each with a few threads; a clean end on SIGTERM and SIGINT.

Granian waits for no body's end (it has no deadline for bodies); hub.gate does.
"""

import multiprocessing
import resource
import socket
import ssl
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from urllib.error import URLError

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mp import MPServer

from domain.refused import Refused
from hub.certificate import Certificate

_CONNECTIONS = 2000
"""Per process, idle ones among them. A slow one costs its buffers, 16 to 64 KiB, and no thread."""
_HEADER_MS = 10_000
"""How long a request's head may take, and how long a connection may be idle, in milliseconds."""
_HEAD_BYTES = 64 * 1024
_READY_SECONDS = 60
LAST_WORK_SECONDS = 20
"""What a process that is to end has left for what it has begun. After this a request that hangs is given up; nothing
that was acknowledged is lost by it."""

_LOGGING = {
    "handlers": {},
    "loggers": {"_granian": {"level": "INFO"}, "granian.access": {"level": "INFO"}},
}
"""Granian's words go where the hub's go: to standard error, with the time. Standard output is the verb's answer."""


class _Announced(MPServer):
    """A server that calls `begun` on a thread of its own, once its workers were begun and not before.

    They are copies of this process. What another thread holds at that moment (a lock within OpenSSL, say) is held for
    ever in the copy, which then hangs at the first login. So that thread holds `alone` while it does anything, and so
    does whoever begins a process in the place of one that died. Granian's own threads here only wait for a process.
    """

    begun: Callable[[threading.Lock], None]
    alone: threading.Lock

    def startup(self, spawn_target: Callable[..., None], target_loader: Callable[..., object]) -> None:
        """Listen and begin the workers, as granian does it, and then that thread."""
        self.alone = threading.Lock()
        super().startup(spawn_target, target_loader)  # type: ignore[no-untyped-call]
        threading.Thread(target=self.begun, args=[self.alone], daemon=True).start()

    def _respawn_workers(
        self,
        workers: list[int],
        spawn_target: Callable[..., None],
        target_loader: Callable[..., object],
        delay: float = 0,
    ) -> None:
        with self.alone:
            super()._respawn_workers(workers, spawn_target, target_loader, delay)


def serve(
    host: str,
    port: int,
    workers: int,
    ready: Callable[[str], None],
    *,
    certificate: Certificate | None = None,
    anew: bool = False,
) -> None:
    """Serve until a signal comes. `ready` gets the address once a request was answered.

    With a `certificate` it serves TLS 1.3 and nothing else.

    `port` 0 takes a free one. With `anew` the workers are begun from nothing instead of as copies of this process: a
    library with threads of its own (obstore) cannot be copied. Raises Refused `port_taken`.
    """
    if anew:
        multiprocessing.set_start_method("spawn")
    # Each may have a file for its body, too.
    _allow_files(2 * _CONNECTIONS + 500)
    with _claimed(host, port) as got:
        server = _server(host, got, workers, certificate)
        shown = f"[{host}]" if ":" in host else host
        url = f"{'https' if certificate else 'http'}://{shown}:{got}"
        server.begun = partial(_announce, url, ready)
        server.serve()


def _server(host: str, port: int, workers: int, certificate: Certificate | None) -> _Announced:
    return _Announced(
        "hub.served:application",
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        workers=workers,
        backpressure=_CONNECTIONS,
        http=HTTPModes.http1,
        ssl_cert=certificate.chain if certificate else None,
        ssl_key=certificate.key if certificate else None,
        http1_settings=HTTP1Settings(header_read_timeout=_HEADER_MS, max_buffer_size=_HEAD_BYTES),
        websockets=False,
        log_level=LogLevels.error,
        log_dictconfig=_LOGGING,
        log_access=False,
        respawn_failed_workers=True,
        workers_kill_timeout=LAST_WORK_SECONDS,
    )


def _allow_files(wanted: int) -> None:
    """Let this process and its workers have so many files and connections open, as far as the system permits."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


@contextmanager
def _claimed(host: str, port: int) -> Iterator[int]:
    """The port if it can be had, or a free one for 0; nobody else gets it meanwhile. Raises Refused `port_taken`.

    On Linux each worker binds it for itself, with SO_REUSEPORT, by which a second hub would get a share of the requests
    too, were it begun at the same moment or while no worker is there.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            held.bind((host, port))
            # Two can bind a port at the same moment, and one of them listen.
            held.listen()
        except OSError:
            raise Refused("port_taken", port=port) from None
        found = int(held.getsockname()[1])
        if sys.platform == "linux" and port:
            # From here on bound only, so that nothing comes to it, and shared with those that ask for a share.
            held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)
            held.shutdown(socket.SHUT_RD)
        else:
            held.close()
        yield found


def _announce(url: str, ready: Callable[[str], None], alone: threading.Lock) -> None:
    """Ask until the first answer comes; granian has no call for the moment when its workers listen."""
    local = url.replace("0.0.0.0", "127.0.0.1").replace("[::]", "[::1]")  # noqa: S104 (what to ask, not to bind)
    until = time.monotonic() + _READY_SECONDS
    while time.monotonic() < until:
        with alone:
            answered = _answers(local)
        if answered:
            ready(url)
            return
        time.sleep(0.05)


def _answers(url: str) -> bool:
    # To see that it answers, not whom it is: the certificate is for the name by which others call this machine.
    nobody = ssl.create_default_context()
    nobody.check_hostname, nobody.verify_mode = False, ssl.CERT_NONE
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=nobody))
    try:
        with opener.open(f"{url}/api/v1/nonce", timeout=5):
            return True
    except (URLError, OSError):
        return False

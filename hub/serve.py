"""Running the hub with granian: several processes, each with a few threads; a clean end on SIGTERM and SIGINT.

Granian waits for no body's end (it has no deadline for bodies); hub.gate does.
"""

import multiprocessing
import resource
import socket
import ssl
import threading
import time
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple
from urllib.error import URLError

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mp import MPServer

from domain.refused import Refused

_CONNECTIONS = 2000
"""Per process, idle ones among them. A slow one costs its buffers, 16 to 64 KiB, and no thread."""
_HEADER_MS = 10_000
"""How long a request's head may take, and how long a connection may be idle, in milliseconds."""
_HEAD_BYTES = 64 * 1024
_READY_SECONDS = 60
_KEYS = "RSA of 2048 to 4096 bits, nor ECDSA P-256 or P-384, nor Ed25519"


class _Announced(MPServer):
    """A server that calls `begun` on a thread of its own, once its workers were begun and not before.

    They are copies of this process. What another thread holds at that moment (a lock within OpenSSL, say) is held for
    ever in the copy, which then hangs at the first login.
    """

    begun: Callable[[], None]

    def startup(self, spawn_target: Callable[..., None], target_loader: Callable[..., object]) -> None:
        """Listen and begin the workers, as granian does it, and then that thread."""
        super().startup(spawn_target, target_loader)  # type: ignore[no-untyped-call]
        threading.Thread(target=self.begun, daemon=True).start()


class Certificate(NamedTuple):
    """The hub's own TLS: the certificate with those between it and its authority, and its key; PEM without a password.

    Read when the server starts: a renewed certificate is served after a restart.
    """

    chain: Path
    key: Path

    def check(self) -> None:
        """Raises Refused `certificate_unusable` when these two are no certificate and its key, of another kind than the
        server can use (OpenSSL, which looks at them here, knows more kinds than what serves), or expired: no counter
        would believe it.
        """
        try:
            # An empty password instead of a question at the terminal.
            ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(self.chain, self.key, password="")
            certificate = x509.load_pem_x509_certificate(self.chain.read_bytes())
            usable = _usable(certificate.public_key())
        except (OSError, ValueError) as broken:
            raise Refused("certificate_unusable", said=str(broken)) from None
        if not usable:
            raise Refused("certificate_unusable", said=f"neither {_KEYS}")
        if certificate.not_valid_after_utc < datetime.now(UTC):
            raise Refused("certificate_unusable", said=f"valid until {certificate.not_valid_after_utc:%Y-%m-%d}")


def _usable(key: object) -> bool:
    """Can granian's TLS (rustls with ring) sign with such a key? With another its processes end at once."""
    if isinstance(key, rsa.RSAPublicKey):
        return 2048 <= key.key_size <= 4096
    if isinstance(key, ec.EllipticCurvePublicKey):
        return key.curve.name in ("secp256r1", "secp384r1")
    return isinstance(key, ed25519.Ed25519PublicKey)


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
    port = _claim(host, port)
    shown = f"[{host}]" if ":" in host else host
    url = f"{'https' if certificate else 'http'}://{shown}:{port}"
    _allow_files(_CONNECTIONS + 500)
    server = _Announced(
        "hub.served:application",
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        workers=workers,
        backpressure=_CONNECTIONS,
        http=HTTPModes.http1,
        ssl_cert=certificate.chain if certificate else None,
        ssl_key=certificate.key if certificate else None,
        http1_settings=HTTP1Settings(header_read_timeout=_HEADER_MS, max_buffer_size=_HEAD_BYTES),
        websockets=False,
        log_level=LogLevels.error,
        log_access=False,
        respawn_failed_workers=True,
        # After this a request that hangs is given up; nothing that was acknowledged is lost by it.
        workers_kill_timeout=20,
    )
    server.begun = partial(_announce, url, ready)
    server.serve()


def _allow_files(wanted: int) -> None:
    """Let this process and its workers have so many files and connections open, as far as the system permits."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def _claim(host: str, port: int) -> int:
    """The port if it can be had, or a free one for 0."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise Refused("port_taken", port=port) from None
        return int(probe.getsockname()[1])


def _announce(url: str, ready: Callable[[str], None]) -> None:
    """Ask until the first answer comes; granian has no call for the moment when its workers listen."""
    local = url.replace("0.0.0.0", "127.0.0.1").replace("[::]", "[::1]")  # noqa: S104 (what to ask, not to bind)
    until = time.monotonic() + _READY_SECONDS
    # To see that it answers, not whom it is: the certificate is for the name by which others call this machine.
    nobody = ssl.create_default_context()
    nobody.check_hostname, nobody.verify_mode = False, ssl.CERT_NONE
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=nobody))
    while time.monotonic() < until:
        try:
            with opener.open(f"{local}/api/v1/nonce", timeout=5):
                ready(url)
                return
        except (URLError, OSError):
            time.sleep(0.05)

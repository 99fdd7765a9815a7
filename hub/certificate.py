"""The hub's own TLS: what it serves with, and until when that is valid. A counter believes none that has expired."""

import logging
import os
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from domain.refused import Refused

SOON = timedelta(days=21)
"""How long before its end people are told. Those who renew by themselves do it earlier: after two thirds of 90 days."""
_KEYS = "RSA of 2048 to 4096 bits, nor ECDSA P-256 or P-384, nor Ed25519"
_UNTIL = "OMBRUK_CERTIFICATE_UNTIL"
"""Where `serve` tells its processes until when; nobody sets it by hand."""
_SECONDS = 5
_LOG = logging.getLogger(__name__)


class Certificate(NamedTuple):
    """The hub's own TLS: the certificate with those between it and its authority, and its key; PEM without a password.

    Read when the server starts: a renewed certificate is served after a restart.
    """

    chain: Path
    key: Path

    def check(self) -> datetime:
        """Until when it is valid (aware).

        Raises Refused `certificate_unusable` when these two are no certificate and its key, of another kind than the
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
        until: datetime = certificate.not_valid_after_utc
        if until < datetime.now(UTC):
            raise Refused("certificate_unusable", said=f"valid until {until:%Y-%m-%d}")
        return until


def _usable(key: object) -> bool:
    """Can granian's TLS (rustls with ring) sign with such a key? With another its processes end at once."""
    if isinstance(key, rsa.RSAPublicKey):
        return 2048 <= key.key_size <= 4096
    if isinstance(key, ec.EllipticCurvePublicKey):
        return key.curve.name in ("secp256r1", "secp384r1")
    return isinstance(key, ed25519.Ed25519PublicKey)


def tell_processes(until: datetime) -> None:
    """Let the processes that are begun from here know, and warn in the log when it is soon."""
    os.environ[_UNTIL] = until.isoformat()
    if ends_soon():
        _LOG.warning(
            "the certificate is valid until %s; when it is renewed, restart the hub", f"{until:%Y-%m-%d %H:%M}"
        )


def ends_soon() -> datetime | None:
    """Until when that of this process is valid, when less than three weeks are left; else None."""
    until = os.environ.get(_UNTIL)
    if not until:
        return None
    moment = datetime.fromisoformat(until)
    return moment if moment - datetime.now(UTC) < SOON else None


def served_days(url: str) -> int | None:
    """Whole days for which the certificate that is served at `url` is valid still, below 0 when it is not any more.

    Of whatever answers there, a proxy in front too; None without TLS, or when nothing answers within five seconds.
    """
    place = urlsplit(url)
    if place.scheme != "https" or not place.hostname:
        return None
    try:
        shown = ssl.get_server_certificate((place.hostname, place.port or 443), timeout=_SECONDS)
        until: datetime = x509.load_pem_x509_certificate(shown.encode("ascii")).not_valid_after_utc
    except (OSError, ValueError):
        return None
    return (until - datetime.now(UTC)).days

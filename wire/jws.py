"""Compact JWS (RFC 7515) as it is used here: what is signed, and a signed text taken apart. The sides sign and verify.

The one algorithm is Ed25519 under its own name (RFC 9864); keys are JWKs (RFC 8037).
"""

import base64
import binascii
import hashlib
from collections.abc import Mapping

import msgspec

from wire import codec

ALGORITHM = "Ed25519"


class Parts(msgspec.Struct, frozen=True):
    """A signed text taken apart. Nothing in it counts before `signature` was verified over `signed`."""

    signed: bytes
    signature: bytes
    payload: bytes


class _Header(msgspec.Struct, frozen=True):
    """What is read of a header. Who names what must be understood (`crit`) means more than is understood here."""

    alg: str
    crit: object = msgspec.UNSET


_READ_HEADER = msgspec.json.Decoder(_Header)
_HEADER = b'{"alg":"Ed25519"}'


def to_sign(payload: bytes) -> bytes:
    """The bytes that a device's signature is over."""
    return base64url(_HEADER) + b"." + base64url(payload)


def joined(signed: bytes, signature: bytes) -> str:
    """The compact JWS."""
    return (signed + b"." + base64url(signature)).decode("ascii")


def taken_apart(text: str) -> Parts:
    """Raises codec.Malformed for what is no compact JWS, is by another algorithm, or asks for more than is known."""
    try:
        header, payload, signature = text.encode("ascii").split(b".")
    except (UnicodeEncodeError, ValueError):
        raise codec.Malformed("not a compact JWS") from None
    said = codec.decode(from_base64url(header), _Header, _READ_HEADER)
    if said.alg != ALGORITHM or said.crit is not msgspec.UNSET:
        raise codec.Malformed("signed in another way")
    return Parts(header + b"." + payload, from_base64url(signature), from_base64url(payload))


def thumbprint(jwk: Mapping[str, str]) -> str:
    """The name of a key (RFC 7638)."""
    named = {name: jwk[name] for name in ("crv", "kty", "x")}
    return base64url(hashlib.sha256(codec.encode(named)).digest()).decode("ascii")


def base64url(data: bytes) -> bytes:
    """Without padding, as everywhere in a JWS."""
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def from_base64url(text: bytes | str) -> bytes:
    """Raises codec.Malformed for anything but base64url without padding."""
    plain = text.encode("utf-8") if isinstance(text, str) else text
    if b"=" in plain or b"+" in plain or b"/" in plain:
        raise codec.Malformed("not base64url")
    padded = plain.translate(_TO_BASE64) + b"=" * (-len(plain) % 4)
    try:
        return binascii.a2b_base64(padded, strict_mode=True)
    except binascii.Error:
        raise codec.Malformed("not base64url") from None


_TO_BASE64 = bytes.maketrans(b"-_", b"+/")

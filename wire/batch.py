"""A batch of events as it is sent (gzip of lines of JSON, the first one signed), and its acknowledgement.

Signing is done by the two sides; here is only what is signed. The same bytes work over HTTP and in a folder.
"""

import base64
import hashlib
import zlib
from collections.abc import Callable, Sequence
from typing import Annotated

import msgspec
from msgspec import Meta

from wire import chain, codec
from wire.words import Identifier, Instant, Sha256

MAX_EVENTS = 1_000
MAX_BYTES = 1_572_864
"""Unpacked size of a batch that a station makes, in bytes; a hub takes LARGEST_UNPACKED. Room for MAX_EVENTS with a
kilobyte of text each: every batch more costs both sides a flush and the hub the work of some sixty events.
"""
LARGEST_UNPACKED = 4 * 1_048_576
"""More than this is refused while unpacking, so that a small file cannot fill the memory."""

_Hex32 = Sha256
_Salt = Annotated[str, Meta(pattern=r"^[0-9a-f]{32}\Z")]


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """The signed first line: whose events these are, where they start, and the hash at which they end."""

    hub: Identifier
    device: Identifier
    incarnation: Identifier
    from_seq: Annotated[int, Meta(ge=1)]
    to_seq: Annotated[int, Meta(ge=1)]
    count: Annotated[int, Meta(ge=1, le=MAX_EVENTS)]
    previous: _Hex32
    head: _Hex32
    wire: int = 1


class _Line(msgspec.Struct, frozen=True, kw_only=True):
    seq: Annotated[int, Meta(ge=1)]
    hash: _Hex32
    commitment: _Hex32 | None = None
    salt: _Salt | None = None
    body: msgspec.Raw = msgspec.Raw(b"null")


_GZIP = 31
"""Gzip around what zlib packs, without a name or a time: the same input gives the same bytes."""
_LINE = msgspec.json.Decoder(_Line)


class NotApplied(msgspec.Struct, frozen=True):
    """An event that the hub holds but could not apply; a person sees it on both sides. `reason` is a stable code."""

    seq: int
    reason: str


class Acknowledgement(msgspec.Struct, frozen=True, kw_only=True):
    """What the hub signs and stores: it holds these events durably. The same request gets the same bytes again."""

    hub: Identifier
    epoch: int
    device: Identifier
    incarnation: Identifier
    from_seq: int
    to_seq: int
    head: _Hex32
    received_at: Instant
    not_applied: tuple[NotApplied, ...] = ()
    missing_blobs: tuple[Sha256, ...] = ()


def acknowledgement_in(signed: str) -> Acknowledgement:
    """What a compact JWS says that was verified before. Raises codec.Malformed."""
    try:
        payload = signed.split(".")[1]
        plain = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    except (IndexError, ValueError):
        raise codec.Malformed("not a compact JWS") from None
    return codec.decode(plain, Acknowledgement)


class Opened(msgspec.Struct, frozen=True):
    """A batch taken apart: the signed first line as it came, and the links."""

    signed_header: str
    records: tuple[chain.Record, ...]


def pack(header: Header, records: Sequence[chain.Record], sign: Callable[[bytes], str]) -> bytes:
    """The batch as sent. `sign` makes a compact JWS of the canonical header. Same input, same bytes."""
    return pack_signed(sign(codec.encode(header)), records)


def pack_signed(signed_header: str, records: Sequence[chain.Record]) -> bytes:
    """The batch with a header that was signed before, as a hub gives back what it was sent."""
    lines = [signed_header.encode("ascii"), *(_pack_record(record) for record in records)]
    return zlib.compress(b"\n".join(lines) + b"\n", level=6, wbits=_GZIP)


def packed_size(record: chain.Record) -> int:
    """Bytes that this record takes in a batch before compression; the frame around a body takes about 220."""
    return len(record.body or b"") + 220


def _pack_record(record: chain.Record) -> bytes:
    if record.body is None or record.salt is None:
        return codec.encode(_Line(seq=record.seq, hash=record.hash.hex(), commitment=record.commitment.hex()))
    body = msgspec.Raw(record.body)
    return codec.encode(_Line(seq=record.seq, hash=record.hash.hex(), salt=record.salt.hex(), body=body))


def open_batch(packed: bytes, *, limit: int = LARGEST_UNPACKED) -> Opened:
    """Take a batch apart. Nothing in it is trusted yet: the caller checks signature and chain.

    Raises codec.Malformed when it is no gzip, unpacks to more than `limit` bytes, or a line is not what it must be.
    """
    first, *rest = _gunzip(packed, limit).split(b"\n")
    if not rest or rest.pop() != b"":
        raise codec.Malformed("the batch does not end with a line end")
    try:
        signed = first.decode("ascii")
    except UnicodeDecodeError:
        raise codec.Malformed("the first line is not a signed header") from None
    if len(rest) > MAX_EVENTS:
        raise codec.Malformed(f"more than {MAX_EVENTS} events")
    return Opened(signed, tuple(_open_record(line) for line in rest))


def _open_record(line: bytes) -> chain.Record:
    read = codec.decode(line, _Line, _LINE)
    raw = bytes(read.body)
    body = None if raw == b"null" else raw
    if (body is None) != (read.salt is None) or (body is None) == (read.commitment is None):
        raise codec.Malformed(f"event {read.seq} has neither a whole body nor a commitment in its place")
    salt = None if read.salt is None else bytes.fromhex(read.salt)
    commitment = bytes.fromhex(read.commitment) if read.commitment else chain.commit(salt or b"", body or b"")
    return chain.Record(seq=read.seq, hash=bytes.fromhex(read.hash), commitment=commitment, salt=salt, body=body)


def _gunzip(packed: bytes, limit: int) -> bytes:
    unpacker = zlib.decompressobj(wbits=_GZIP)
    try:
        plain = unpacker.decompress(packed, limit)
    except zlib.error:
        raise codec.Malformed("the batch is not gzip") from None
    if unpacker.unconsumed_tail:
        raise codec.Malformed(f"the batch unpacks to more than {limit} bytes")
    if not unpacker.eof or unpacker.unused_data:
        raise codec.Malformed("the batch is cut off, or has something behind it")
    return plain


def content_digest(body: bytes) -> str:
    """The value of a Content-Digest header (RFC 9530) for these bytes."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode('ascii')}:"

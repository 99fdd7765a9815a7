"""The hash chain of one device's events: each event's hash holds the one before it. Bytes in, bytes out, no storage."""

import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache
from uuid import UUID

import msgspec

SALT_BYTES = 16
GENESIS = bytes(32)
"""What stands before the first event of a device."""
_UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_TAG = b"ombruk event v1\x00"
_NOTHING = hashlib.sha256()
"""Never updated itself: to copy one that is begun takes less than to begin another."""


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """One link as stored and sent. `body` and `salt` are None once erased; `commitment` then stands in for them."""

    seq: int
    hash: bytes
    commitment: bytes
    salt: bytes | None
    body: bytes | None


class Head(msgspec.Struct, frozen=True):
    """The position (seq, 0 before the first event) and hash of a chain's last link."""

    seq: int
    hash: bytes


class Broken(ValueError):
    """A chain that does not hold. `seq` is the first position that is wrong."""

    def __init__(self, seq: int, what: str) -> None:
        super().__init__(f"event {seq}: {what}")
        self.seq = seq


def parent_text(parent: str | None, start: Head) -> str:
    """Where an incarnation begins, as it is written beside its batches and in their HTTP header."""
    return f"{parent or '-'}:{start.seq}:{start.hash.hex()}"


def read_parent(text: str) -> tuple[str | None, Head]:
    """The parent's incarnation (None for a device's first) and the head behind which it begins. Raises ValueError."""
    found = re.fullmatch(rf"(-|{_UUID}):([0-9]{{1,18}}):([0-9a-f]{{64}})", text)
    if found is None:
        raise ValueError("not a place in a chain")
    return (None if found[1] == "-" else found[1]), Head(int(found[2]), bytes.fromhex(found[3]))


def commit(salt: bytes, body: bytes) -> bytes:
    """SHA-256 over salt and body. A body with personal data can be erased and the chain still verifies."""
    whole = _NOTHING.copy()
    whole.update(salt + body)
    return whole.digest()


def link(device: str, incarnation: str, seq: int, previous: bytes, commitment: bytes) -> bytes:
    """The hash of one event: SHA-256(tag ‖ device ‖ incarnation ‖ seq ‖ previous ‖ commitment).

    `device` and `incarnation` are UUIDs (16 bytes each), `seq` is 8 bytes big-endian from 1, the hashes 32 bytes.
    """
    whole = _begun(device, incarnation).copy()
    whole.update(seq.to_bytes(8, "big") + previous + commitment)
    return whole.digest()


@lru_cache(maxsize=64)
def _begun(device: str, incarnation: str) -> "hashlib._Hash":
    """What the hashes of one log begin with; never updated itself. There are few of them, and every event asks."""
    return hashlib.sha256(_TAG + UUID(device).bytes + UUID(incarnation).bytes)


def append(device: str, incarnation: str, head: Head, salt: bytes, body: bytes) -> Record:
    """The link that follows `head` with this body."""
    commitment = commit(salt, body)
    seq = head.seq + 1
    digest = link(device, incarnation, seq, head.hash, commitment)
    return Record(seq=seq, hash=digest, commitment=commitment, salt=salt, body=body)


def verify(device: str, incarnation: str, start: Head, records: Iterable[Record]) -> Head:
    """Walk `records` from `start` and return the new head. Raises Broken at the first link that does not hold."""
    return verify_links(device, incarnation, start, map(_with_its_body, records))


def _with_its_body(record: Record) -> Record:
    if record.body is not None and commit(record.salt or b"", record.body) != record.commitment:
        raise Broken(record.seq, "the body was altered")
    return record


def verify_links(device: str, incarnation: str, start: Head, records: Iterable[Record]) -> Head:
    """The same for links whose commitments were made from their bodies just now, as a batch's are when it is opened."""
    seq, before = start.seq, start.hash
    for record in records:
        seq += 1
        if record.seq != seq:
            raise Broken(seq, f"missing, {record.seq} came instead")
        if link(device, incarnation, seq, before, record.commitment) != record.hash:
            raise Broken(seq, "the chain does not hold here")
        before = record.hash
    return Head(seq, before)

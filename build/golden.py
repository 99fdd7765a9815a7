"""Golden files: one realistic message of every kind, as exact bytes, against which both sides test for ever.

`golden.py [FOLDER]` writes the files that are missing and never touches one that is there. A kind that changes gets a
higher version, a new file, and keeps the old one.
"""

import base64
import gzip
import hashlib
import json
import sys
from pathlib import Path

from golden_messages import AROUND, BATCHES, DEVICE, EVENTS, HEADER_SIGNATURE, HUB, INCARNATION

from wire import batch, chain, codec, messages

GOLDEN = Path(__file__).resolve().parent.parent / "wire" / "golden"
HASHES = "hashes.json"
SALT = bytes(range(16))
"""Salt of the links in hashes.json; a station draws 16 random bytes for each event."""


def packed_batch(events: tuple[messages.KnownEvent, ...]) -> bytes:
    """All events as one batch, unpacked; the second body is erased, as after the time for keeping it ran out."""
    head, records = chain.Head(0, chain.GENESIS), []
    for place, event in enumerate(events):
        salt = hashlib.sha256(f"salt {place}".encode()).digest()[: chain.SALT_BYTES]
        record = chain.append(DEVICE, INCARNATION, head, salt, codec.encode_event(event))
        head = chain.Head(record.seq, record.hash)
        records.append(record)
    erased = records[1]
    records[1] = chain.Record(seq=erased.seq, hash=erased.hash, commitment=erased.commitment, salt=None, body=None)
    header = batch.Header(
        hub=HUB,
        device=DEVICE,
        incarnation=INCARNATION,
        from_seq=1,
        to_seq=len(records),
        count=len(records),
        previous=chain.GENESIS.hex(),
        head=head.hash.hex(),
    )
    return gzip.decompress(batch.pack(header, records, signed_header))


def signed_header(payload: bytes) -> str:
    protected, body = (base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in (b'{"alg":"Ed25519"}', payload))
    return f"{protected}.{body}.{HEADER_SIGNATURE}"


def write_missing(folder: Path) -> list[str]:
    """Write what is not there yet, and the hash of each new event. Returns the names of the new files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {f"{type(event).__name__}.v{event.version}.json": codec.encode_event(event) for event in EVENTS}
    files |= {f"{name}.v1.json": codec.encode(message) for name, message in AROUND.items()}
    files |= {name: packed_batch(events) for name, events in BATCHES.items()}
    new = [name for name in files if not (folder / name).exists()]
    for name in new:
        (folder / name).write_bytes(files[name])
    place = folder / HASHES
    pinned: dict[str, str] = json.loads(place.read_text(encoding="utf-8")) if place.exists() else {}
    for name in (name for name in new if name[0].isupper() and name not in pinned):
        pinned[name] = chain.append(DEVICE, INCARNATION, chain.Head(0, chain.GENESIS), SALT, files[name]).hash.hex()
    if new:
        place.write_text(json.dumps(pinned, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    return new


if __name__ == "__main__":
    for written in write_missing(Path(sys.argv[1]) if len(sys.argv) > 1 else GOLDEN):
        print(written)

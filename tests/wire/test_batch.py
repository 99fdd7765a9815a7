"""A batch survives the way: packed and opened it is the same links; anything else is told apart."""

import gzip
import os
import uuid

import msgspec
import pytest

from wire import batch, chain, codec
from wire.messages import ItemRefused

DEVICE, INCARNATION, HUB = (str(uuid.UUID(int=n)) for n in (1, 2, 3))


def refusal() -> bytes:
    return codec.encode_event(
        ItemRefused(
            event=str(uuid.uuid4()),
            at="2026-11-24T10:00:00Z",
            refusal=str(uuid.uuid4()),
            category="chair",
            reason="worn_out",
        )
    )


def log(length: int) -> list[chain.Record]:
    head, records = chain.Head(0, chain.GENESIS), []
    for _ in range(length):
        record = chain.append(DEVICE, INCARNATION, head, os.urandom(chain.SALT_BYTES), refusal())
        head = chain.Head(record.seq, record.hash)
        records.append(record)
    return records


def packed(records: list[chain.Record]) -> bytes:
    header = batch.Header(
        hub=HUB,
        device=DEVICE,
        incarnation=INCARNATION,
        from_seq=records[0].seq,
        to_seq=records[-1].seq,
        count=len(records),
        previous=chain.GENESIS.hex(),
        head=records[-1].hash.hex(),
    )
    return batch.pack(header, records, lambda signed: f"header.{signed.hex()}.signature")


def test_a_batch_opens_to_the_very_same_links() -> None:
    records = log(5)
    assert batch.open_batch(packed(records)).records == tuple(records)


def test_an_erased_body_leaves_a_chain_that_verifies() -> None:
    records = log(3)
    records[1] = msgspec.structs.replace(records[1], salt=None, body=None)
    opened = batch.open_batch(packed(records)).records
    assert chain.verify(DEVICE, INCARNATION, chain.Head(0, chain.GENESIS), opened).seq == 3


def test_the_same_links_pack_to_the_same_bytes() -> None:
    records = log(4)
    assert packed(records) == packed(records)


@pytest.mark.parametrize("cut", [1, 2, 10, 100])
def test_a_batch_that_was_cut_off_is_refused(cut: int) -> None:
    with pytest.raises(codec.Malformed):
        batch.open_batch(packed(log(3))[:-cut])


def test_a_small_file_that_unpacks_to_a_large_one_is_refused() -> None:
    with pytest.raises(codec.Malformed, match="unpacks to more"):
        batch.open_batch(gzip.compress(b"0" * 50_000_000))


def test_something_behind_the_batch_is_refused() -> None:
    with pytest.raises(codec.Malformed):
        batch.open_batch(packed(log(1)) + b"more")


def test_a_changed_body_breaks_the_chain_there() -> None:
    records = log(4)
    records[2] = msgspec.structs.replace(records[2], body=refusal())
    with pytest.raises(chain.Broken) as broken:
        chain.verify(DEVICE, INCARNATION, chain.Head(0, chain.GENESIS), records)
    assert broken.value.seq == 3


def test_a_missing_link_is_named() -> None:
    records = log(4)
    del records[1]
    with pytest.raises(chain.Broken) as broken:
        chain.verify(DEVICE, INCARNATION, chain.Head(0, chain.GENESIS), records)
    assert broken.value.seq == 2

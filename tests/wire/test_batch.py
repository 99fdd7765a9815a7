"""A batch survives the way: packed and opened it is the same links; anything else is told apart."""

import contextlib
import gzip
import os
import uuid

import msgspec
import pytest
from event_strategies import ANY_EVENT, CODES, IDENTIFIERS, INSTANTS, SHA256
from hypothesis import given
from hypothesis import strategies as st

from wire import batch, chain, codec
from wire.messages import Event, ItemRefused

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


def lines_of(packed_bytes: bytes) -> list[bytes]:
    return gzip.decompress(packed_bytes).split(b"\n")


def repacked(lines: list[bytes]) -> bytes:
    return gzip.compress(b"\n".join(lines))


@given(st.lists(st.tuples(ANY_EVENT, st.binary(min_size=16, max_size=16), st.booleans()), min_size=1, max_size=4))
def test_any_log_survives_the_way(written: list[tuple[Event, bytes, bool]]) -> None:
    head, records = chain.Head(0, chain.GENESIS), []
    for event, salt, erased in written:
        record = chain.append(DEVICE, INCARNATION, head, salt, codec.encode_event(event))
        head = chain.Head(record.seq, record.hash)
        records.append(msgspec.structs.replace(record, salt=None, body=None) if erased else record)
    opened = batch.open_batch(packed(records))
    assert opened.records == tuple(records)
    assert chain.verify(DEVICE, INCARNATION, chain.Head(0, chain.GENESIS), opened.records) == head


def test_a_body_of_a_later_version_travels_byte_for_byte() -> None:
    later = '{ "kind": "ItemLent",  "to": "Åse", "weight": 1.50 }'.encode()
    record = chain.append(DEVICE, INCARNATION, chain.Head(0, chain.GENESIS), bytes(16), later)
    (opened,) = batch.open_batch(packed([record])).records
    assert opened.body == later


def test_what_is_signed_is_the_canonical_header() -> None:
    records = log(2)
    signed = bytes.fromhex(batch.open_batch(packed(records)).signed_header.split(".")[1])
    header = codec.decode(signed, batch.Header)
    assert codec.encode(header) == signed
    assert (header.from_seq, header.to_seq, header.count, header.head) == (1, 2, 2, records[1].hash.hex())


def test_a_thousand_events_are_a_batch_and_one_more_is_not() -> None:
    line = lines_of(packed(log(1)))[1]
    assert len(batch.open_batch(repacked([b"a.b.c", *[line] * 1000, b""])).records) == 1000
    with pytest.raises(codec.Malformed, match="more than 1000"):
        batch.open_batch(repacked([b"a.b.c", *[line] * 1001, b""]))


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"null",
        b"{}",
        b'{"seq":1,"hash":"@"}',
        b'{"seq":1,"hash":"@","salt":"#"}',
        b'{"seq":1,"hash":"@","body":{}}',
        b'{"seq":1,"hash":"@","salt":"#","body":null}',
        b'{"seq":1,"hash":"@","salt":"#","commitment":"@"}',
        b'{"seq":1,"hash":"@","salt":"#","commitment":"@","body":{}}',
        b'{"seq":0,"hash":"@","commitment":"@"}',
        b'{"seq":1.5,"hash":"@","commitment":"@"}',
        b'{"seq":1,"hash":"@\\n","commitment":"@"}',
        b'{"seq":1,"hash":"@","salt":"#\\n","body":{}}',
        b'{"seq":1,"hash":"abc","commitment":"@"}',
        b'{"seq":1,"hash":"\xff","commitment":"@"}',
        b'{"seq":1,"hash":"@","salt":"#","body":{}',
        b'{"seq":1,"hash":"@","salt":"#","body":' + b"[" * 100_000,
    ],
    ids=lambda line: repr(line[:50]),
)
def test_a_line_that_is_no_link_is_malformed(line: bytes) -> None:
    line = line.replace(b"@", b"0" * 64).replace(b"#", b"0" * 32)
    with pytest.raises(codec.Malformed):
        batch.open_batch(repacked([b"a.b.c", line, b""]))


@pytest.mark.parametrize("plain", [b"", b"a.b.c", "å.b.c\n".encode(), b"a.b.c\n{}"])
def test_a_batch_without_a_whole_first_line_or_last_line_is_malformed(plain: bytes) -> None:
    with pytest.raises(codec.Malformed):
        batch.open_batch(gzip.compress(plain))


@given(st.binary(max_size=100))
def test_random_bytes_are_malformed(noise: bytes) -> None:
    with pytest.raises(codec.Malformed):
        batch.open_batch(noise)


WHOLE = gzip.decompress(packed(log(3)))


@given(st.data())
def test_a_damaged_batch_is_the_same_links_or_malformed_or_does_not_verify(data: st.DataObject) -> None:
    """The same: when the damage hit something that says nothing, such as the name of an empty field."""
    first = WHOLE.index(b"\n") + 1
    place = data.draw(st.integers(first, len(WHOLE) - 2))
    change = data.draw(st.integers(1, 255))
    damaged = WHOLE[:place] + bytes([WHOLE[place] ^ change]) + WHOLE[place + 1 :]
    with contextlib.suppress(codec.Malformed, chain.Broken):
        opened = batch.open_batch(gzip.compress(damaged))
        chain.verify(DEVICE, INCARNATION, chain.Head(0, chain.GENESIS), opened.records)
        assert opened == batch.open_batch(gzip.compress(WHOLE))


@pytest.mark.parametrize(("spare", "fits"), [(0, True), (1, True), (-1, False)])
def test_the_limit_on_unpacking_is_exact(spare: int, fits: bool) -> None:
    sent = packed(log(3))
    limit = len(gzip.decompress(sent)) + spare
    if fits:
        assert len(batch.open_batch(sent, limit=limit).records) == 3
    else:
        with pytest.raises(codec.Malformed):
            batch.open_batch(sent, limit=limit)


@given(ANY_EVENT)
def test_the_room_that_a_link_takes_is_not_underestimated(event: Event) -> None:
    record = chain.append(DEVICE, INCARNATION, chain.Head(999_999, bytes(32)), bytes(16), codec.encode_event(event))
    line = gzip.decompress(packed([record])).split(b"\n")[1]
    assert len(line) + 1 <= batch.packed_size(record)


def test_the_digest_of_a_body_is_written_as_the_standard_says() -> None:
    """RFC 9530, section 2: the example in which {"hello": "world"} and a line end are sent."""
    assert batch.content_digest(b'{"hello": "world"}\n') == "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:"


SEQS = st.integers(1, 2**53)
ACKNOWLEDGEMENTS = st.builds(
    batch.Acknowledgement,
    hub=IDENTIFIERS,
    epoch=st.integers(1, 100),
    device=IDENTIFIERS,
    incarnation=IDENTIFIERS,
    from_seq=SEQS,
    to_seq=SEQS,
    head=SHA256,
    received_at=INSTANTS,
    not_applied=st.lists(st.builds(batch.NotApplied, SEQS, CODES), max_size=3).map(tuple),
    missing_blobs=st.lists(SHA256, max_size=3).map(tuple),
)


@given(ACKNOWLEDGEMENTS)
def test_an_acknowledgement_is_read_as_it_was_given(acknowledgement: batch.Acknowledgement) -> None:
    assert codec.decode(codec.encode(acknowledgement), batch.Acknowledgement) == acknowledgement

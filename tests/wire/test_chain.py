"""The chain of events: whatever is changed, taken out, put in or moved is found, and at its place."""

import hashlib

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from wire import chain
from wire.chain import Broken, Head, Record

DEVICE, INCARNATION = "0e3d7c1a-98f4-4c0b-9d55-20a1f6c9b431", "7b1f0c52-d9e8-4a37-86ce-5f2b90ad1e64"
OTHER = "00000000-0000-4000-8000-000000000001"
START = Head(0, chain.GENESIS)

BODIES = st.lists(st.tuples(st.binary(min_size=16, max_size=16), st.binary(min_size=1, max_size=40)), min_size=1)
LINKS = BODIES.map(lambda bodies: grown(bodies))


def grown(bodies: list[tuple[bytes, bytes]], start: Head = START) -> list[Record]:
    head, records = start, []
    for salt, body in bodies:
        record = chain.append(DEVICE, INCARNATION, head, salt, body)
        head = Head(record.seq, record.hash)
        records.append(record)
    return records


def broken_at(records: list[Record], start: Head = START) -> int:
    with pytest.raises(Broken) as broken:
        chain.verify(DEVICE, INCARNATION, start, records)
    return broken.value.seq


def flipped(data: bytes, bit: int) -> bytes:
    place = bit % (len(data) * 8)
    changed = bytearray(data)
    changed[place // 8] ^= 1 << place % 8
    return bytes(changed)


def test_the_formula_is_what_it_was_on_the_first_day() -> None:
    """Every part laid out by hand, byte for byte; a change here would orphan every log that was ever written."""
    salt = bytes.fromhex("000102030405060708090a0b0c0d0e0f")
    body = '{"kind":"ItemDiscarded","reason":"Ødelagt"}'.encode()
    commitment = hashlib.sha256(salt + body).digest()
    preimage = (
        b"ombruk event v1\x00"
        + bytes.fromhex("0e3d7c1a98f44c0b9d5520a1f6c9b431")
        + bytes.fromhex("7b1f0c52d9e84a3786ce5f2b90ad1e64")
        + bytes.fromhex("0000000000000001")
        + bytes(32)
        + commitment
    )
    record = chain.append(DEVICE, INCARNATION, START, salt, body)
    assert len(preimage) == 16 + 16 + 16 + 8 + 32 + 32
    assert record.commitment.hex() == "da2fa1ed825c1fb1403c417ab15ce2dfa310c2f367f081524ceb7c1ad06539eb"
    assert record.hash == hashlib.sha256(preimage).digest()
    assert record.hash.hex() == "755197dce1af9b0d5a1e219751fa48cd2a52edc4168521239e5de1c21dd61865"
    second = chain.append(DEVICE, INCARNATION, Head(1, record.hash), salt, body)
    assert second.hash.hex() == "bc86ef8695ab35e114c60ac7d72eb565c7e6e17e069fbdf8e51ca1e6d216fa38"


@given(LINKS)
def test_a_whole_chain_holds_and_ends_at_its_last_link(records: list[Record]) -> None:
    assert [record.seq for record in records] == list(range(1, len(records) + 1))
    assert chain.verify(DEVICE, INCARNATION, START, records) == Head(records[-1].seq, records[-1].hash)


@given(LINKS, st.data())
def test_a_chain_can_be_verified_in_pieces(records: list[Record], data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(records)))
    middle = chain.verify(DEVICE, INCARNATION, START, records[:cut])
    assert chain.verify(DEVICE, INCARNATION, middle, records[cut:]).seq == len(records)


def test_nothing_is_a_chain_that_ends_where_it_starts() -> None:
    assert chain.verify(DEVICE, INCARNATION, START, []) == START


@given(LINKS, st.sampled_from(["hash", "commitment", "salt", "body"]), st.integers(0, 10_000), st.data())
def test_one_changed_bit_is_found_at_its_link(records: list[Record], part: str, bit: int, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(records) - 1))
    wrong = msgspec.structs.replace(records[place], **{part: flipped(getattr(records[place], part), bit)})
    assert broken_at([*records[:place], wrong, *records[place + 1 :]]) == place + 1


@given(LINKS, st.data())
def test_a_body_changed_together_with_its_commitment_is_found(records: list[Record], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(records) - 1))
    old = records[place]
    body = (old.body or b"") + b" "
    wrong = msgspec.structs.replace(old, body=body, commitment=chain.commit(old.salt or b"", body))
    assert broken_at([*records[:place], wrong, *records[place + 1 :]]) == place + 1


@given(LINKS, st.data())
def test_a_link_forged_with_its_hash_is_found_at_the_next_one(records: list[Record], data: st.DataObject) -> None:
    assume(len(records) > 1)
    place = data.draw(st.integers(0, len(records) - 2))
    before = Head(place, records[place - 1].hash if place else chain.GENESIS)
    forged = chain.append(DEVICE, INCARNATION, before, bytes(16), b"forged")
    assume(forged.hash != records[place].hash)
    assert broken_at([*records[:place], forged, *records[place + 1 :]]) == place + 2


@given(LINKS, st.data())
def test_a_removed_link_is_found_where_it_stood(records: list[Record], data: st.DataObject) -> None:
    assume(len(records) > 1)
    place = data.draw(st.integers(0, len(records) - 2))
    assert broken_at(records[:place] + records[place + 1 :]) == place + 1


@given(LINKS, st.data())
def test_two_swapped_links_are_found_at_the_first(records: list[Record], data: st.DataObject) -> None:
    assume(len(records) > 1)
    one = data.draw(st.integers(0, len(records) - 2))
    other = data.draw(st.integers(one + 1, len(records) - 1))
    records[one], records[other] = records[other], records[one]
    assert broken_at(records) == one + 1


@given(LINKS, st.data())
def test_swapped_links_are_found_even_when_their_positions_were_rewritten(
    records: list[Record], data: st.DataObject
) -> None:
    assume(len(records) > 1)
    place = data.draw(st.integers(0, len(records) - 2))
    one, other = records[place], records[place + 1]
    records[place] = msgspec.structs.replace(other, seq=one.seq)
    records[place + 1] = msgspec.structs.replace(one, seq=other.seq)
    assert broken_at(records) == place + 1


@given(LINKS, st.data())
def test_an_inserted_link_is_found_where_it_was_put(records: list[Record], data: st.DataObject) -> None:
    place = data.draw(st.integers(1, len(records)))
    twice = records[data.draw(st.integers(0, place - 1))]
    assert broken_at([*records[:place], twice, *records[place:]]) == place + 1


@given(LINKS)
def test_a_link_at_nought_or_below_is_found(records: list[Record]) -> None:
    assert broken_at([msgspec.structs.replace(records[0], seq=0), *records[1:]]) == 1


@given(LINKS)
def test_a_chain_belongs_to_one_device_and_one_incarnation(records: list[Record]) -> None:
    for device, incarnation in ((OTHER, INCARNATION), (DEVICE, OTHER), (INCARNATION, DEVICE)):
        with pytest.raises(Broken) as broken:
            chain.verify(device, incarnation, START, records)
        assert broken.value.seq == 1


@given(LINKS, st.integers(0, 255))
def test_another_past_is_found_at_the_first_link(records: list[Record], bit: int) -> None:
    assert broken_at(records, Head(0, flipped(chain.GENESIS, bit))) == 1


@given(LINKS, st.data())
def test_an_erased_body_keeps_the_chain_and_a_wrong_commitment_does_not(
    records: list[Record], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(records) - 1))
    records[place] = msgspec.structs.replace(records[place], salt=None, body=None)
    assert chain.verify(DEVICE, INCARNATION, START, records).seq == len(records)
    records[place] = msgspec.structs.replace(records[place], commitment=bytes(32))
    assert broken_at(records) == place + 1


def test_an_erased_body_cannot_be_put_back_as_another() -> None:
    records = grown([(bytes(16), b"Kari"), (bytes(16), b"Ola")])
    records[0] = msgspec.structs.replace(records[0], body=b"Per")
    assert broken_at(records) == 1


@given(st.binary(min_size=16, max_size=16), st.binary(min_size=16, max_size=16), st.binary(max_size=20))
def test_the_salt_hides_what_was_erased(one: bytes, other: bytes, body: bytes) -> None:
    """Two events with the same words have commitments that nobody can match up or guess from the words."""
    assert (chain.commit(one, body) == chain.commit(other, body)) == (one == other)


def test_the_message_names_the_position_and_nothing_of_the_content() -> None:
    records = grown([(bytes(16), b"Kari Nordmann")])
    with pytest.raises(Broken, match="event 1: the body was altered") as broken:
        chain.verify(DEVICE, INCARNATION, START, [msgspec.structs.replace(records[0], body=b"Kari Nordmenn")])
    assert "Kari" not in str(broken.value)

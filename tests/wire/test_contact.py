"""What is said around the batches: who asks, where both stand, what is missing, and why something was turned down."""

import re
from typing import Any

import msgspec
import pytest
from event_strategies import IDENTIFIERS, INSTANTS, SHA256, TEXTS
from hypothesis import given
from hypothesis import strategies as st

from wire import chain, contact
from wire.codec import Malformed, decode, encode

HUB, DEVICE, STATION = (f"00000000-0000-4000-8000-00000000000{n}" for n in (1, 2, 3))
ZERO = chain.GENESIS.hex()

SEQS = st.integers(0, 2**53)
HELLOS = st.builds(
    contact.Hello,
    hub=IDENTIFIERS,
    incarnation=IDENTIFIERS,
    parent_incarnation=st.none() | IDENTIFIERS,
    parent_seq=SEQS,
    parent_hash=SHA256,
    acked_seq=SEQS,
    acked_hash=SHA256,
    last_seq=SEQS,
    last_hash=SHA256,
    reference_version=SEQS,
    app=TEXTS,
)
REPLIES = st.builds(
    contact.HelloReply,
    hub=IDENTIFIERS,
    epoch=SEQS,
    head_seq=SEQS,
    head_hash=SHA256,
    at_acked=st.none() | SHA256,
    at_last=st.none() | SHA256,
    backed_up_seq=SEQS,
    reference_version=SEQS,
    now=INSTANTS,
    backoff_s=st.integers(0, 900),
)


@given(HELLOS)
def test_a_hello_is_read_as_it_was_said(hello: contact.Hello) -> None:
    assert decode(encode(hello), contact.Hello) == hello


@given(REPLIES)
def test_the_reply_is_read_as_it_was_said(reply: contact.HelloReply) -> None:
    assert decode(encode(reply), contact.HelloReply) == reply


def test_a_first_hello_starts_from_nothing() -> None:
    first = contact.Hello(
        hub=HUB,
        incarnation=DEVICE,
        parent_incarnation=None,
        parent_seq=0,
        parent_hash=ZERO,
        acked_seq=0,
        acked_hash=ZERO,
        last_seq=0,
        last_hash=ZERO,
        reference_version=0,
        app="ombruk 0.1.0",
    )
    assert decode(encode(first), contact.Hello) == first


@given(HELLOS, st.text(max_size=8), st.integers())
def test_a_newer_station_may_say_more(hello: contact.Hello, name: str, value: int) -> None:
    fields = msgspec.to_builtins(hello)
    if name not in fields:
        assert decode(encode({**fields, name: value}), contact.Hello) == hello


@given(HELLOS, st.sampled_from(contact.Hello.__struct_fields__))
def test_no_part_of_a_hello_may_be_left_out_but_the_wire_version(hello: contact.Hello, left_out: str) -> None:
    fields = msgspec.to_builtins(hello)
    del fields[left_out]
    if left_out == "wire":
        assert decode(encode(fields), contact.Hello).wire == 1
    else:
        with pytest.raises(Malformed, match=left_out):
            decode(encode(fields), contact.Hello)


def enrolled(**changes: Any) -> bytes:
    answer = {
        "hub": HUB,
        "epoch": 1,
        "hub_keys": [{"kty": "OKP"}],
        "device_number": 31,
        "station": STATION,
        "station_name": "Isi",
        "municipality": "Bærum",
    }
    return encode({**answer, **changes})


@pytest.mark.parametrize("device_number", [1, 31, 89_999])
def test_enrolment_gives_a_permanent_number(device_number: int) -> None:
    assert decode(enrolled(device_number=device_number), contact.Enrolled).device_number == device_number


@pytest.mark.parametrize(
    "changes", [{"device_number": 0}, {"device_number": 90_000}, {"hub": "the hub"}, {"station": None}], ids=str
)
def test_an_enrolment_that_cannot_be_is_malformed(changes: dict[str, Any]) -> None:
    with pytest.raises(Malformed, match="Enrolled"):
        decode(enrolled(**changes), contact.Enrolled)


def test_at_most_five_hundred_files_are_asked_for_at_once() -> None:
    name = "0" * 64
    assert len(decode(encode({"sha256": [name] * 500}), contact.BlobQuestion).sha256) == 500
    with pytest.raises(Malformed):
        decode(encode({"sha256": [name] * 501}), contact.BlobQuestion)


@pytest.mark.parametrize("name", ["", "0" * 63, "0" * 65, "A" * 64, "g" * 64, "../" + "0" * 61, "0" * 64 + "\n"])
def test_what_is_no_sha256_does_not_name_a_file(name: str) -> None:
    with pytest.raises(Malformed):
        decode(encode({"sha256": [name]}), contact.BlobQuestion)


def test_a_one_time_code_has_a_bound() -> None:
    with pytest.raises(Malformed):
        decode(encode({"device": DEVICE, "code": "x" * 41, "nonce": "n"}), contact.EnrolmentProof)


def test_a_token_request_says_what_the_standard_wants() -> None:
    """RFC 7523, section 2.2: the type of assertion and the grant are these words."""
    said = msgspec.to_builtins(contact.TokenRequest(client_assertion="a.b.c"))
    assert said["client_assertion_type"] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    assert said["grant_type"] == "client_credentials"


PROBLEMS = {
    name: word
    for name, word in vars(contact).items()
    if name.isupper() and name != "PROBLEM_BASE" and isinstance(word, str)
}


def test_problem_words_are_what_they_were() -> None:
    """Stations in the field tell problems apart by these words; one may be added, none changed or taken away."""
    assert set(PROBLEMS.values()) >= {
        *("unauthorized", "nonce-needed", "key-revoked", "code-wrong", "unknown-device", "wrong-hub"),
        *("malformed", "bad-signature", "chain-broken", "chain-gap", "chain-fork", "unknown-parent"),
        *("too-large", "digest-mismatch", "wrong-offset", "not-the-blob", "not-found", "busy"),
    }
    assert contact.PROBLEM_BASE == "urn:ombruk:problem:"


def test_every_problem_word_is_one_of_its_own() -> None:
    assert len(set(PROBLEMS.values())) == len(PROBLEMS)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", word) for word in PROBLEMS.values())


def test_a_problem_of_another_server_is_read_too() -> None:
    """RFC 9457 lets a server add members; those that we do not know are passed over."""
    said = b'{"type":"about:blank","title":"Bad Gateway","status":502,"instance":"/x","trace":{"id":7}}'
    assert decode(said, contact.Problem) == contact.Problem(type="about:blank", title="Bad Gateway", status=502)

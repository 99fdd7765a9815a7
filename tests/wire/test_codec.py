"""Canonical bytes: one message, one spelling, whatever order it was made in and whatever it holds."""

import contextlib
import json
from typing import Any

import pytest
from event_strategies import ANY_EVENT
from hypothesis import given
from hypothesis import strategies as st

from wire.batch import Acknowledgement, Header
from wire.codec import Malformed, decode, encode, encode_event
from wire.contact import BlobQuestion, Hello, Problem
from wire.messages import Event
from wire.reference import Reference


def canonical(value: Any) -> bytes:
    """The same rule done by the standard library: sorted keys, no white space, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


@given(ANY_EVENT)
def test_an_event_has_sorted_keys_no_spaces_and_utf8(event: Event) -> None:
    written = encode_event(event)
    fields = json.loads(written)
    assert list(fields) == sorted(fields)
    assert canonical(fields) == written


@given(ANY_EVENT)
def test_there_is_no_line_end_in_a_body_so_that_it_fits_a_line(event: Event) -> None:
    assert b"\n" not in encode_event(event)
    assert b"\r" not in encode_event(event)


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(PLAIN)
def test_any_message_of_plain_values_has_one_spelling(value: Any) -> None:
    assert json.loads(encode(value)) == value
    if all(key.isascii() for key in _keys(value)):
        assert encode(value) == canonical(value)


def _keys(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [*value, *(key for inner in value.values() for key in _keys(inner))]
    return [key for inner in value for key in _keys(inner)] if isinstance(value, list) else []


@given(st.dictionaries(st.text(max_size=8), st.integers(0, 9), min_size=2, max_size=6))
def test_the_order_in_which_fields_were_given_does_not_matter(fields: dict[str, int]) -> None:
    assert encode(fields) == encode(dict(reversed(fields.items())))


def test_norwegian_is_written_as_itself() -> None:
    assert encode({"tittel": "Blå sofa «Kjærlighet», 2½ m"}) == '{"tittel":"Blå sofa «Kjærlighet», 2½ m"}'.encode()


@pytest.mark.parametrize("kind", [Acknowledgement, BlobQuestion, Header, Hello, Problem, Reference])
@given(noise=st.binary(max_size=100))
def test_random_bytes_are_malformed_whatever_was_expected(kind: type[Any], noise: bytes) -> None:
    with contextlib.suppress(Malformed):
        decode(noise, kind)


@pytest.mark.parametrize("kind", [Acknowledgement, BlobQuestion, Header, Hello, Problem, Reference])
@pytest.mark.parametrize(
    "noise",
    [
        b"",
        b"{}",
        b"<html>Logg inn</html>",
        b"[" * 100_000,
        b'{"hub":' + b"[" * 100_000,
        b'{"title":"\xff","sha256":["\xff"],"hub":"\xff"}',
        b"\xff\xfe{\x00}\x00",
    ],
    ids=lambda noise: repr(noise[:20]),
)
def test_what_a_captive_portal_or_a_broken_line_sends_is_malformed(kind: type[Any], noise: bytes) -> None:
    with pytest.raises(Malformed, match=kind.__name__):
        decode(noise, kind)

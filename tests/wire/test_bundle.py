"""Several files in one request: what is packed comes out the same, and nothing else is taken for a bundle."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wire import bundle, codec
from wire.blob import Blob


def blob_of(content: bytes) -> Blob:
    return Blob(sha256=hashlib.sha256(content).hexdigest(), media_type="image/jpeg", size=len(content))


def packed(*contents: bytes) -> bytes:
    return bundle.pack([(blob_of(content), content) for content in contents])


CONTENTS = st.lists(st.binary(max_size=300), min_size=1, max_size=6)


@given(CONTENTS)
def test_every_file_comes_out_as_it_was_packed(contents: list[bytes]) -> None:
    assert [(file.blob, file.content) for file in bundle.opened(packed(*contents))] == [
        (blob_of(content), content) for content in contents
    ]


@given(CONTENTS, st.data())
def test_a_bundle_that_was_cut_or_goes_on_is_none(contents: list[bytes], data: st.DataObject) -> None:
    whole = packed(*contents)
    with pytest.raises(codec.Malformed):
        bundle.opened(whole[: data.draw(st.integers(0, len(whole) - 1))])
    with pytest.raises(codec.Malformed):
        bundle.opened(whole + data.draw(st.binary(min_size=1, max_size=20)))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"\n", id="no line"),
        pytest.param(b'{"files":[]}\n', id="no file"),
        pytest.param(b'{"files":[{"media_type":"image/jpeg","sha256":"../../etc/passwd","size":1}]}\nx', id="a path"),
        pytest.param(b"x" * bundle.MOST_NAMED + packed(b"x"), id="a line without end"),
        pytest.param(packed(*[bytes([n]) for n in range(bundle.MOST_FILES + 1)]), id="too many files"),
        pytest.param(packed(b"ab").replace(b'"size":2', b'"size":-2'), id="less than nothing"),
    ],
)
def test_what_is_no_bundle_is_malformed(body: bytes) -> None:
    with pytest.raises(codec.Malformed):
        bundle.opened(body)

"""Keys and signatures of the counter, beside a library of its own for them (joserfc, which the hub uses)."""

import base64
import json
from pathlib import Path

import pytest
from joserfc import jws as reference
from joserfc.jwk import OKPKey

from domain.refused import Refused
from station_app.sync.keys import DeviceKey, FileKeyStore, signed_by_hub

SAID = '{"seq":7,"tekst":"blå stol"}'.encode()


@pytest.fixture
def theirs() -> OKPKey:
    return OKPKey.generate_key("Ed25519")


def public(key: OKPKey) -> dict[str, str]:
    return {name: str(value) for name, value in key.as_dict(private=False).items()}


def signed(key: OKPKey, payload: bytes = SAID, **header: object) -> str:
    named = {"alg": "Ed25519", **header}
    registry = reference.JWSRegistry(algorithms=["Ed25519", "EdDSA"])
    registry.strict_check_header = False
    return reference.serialize_compact(named, payload, key, registry=registry)


def test_both_make_the_same_bytes_of_the_same_key(theirs: OKPKey) -> None:
    ours = DeviceKey.from_json(json.dumps(theirs.as_dict(private=True)))
    assert ours.sign(SAID) == signed(theirs)
    assert ours.public() == {name: public(theirs)[name] for name in ("crv", "kty", "x")}
    assert ours.thumbprint() == theirs.thumbprint()
    again = OKPKey.import_key(json.loads(ours.to_json()))
    assert signed(again) == signed(theirs)


def test_a_key_that_was_just_made_signs_what_the_other_reads() -> None:
    made = DeviceKey.make()
    key = OKPKey.import_key(dict(made.public()))
    read = reference.deserialize_compact(made.sign(SAID), key, algorithms=["Ed25519"])
    assert read.payload == SAID


def test_the_hubs_words_are_read(theirs: OKPKey) -> None:
    other = OKPKey.generate_key("Ed25519")
    word = signed(theirs, kid=theirs.thumbprint())
    assert signed_by_hub(word, [public(other), public(theirs)]) == SAID


def altered(word: str) -> dict[str, str]:
    header, payload, signature = word.split(".")
    flipped = ("A" if signature[0] != "A" else "B") + signature[1:]
    return {
        "another signature": f"{header}.{payload}.{flipped}",
        "no signature": f"{header}.{payload}.",
        "other words": f"{header}.{base64.urlsafe_b64encode(b'{}').decode().rstrip('=')}.{signature}",
        "two parts": f"{header}.{payload}",
        "four parts": f"{word}.{signature}",
        "nothing": "",
        "padding": f"{word}=",
        "white space": f"{word} ",
        "not ASCII": f"{word}ø",
    }


@pytest.mark.parametrize("what", altered("e30.e30.AAAA"))
def test_what_was_altered_is_not_the_hubs(theirs: OKPKey, what: str) -> None:
    with pytest.raises(Refused, match="hub_signature_wrong"):
        signed_by_hub(altered(signed(theirs))[what], [public(theirs)])


@pytest.mark.parametrize(
    "header", [{"alg": "EdDSA"}, {"crit": ["b64"], "b64": True}, {"crit": None}], ids=["other name", "crit", "no crit"]
)
def test_what_is_signed_in_another_way_is_not_the_hubs(theirs: OKPKey, header: dict[str, object]) -> None:
    with pytest.raises(Refused, match="hub_signature_wrong"):
        signed_by_hub(by_hand(theirs, {"alg": "Ed25519", **header}), [public(theirs)])


def test_a_header_that_says_more_than_it_must_is_read(theirs: OKPKey) -> None:
    assert signed_by_hub(by_hand(theirs, {"alg": "Ed25519", "typ": "JWT", "x": 1}), [public(theirs)]) == SAID


def by_hand(key: OKPKey, header: dict[str, object]) -> str:
    """With any header, truly signed."""
    parts = [base64.urlsafe_b64encode(part).rstrip(b"=") for part in (json.dumps(header).encode(), SAID)]
    signature = key.private_key.sign(b".".join(parts))  # type: ignore[union-attr]
    return b".".join([*parts, base64.urlsafe_b64encode(signature).rstrip(b"=")]).decode()


@pytest.mark.parametrize("key", [{}, {"kty": "RSA"}, {"kty": "OKP", "crv": "Ed25519", "x": "AA"}, {"x": "AA"}])
def test_with_a_key_that_is_none_nothing_is_believed(theirs: OKPKey, key: dict[str, str]) -> None:
    with pytest.raises(Refused, match="hub_signature_wrong"):
        signed_by_hub(signed(theirs), [key])


@pytest.mark.parametrize("change", [{"d": "AAAA"}, {"x": "AAAA"}, {"crv": "X25519"}, {"d": 7}])
def test_a_kept_key_that_was_damaged_is_missing(tmp_path: Path, theirs: OKPKey, change: dict[str, object]) -> None:
    (tmp_path / "device-key.json").write_text(json.dumps({**theirs.as_dict(private=True), **change}))
    with pytest.raises(Refused, match="key_missing"):
        FileKeyStore(tmp_path).load()

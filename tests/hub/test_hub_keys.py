"""A device changes its key: from then on only the new one is let in, and what the old one signed before stays valid."""

from uuid import uuid4

import pytest
from device import TestDevice, _registry
from joserfc import jws
from joserfc.jwk import OKPKey

from hub.ingest.enrolment import revoke_device
from hub.ingest.models import Quarantine
from hub.reports.stations import keys
from wire import batch, codec, contact


def fresh_key() -> OKPKey:
    return OKPKey.generate_key("Ed25519")


def signed(key: OKPKey, words: bytes) -> str:
    return jws.serialize_compact({"alg": "Ed25519"}, words, key, registry=_registry())


def change(device: TestDevice, fresh: OKPKey, **other: object) -> object:
    public = {name: str(value) for name, value in fresh.as_dict(private=False).items()}
    fields = {
        "hub": device.hub,
        "device": other.pop("said", device.id),
        "nonce": device.nonce(),
        "public_key": public,
        "incarnation": device.incarnation,
        "last_seq": len(device.log),
    }
    by_new = other.pop("by_new", fresh)
    words = codec.encode(contact.KeyChange(**{**fields, **other}))
    asked = contact.NewKey(by_old=device.sign(words), by_new=signed(by_new, words))
    return device.ask("POST", f"/devices/{device.id}/key", codec.encode(asked))


def test_only_the_new_key_is_let_in(device: TestDevice) -> None:
    device.register()
    device.push()
    old, fresh = device.key, fresh_key()
    assert change(device, fresh).read(contact.KeyChanged).thumbprint == fresh.thumbprint()
    device.register()
    assert device.push(2).problem == contact.UNAUTHORIZED, "a token of the old key is of no use"
    assert device.ask_token().problem == contact.KEY_REVOKED
    device.key = fresh
    assert device.ask_token().status == 200
    assert device.acknowledged(2).not_applied == ()
    listed = keys(device.number)
    assert [(key["thumbprint"], key["valid_to_seq"]) for key in listed] == [
        (old.thumbprint(), 1),
        (fresh.thumbprint(), None),
    ]
    device.key = old
    assert device.ask_token().problem == contact.KEY_REVOKED


@pytest.mark.parametrize(
    ("other", "problem"),
    [
        ({"by_new": OKPKey.generate_key("Ed25519")}, contact.BAD_SIGNATURE),
        ({"said": str(uuid4())}, contact.MALFORMED),
        ({"hub": str(uuid4())}, contact.WRONG_HUB),
        ({"nonce": "made:up:here"}, contact.NONCE_NEEDED),
        ({"public_key": {"kty": "EC"}}, contact.MALFORMED),
    ],
)
def test_a_change_that_is_not_signed_for_as_it_must_be_changes_nothing(
    device: TestDevice, other: dict[str, object], problem: str
) -> None:
    assert change(device, fresh_key(), **other).problem == problem
    assert device.ask_token().status == 200


def test_a_key_that_was_used_before_is_not_taken_again_and_a_revoked_one_changes_nothing(device: TestDevice) -> None:
    assert change(device, device.key).problem == contact.KEY_REVOKED
    revoke_device(device.number)
    assert change(device, fresh_key()).problem == contact.KEY_REVOKED


def test_what_the_old_key_signed_counts_up_to_the_position_that_the_device_named(device: TestDevice) -> None:
    """As on a stick that arrives after the change."""
    from hub.ingest.heads import FIRST
    from hub.ingest.identity import Caller, this_hub
    from hub.ingest.ledger import Received, receive
    from hub.ingest.models import DeviceKey

    for _ in range(3):
        device.register()
    header = device.header(device.span())
    on_stick = device.sign(codec.encode(header))
    change(device, fresh_key(), last_seq=2)
    old = DeviceKey.objects.select_related("device").get(device_id=device.id, valid_to_seq=2)
    word = receive(Received(Caller(old, this_hub()), header, on_stick, tuple(device.span()), FIRST))
    told = device.verified(word.encode(), batch.Acknowledgement)
    assert told.not_applied == (batch.NotApplied(3, "key_revoked"),)
    assert Quarantine.objects.count() == 1

"""How a counter PC gets in, and is shut out."""

import time
from datetime import timedelta

import pytest
from conftest import MakeDevice
from device import TestDevice
from django.utils import timezone
from doors import Answer
from joserfc.jwk import OKPKey

from hub.agreements.models import Station
from hub.agreements.register import add_station
from hub.ingest import enrolment
from hub.ingest.models import Device, EnrolmentCode, Hub
from wire import codec, contact


def test_a_device_comes_in_with_a_code_and_gets_a_token(hub: Hub, station: Station, new_device: MakeDevice) -> None:
    number, code = enrolment.add_device(station)
    device = new_device()
    enrolled = device.enrol(code).read(contact.Enrolled)
    assert (enrolled.hub, enrolled.device_number) == (str(hub.identifier), number)
    assert (enrolled.station, enrolled.station_name, enrolled.municipality) == (str(station.id), "Isi", "Bærum")
    assert device.ask_token().read(contact.Token).expires_in == 3600
    assert device.hello().read(contact.HelloReply).head_seq == 0


def test_a_code_is_read_as_people_type_it(station: Station, new_device: MakeDevice) -> None:
    code = enrolment.add_device(station)[1]
    typed = f" {code.lower().replace('-', ' ').replace('1', 'l').replace('0', 'O')} "
    assert new_device().enrol(typed).status == 200


def test_the_same_device_asks_again_and_gets_the_same_answer(station: Station, new_device: MakeDevice) -> None:
    code = enrolment.add_device(station)[1]
    device = new_device()
    assert device.enrol(code).body == device.enrol(code).body
    assert Device.objects.count() == 1


def test_a_used_code_lets_nobody_else_in(station: Station, new_device: MakeDevice) -> None:
    code = enrolment.add_device(station)[1]
    first, second = new_device(), new_device()
    assert first.enrol(code).status == 200
    assert second.enrol(code).problem == contact.CODE_WRONG
    second.id = first.id
    assert second.enrol(code).problem == contact.CODE_WRONG


def test_a_code_of_another_device_does_not_take_over_an_enrolled_one(station: Station, device: TestDevice) -> None:
    device.key = OKPKey.generate_key("Ed25519")
    answer = device.enrol(enrolment.add_device(station)[1])
    assert answer.problem == contact.CODE_WRONG
    assert b"revoke" in answer.body


def test_whoever_guesses_at_a_code_does_not_make_it_useless(station: Station, new_device: MakeDevice) -> None:
    code = enrolment.add_device(station)[1]
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    stranger = new_device()
    for _ in range(20):
        assert stranger.enrol(wrong).problem == contact.CODE_WRONG
    assert stranger.enrol("").problem == contact.CODE_WRONG
    assert new_device().enrol(code).status == 200


def test_a_code_has_sixty_bits_that_nobody_can_look_up(station: Station) -> None:
    plain = enrolment.plain_code(enrolment.add_device(station)[1])
    selector = EnrolmentCode.objects.get().selector
    assert plain.startswith(selector)
    assert 5 * (len(plain) - len(selector)) == 60
    assert len(set(enrolment.ALPHABET)) == 32


def test_a_code_is_good_for_a_day(station: Station, new_device: MakeDevice) -> None:
    code = enrolment.add_device(station)[1]
    left = EnrolmentCode.objects.get().expires_at - timezone.now()
    assert timedelta(hours=23, minutes=59) < left <= timedelta(hours=24)
    EnrolmentCode.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert new_device().enrol(code).problem == contact.CODE_WRONG


def test_codes_are_not_stored(station: Station) -> None:
    code = enrolment.add_device(station)[1]
    row = EnrolmentCode.objects.get()
    assert enrolment.plain_code(code)[4:] not in f"{row.selector} {row.digest}"


def test_device_numbers_are_never_used_twice(station: Station, new_device: MakeDevice) -> None:
    numbers = [enrolment.add_device(station)[0]]
    EnrolmentCode.objects.update(expires_at=timezone.now() - timedelta(days=1))
    numbers.append(enrolment.add_device(station)[0])
    assert EnrolmentCode.objects.count() == 1, "the code that nobody used is gone"
    assert numbers == [1, 2]


def test_a_device_moves_to_another_station_with_a_new_code(device: TestDevice) -> None:
    """And gets the new code's number: after a restore it no longer knows what it gave under the old one."""
    number, code = enrolment.add_device(add_station("Grini", "Bærum"))
    enrolled = device.enrol(code).read(contact.Enrolled)
    assert (enrolled.station_name, enrolled.device_number) == ("Grini", number)
    assert Device.objects.count() == 1


def test_the_key_is_proved_not_claimed(station: Station, new_device: MakeDevice) -> None:
    code = enrolment.add_device(station)[1]
    device, thief = new_device(), new_device()
    proof = contact.EnrolmentProof(device=device.id, code=code, nonce=device.nonce())
    public = {name: str(value) for name, value in device.key.as_dict(private=False).items()}
    asked = contact.Enrol(device=device.id, public_key=public, proof=thief.sign(_json(proof)))
    answer = device.ask("POST", "/enrol", _json(asked))
    assert answer.problem == contact.BAD_SIGNATURE


@pytest.mark.parametrize(
    "key",
    [
        {"kty": "oct", "k": "AAAA"},
        {"kty": "OKP", "crv": "X25519", "x": "Kr58E-ZIefbP8GunUF7wf8ZE9YKuFoFdLYgCc9-WxyQ"},
        {"kty": "OKP", "crv": "Ed25519", "x": "short"},
        {"kty": "OKP", "crv": "Ed25519", "x": "*"},
        {},
    ],
)
def test_only_ed25519_keys_come_in(new_device: MakeDevice, key: dict[str, str]) -> None:
    device = new_device()
    assert device.ask(
        "POST", "/enrol", _json(contact.Enrol(device=device.id, public_key=key, proof="a.b.c"))
    ).problem == (contact.MALFORMED)


@pytest.mark.parametrize("nonce", ["", "made-up", "a:b:c"])
def test_a_nonce_is_the_hubs_own(device: TestDevice, station: Station, nonce: str) -> None:
    assert device.ask_token(nonce=nonce or "x").problem == contact.NONCE_NEEDED
    assert device.enrol(enrolment.add_device(station)[1], nonce=nonce or "x").problem == contact.NONCE_NEEDED


def test_an_old_nonce_is_asked_for_anew(device: TestDevice, monkeypatch: pytest.MonkeyPatch) -> None:
    nonce, now = device.nonce(), time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 301)
    assert device.ask_token(nonce=nonce).problem == contact.NONCE_NEEDED


def test_tokens_are_for_this_hub_and_for_known_devices(device: TestDevice, new_device: MakeDevice) -> None:
    assert device.ask_token(hub=device.id).problem == contact.WRONG_HUB
    stranger = new_device()
    assert stranger.ask_token(hub=device.hub).problem == contact.UNKNOWN_DEVICE
    stranger.id = device.id
    assert stranger.ask_token(hub=device.hub).problem == contact.BAD_SIGNATURE


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "eyJhbGciOiJub25lIn0.e30.", "é"])
def test_without_a_valid_token_nothing_is_answered(device: TestDevice, token: str) -> None:
    device.token = token
    paths = [("GET", "/reference"), ("POST", "/blobs/missing"), ("HEAD", f"/blobs/{'0' * 64}")]
    answers: list[Answer] = [device.ask(method, path, b"{}") for method, path in paths]
    assert [answer.status for answer in answers] == [401, 401, 401]
    assert device.hello().problem == contact.UNAUTHORIZED


def test_a_token_lasts_an_hour_by_the_hubs_clock(device: TestDevice, monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time()
    monkeypatch.setattr("hub.ingest.identity.time.time", lambda: now + 3601)
    assert device.hello().problem == contact.UNAUTHORIZED


def test_a_revoked_device_gets_no_token_and_comes_back_with_a_new_key(station: Station, device: TestDevice) -> None:
    enrolment.revoke_device(device.number)
    assert device.ask_token().problem == contact.KEY_REVOKED
    assert device.enrol(enrolment.add_device(station)[1]).problem == contact.KEY_REVOKED
    device.key = OKPKey.generate_key("Ed25519")
    assert device.enrol(enrolment.add_device(station)[1]).status == 200
    assert device.ask_token().status == 200
    assert Device.objects.count() == 1


def _json(message: object) -> bytes:
    return codec.encode(message)

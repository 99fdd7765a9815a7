"""Short words for reserving things, for tests."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from device import TestDevice
from django.utils import timezone

from domain.refused import Refused
from hub.agreements import register
from hub.errors import words
from hub.reservations.models import Reservation
from wire import contact
from wire.messages import ItemRegistered
from wire.reservations import Reservations

ACTOR, OTHER, LIMITED = "974760673", "123456785", "889640782"
CHAIR, LAPTOP = "chair", "laptop"
DAYS = {"first_day": date(2020, 1, 1), "last_day": date(2099, 12, 31)}


def with_actors(device: TestDevice) -> TestDevice:
    """The counter of a municipality with three actors: two for everything, one for sofas without electricals."""
    for orgnr, name in ((ACTOR, "Bruktbutikken"), (OTHER, "Fretex"), (LIMITED, "Loppemarkedet")):
        register.add_actor(name, orgnr)
    for orgnr in (ACTOR, OTHER):
        register.add_agreement(orgnr, categories=None, electrical=True, **DAYS)
    register.add_agreement(LIMITED, categories=["sofa"], **DAYS)
    return device


def registered(device: TestDevice, category: str = CHAIR) -> ItemRegistered:
    item = device.register(category=category)
    device.acknowledged(device.head().seq)
    return item


def send(device: TestDevice) -> None:
    """Everything that the hub has not got."""
    head = device.hello().read(contact.HelloReply).head_seq
    if device.head().seq > head:
        device.acknowledged(head + 1)


def told(device: TestDevice) -> Reservations:
    answer = device.ask("GET", "/reservations")
    assert answer.status == 200
    found = device.verified(answer.body, Reservations)
    assert answer.headers["etag"] == f'"{found.version}"'
    assert device.hello().read(contact.HelloReply).reservations_version == found.version
    return found


def only() -> Reservation:
    return Reservation.objects.get()


def refusal(call: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        call()
    said = words(caught.value)
    assert said.error.strip()
    assert said.remedy.strip()
    return caught.value.code


def lapse(row: Reservation) -> None:
    """Let its moment be past."""
    Reservation.objects.filter(pk=row.pk).update(until=timezone.now() - timedelta(minutes=1))

"""A hub that is closed, since it is moved: it acknowledges nothing more, also of what was under way when it closed."""

import pytest
from conftest import MakeDevice
from device import TestDevice
from django.utils import timezone
from test_hub_blobs import photo

import hub.ingest.urls  # noqa: F401 (every door has taken its own names before one is exchanged below)
from domain.refused import Refused
from hub.agreements.models import Station
from hub.ingest import identity
from hub.ingest.enrolment import add_device
from hub.ingest.identity import this_hub
from hub.ingest.models import Closed, Device, StoredBlob, StoredEvent
from wire import contact


def close() -> None:
    Closed.objects.create(at=timezone.now())


def test_every_door_is_shut_and_opens_again(device: TestDevice) -> None:
    device.register()
    close()
    for answer in (device.hello(), device.push(), device.patch(photo(), "image/jpeg"), device.ask_token()):
        assert (answer.problem, answer.status) == (contact.BUSY, 503)
    Closed.objects.all().delete()
    assert device.push().status == 200


@pytest.fixture
def just_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """The request was let in a moment before the hub was closed."""
    monkeypatch.setattr("hub.ingest.identity.open_hub", this_hub)
    open_then = identity._SENDER.replace("FROM ingest_closed", "FROM ingest_closed WHERE 1 = 0")
    monkeypatch.setattr("hub.ingest.identity._SENDER", open_then)


def test_what_was_under_way_is_not_acknowledged(just_before: None, device: TestDevice) -> None:
    device.register()
    close()
    assert device.push().problem == contact.BUSY
    assert StoredEvent.objects.count() == 0, "it would not be at the new place"
    assert device.patch(photo(), "image/jpeg").problem == contact.BUSY
    assert StoredBlob.objects.count() == 0


def test_nobody_is_let_in_and_no_number_is_given(just_before: None, station: Station, new_device: MakeDevice) -> None:
    _, code = add_device(station)
    close()
    assert new_device().enrol(code).problem == contact.BUSY
    assert Device.objects.count() == 0
    with pytest.raises(Refused, match="hub_closed"):
        add_device(station)

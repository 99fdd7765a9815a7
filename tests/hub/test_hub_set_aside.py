"""What a person decides about events that could not be applied, and how the counter hears of it."""

import pytest
from device import TestDevice

from domain.refused import Refused
from hub.ingest import quarantine
from hub.ingest.enrolment import revoke_device
from hub.ingest.verify import verify
from hub.items.models import Item
from hub.reports.stations import set_aside
from wire import contact


def told(device: TestDevice) -> tuple[str, list[tuple[int, str]]]:
    """The tag in hello, and the list itself; both must belong together."""
    tag, listed = device.hello().read(contact.HelloReply).set_aside, the_list(device)
    assert listed.tag == tag
    assert isinstance(tag, str)
    return tag, [(one.seq, one.reason) for one in listed.events]


def the_list(device: TestDevice) -> contact.SetAside:
    return device.ask("GET", f"/devices/{device.id}/set-aside").read(contact.SetAside)


def test_a_dismissed_event_is_shown_no_more_and_stays_in_its_chain(device: TestDevice) -> None:
    first = device.register()
    device.push()
    assert told(device) == ("", [])
    device.register(number=first.number)
    device.acknowledged(2)
    tag, listed = told(device)
    assert listed == [(2, "number_taken")]
    (row,) = set_aside()
    quarantine.dismiss(row["id"], "registrert på nytt")
    assert told(device) == ("", [])
    assert tag != ""
    assert set_aside() == []
    assert Item.objects.count() == 1
    assert verify().problems == []
    assert quarantine.retry() == 0, "what was dismissed is never applied"
    with pytest.raises(Refused, match="quarantine_unknown"):
        quarantine.dismiss(row["id"], "en gang til")
    again = device.push(2)
    assert again.status == 200


def test_an_event_of_a_revoked_key_counts_when_somebody_vouches_for_it(device: TestDevice) -> None:
    revoke_device(device.number)
    event = device.register()
    device.acknowledged()
    assert [(one.seq, one.reason) for one in the_list(device).events] == [(1, "key_revoked")]
    (row,) = set_aside()
    quarantine.accept(row["id"])
    assert Item.objects.get().number == event.number
    assert the_list(device).events == ()
    assert verify().problems == []


def test_a_device_whose_key_was_taken_back_hears_it_at_hello_though_its_token_is_good(device: TestDevice) -> None:
    assert device.hello().status == 200
    revoke_device(device.number)
    assert device.hello().problem == contact.KEY_REVOKED


def test_nothing_else_can_be_let_through(device: TestDevice) -> None:
    first = device.register()
    device.register(number=first.number)
    device.acknowledged()
    (row,) = set_aside()
    with pytest.raises(Refused, match="quarantine_impossible"):
        quarantine.accept(row["id"])
    with pytest.raises(Refused, match="quarantine_unknown"):
        quarantine.accept(row["id"] + 1)


def test_a_counter_hears_only_of_its_own_events(device: TestDevice, enrolled: object) -> None:
    other = enrolled()  # type: ignore[operator]
    first = device.register()
    device.register(number=first.number)
    device.push()
    assert told(other) == ("", [])
    assert other.ask("GET", f"/devices/{device.id}/set-aside").problem == contact.UNAUTHORIZED

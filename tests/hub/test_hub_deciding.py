"""The page on which an officer decides about an event that could not be applied."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from conftest import MakeDevice
from device import TestDevice
from django.db import connection
from django.test import Client

from hub.ingest import quarantine
from hub.ingest.enrolment import revoke_device
from hub.ingest.models import Quarantine
from hub.ingest.verify import verify
from hub.items.models import Item
from hub.reports.stations import set_aside
from wire import codec


@pytest.fixture
def page(device: TestDevice) -> str:
    """The address of the page about a thing that has the number of another."""
    first = device.register()
    device.register(number=first.number, note="En stol <b>til</b>")
    device.acknowledged()
    (row,) = set_aside()
    return f"/staff/set-aside/{row['id']}/"


def test_nobody_decides_without_a_login(page: str) -> None:
    answer = Client().post(page, {"do": "dismiss", "because": "x"})
    assert answer.headers["Location"].startswith("/login/")
    assert len(set_aside()) == 1


def test_an_officer_sees_what_was_written_and_dismisses_it_with_a_reason(officer: Client, page: str) -> None:
    assert page in officer.get("/staff/").content.decode()
    shown = officer.get(page).content.decode()
    assert "Another item or receipt has this number already" in shown
    assert "En stol &lt;b&gt;til&lt;/b&gt;" in shown
    assert "Let it count" not in shown
    silent = officer.post(page, {"do": "dismiss", "because": "  "})
    assert silent.status_code == 409
    assert 'role="alert"' in silent.content.decode()
    assert len(set_aside()) == 1
    done = officer.post(page, {"do": "dismiss", "because": "Registered anew"}, follow=True)
    assert 'role="status"' in done.content.decode()
    row = Quarantine.objects.get()
    assert (row.dismissed_because, row.decided_by) == ("Registered anew", "kari")
    assert verify().problems == []
    again = officer.post(page, {"do": "dismiss", "because": "Twice"})
    assert again.status_code == 404
    assert Quarantine.objects.get().dismissed_because == "Registered anew"


def test_trying_again_says_when_it_still_does_not_fit_and_counts_when_it_does(officer: Client, page: str) -> None:
    answer = officer.post(page, {"do": "retry"})
    assert answer.status_code == 409
    assert "still cannot be applied" in answer.content.decode()
    Item.objects.all().delete()
    assert officer.post(page, {"do": "retry"}).headers["Location"] == "/staff/?decided=applied"
    assert Item.objects.get().note == "En stol <b>til</b>"


def test_an_event_of_a_revoked_key_can_be_vouched_for(officer: Client, device: TestDevice) -> None:
    revoke_device(device.number)
    device.register()
    device.acknowledged()
    page = f"/staff/set-aside/{Quarantine.objects.get().pk}/"
    assert "Try again" not in officer.get(page).content.decode()
    assert officer.post(page, {"do": "retry"}).status_code == 409
    assert officer.post(page, {"do": "accept"}).status_code == 302
    assert Quarantine.objects.get().decided_by == "kari"
    assert Item.objects.count() == 1


def test_an_event_that_is_nested_deeply_is_shown(officer: Client, device: TestDevice) -> None:
    deep = b"[" * 900 + b"]" * 900
    device.add(b'{"event":"x","kind":"FromTheFuture","version":9,"deep":' + deep + b"}")
    device.acknowledged()
    page = f"/staff/set-aside/{Quarantine.objects.get().pk}/"
    assert "[" in officer.get(page).content.decode()


@pytest.mark.parametrize(
    "odd", [b"[" * 400 + b"[]," * 50_000 + b"[]" + b"]" * 400, b'"\xed\xa0\x80"', b'"' + b"x" * 500_000 + b'"']
)
def test_no_event_is_too_odd_or_too_much_for_the_page(officer: Client, device: TestDevice, odd: bytes) -> None:
    """Laid out, brackets in brackets would be hundreds of times as long; half of a surrogate pair is no UTF-8."""
    device.add(b'{"kind":"FromTheFuture","odd":' + odd + b"}")
    device.acknowledged()
    answer = officer.get(f"/staff/set-aside/{Quarantine.objects.get().pk}/")
    assert answer.status_code == 200
    assert b"FromTheFuture" in answer.content
    assert len(answer.content) < 500_000


@contextmanager
def meanwhile(decide: Callable[[], object]) -> Iterator[None]:
    """Somebody else decides right after the event was first looked up."""
    waiting = [decide]

    def run(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        answer = execute(sql, *rest)
        if waiting and "ingest_quarantine" in sql:
            waiting.pop()()
        return answer

    with connection.execute_wrapper(run):
        yield
    assert not waiting


def test_of_two_officers_at_once_the_first_decides(officer: Client, device: TestDevice) -> None:
    revoke_device(device.number)
    device.register()
    device.register()
    device.acknowledged()
    first, second = Quarantine.objects.values_list("pk", flat=True)
    with meanwhile(lambda: quarantine.dismiss(first, "not ours", "per")):
        assert officer.post(f"/staff/set-aside/{first}/", {"do": "accept"}).status_code == 404
    with meanwhile(lambda: quarantine.accept(second, "per")):
        assert officer.post(f"/staff/set-aside/{second}/", {"do": "accept"}).status_code == 404
    rows = Quarantine.objects.all()
    assert [(row.resolved_at is None, row.dismissed_at is None, row.decided_by) for row in rows] == [
        (True, False, "per"),
        (False, True, "per"),
    ]
    assert Item.objects.count() == 1
    assert verify().problems == []


def test_one_that_still_cannot_be_written_keeps_no_other_from_being_tried(
    officer: Client, device: TestDevice, enrolled: MakeDevice
) -> None:
    """PostgreSQL takes no zero character, not even in a question."""
    thing = device.register()
    device.acknowledged()
    body = codec.encode_event(device.hand_over(thing))
    device.log.pop()
    device.add(body.replace(thing.number.encode(), b"\\u0000"))
    device.acknowledged(2)
    other = enrolled()
    other.register(number=thing.number)
    other.acknowledged()
    Item.objects.all().delete()
    poison = Quarantine.objects.order_by("pk")[0].pk
    assert officer.post(f"/staff/set-aside/{poison}/", {"do": "retry"}).status_code == 409
    assert quarantine.retry() == 1
    assert Item.objects.get().number == thing.number

"""A process that serves rehearses before anybody calls: as far as the question whose token it is. Nothing is noted."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from hub.ingest import presence
from hub.ingest.models import Hub, Incarnation
from hub.rehearsal import rehearse
from hub.wsgi import application
from wire import codec, contact


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """Each test is one transaction on one connection, which nobody lets go of; Django's test client does the same."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("host", ["*", ".ombruk.example", "hub.ombruk.example"])
def test_the_stranger_is_sent_away_by_name_and_nothing_is_noted(hub: Hub, settings: Any, host: str) -> None:
    settings.ALLOWED_HOSTS = [host]
    said: list[bytes] = []

    def overheard(told: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        said.append(b"".join(application(told, start_response)))
        return said

    rehearse(overheard)
    assert [codec.decode(one, contact.Problem).type for one in said] == [contact.PROBLEM_BASE + contact.UNKNOWN_DEVICE]
    assert presence.last_heard() == {}
    assert not Incarnation.objects.exists()
    assert Hub.objects.get() == hub


@pytest.mark.parametrize("lacking", ["row", "key"])
def test_where_there_is_no_hub_nobody_is_told(hub: Hub, settings: Any, lacking: str) -> None:
    if lacking == "row":
        hub.delete()
    else:
        settings.OMBRUK_FOLDER.key.unlink()
    rehearse(application)

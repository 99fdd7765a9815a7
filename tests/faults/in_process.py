"""A way from the real sender to the real hub's views without a network between them: quick, and one step at a time."""

from collections.abc import Callable

from counter import Counter
from django.test import Client

from hub.agreements.models import Station as Place
from hub.ingest.enrolment import add_device
from station_app.sync import enrolment
from station_app.sync.exchange import Reply, Request
from station_app.sync.keys import FileKeyStore
from station_app.sync.transport import Transport
from wire import codec

NewCounter = Callable[[], Counter]
"""Makes counters that are enrolled at the hub of this process."""
URL = "http://127.0.0.1:1"
"""Stands for the hub's address in stores that reach it another way."""


class InProcess(Transport):
    """Requests go to the hub's views in this thread."""

    def __init__(self) -> None:
        super().__init__(URL)
        self._client = Client()

    def send(self, request: Request) -> Reply:
        headers = dict(request.headers)
        media_type = headers.pop("Content-Type", "application/octet-stream")
        answer = self._client.generic(
            request.method, request.path, request.body, content_type=media_type, headers=headers
        )
        body = b"".join(answer) if answer.streaming else answer.content
        return Reply(
            status=answer.status_code, headers={name.lower(): text for name, text in answer.headers.items()}, body=body
        )


def enrolled_at(place: Place, counter: Counter) -> Counter:
    """Let a counter join the hub with a fresh code."""
    station = counter.station
    keys = FileKeyStore(station.folder)
    key = enrolment._key(keys)
    answer = InProcess().drive(enrolment._conversation(station, key, add_device(place)[1]))
    with station.transaction():
        station.identities.enrol(answer, URL)
    assert codec.encode(answer)
    return counter

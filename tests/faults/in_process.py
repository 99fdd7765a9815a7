"""A way from the real sender to the real hub's views without a network between them: quick, and one step at a time."""

import io
from collections.abc import Callable
from urllib.parse import urlsplit

from counter import Counter
from django.core.handlers.wsgi import WSGIRequest
from django.urls import resolve

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
    """Requests go to the hub's views in this thread, past the middleware, which is for people's pages."""

    def __init__(self) -> None:
        # No pool of connections: there is no network.
        self._url = URL

    def send(self, request: Request) -> Reply:
        return self.arriving(request, len(request.body))

    def arriving(self, request: Request, length: int) -> Reply:
        """The answer to what comes of a request when the line breaks behind so many bytes of its body."""
        parts = urlsplit(request.path)
        headers = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in request.headers.items()}
        environ = {
            **headers,
            "REQUEST_METHOD": request.method,
            "PATH_INFO": parts.path,
            "QUERY_STRING": parts.query,
            "CONTENT_TYPE": request.headers.get("Content-Type", "application/octet-stream"),
            "CONTENT_LENGTH": str(len(request.body)),
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "1",
            "wsgi.input": io.BytesIO(request.body[:length]),
            "wsgi.url_scheme": "http",
        }
        if request.meanwhile is not None:
            request.meanwhile()
        found = resolve(parts.path)
        answer = found.func(WSGIRequest(environ), *found.args, **found.kwargs)
        body = b"".join(answer) if answer.streaming else answer.content
        return Reply(
            status=answer.status_code, headers={name.lower(): text for name, text in answer.headers.items()}, body=body
        )

    def close(self) -> None:
        """There is nothing to let go of."""


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

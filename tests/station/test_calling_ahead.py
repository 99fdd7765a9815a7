"""A connection that is begun before anything is asked: the first request takes it, or is told why there is none."""

import socket
import threading
from collections.abc import Iterator

import pytest

from station_app.sync.exchange import Offline, Request
from station_app.sync.transport import Transport

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
ASKED = Request(method="GET", path="/")


class Answering:
    """A server that says the same to everything, and how many called."""

    def __init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self.called = threading.Semaphore(0)
        self.lines: list[socket.socket] = []
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            line, _ = self._listening.accept()
            self.lines.append(line)
            self.called.release()
            if line.recv(1) == b"":
                return
            while line.recv(65_536):
                line.sendall(ANSWER)

    def close(self) -> None:
        """Whoever calls and says nothing ends it."""
        socket.create_connection(self._listening.getsockname()).close()
        self._thread.join()
        for line in [*self.lines, self._listening]:
            line.close()


@pytest.fixture
def server() -> Iterator[Answering]:
    answering = Answering()
    yield answering
    answering.close()


def test_the_first_request_takes_the_connection_that_was_begun(server: Answering) -> None:
    transport = Transport(server.url)
    transport.connect_ahead()
    assert server.called.acquire(timeout=30), "it calls before it is asked anything"
    assert [transport.send(ASKED).body for _ in range(2)] == [b"ok", b"ok"]
    transport.close()
    assert len(server.lines) == 1


def test_the_first_request_is_told_why_there_is_no_connection_and_the_next_one_tries_again() -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    transport = Transport(f"http://127.0.0.1:{port}")
    transport.connect_ahead()
    for _ in range(2):
        with pytest.raises(Offline) as offline:
            transport.send(ASKED)
        assert offline.value.what == "connection_refused"
    transport.close()

"""A bad line between a counter and its hub: slow, cut at a byte, altered, cut short, said twice, held back.

Each connection gets the `Line` that `lines` gives for its number; what is not said about it is passed on as it is.
"""

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

PIECE = 4096


@dataclass
class Way:
    """One direction of a line. Positions are bytes from 0; None for never."""

    cut_at: int | None = None
    """Both directions end there, as when a cable is pulled."""
    end_at: int | None = None
    """No more comes after this, and the end is said properly; the other direction goes on."""
    flip_at: int | None = None
    """One bit of this byte is turned over."""
    delay: float = 0.0
    """Seconds before each piece."""
    bytes_per_second: float | None = None


@dataclass
class Line:
    """What becomes of one connection: `up` is to the hub, `down` to the counter."""

    up: Way = field(default_factory=Way)
    down: Way = field(default_factory=Way)
    twice: bool = False
    """All that went up is sent once more after this connection ended; nobody hears the answer."""
    held: threading.Event | None = None
    """The first batch and all behind it go up when this is set; the counter hears at once that the line is gone."""


class Proxy:
    """Listens on `port` and passes on to the port `upstream`."""

    def __init__(self, upstream: int) -> None:
        self.upstream = upstream
        self.lines: Callable[[int], Line] = lambda _: Line()
        self.connections = 0
        self.carried: list[bytes] = []
        """What was sent up, by connection."""
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = int(self._listening.getsockname()[1])
        self._threads: list[threading.Thread] = []
        self._accepting = threading.Thread(target=self._accept, name="proxy")
        self._accepting.start()

    @property
    def url(self) -> str:
        """What the counter takes for the hub."""
        return f"http://127.0.0.1:{self.port}"

    def good(self) -> None:
        """From now on every new connection is a good line; those that were held are let go."""
        self.lines = lambda _: Line()

    def settle(self) -> None:
        """Wait until every connection has ended."""
        for thread in list(self._threads):
            thread.join(60)
            assert not thread.is_alive()

    def end(self) -> None:
        """Stop listening."""
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._accepting.join(10)
        self.settle()

    def _accept(self) -> None:
        while True:
            try:
                counter, _ = self._listening.accept()
            except OSError:
                return
            line, number = self.lines(self.connections), self.connections
            self.connections += 1
            self.carried.append(b"")
            thread = threading.Thread(target=self._carry, args=(counter, line, number), name=f"line {number}")
            self._threads.append(thread)
            thread.start()

    def _carry(self, counter: socket.socket, line: Line, number: int) -> None:
        with counter, socket.create_connection(("127.0.0.1", self.upstream)) as hub:
            said = bytearray()
            down = threading.Thread(target=_pump, args=(hub, counter, line.down, None, bytearray()))
            down.start()
            _pump(counter, hub, line.up, line.held, said)
            self.carried[number] = bytes(said)
            down.join()
        if line.twice and said:
            with socket.create_connection(("127.0.0.1", self.upstream)) as again, suppress(OSError):
                again.sendall(said)
                again.shutdown(socket.SHUT_WR)
                while again.recv(PIECE):
                    pass


def _pump(
    source: socket.socket, target: socket.socket, way: Way, held: threading.Event | None, said: bytearray
) -> None:
    try:
        while piece := source.recv(PIECE):
            place = len(said)
            said += piece
            if held is not None and b"PUT /api/" in said:
                with suppress(OSError):
                    source.shutdown(socket.SHUT_WR)
                held.wait(60)
            time.sleep(way.delay + (len(piece) / way.bytes_per_second if way.bytes_per_second else 0))
            if way.flip_at is not None and place <= way.flip_at < place + len(piece):
                altered = bytearray(piece)
                altered[way.flip_at - place] ^= 1 << (way.flip_at % 8)
                piece = bytes(altered)
            if way.cut_at is not None and place + len(piece) > way.cut_at:
                target.sendall(piece[: max(0, way.cut_at - place)])
                _pull(source, target)
                return
            if way.end_at is not None and place + len(piece) > way.end_at:
                target.sendall(piece[: max(0, way.end_at - place)])
                break
            target.sendall(piece)
    except OSError:
        _pull(source, target)
        return
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)
    if way.end_at is not None:
        with suppress(OSError):
            source.shutdown(socket.SHUT_RD)


def _pull(*ends: socket.socket) -> None:
    for end in ends:
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)

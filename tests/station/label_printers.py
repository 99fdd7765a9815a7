"""Label printers on loopback, each with one way of behaving; what they were sent is kept."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


def state(*, paper_out: bool = False, paused: bool = False, head_open: bool = False) -> bytes:
    """The answer to ~HS of a printer in this state, as in Zebra's guide."""
    first = f"\x02030,{int(paper_out)},{int(paused)},1245,000,0,0,0,000,0,0,0\x03\r\n".encode()
    second = f"\x02000,0,{int(head_open)},0,0,2,4,0,00000000,1,000\x03\r\n".encode()
    return first + second + b"\x021234,0\x03\r\n"


WELL = state()
"""Of a printer that has nothing to complain about."""


class LabelPrinter:
    """Reads everything and answers ~HS by `status`; None for a printer that never answers but closes the line."""

    def __init__(self, status: bytes | None = WELL) -> None:
        self.status = status
        self.received: list[bytes] = []
        self.connections = 0
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Switched off."""
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self._thread.join(5)

    @property
    def labels(self) -> list[bytes]:
        """Each format that came out, from ^XA to ^XZ."""
        whole = b"".join(self.received).replace(b"~HS\r\n", b"")
        return [b"^XA" + part.partition(b"^XZ")[0] + b"^XZ" for part in whole.split(b"^XA")[1:] if b"^XZ" in part]

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._server.accept()
            except OSError:
                return
            self.connections += 1
            with line:
                self.talk(line)

    def talk(self, line: socket.socket) -> None:
        """One connection, until the other side is done."""
        while data := line.recv(65_536):
            self.received.append(data)
            for _ in range(data.count(b"~HS") if self.status is not None else 0):
                line.sendall(self.status or b"")


class HangingPrinter(LabelPrinter):
    """Takes the connection and never reads, until it is let go."""

    def __init__(self) -> None:
        self.hanging = threading.Event()
        self.let_go = threading.Event()
        super().__init__()

    def talk(self, line: socket.socket) -> None:
        self.hanging.set()
        if not self.let_go.wait(60):
            return
        try:
            super().talk(line)
        except ConnectionError:
            # Whoever waited has gone.
            return


class CutOffPrinter(LabelPrinter):
    """Answers, reads the beginning of a label, and is then unplugged."""

    def talk(self, line: socket.socket) -> None:
        line.recv(5)
        line.sendall(self.status or b"")
        self.received.append(line.recv(1_000))
        # Reset instead of an orderly end.
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")


@contextmanager
def plugged_in(make: Callable[[], LabelPrinter]) -> Iterator[LabelPrinter]:
    """A printer that is switched off at the end."""
    printer = make()
    try:
        yield printer
    finally:
        printer.close()

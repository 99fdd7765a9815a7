"""A label printer on the network that understands ZPL: looked at first, then sent to, in words when it does not work.

Port 9100 carries bytes one way and answers `~HS` (Zebra ZPL II Programming Guide, "Host Status Return"). Printers that
only imitate Zebra's may not answer; they close the line when they have read everything, which tells as much.
"""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

from domain.refused import Refused

ASK = b"~HS\r\n"
"""Host status; answered at once, even by a printer that is out of paper."""
ANSWER_LINES = 3
END_OF_LINE = b"\x03"
LONGEST_ANSWER = 4_096
_FLAGS = {
    (1, 2): "printer_open",
    (0, 1): "printer_out_of_paper",
    (1, 3): "printer_out_of_paper",
    (0, 2): "printer_paused",
}
"""Line and field of its answer, counted from 0: head up, paper out, ribbon out, pause."""


class NetworkPrinter:
    """One printer at an address. Used by one thread."""

    medium = "network"

    def __init__(
        self,
        host: str,
        port: int,
        *,
        connect_seconds: float = 5.0,
        status_seconds: float = 2.0,
        patience_seconds: float = 30.0,
    ) -> None:
        self._host, self._port = host, port
        self._connect_seconds = connect_seconds
        self._status_seconds = status_seconds
        self._patience_seconds = patience_seconds
        self._answers = True

    @property
    def name(self) -> str:
        """As people know it."""
        return f"{self._host}:{self._port}"

    def ready(self) -> None:
        """Return when it is there, has paper and is closed.

        Raises Refused `printer_unreachable`, `printer_refuses`, `printer_silent`, `printer_out_of_paper`,
        `printer_open` or `printer_paused`.
        """
        with self._line() as line:
            if not self._looked_at(line):
                self._until_closed(line, self._status_seconds)

    def send(self, data: bytes, title: str) -> None:  # noqa: ARG002 (a printer has no list to name it in)
        """Return when it has read all of it. Raises Refused as `ready` does, and `printer_cut_off`."""
        with self._line() as line:
            answers = self._looked_at(line)
            line.settimeout(self._patience_seconds)
            line.sendall(data + ASK if answers else data)
            if not answers:
                self._until_closed(line, self._patience_seconds)
            elif not self._answer(line, self._patience_seconds):
                raise Refused("printer_silent", printer=self.name)

    def _looked_at(self, line: socket.socket) -> bool:
        """Whether it says how it is; raises Refused for what keeps it from printing."""
        if not self._answers:
            return False
        try:
            line.sendall(ASK)
            answer = self._answer(line, self._status_seconds)
        except ConnectionError:
            # It hung up before anything was sent: busy with another PC, mostly.
            raise Refused("printer_refuses", printer=self.name) from None
        self._answers = bool(answer)
        if flag := trouble(answer):
            raise Refused(_FLAGS[flag], printer=self.name)
        return self._answers

    def _answer(self, line: socket.socket, seconds: float) -> bytes:
        """What it says within so many seconds; empty for nothing. Raises ConnectionError when it hangs up."""
        until = time.monotonic() + seconds
        answer = b""
        while answer.count(END_OF_LINE) < ANSWER_LINES and len(answer) < LONGEST_ANSWER:
            line.settimeout(max(0.001, until - time.monotonic()))
            try:
                part = line.recv(LONGEST_ANSWER)
            except TimeoutError:
                return answer
            if not part:
                raise ConnectionResetError
            answer += part
        return answer

    def _until_closed(self, line: socket.socket, seconds: float) -> None:
        until = time.monotonic() + seconds
        line.shutdown(socket.SHUT_WR)
        while (rest := until - time.monotonic()) > 0:
            line.settimeout(rest)
            if not line.recv(LONGEST_ANSWER):
                return
        raise TimeoutError

    @contextmanager
    def _line(self) -> Iterator[socket.socket]:
        try:
            line = socket.create_connection((self._host, self._port), timeout=self._connect_seconds)
        except ConnectionRefusedError:
            raise Refused("printer_refuses", printer=self.name) from None
        except (OSError, UnicodeError):
            # Unknown name, no route, no network, no answer: nothing that differs for whoever stands there.
            raise Refused("printer_unreachable", printer=self.name) from None
        with line:
            try:
                yield line
            except TimeoutError:
                raise Refused("printer_silent", printer=self.name) from None
            except OSError:
                raise Refused("printer_cut_off", printer=self.name) from None


def trouble(answer: bytes) -> tuple[int, int] | None:
    """The flag in a printer's answer to `~HS` that keeps it from printing; None for none, and for no answer."""
    lines = [part.strip(b"\r\n\x02").split(b",") for part in answer.split(END_OF_LINE)]
    for row, place in _FLAGS:
        if len(lines) > row and len(lines[row]) > place and lines[row][place] == b"1":
            return row, place
    return None

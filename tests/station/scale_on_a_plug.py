"""A scale for the tests: it speaks MT-SICS over a pseudo-terminal, and its plug can be pulled and put back."""

import os
import select
import threading
import tty
from pathlib import Path


class ScaleOnAPlug:
    """Answers `SI` as a scale does. `port` stays the same when it is plugged in again, as by a rule of the system."""

    def __init__(self, folder: Path) -> None:
        self.port = folder / "ttySCALE"
        self.answers: list[bytes] = []
        """What is answered to the next questions, whole or in parts; when it is used up, `lasting`."""
        self.lasting = b"S S       0.00 kg\r\n"
        self._master = -1
        self._end: int = -1
        self._thread: threading.Thread | None = None

    def plug_in(self) -> None:
        self._master, slave = os.openpty()
        tty.setraw(slave)
        self.port.symlink_to(os.ttyname(slave))
        # The slave stays open here, so that its settings last until somebody opens it.
        self._slave = slave
        reader, self._end = os.pipe()
        self._thread = threading.Thread(target=self._serve, args=(self._master, reader))
        self._thread.start()

    def unplug(self) -> None:
        """As when the plug is pulled: the port is gone, and whoever reads from it gets an error."""
        if self._thread is None:
            return
        os.write(self._end, b"x")
        self._thread.join()
        self._thread = None
        self.port.unlink()
        for handle in (self._master, self._slave, self._end):
            os.close(handle)

    def show(self, kilograms: str, status: str = "S", unit: str = "kg") -> None:
        """Show this weight from now on."""
        self.lasting = self.answer(kilograms, status, unit)

    @staticmethod
    def answer(kilograms: str, status: str = "S", unit: str = "kg") -> bytes:
        return f"S {status} {kilograms:>10} {unit}\r\n".encode("ascii")

    def say(self, data: bytes) -> None:
        """Something that nobody asked for."""
        os.write(self._master, data)

    def _serve(self, master: int, end: int) -> None:
        heard = b""
        while True:
            ready, _, _ = select.select([master, end], [], [])
            if end in ready:
                os.close(end)
                return
            heard += os.read(master, 100)
            while b"SI\r\n" in heard:
                heard = heard.partition(b"SI\r\n")[2]
                os.write(master, self.answers.pop(0) if self.answers else self.lasting)

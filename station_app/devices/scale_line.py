"""The serial line to a scale: one plain thread that asks, listens, and finds the scale again after it was unplugged."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import serial
from serial.tools import list_ports

from station_app.causes import of_system
from station_app.devices.scale import ASK, Decoder, Settling, Stand, Weighing

ASK_SECONDS = 0.2
"""Between two questions: five a second follow a hand, and a line of 2400 bits a second still keeps up."""
SILENT_SECONDS = 2.0
"""Without an answer for so long the scale is switched off, or the line is set otherwise than the scale."""
RETRY_SECONDS = 1.0
"""Between two looks for a port that is not there."""


@dataclass(frozen=True, slots=True)
class LineSettings:
    """A port as the system names it, bits a second, and data bits, parity and stop bits such as `8N1`."""

    port: str
    baud: int = 9_600
    line: str = "8N1"


@dataclass(frozen=True, slots=True)
class Port:
    """A serial port of this PC: its name for the setting, and what it is for people."""

    name: str
    what: str


def ports() -> list[Port]:
    """The serial ports that there are now. Asks the system, which can take a moment: not in the window's thread."""
    found = (Port(port.device, port.description or "") for port in list_ports.comports())
    return sorted(found, key=lambda port: port.name)


class ScaleLine(threading.Thread):
    """Tells every change of the weighing, in this thread. `stop` ends it within a second, whatever the scale does."""

    def __init__(self, settings: LineSettings, tell: Callable[[Weighing], None]) -> None:
        super().__init__(name="scale", daemon=True)
        self._settings, self._tell = settings, tell
        self._ending = threading.Event()
        self._told: Weighing | None = None

    def run(self) -> None:
        """Until `stop`: open the port, talk, and after any trouble begin again."""
        while not self._ending.is_set():
            try:
                with self._open() as port:
                    self._talk(port)
            except (serial.SerialException, OSError) as trouble:
                # Unplugged, held by another program, not allowed: all of it can pass, and the words say which.
                self._say(Weighing(Stand.NOT_CONNECTED, what=of_system(trouble, "device_gone")))
                self._ending.wait(RETRY_SECONDS)

    def end(self) -> None:
        """Have it end soon, without waiting for it."""
        self._ending.set()

    def stop(self, seconds: float = 1.0) -> bool:
        """End it; True when it has ended after at most `seconds`."""
        self.end()
        if self.is_alive():
            self.join(seconds)
        return not self.is_alive()

    def _open(self) -> serial.Serial:
        data, parity, stop = list(self._settings.line)
        return serial.Serial(
            self._settings.port,
            self._settings.baud,
            bytesize=int(data),
            parity=parity,
            stopbits=int(stop),
            timeout=ASK_SECONDS,
            write_timeout=ASK_SECONDS,
            exclusive=True,
        )

    def _talk(self, port: serial.Serial) -> None:
        decoder, settling = Decoder(), Settling()
        heard = asked = time.monotonic()
        self._ask(port)
        while not self._ending.is_set():
            readings = decoder.feed(port.read(port.in_waiting or 1))
            for reading in readings:
                self._say(settling.take(reading))
            now = time.monotonic()
            heard = now if readings else heard
            if now - heard > SILENT_SECONDS:
                settling = Settling()
                self._say(Weighing(Stand.SILENT))
            if now - asked >= ASK_SECONDS:
                asked = now
                self._ask(port)

    def _ask(self, port: serial.Serial) -> None:
        try:
            port.write(ASK)
        except serial.SerialTimeoutException:
            # Nobody takes what is written, as on a line whose other end is switched off; silence is told by itself.
            port.reset_output_buffer()

    def _say(self, weighing: Weighing) -> None:
        if weighing != self._told:
            self._told = weighing
            self._tell(weighing)

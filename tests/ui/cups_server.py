"""A CUPS of its own in a folder of the test, on a socket there, with printers that are programs or ports on loopback.

Nothing of it is known to the system: no printer is added to the PC, and all of it ends with the test.
"""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

CONFIGURATION = """
Listen {folder}/cups.sock
LogLevel warn
Browsing No
WebInterface No
DefaultAuthType None
<Location />
  Order allow,deny
  Allow all
</Location>
<Location /admin>
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
"""
FILES = """
ServerRoot {folder}
CacheDir {folder}/cache
StateDir {folder}/run
RequestRoot {folder}/requests
TempDir {folder}/tmp
AccessLog {folder}/access.log
ErrorLog {folder}/error.log
PageLog {folder}/page.log
SystemGroup root
"""
BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path={folder}/bus.sock</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
"""
PRINT = """#!/bin/sh
# What ippeveprinter does with a document: keeps it, or waits for paper.
while [ -e {folder}/empty ]; do echo "STATE: +media-empty-error" >&2; sleep 0.1; done
echo "STATE: -media-empty-error" >&2
cp "$1" "{folder}/printed/$(basename "$1")"
"""
PROGRAMS = ("cupsd", "ippeveprinter", "lpadmin", "dbus-daemon")
SEARCHED = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])


def missing() -> list[str]:
    """The programs that are not installed here."""
    return [name for name in PROGRAMS if shutil.which(name, path=SEARCHED) is None]


class Cups:
    """A running scheduler, and an office printer that speaks IPP."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.socket = str(folder / "cups.sock")
        self.ipp_port = _free_port()

    @property
    def printed(self) -> list[bytes]:
        """Documents that came out of the office printer."""
        return [file.read_bytes() for file in sorted((self.folder / "printed").iterdir())]

    def add(self, name: str, address: str, model: str = "raw") -> None:
        """A queue of this name."""
        self.command("lpadmin", "-p", name, "-E", "-v", address, "-m", model, "-o", "printer-error-policy=retry-job")

    def command(self, *words: str) -> str:
        """A program of CUPS, spoken to this server."""
        done = subprocess.run(words, capture_output=True, text=True, env=self.environment(), timeout=30)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def environment(self) -> dict[str, str]:
        """What programs need to find this server, and ippeveprinter its bus."""
        bus = f"unix:path={self.folder}/bus.sock"
        return {
            **os.environ,
            "PATH": SEARCHED,
            "CUPS_SERVER": self.socket,
            "DBUS_SYSTEM_BUS_ADDRESS": bus,
            "LC_ALL": "C",
        }

    def out_of_paper(self, empty: bool) -> None:
        """Take the paper out of the office printer, or put some in."""
        flag = self.folder / "empty"
        flag.touch() if empty else flag.unlink()


@contextmanager
def running() -> Iterator[Cups]:
    """Start it, and end it."""
    # Below /tmp: the name of a socket may be 107 bytes long, and pytest's folders are deep.
    with tempfile.TemporaryDirectory(prefix="cups-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        for part in ("printed", "spool", "requests", "tmp", "cache", "run"):
            (folder / part).mkdir()
        for file, text in (("cupsd.conf", CONFIGURATION), ("files.conf", FILES), ("bus.conf", BUS), ("print", PRINT)):
            (folder / file).write_text(text.replace("{folder}", name))
        (folder / "print").chmod(0o755)
        cups = Cups(folder)
        begun: list[subprocess.Popen[bytes]] = []
        try:
            # ippeveprinter announces itself by Avahi; a bus on which nobody is suffices.
            begun.append(_begin(cups, "dbus-daemon", f"--config-file={name}/bus.conf", "--nofork"))
            _until(lambda: (folder / "bus.sock").exists())
            begun.append(_begin(cups, "cupsd", "-f", "-c", f"{name}/cupsd.conf", "-s", f"{name}/files.conf"))
            begun.append(_begin_ipp(cups))
            _until(lambda: (folder / "cups.sock").exists() and _answers(cups.ipp_port))
            yield cups
        finally:
            for process in reversed(begun):
                process.terminate()
            for process in begun:
                process.wait(20)


def _begin_ipp(cups: Cups) -> "subprocess.Popen[bytes]":
    port, folder = str(cups.ipp_port), str(cups.folder)
    return _begin(
        cups, "ippeveprinter", "-r", "off", "-n", "localhost", "-p", port, "-d", f"{folder}/spool",
        "-c", f"{folder}/print", "-f", "application/pdf", "kontor",
    )  # fmt: skip


def _begin(cups: Cups, *command: str) -> "subprocess.Popen[bytes]":
    program = shutil.which(command[0], path=SEARCHED)
    assert program is not None, command[0]
    quiet = subprocess.DEVNULL
    return subprocess.Popen([program, *command[1:]], env=cups.environment(), stdout=quiet, stderr=quiet)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def _answers(port: int) -> bool:
    with socket.socket() as line:
        line.settimeout(1)
        return line.connect_ex(("127.0.0.1", port)) == 0


def _until(there: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not there():
        assert time.monotonic() < end, "a program of the printing system did not start"
        time.sleep(0.02)

"""What becomes of a hub of which one process is killed, by the system that has no memory left, say."""

import ctypes
import json
import os
import select
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

import pytest
from device import TestDevice
from doors import Answer, loopback
from running import RunningHub
from s3_server import S3Server

from domain.refused import Refused
from hub.serve import _claimed
from wire import contact

SECONDS = 30
"""How long something may take that takes less than one."""


@pytest.fixture
def hub(begun: RunningHub, tmp_path: Path) -> RunningHub:
    return begun.copied(tmp_path / "hub")


class Served(NamedTuple):
    port: int
    first: subprocess.Popen[str]
    out: IO[str]
    log: IO[str]

    def processes(self) -> list[int]:
        """Those that answer requests; the first one only looks after them."""
        found = Path(f"/proc/{self.first.pid}/task/{self.first.pid}/children").read_text(encoding="ascii")
        return [int(word) for word in found.split()]


@contextmanager
def served(hub: RunningHub, workers: int) -> Iterator[Served]:
    command = hub._command("--json", "serve", "--port", "0", "--workers", str(workers))
    with subprocess.Popen(
        command,
        env=hub.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=hub.folder.parent,
        start_new_session=True,
    ) as first:
        assert first.stdout is not None
        assert first.stderr is not None
        try:
            url = json.loads(first.stdout.readline())["url"]
            yield Served(int(url.rpartition(":")[2]), first, first.stdout, first.stderr)
        finally:
            try:
                os.killpg(first.pid, signal.SIGKILL)
            except ProcessLookupError:
                assert first.wait() is not None


def ended(pipe: IO[str]) -> str:
    """What still came on a pipe whose last holder is gone; every process of a hub holds it."""
    assert select.select([pipe], [], [], SECONDS)[0], "a process of the hub is still there"
    return pipe.read()


def asked_again(device: TestDevice) -> Answer:
    """Hello, as often as a counter would say it, until somebody listens."""
    end = time.monotonic() + SECONDS
    while True:
        try:
            return device.hello()
        except ConnectionError:
            assert time.monotonic() < end


def test_another_process_takes_the_place_of_one_that_was_killed_and_the_log_says_so(hub: RunningHub) -> None:
    code = hub.ok("add-device", "--station", "Isi")["code"]
    with served(hub, workers=1) as running:
        device = TestDevice(loopback(running.port, timeout=SECONDS))
        assert device.enrol(code).status == 200
        assert device.ask_token().status == 200
        os.kill(running.processes()[0], signal.SIGKILL)
        assert "Unexpected exit" in running.log.readline()
        assert asked_again(device).read(contact.HelloReply).head_seq == 0
        running.first.send_signal(signal.SIGTERM)
        assert running.first.wait(SECONDS) == 0
        assert ended(running.out) == "", "standard output is the answer of the verb, one document"


def test_without_its_first_process_a_hub_ends_and_leaves_its_port(hub: RunningHub) -> None:
    with served(hub, workers=2) as running:
        assert len(running.processes()) == 2
        running.first.kill()
        assert ended(running.out) == ""
        status, said = hub.run("move", str(hub.folder.parent / "elsewhere"))
    assert status == 0, said


_SUBREAPER = 36
"""Of Linux's prctl: a process whose parent dies becomes a child of this one, which so hears how it ended."""


@pytest.fixture
def heir() -> Iterator[None]:
    prctl = ctypes.CDLL(None).prctl
    assert prctl(_SUBREAPER, 1, 0, 0, 0) == 0
    yield
    assert prctl(_SUBREAPER, 0, 0, 0, 0) == 0


def begun_all(port: int, workers: int) -> None:
    """Wait until so many processes listen, each on a socket of its own."""
    place, end = f":{port:04X} 00000000:0000 0A", time.monotonic() + SECONDS
    while Path("/proc/net/tcp").read_text(encoding="ascii").count(place) < workers:
        assert time.monotonic() < end


def is_worker(pid: int) -> bool:
    """Not the small one that Python begins to clear up after those that are begun from nothing."""
    return b"resource_tracker" not in Path(f"/proc/{pid}/cmdline").read_bytes()


def how_it_ended(pid: int) -> int:
    """Its exit code, negative for a signal."""
    watched = os.pidfd_open(pid)
    assert select.select([watched], [], [], SECONDS)[0], "it is still there"
    os.close(watched)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


@pytest.mark.parametrize("files", ["folder", "bucket"])
def test_each_process_ends_by_itself_when_the_first_is_killed_and_waits_for_no_other(
    heir: None, hub: RunningHub, files: str, request: pytest.FixtureRequest
) -> None:
    """One that hangs would be given up after a while; until then it keeps nobody. With a bucket they are no copies."""
    if files == "bucket":
        server: S3Server = request.getfixturevalue("s3_server")
        hub.environment |= {**server.environment, "OMBRUK_BLOBS": server.bucket()}
    with served(hub, workers=2) as running:
        begun_all(running.port, 2)
        one, hangs = [pid for pid in running.processes() if is_worker(pid)]
        os.kill(hangs, signal.SIGSTOP)
        running.first.kill()
        assert how_it_ended(one) == 0
        with pytest.raises(Refused, match="port_taken"), _claimed("127.0.0.1", running.port):
            pass
        os.kill(hangs, signal.SIGCONT)
        assert how_it_ended(hangs) == 0
        with _claimed("127.0.0.1", running.port):
            pass


def test_a_port_is_one_hubs_also_while_none_of_its_processes_listens() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with _claimed("127.0.0.1", port) as got, socket.socket() as worker:
        assert got == port
        with pytest.raises(Refused, match="port_taken"), _claimed("127.0.0.1", port):
            pass
        worker.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        worker.bind(("127.0.0.1", port))
        worker.listen()
        socket.create_connection(("127.0.0.1", port), SECONDS).close()
        worker.accept()[0].close()
    with _claimed("127.0.0.1", port):
        pass

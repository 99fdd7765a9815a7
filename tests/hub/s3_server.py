"""An S3 server of its own for the tests: moto's, as a process on loopback. It holds everything in memory."""

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple
from urllib.error import HTTPError, URLError
from uuid import uuid4

REGION = "eu-north-1"


class S3Server(NamedTuple):
    """Where it listens."""

    endpoint: str

    def bucket(self) -> str:
        """A new, empty bucket; returns its address for OMBRUK_BLOBS."""
        name = f"hub-{uuid4().hex}"
        there = (
            f"<CreateBucketConfiguration><LocationConstraint>{REGION}</LocationConstraint></CreateBucketConfiguration>"
        )
        asked = urllib.request.Request(f"{self.endpoint}/{name}", data=there.encode(), method="PUT")  # noqa: S310
        with urllib.request.urlopen(asked) as answer:  # noqa: S310
            assert answer.status == 200
        return f"s3://{name}/files"

    def content(self, address: str, path: str) -> bytes | None:
        """What lies at a path below the address of a bucket; None when there is nothing."""
        place = f"{self.endpoint}/{address.removeprefix('s3://')}/{path}"
        # It looks whether somebody asks, not who.
        asked = urllib.request.Request(place, headers={"Authorization": "AWS test:none"})  # noqa: S310
        try:
            with urllib.request.urlopen(asked) as answer:  # noqa: S310
                return bytes(answer.read())
        except HTTPError as missing:
            if missing.code != 404:
                raise
            return None

    @property
    def environment(self) -> dict[str, str]:
        """How a hub finds it, and a key that is none."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_REGION": REGION,
            "AWS_ALLOW_HTTP": "true",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
        }


@contextmanager
def serving() -> Iterator[S3Server]:
    """A running server."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-W", "ignore", "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        endpoint = f"http://127.0.0.1:{port}"
        _wait(endpoint)
        yield S3Server(endpoint)
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait(endpoint: str) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(f"{endpoint}/moto-api/", timeout=5):  # noqa: S310
                return
        except URLError:
            assert time.monotonic() < until, "the S3 server does not answer"
            time.sleep(0.05)

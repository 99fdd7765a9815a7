"""How a request gets to a hub in tests: through Django's test client, or over real HTTP on loopback."""

import http.client
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from wire import codec, contact

Message = TypeVar("Message")


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    def read(self, kind: type[Message]) -> Message:
        assert self.status == 200, self.body
        return codec.decode(self.body, kind)

    @property
    def problem(self) -> str:
        """The word of the problem, when this is one."""
        assert self.headers["content-type"] == "application/problem+json", (self.status, self.body)
        found = codec.decode(self.body, contact.Problem)
        assert found.status == self.status
        return found.type.removeprefix(contact.PROBLEM_BASE)


Door = Callable[[str, str, bytes, dict[str, str]], Answer]
"""How a request gets to a hub: method, path, body, headers."""


def loopback(port: int, timeout: float = 60) -> Door:
    """Over real HTTP to a hub on this machine; `timeout` in seconds."""

    def ask(method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
        try:
            connection.request(method, path, body or None, headers)
            response = connection.getresponse()
            return Answer(response.status, {k.lower(): v for k, v in response.headers.items()}, response.read())
        finally:
            connection.close()

    return ask


def in_process(client: Any) -> Door:
    """Through Django's test client."""

    def ask(method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        media_type = headers.get("Content-Type", "application/octet-stream")
        others = {name: value for name, value in headers.items() if name != "Content-Type"}
        response = client.generic(method, path, body, content_type=media_type, headers=others)
        content = b"".join(response) if response.streaming else response.content
        return Answer(response.status_code, {k.lower(): v for k, v in response.headers.items()}, content)

    return ask

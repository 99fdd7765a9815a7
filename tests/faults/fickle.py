"""A way to the hub of this process on which anything may happen to a request; the model's own pool of threads."""

from typing import Any

import msgspec
from in_process import InProcess

from station_app.sync.exchange import Offline, Reply, Request

FATES = ("well", "never", "lost", "twice", "cut", "portal")
"""What becomes of a request: it is answered; it, or the answer, does not arrive; it comes twice, or cut short;
the login page of a network answers it."""
PORTAL = Reply(status=200, headers={"content-type": "text/html"}, body=b"<html>Velkommen til gjestenettet</html>")


class Batch:
    """A batch that was answered, and how often the hub's database had been put back by then."""

    def __init__(self, request: Request, answer: bytes, time_of_hub: int) -> None:
        self.request, self.answer, self.time_of_hub = request, answer, time_of_hub


class Fickle(InProcess):
    """A way on which requests have fates."""

    def __init__(self) -> None:
        super().__init__()
        self.fates: list[str] = []
        self.batches: list[Batch] = []
        self.time_of_hub = 0

    def send(self, request: Request) -> Reply:
        fate = self.fates.pop(0) if self.fates else "well"
        if fate == "never":
            raise Offline("no_answer")
        if fate == "portal":
            return PORTAL
        if fate == "cut":
            self.arriving(request, len(request.body) // 2)
            raise Offline("cut_off")
        reply = super().send(request)
        request = msgspec.structs.replace(request, meanwhile=None)
        if fate == "twice":
            again = super().send(request)
            assert request.method != "PUT" or again.body == reply.body, "I11"
        if request.method == "PUT" and reply.status == 200:
            self.batches.append(Batch(request, reply.body, self.time_of_hub))
        if fate == "lost":
            raise Offline("cut_off")
        return reply

    def again(self, batch: Batch) -> None:
        """A batch that somebody held up comes once more, and its answer goes nowhere."""
        reply = super().send(batch.request)
        if batch.time_of_hub == self.time_of_hub:
            assert reply.body == batch.answer, "I11"


class InTurn:
    """Stands for the pool of threads that send files: one after the other, so that a story is the same every time."""

    def __init__(self, *_: Any, **__: Any) -> None:
        pass

    def __enter__(self) -> "InTurn":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def map(self, work: Any, *given: Any) -> Any:
        return map(work, *given)

    def shutdown(self, **_: Any) -> None:
        pass

"""What must hold between a hub and the stores of its counters once the faults have stopped."""

from collections.abc import Iterator
from typing import Any

from hub.ingest.aside import to_look_at
from hub.ingest.models import NeededBlob, Quarantine, StoredEvent
from hub.ingest.verify import verify
from hub.reservations.models import ReservationList
from station_app.sync.proof import acknowledgements

CYCLES = 3
TWICE_DONE = {"item_not_on_shelf"}
"""Why an event may be set aside here: two lives of one store did the same with one thing."""


class Whole:
    """The hub, the stores, and the ids of the events that the hub must hold."""

    def __init__(self, hub: Any, stores: list[Any], must: set[str]) -> None:
        self._hub, self._stores, self._must = hub, stores, must

    def agrees(self) -> None:
        """Within three cycles both sides hold all that is left, each once, and everything verifies."""
        own = {store.folder.name: store.files() for store in self._stores}
        left = self._hub.files().union(*own.values())
        for _ in range(CYCLES):
            waiting = sum([store.cycle.run().waiting for store in self._stores])
            # What one sends may change the list of what is reserved, which another has asked for by then.
            if not waiting and all(store.station.reservations.version() == _listed(store) for store in self._stores):
                break
        broken = [word for store in self._stores for word in self._of(store, own[store.folder.name])]
        broken += self._of_hub(left)
        assert broken == [], broken

    def _of(self, store: Any, own: set[str]) -> Iterator[str]:
        progress = store.station.outbox.progress()
        waits = (progress.waiting_events, progress.waiting_blobs, progress.problem)
        if waits != (0, 0, None):
            yield f"I7: {store.folder.name} after {CYCLES} cycles: {waits}"
        if self._hub.as_it_was and progress.notice == "hub_restored":
            yield f"I1: {store.folder.name} was given an acknowledgement for what the hub did not keep"
        for part in store.station.journal.incarnations():
            ours = {record.seq: record.body for record in store.station.journal.records(incarnation=part.incarnation)}
            held = StoredEvent.objects.filter(incarnation__name=part.incarnation).values_list("seq", "body")
            theirs = {seq: bytes(body) for seq, body in held}
            if not ours.items() <= theirs.items():
                yield f"I1: {store.folder.name} holds events that the hub does not"
        events = store.events()
        if not store.must <= set(events):
            yield f"I1: {store.folder.name} lost {len(store.must - set(events))} events"
        if len(events) != len(set(events)):
            yield f"I2: {store.folder.name} holds an event twice"
        for problem in store.station.verify().problems:
            # A file that the hub lost and another store brought again is not known here to be there.
            if problem.code != "file_missing" or problem.about in own:
                yield f"I4: {store.folder.name}: {problem}"
        for problem in acknowledgements(store.station):
            yield f"I4: {store.folder.name}: {problem}"
        if store.station.reservations.version() != _listed(store):
            yield f"I9: {store.folder.name} has the list of reservations {store.station.reservations.version()}"
        yield from self._set_aside(store)

    def _set_aside(self, store: Any) -> Iterator[str]:
        """What the hub set aside of this log is what the counter says of it."""
        named = {part.incarnation for part in store.station.journal.incarnations()}
        told = to_look_at().filter(event__incarnation__name__in=named).values_list("event__seq", "reason")
        ours = {(seq, reason) for seq, _, reason in store.station.outbox.not_applied()}
        theirs = {(seq, reason) for seq, reason in told if seq <= store.station.outbox.progress().last_event}
        if not ours <= theirs:
            yield f"I10: {store.folder.name} says {ours - theirs}, which the hub does not"

    def _of_hub(self, left: set[str]) -> Iterator[str]:
        lost = self._must - self._hub.events()
        if lost:
            yield f"I1: the hub lacks {len(lost)} events"
        for reason, detail in Quarantine.objects.values_list("reason", "detail"):
            if reason not in TWICE_DONE:
                yield f"I2: the hub set an event aside: {reason} {detail}"
        for problem in verify().problems:
            if problem.removeprefix("file ").removesuffix(" is missing") not in self._gone(left):
                yield f"I4: the hub: {problem}"
        wanted = set(NeededBlob.objects.values_list("sha256", flat=True))
        if lacking := (wanted & left) - self._hub.files():
            yield f"I5: the hub lacks {len(lacking)} files that were somewhere"

    def _gone(self, left: set[str]) -> set[str]:
        """Files that were on no disk any more."""
        return set(NeededBlob.objects.values_list("sha256", flat=True)) - left


def _listed(store: Any) -> int:
    """The version of the list of reservations of the store's station; 0 before the first."""
    own = ReservationList.objects.filter(station=store.station.identity.enrolment.station)
    return own.values_list("version", flat=True).first() or 0

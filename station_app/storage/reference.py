"""The published register as last fetched from the hub: one whole version, swapped in one transaction, never merged."""

from typing import TYPE_CHECKING

from domain.refused import Refused
from station_app.storage.database import Database

if TYPE_CHECKING:
    from domain.agreement import Actor, Agreement
    from wire.reference import Reference


class ReferenceStore:
    """The register in force. Reads decode the stored version once and again only when another one came."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._decoded: Reference | None = None

    def version(self) -> int:
        """The version in force; 0 before the first one came."""
        found = self._database.lasting("SELECT max(version) FROM reference")
        return 0 if found is None else found[0] or 0

    def fetched_at(self) -> str | None:
        """When the version in force came, or None."""
        found: str | None = self._database.value("SELECT fetched_at FROM reference ORDER BY version DESC LIMIT 1")
        return found

    def current(self) -> "Reference | None":
        """The version in force, or None."""
        version = self.version()
        if version == 0:
            return None
        if self._decoded is None or self._decoded.version != version:
            payload = self._database.value("SELECT payload FROM reference WHERE version = ?", (version,))
            self._decoded = _decoded(payload)
        return self._decoded

    def take(self, payload: bytes, signed: str, fetched_at: str) -> None:
        """Put a verified version in force; inside a transaction. An older one than the present is passed over."""
        reference = _decoded(payload)
        if reference.version <= self.version():
            return
        self._database.run(
            "INSERT INTO reference VALUES (?, ?, ?, ?, ?)",
            (reference.version, reference.published_at, payload, signed, fetched_at),
        )

    def actor(self, orgnr: str) -> "Actor":
        """The actor with this organisation number. Raises Refused `no_register` or `actor_unknown`."""
        reference = self.current()
        if reference is None:
            raise Refused("no_register")
        for actor in reference.actors:
            if actor.orgnr == orgnr:
                return actor
        raise Refused("actor_unknown", orgnr=orgnr)

    def agreements(self, orgnr: str) -> "tuple[Agreement, ...]":
        """All published agreements of an actor, also those that are not in force."""
        reference = self.current()
        return () if reference is None else tuple(found for found in reference.agreements if found.orgnr == orgnr)


def _decoded(payload: bytes) -> "Reference":
    # Loaded by counters that have a register.
    from wire import codec
    from wire.reference import Reference

    return codec.decode(payload, Reference)

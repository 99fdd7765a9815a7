"""What the hub publishes to every counter, as one whole numbered version.

The register of agreements, the stations, the catalogue.
"""

import msgspec

from domain.agreement import Actor, Agreement
from domain.catalogue import Catalogue
from wire.words import Identifier, Instant, Text


class StationName(msgspec.Struct, frozen=True, kw_only=True):
    """A recycling station of the municipality."""

    id: Identifier
    name: Text
    municipality: Text


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    """One published version. A counter uses it whole or not at all. `catalogue` None means the built-in one."""

    hub: Identifier
    version: int
    published_at: Instant
    stations: tuple[StationName, ...]
    actors: tuple[Actor, ...]
    agreements: tuple[Agreement, ...]
    catalogue: Catalogue | None = None

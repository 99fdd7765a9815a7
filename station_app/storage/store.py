"""The parts of one open store. What nobody needs before something is saved, searched or sent is loaded when it is:
somebody waits for the start.
"""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from station_app.storage.blobs import Blobs
from station_app.storage.database import Database
from station_app.storage.drafts import Drafts
from station_app.storage.identity import IdentityStore
from station_app.storage.reference import ReferenceStore
from station_app.storage.staff import Staff

if TYPE_CHECKING:
    from collections.abc import Callable

    from domain.numbers import Kind, Number
    from station_app.storage.handovers import Handovers
    from station_app.storage.items import Items
    from station_app.storage.jobs import Jobs
    from station_app.storage.journal import Journal
    from station_app.storage.outbox import Outbox
    from station_app.storage.projection import Keywords
    from station_app.storage.recalls import Recalls
    from station_app.storage.reservations import ReservationStore
    from station_app.storage.upkeep import UpkeepStore
    from wire.messages import KnownEvent


class Store:
    """Everything that is read from one database and one folder. Belongs to the thread that opened them."""

    def __init__(self, folder: Path, database: Database) -> None:
        self.folder = folder
        self._database = database
        self.identities = IdentityStore(database)
        self.blobs = Blobs(folder)
        self.reference = ReferenceStore(database)
        self.staff = Staff(database)
        self.drafts = Drafts(database)

    @cached_property
    def items(self) -> "Items":
        """Reading things, and searching among them."""
        from station_app.storage.items import Items

        return Items(self._database)

    @cached_property
    def handovers(self) -> "Handovers":
        """Reading handovers, reversals and refusals."""
        from station_app.storage.handovers import Handovers

        return Handovers(self._database)

    @cached_property
    def outbox(self) -> "Outbox":
        """What is sent and what waits."""
        from station_app.storage.outbox import Outbox

        return Outbox(self._database)

    @cached_property
    def jobs(self) -> "Jobs":
        """What is to be printed."""
        from station_app.storage.jobs import Jobs

        return Jobs(self._database)

    @cached_property
    def recalls(self) -> "Recalls":
        """The recall list."""
        from station_app.storage.recalls import Recalls

        return Recalls(self._database)

    @cached_property
    def reservations(self) -> "ReservationStore":
        """What is kept for actors here."""
        from station_app.storage.reservations import ReservationStore

        return ReservationStore(self._database)

    @cached_property
    def upkeep(self) -> "UpkeepStore":
        """What was done to keep the store safe."""
        from station_app.storage.upkeep import UpkeepStore

        return UpkeepStore(self._database)

    @cached_property
    def journal(self) -> "Journal":
        """The log."""
        from station_app.storage.journal import Journal

        return Journal(self._database, self.identities.current().device)

    # Every save asks these; an import in the function that uses them would be looked up each time.

    @cached_property
    def _new_id(self) -> "Callable[[], str]":
        """A new name for an event or a thing."""
        from wire.messages import new_id

        return new_id

    @cached_property
    def _next_number(self) -> "Callable[[Database, Kind, int], Number]":
        """Which number is given next."""
        from station_app.storage.numbering import next_number

        return next_number

    @cached_property
    def _apply(self) -> "Callable[[Database, KnownEvent, int, Keywords], None]":
        """What an event does to the rows."""
        from station_app.storage.projection import apply

        return apply

"""The station: opens the store, builds what belongs to it, and tells whoever listens when something changed."""

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from domain.catalogue import Catalogue
from domain.numbers import Kind, Number
from domain.refused import Refused
from domain.staff import Right
from station_app import config
from station_app.catalogues import Catalogues
from station_app.changed import Changed, Subject
from station_app.clock import Clock, instant, utc_now
from station_app.duty import Duty, Heading, allowed, duty_now, initials_of
from station_app.storage.database import Database
from station_app.storage.identity import Identity
from station_app.storage.sidecar import Sidecar
from station_app.storage.store import Store
from wire.durable import make_folder

if TYPE_CHECKING:
    # Seldom needed, so loaded when they are.
    from station_app.storage.backup import Manifest
    from station_app.storage.check import Report
    from station_app.storage.figures import Figures
    from station_app.storage.journal import Incarnation
    from station_app.storage.rejoining import Fetched
    from station_app.storage.timeline import Moment
    from wire.chain import Head
    from wire.messages import KnownEvent


__all__ = ["Changed", "Clock", "Duty", "Heading", "Station", "Subject", "utc_now"]


class Station(Store):
    """One open store. Belongs to the thread that opened it; another thread opens its own on the same folder."""

    def __init__(
        self, folder: Path, database: Database, settings: config.Config, clock: Clock, *, practice: bool = False
    ) -> None:
        super().__init__(folder, database)
        self.config = settings
        self.clock = clock
        self._listeners: list[Callable[[Changed], None]] = []
        self._catalogues = Catalogues(self.reference, folder)
        self.on_duty: Duty | None = None
        device = self._set_up(practice).device
        self.sidecar = Sidecar(folder, database, device)

    @classmethod
    def open(
        cls, folder: Path, *, settings: config.Config | None = None, clock: Clock = utc_now, practice: bool = False
    ) -> "Station":
        """Open the store in `folder`, making it at the first start; with `practice` as one that is never sent.

        Raises Refused `folder_not_writable`, `database_newer`, `database_damaged`, `database_locked`,
        `settings_wrong`, `catalogue_broken`.
        """
        try:
            # Names and signatures are in there: for the owner alone.
            make_folder(folder, mode=0o700)
        except OSError:
            raise Refused("folder_not_writable", folder=str(folder)) from None
        settings = settings or config.load(folder)
        database = Database.open(folder)
        try:
            station = cls(folder, database, settings, clock, practice=practice)
            if not station.practice:
                station.sidecar.settle(station.now())
            # At the start, not at the first thing that somebody brings.
            _ = station.catalogue
            return station
        except BaseException:
            database.close()
            raise

    def close(self) -> None:
        """Close the store. Nothing waits in memory, so nothing is lost without it."""
        with suppress(Refused):
            if not self._database.closed:
                self.sidecar.remember()
        self._database.close()

    def wait_at_most(self, seconds: float) -> None:
        """Say `database_locked` after so long, and not after 35 s, when another program holds the file."""
        self._database.wait_at_most(seconds)

    def another(self) -> "Station":
        """The same store once more, for the thread that calls this."""
        station = Station.open(self.folder, settings=self.config, clock=self.clock)
        station.on_duty = self.on_duty
        station.drafts.place = self.drafts.place
        return station

    def __enter__(self) -> "Station":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _set_up(self, practice: bool) -> Identity:
        if not self.identities.exists():
            from station_app.storage.journal import Journal

            with self._database.transaction():
                if not self.identities.exists():
                    self.identities.create(practice=practice)
                    device = self.identities.current().device
                    Journal(self._database, device).begin_incarnation(self.now(), "first start")
        return self.identities.current()

    @property
    def identity(self) -> Identity:
        """Who this device is now."""
        return self.identities.current()

    @property
    def practice(self) -> bool:
        """Whether this store is for practising: it was made so, stays so, and nothing in it leaves this PC."""
        return self.identity.practice

    @property
    def catalogue(self) -> Catalogue:
        """The published catalogue, or the built-in one before the first contact with a hub."""
        return self._catalogues.current()

    def keywords(self, category: str) -> str:
        """The words under which people look for things of this category; none for one that is no longer known."""
        return self._catalogues.keywords(category)

    def category_name(self, code: str, language: str = "") -> str:
        """The name of a category in `language` (by default the window's); the code when it is no longer known."""
        return self._catalogues.name(code, language or self.config.language)

    def now(self) -> str:
        """The device's time as it stands in events: UTC, whole seconds."""
        return instant(self.clock)

    @property
    def duty(self) -> Duty | None:
        """Who stands here now; None when there is a staff list and nobody said who they are; see duty.py."""
        return duty_now(self.staff, self.on_duty, self.config.staff)

    @property
    def initials(self) -> str:
        """The initials of who stands here now; empty for nobody."""
        duty = self.duty
        return "" if duty is None else duty.initials

    def signed_by(self, staff: str = "") -> str:
        """The initials under which a deed is noted: of who is on duty, or `staff` where there is no staff list.

        Raises Refused `text_too_long` or `text_hidden_characters`.
        """
        return initials_of(self.on_duty, staff, self.config.staff)

    def allow(self, right: Right) -> Duty:
        """Let only those go on who may. Raises Refused `nobody_on_duty` or `not_allowed`."""
        return allowed(self.duty, right)

    def heading(self, right: Right, staff: str = "") -> Heading:
        """What every event begins with, for somebody who may do what it says.

        `staff` are initials where there is no staff list; with one, events are signed by who is on duty.
        Raises Refused `nobody_on_duty`, `not_allowed`, `text_too_long` or `text_hidden_characters`.
        """
        self.allow(right)
        return {"event": self._new_id(), "at": self.now(), "staff": self.signed_by(staff)}

    def next_number(self, kind: Kind, device_number: int | None = None) -> Number:
        """The next running number of this device; it is taken by recording an event with it, in the same transaction.

        Raises Refused `numbers_used_up`.
        """
        return self._next_number(self._database, kind, device_number or self.identity.device_number)

    def transaction(self) -> AbstractContextManager[None]:
        """A block that is saved whole or not at all; see Database.transaction."""
        return self._database.transaction()

    def noting(self) -> AbstractContextManager[None]:
        """The same for what the next contact with the hub finds out again; see Database.noting."""
        return self._database.noting()

    def record(self, *events: "KnownEvent") -> None:
        """Write events and the rows that follow from them; inside `transaction`."""
        for event in events:
            self._apply(self._database, event, self.journal.append(event).seq, self._catalogues.keywords)
            if blobs := event.blobs():
                # The same picture may have been here before, and left for the hub since.
                self.outbox.blobs_here(blob.sha256 for blob in blobs)

    @property
    def fetched(self) -> "Fetched":
        """What was fetched back of the log and is not in its place yet."""
        from station_app.storage.rejoining import Fetched

        return Fetched(self._database)

    def rejoin(
        self, part: "Incarnation", agreed: "Head", *, only_at_hub: Sequence[str], nowhere: Sequence[str]
    ) -> None:
        """Put in its place what was fetched back of the log, all at once; see storage/rejoining.py. People are told."""
        from station_app.storage.rejoining import rejoin

        with self._database.transaction():
            done = rejoin(
                self._database,
                self.identity.device,
                part,
                agreed,
                keywords=self.keywords,
                at=self.now(),
                only_at_hub=only_at_hub,
                nowhere=nowhere,
            )
            if done.fetched:
                code = "log_put_together" if done.moved else "log_fetched_back"
                self.outbox.note_for_people(code, str(done.fetched))

    def listen(self, listener: Callable[[Changed], None]) -> None:
        """Call `listener` after every change, in the thread that made it."""
        self._listeners.append(listener)

    def tell(self, changed: Changed) -> Changed:
        """Tell the listeners; after the transaction. Returns what it was given."""
        for listener in self._listeners:
            listener(changed)
        return changed

    def timeline(self, number: str) -> "tuple[Moment, ...]":
        """What happened to the item with this number, oldest first."""
        from station_app.storage.timeline import timeline

        return timeline(self._database, number)

    def usual_weights(self) -> dict[str, int]:
        """Grams by category code: medians of what was weighed or estimated here; some 10 ms, for the background."""
        from station_app.storage.usual_weights import usual_weights

        return usual_weights(self._database)

    def figures(self) -> "Figures":
        """Pieces and grams, as the hub counts them too."""
        from station_app.storage.figures import figures

        return figures(self._database)

    def verify(self) -> "Report":
        """Check the chain, the files, and the rows against a replay of the log."""
        from station_app.storage.check import verify

        with self._database.snapshot():
            return verify(self._database, self.journal, self.blobs, self.keywords)

    def backup(self, target: Path, going_on: Callable[[], bool] = lambda: True) -> "Manifest":
        """Copy the whole store to a new or empty folder while work goes on, and note it; see storage/backup.py."""
        from station_app.storage.backup import backup

        return backup(self._database, self.blobs, self.identity.device, target, self.now(), going_on)

    def tidy(self) -> bool:
        """Do beside the work what a save would else have to do now and then: take what was written ahead over into the
        file, put new things into the search index and join some of its parts. Nobody waits more than a few ms for it:
        each is a transaction of its own, and waits for no disk.

        Returns whether parts were joined: then there may be more, for another call after others had their turn
        (`GIVE_WAY_SECONDS`). Raises Refused `database_locked` and the like.
        """
        from station_app.storage.search_index import join_parts, take_in

        self._database.take_over()
        with self._database.noting():
            take_in(self._database)
        with self._database.noting():
            return join_parts(self._database)

    def sweep(self) -> int:
        """Remove stored files that nothing refers to and that are more than a day old; returns how many."""
        return self.blobs.sweep(self._wanted, time.time())

    def evict(self) -> int:
        """Remove photos that only the hub need keep, if the settings say so; see storage/eviction.py."""
        from station_app.storage.eviction import evict

        days = self.config.keep_photos_days
        return evict(self._database, self.blobs, time.time() - days * 24 * 3_600.0) if days else 0

    def _wanted(self, sha256: str) -> bool:
        return self.outbox.refers_to(sha256) or self.drafts.holds(sha256)

    def damage(self) -> list[str]:
        """What SQLite's own quick check finds wrong."""
        return self._database.damage()

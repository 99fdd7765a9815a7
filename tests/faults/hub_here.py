"""A hub with a folder of its own in this process: made once, copied for every story, backed up and put back.

Its folder lies in memory where the system has such a place: a flush costs nothing there, and in which order things are
flushed is what test_killed.py and test_power_cut.py look at.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from counter import Counter
from django.db import connection, connections
from django.db.utils import ConnectionHandler
from in_process import enrolled_at

from hub import settings as own_settings
from hub.agreements.models import PublishedReference
from hub.agreements.models import Station as Place
from hub.backup import backup
from hub.demo import demo_data
from hub.folder import Folder
from hub.ingest.models import StoredEvent
from hub.restore import go_ahead, new_epoch, restore
from hub.setting_up import init

COUNTERS = 2
IN_MEMORY = Path("/dev/shm")  # noqa: S108 (the place for it, with a folder of its own in it)


class HubHere:
    """The hub of this process in `root`/hub, beside which counters may live; `settings` are Django's, for a test.

    `as_it_was` as long as nothing of it was put back or deleted; `was_put_back` when the newest backup was.
    """

    def __init__(self, root: Path, settings: Any) -> None:
        self.root = root
        self.folder = Folder(root / "hub")
        self._backups = 0
        self.as_it_was = True
        self.was_put_back = False
        settings.OMBRUK_FOLDER = self.folder
        settings.OMBRUK_HUB_KEY = ""
        # The settings of a hub that is served, not those of the tests' database, which is one in memory.
        given = {"default": own_settings.database("", self.folder)}
        connections["default"] = ConnectionHandler(given)["default"]

    @property
    def backed_up(self) -> Path:
        """The newest backup."""
        return self.root / f"backup-{self._backups}"

    def back_up(self) -> None:
        """As `ombruk-hub backup`; the one before goes."""
        old = self.backed_up
        self._backups += 1
        self.was_put_back = False
        backup(self.backed_up)
        shutil.rmtree(old, ignore_errors=True)

    def put_back(self) -> None:
        """As `ombruk-hub restore` from the newest backup, after everything was lost."""
        connection.close()
        shutil.rmtree(self.folder.root)
        self._lost_something(lambda: restore(self.backed_up))
        self.was_put_back = True

    def put_back_database(self) -> None:
        """The database alone is as it was; files that came later are still there."""
        connection.close()
        for file in self.folder.root.glob("hub.sqlite3*"):
            file.unlink()
        shutil.copy(Folder(self.backed_up).database, self.folder.database)
        self._lost_something(go_ahead)
        self.was_put_back = True

    def put_back_files(self) -> None:
        """The files alone are as they were; the database knows of more."""
        shutil.rmtree(self.folder.blobs)
        shutil.copytree(Folder(self.backed_up).blobs, self.folder.blobs)
        self._lost_something(new_epoch)

    def delete(self, which: int) -> None:
        """Somebody deletes a file, and it is found out."""
        files = sorted(self.folder.blobs.glob("??/*"))
        if files:
            files[which % len(files)].unlink()
            self._lost_something(new_epoch)

    def _lost_something(self, tell: Callable[[], object]) -> None:
        self.as_it_was = False
        tell()

    def files(self) -> set[str]:
        """Names of the files that are there."""
        return {file.parent.name + file.name for file in self.folder.blobs.glob("??/*")}

    def events(self) -> set[str]:
        """Ids of the events that it holds."""
        return {str(event) for event in StoredEvent.objects.values_list("event", flat=True)}


@contextmanager
def a_made_one(settings: Any) -> Iterator[Path]:
    """A folder with a hub that has a register and a backup, and with counters that are enrolled there, all closed."""
    with tempfile.TemporaryDirectory(dir=IN_MEMORY if IN_MEMORY.is_dir() else None) as folder:
        root = Path(folder) / "made"
        hub = HubHere(root, settings)
        init()
        demo_data()
        # Only the newest register is ever asked for; the others make every copy larger.
        PublishedReference.objects.exclude(version=PublishedReference.objects.latest("version").version).delete()
        place = Place.objects.get(name="Isi")
        for each in range(COUNTERS):
            enrolled_at(place, Counter(root / f"counter-{each}")).station.close()
        hub.back_up()
        connection.close()
        yield root
        connection.close()


@contextmanager
def own_connection() -> Iterator[None]:
    """Whatever connection the hub's tests use is put aside, and comes back afterwards."""
    before = connections["default"]
    try:
        yield
    finally:
        connections["default"] = before


def copied(made: Path, root: Path, settings: Any) -> HubHere:
    """The same in another folder."""
    shutil.copytree(made, root)
    hub = HubHere(root, settings)
    hub._backups = 1
    return hub

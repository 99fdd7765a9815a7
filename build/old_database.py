"""Writes a small store of the present version into tests/data/old_databases/, once per released schema, for ever.

`old_database.py` refuses to write over one that is there.
"""

import shutil
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "station"))

from counter import Counter

from station_app.actions.correct import discard_item
from station_app.storage.database import FILE_NAME
from station_app.storage.version import VERSION

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "data" / "old_databases"


def main() -> None:
    target = FOLDER / f"v{VERSION}"
    if target.exists():
        sys.exit(f"{target.name} is there already; a released store is never written again")
    with tempfile.TemporaryDirectory() as name:
        counter = Counter(Path(name) / "store").enrolled().with_register()
        things = [counter.register(title=f"Ting {number} æøå") for number in range(6)]
        counter.reverse(counter.hand_over(*things[:2]))
        counter.hand_over(things[0], things[3])
        discard_item(counter.station, things[5], "Knust")
        counter.station.backup(Path(name) / "copy")
        counter.station.close()
        target.mkdir(parents=True)
        shutil.copy(Path(name) / "copy" / FILE_NAME, target / FILE_NAME)
        _forget_where(target / FILE_NAME)
        shutil.copytree(Path(name) / "copy" / "blobs", target / "blobs")


def _forget_where(database: Path) -> None:
    """The folder of the copy on the machine that made it."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("UPDATE upkeep SET about = 'copy'")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("VACUUM")


if __name__ == "__main__":
    main()

"""Writes a small store of the present version into tests/data/old_databases/, once per released schema, for ever.

`old_database.py` refuses to write over one that is there.
"""

import shutil
import sys
import tempfile
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
        shutil.copytree(Path(name) / "copy" / "blobs", target / "blobs")


if __name__ == "__main__":
    main()

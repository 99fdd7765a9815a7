"""The catalogue that came with the program, kept ready in the store's folder, as Python keeps its compiled modules.

To read and check the tables takes 10 ms of a start, and but after an update they are the same ones as at the last.
"""

import os
from pathlib import Path

import msgspec

from domain.catalogue import Catalogue, load_catalogue

KEPT = "catalogue.kept"
_READ: dict[Path, Catalogue] = {}
"""What this program has read already, by the folder of the tables; they do not change while it runs."""


def built_in_catalogue(tables: Path, folder: Path) -> Catalogue:
    """The catalogue of the CSV files in `tables`; as it was kept in `folder` while no file is another one.

    Raises CatalogueError. A folder that cannot be written keeps nothing, and nobody is told: it only takes longer.
    """
    if tables not in _READ:
        _READ[tables] = _kept_or_read(tables, folder)
    return _READ[tables]


def _kept_or_read(tables: Path, folder: Path) -> Catalogue:
    seen, kept = _seen(tables), folder / KEPT
    try:
        head, _, body = kept.read_bytes().partition(b"\n")
        if head == seen:
            return msgspec.json.decode(body, type=Catalogue)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        # None was kept yet, or an older program kept another kind.
        pass
    catalogue = load_catalogue(tables)
    _keep(kept, seen + b"\n" + msgspec.json.encode(catalogue))
    return catalogue


def _seen(tables: Path) -> bytes:
    """By what it is known that no file is another one, nor the place of any field: the program may be newer."""
    with os.scandir(tables) as files:
        known = sorted((file.name, file.stat().st_size, file.stat().st_mtime_ns) for file in files)
    return msgspec.json.encode([known, Catalogue.__struct_fields__])


def _keep(kept: Path, content: bytes) -> None:
    """Whole or not at all: several windows and threads may begin at once."""
    try:
        import tempfile

        with tempfile.NamedTemporaryFile(dir=kept.parent, prefix=KEPT, delete=False) as file:
            file.write(content)
        Path(file.name).replace(kept)
    except OSError:
        return

"""The USB route: how batches, files and acknowledgements lie in a folder that is carried between station and hub.

Names and durable writing, the same for both sides; what is in the files are the very bytes that go over the network.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from wire.durable import make_folder, write
from wire.words import Identifier, Sha256

ROOT = "ombruk"
"""The one folder that is made on a stick; what else is on it is left alone."""
_ENDINGS = {"image/jpeg": ".jpg", "application/pdf": ".pdf", "application/json": ".json"}
_TYPES = {ending: media_type for media_type, ending in _ENDINGS.items()}
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")
_BATCH = re.compile(r"(\d{12})-(\d{12})\.batch\Z")
_FILE = re.compile(r"([0-9a-f]{64})(\.[a-z]{3,4})\Z")


class HeldFiles(msgspec.Struct, frozen=True, kw_only=True):
    """What the hub signs beside the acknowledgements: it holds these files of this device's stick, in order."""

    hub: Identifier
    epoch: int
    device: Identifier
    sha256: tuple[Sha256, ...]


class Batch(NamedTuple):
    """One batch on a stick, named by the chain and the positions that it holds."""

    incarnation: str
    from_seq: int
    to_seq: int


class Stick:
    """What lies in the folder `folder` for one hub. Reading and writing raise OSError as the stick does."""

    def __init__(self, folder: Path, hub: str) -> None:
        self._folder = folder
        self.root = folder / ROOT / hub

    def used(self) -> bool:
        """Whether anything of any hub lies here."""
        return (self._folder / ROOT).is_dir()

    def devices(self) -> list[str]:
        """The devices that something lies here of."""
        return sorted(path.name for path in _inside(self.root) if _UUID.match(path.name) and path.is_dir())

    @property
    def register(self) -> Path:
        """The newest register as the hub signed it."""
        return self.root / "register.jws"

    def reservations(self, device: str) -> Path:
        """What is kept at the station of this device, as the hub signed it."""
        return self.root / device / "reservations.jws"

    def held(self, device: str) -> Path:
        """HeldFiles as the hub signed it."""
        return self.root / device / "held.jws"

    def batch(self, device: str, batch: Batch) -> Path:
        """A batch."""
        return self._chain(device, batch.incarnation) / f"{batch.from_seq:012}-{batch.to_seq:012}.batch"

    def acknowledgement(self, device: str, batch: Batch) -> Path:
        """The hub's answer to a batch."""
        return self.batch(device, batch).with_suffix(".acknowledgement")

    def parent(self, device: str, incarnation: str) -> Path:
        """Where an incarnation begins; see chain.parent_text."""
        return self._chain(device, incarnation) / "parent.txt"

    def batches(self, device: str) -> list[Batch]:
        """Every batch or its answer, by position: what a chain continues comes before it."""
        found = set()
        for chain in _inside(self.root / device / "log"):
            if _UUID.match(chain.name):
                names = (path.with_suffix(".batch").name for path in _inside(chain))
                found |= {Batch(chain.name, int(name[1]), int(name[2])) for name in map(_BATCH.match, names) if name}
        return sorted(found, key=lambda batch: (batch.from_seq, batch.incarnation, batch.to_seq))

    def file(self, device: str, sha256: str, media_type: str) -> Path:
        """A file; its type is told by its name."""
        return self.root / device / "files" / f"{sha256}{_ENDINGS.get(media_type, '.bin')}"

    def files(self, device: str) -> Iterator[tuple[Path, str, str]]:
        """Every file with the hash and the media type that it should have."""
        for path in _inside(self.root / device / "files"):
            if named := _FILE.match(path.name):
                yield path, named[1], _TYPES.get(named[2], "application/octet-stream")

    def put(self, path: Path, data: bytes) -> bool:
        """Write a file durably; False when it was there already, byte for byte. There is never a part of it.

        Raises OSError, also when a name on the stick leads away from it.
        """
        if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
            return False
        make_folder(path.parent)
        if not path.parent.resolve().is_relative_to(self._folder.resolve()):
            raise PermissionError(1, "leads away from the stick", str(path))
        write(path, data)
        return True

    def shown(self, path: Path) -> str:
        """A file's name as people find it on the stick."""
        return path.relative_to(self._folder).as_posix()

    def _chain(self, device: str, incarnation: str) -> Path:
        return self.root / device / "log" / incarnation


def _inside(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []

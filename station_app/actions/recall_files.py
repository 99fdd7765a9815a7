"""Files that hold weekly reports: a plain one, those of a folder, those inside a .zip. Read in pieces, never whole."""

import contextlib
import stat
import zipfile
import zlib
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import msgspec

from domain.refused import Refused
from station_app.causes import of_system

LARGEST_REPORT = 100
"""Megabytes of one report."""
LARGEST_ZIP = 4_000
"""Megabytes of all reports of one .zip together, unpacked; all since 2005 are less than a tenth of it."""
PIECE = 1 << 18
_MEGABYTE = 1_000_000
_ZIP_BEGINS = b"PK\x03\x04"


class ReportFile(msgspec.Struct, frozen=True):
    """One report: what it is called, and its bytes. Reading raises Refused `file_unreadable` or `file_too_large`."""

    name: str
    pieces: Callable[[], Generator[bytes, None, None]]


def files_of(path: Path) -> list[Path]:
    """The file itself, or the .xml and .zip files of a folder by name. Raises Refused `file_unreadable`."""
    if not path.is_dir():
        return [path]
    try:
        return sorted(file for file in path.iterdir() if file.suffix.lower() in (".xml", ".zip"))
    except OSError as error:
        raise Refused("file_unreadable", file=str(path), what=of_system(error)) from None


def report_files(file: Path) -> Iterator[ReportFile]:
    """The reports in a file: itself, or what is in it when it is a .zip (by its bytes, whatever it is called).

    Raises Refused `file_unreadable` or `file_too_large`.
    """
    plain = _plain(file)
    with contextlib.closing(plain.pieces()) as pieces:
        zipped = next(pieces, b"").startswith(_ZIP_BEGINS)
    yield from _zipped(file) if zipped else (plain,)


def _plain(file: Path) -> ReportFile:
    def pieces() -> Generator[bytes, None, None]:
        try:
            # A pipe or a device would never end.
            if not stat.S_ISREG(file.stat().st_mode):
                raise Refused("file_unreadable", file=str(file), what="not_ordinary")
            with file.open("rb") as opened:
                yield from _counted(lambda: opened.read(PIECE), file.name)
        except (OSError, ValueError) as error:
            raise Refused("file_unreadable", file=str(file), what=of_system(error)) from None

    return ReportFile(file.name, pieces)


def _zipped(file: Path) -> Iterator[ReportFile]:
    try:
        with zipfile.ZipFile(file) as packed:
            members = [member for member in packed.infolist() if member.filename.lower().endswith(".xml")]
            if sum(member.file_size for member in members) > LARGEST_ZIP * _MEGABYTE:
                raise Refused("file_too_large", file=file.name, limit=LARGEST_ZIP)
            for member in sorted(members, key=lambda member: member.filename):
                yield _member(packed, member)
    except (OSError, ValueError, zipfile.BadZipFile):
        raise Refused("file_unreadable", file=str(file), what="zip_broken") from None


def _member(packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> ReportFile:
    name = member.filename.rpartition("/")[2]

    def pieces() -> Generator[bytes, None, None]:
        try:
            with packed.open(member) as opened:
                # Counted while unpacking: the size that the .zip names itself is whatever its maker wrote.
                yield from _counted(lambda: opened.read(PIECE), name)
        except (
            OSError,
            ValueError,
            EOFError,
            RuntimeError,
            NotImplementedError,
            zipfile.BadZipFile,
            zlib.error,
        ):
            # RuntimeError: it is encrypted; NotImplementedError: packed in a way that Python does not know.
            raise Refused("file_unreadable", file=name, what="zip_broken") from None

    return ReportFile(name, pieces)


def _counted(read: Callable[[], bytes], name: str) -> Iterator[bytes]:
    size = 0
    while piece := read():
        size += len(piece)
        if size > LARGEST_REPORT * _MEGABYTE:
            raise Refused("file_too_large", file=name, limit=LARGEST_REPORT)
        yield piece

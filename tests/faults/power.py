"""The power goes: which files can be on the disk then, worked out from the real system calls that strace wrote down.

Kept for sure is only what was synced: bytes by fsync of their file, names by fsync of their folder. Of the rest a disk
may have kept anything: nothing, all, or some of the sectors and some of the names. Every one of these states must do.
"""

import copy
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

CALLS = (
    "openat,write,pwrite64,ftruncate,fsync,fdatasync,?rename,?renameat,renameat2,?unlink,unlinkat,?mkdir,mkdirat,"
    "sendto,lseek"
)
OPTIONS = ("-y", "-xx", "-s", "100000000")
SECTOR = 512
_LINE = re.compile(r"\d+ +(\w+)\((.*)\) += (-?\d+)(?:<.*>)?(?: .*)?\Z")
_PART = re.compile(r'"((?:\\x[0-9a-f]{2})*)"|(-?\w+)<((?:\\x[0-9a-f]{2}|[^\\>])*)>|([^,"\s][^,"]*)')
_INDEX = "-shm"
"""SQLite's shared memory is an index that it makes again; what is in it after a crash counts for nothing."""


@dataclass
class _Bytes:
    """A file's content: as programs see it, and the writes since it was last synced."""

    kept: bytearray = field(default_factory=bytearray)
    since: list[tuple[int, bytes]] = field(default_factory=list)

    def now(self) -> bytearray:
        return self.after(self.since)

    def after(self, writes: list[tuple[int, bytes]]) -> bytearray:
        content = bytearray(self.kept)
        for place, data in writes:
            if place < 0:
                size = -place - 1
                content = content[:size].ljust(size, b"\0")
                continue
            content[len(content) :] = bytes(max(0, place - len(content)))
            content[place : place + len(data)] = data
        return content

    def sync(self) -> None:
        self.kept, self.since = self.now(), []


_Names = dict[str, "_Bytes | None"]
"""Paths below the folder; None for a folder."""


class Disk:
    """A folder's files: what is surely kept, and what may be."""

    def __init__(self, folder: Path, watched: str) -> None:
        """As it lies in `folder` now, all of it kept; the calls name it `watched`."""
        self._watched = watched.rstrip("/") + "/"
        self._kept: _Names = {}
        for path in sorted(folder.rglob("*")):
            content = None if path.is_dir() else _Bytes(bytearray(path.read_bytes()))
            self._kept[path.relative_to(folder).as_posix()] = content
        self._now: _Names = dict(self._kept)
        self._since: list[tuple[str, str, _Bytes | None, bool]] = []
        """Folder, name, and what it names, or that it is gone."""
        self._places: dict[str, int] = {}

    def do(self, call: str, parts: list[str | bytes], result: int) -> None:
        """Follow one call that succeeded."""
        texts = [part if isinstance(part, str) else part.decode("utf-8", "replace") for part in parts]
        match call:
            case "openat":
                self._open(texts[1], texts[2], result)
            case "lseek":
                self._places[texts[0]] = result
            case "write" | "pwrite64" if (file := self._file(texts[0])) is not None:
                data = parts[1] if isinstance(parts[1], bytes) else b""
                place = int(texts[3]) if call == "pwrite64" else self._places.get(texts[0], 0)
                file.since.append((place, data[:result]))
                if call == "write":
                    self._places[texts[0]] = place + result
            case "ftruncate" if (file := self._file(texts[0])) is not None:
                file.since.append((-int(texts[1]) - 1, b""))
            case "fsync" | "fdatasync":
                self._sync(texts[0])
            case "rename" | "renameat" | "renameat2":
                named = [name for name in map(self._name, texts) if name]
                if named:
                    old, new = named
                    self._set(new, self._now[old])
                    self._set(old, None, gone=True)
            case "unlink" | "unlinkat":
                for name in filter(None, map(self._name, texts)):
                    self._set(name, None, gone=True)
            case "mkdir" | "mkdirat":
                for name in filter(None, map(self._name, texts)):
                    self._set(name, None)

    def _open(self, path: str, flags: str, handle: int) -> None:
        name = self._name(path)
        if not name:
            return
        if "O_CREAT" in flags and name not in self._now:
            self._set(name, _Bytes())
        file = self._now.get(name)
        if file is not None:
            if "O_TRUNC" in flags:
                file.since.append((-1, b""))
            self._places[_handle(handle, path)] = len(file.now()) if "O_APPEND" in flags else 0

    def _sync(self, text: str) -> None:
        name = self._name(text.partition("<")[2].rstrip(">"))
        if name is None:
            return
        file = self._now.get(name)
        if file is not None:
            file.sync()
            return
        # A folder: its names are kept from now on.
        for folder, path, what, gone in [one for one in self._since if one[0] == name]:
            _apply(self._kept, folder, path, what, gone)
        self._since = [one for one in self._since if one[0] != name]

    def _set(self, name: str, what: "_Bytes | None", *, gone: bool = False) -> None:
        folder = name.rpartition("/")[0]
        _apply(self._now, folder, name, what, gone)
        self._since.append((folder, name, what, gone))

    def _file(self, text: str) -> "_Bytes | None":
        name = self._name(text.partition("<")[2].rstrip(">"))
        return None if not name else self._now.get(name)

    def _name(self, path: str) -> str | None:
        """The path below the folder, '' for the folder itself, None outside."""
        if path == self._watched[:-1]:
            return ""
        return path.removeprefix(self._watched) if path.startswith(self._watched) else None

    def lay_out(self, target: Path, chance: random.Random | None) -> None:
        """Write a state to an empty folder: with nothing that was not synced, or with what chance would have kept."""
        names = copy.copy(self._kept)
        if chance is not None:
            # A disk keeps names of one folder in their order, and those of another when it likes.
            reach = {folder: chance.randint(0, len(self._since)) for folder in {one[0] for one in self._since}}
            for number, (folder, path, what, gone) in enumerate(self._since):
                if number < reach[folder]:
                    _apply(names, folder, path, what, gone)
        for name, file in sorted(names.items()):
            if not all(str(parent) in names for parent in list(Path(name).parents)[:-1]) or name.endswith(_INDEX):
                continue
            if file is None:
                (target / name).mkdir()
            else:
                (target / name).write_bytes(file.after(_some(file.since, chance)))


def _apply(names: _Names, _folder: str, path: str, what: "_Bytes | None", gone: bool) -> None:
    if gone:
        names.pop(path, None)
    else:
        names[path] = what


def _some(writes: list[tuple[int, bytes]], chance: random.Random | None) -> list[tuple[int, bytes]]:
    """Nothing, or some sectors of some writes."""
    if chance is None:
        return []
    kept = []
    share = chance.choice((0.1, 0.5, 0.9, 1.0))
    for place, data in writes:
        sectors = range(0, len(data), SECTOR) if place >= 0 else (0,)
        kept += [
            (place + start, data[start : start + SECTOR]) if place >= 0 else (place, data)
            for start in sectors
            if chance.random() < share
        ]
    return kept


def _handle(number: int, path: str) -> str:
    return f"{number}<{path}>"


@dataclass
class Moment:
    """After one call: what the disk may hold, and what was said and answered until then."""

    disk: Disk
    call: str
    said: list[str]
    answered: list[bytes]


def moments(log: Path, disk: Disk) -> Iterator[Moment]:
    """Follow the calls of a life one by one."""
    said: list[str] = []
    answered: list[bytes] = []
    for line in log.read_text(encoding="ascii").splitlines():
        found = _LINE.match(line)
        assert "unfinished" not in line, "several threads: their calls cannot be put in order"
        if found is None or int(found[3]) < 0:
            continue
        parts = list(_parts(found[2]))
        if found[1] == "sendto":
            answered.append(parts[1] if isinstance(parts[1], bytes) else b"")
        elif found[1] == "write" and str(parts[0]).startswith("1<"):
            said += (parts[1] if isinstance(parts[1], bytes) else b"").decode().splitlines()
        else:
            disk.do(found[1], parts, int(found[3]))
        yield Moment(disk, found[1], said, answered)


def _parts(arguments: str) -> Iterator[str | bytes]:
    for quoted, handle, path, other in _PART.findall(arguments):
        if handle:
            yield f"{handle}<{_plain(path).decode()}>"
        elif other:
            yield other.strip()
        else:
            yield _plain(quoted)


def _plain(text: str) -> bytes:
    return re.sub(rb"\\x([0-9a-f]{2})", lambda pair: bytes([int(pair[1], 16)]), text.encode())

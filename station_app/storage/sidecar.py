"""A note beside the store's folder that finds, without a network, that the store was put back, moved or copied.

It lies outside the folder, so that whoever copies or puts back the folder leaves it behind. It is read at every start,
and written when a store closes in which something was saved, and after sending: never while somebody saves.
"""

import functools
import sys
import uuid
from enum import StrEnum
from pathlib import Path

import msgspec

from domain.refused import Refused
from station_app.causes import of_system
from station_app.storage.blobs import write_whole
from station_app.storage.database import Database
from station_app.storage.identity import IdentityStore


class Found(StrEnum):
    """What the note says about the store; the codes are those of the sentences for people."""

    MOVED = "store_moved"
    OLDER = "store_older"


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """Which store lives here: `word` stands in the store too. `event` was the last one saved, at position `seq`."""

    device: str
    word: str
    machine: str
    seq: int
    event: str


class Sidecar:
    """The note beside one open store."""

    def __init__(self, folder: Path, database: Database, device: str) -> None:
        self._file = place_of(folder)
        self._folder = folder
        self._database = database
        self._device = device
        self._noted = 0

    def settle(self, now: str) -> Found | None:
        """Look whether this is the store that lives here, as it was left. If not, begin a new life of its log before
        anything is written: a new incarnation, and numbers from another device number. People are told.

        Returns what was found. Raises Refused `database_locked` and the like.
        """
        if self._is_at_home():
            return None
        # Seldom needed. Two programs may start at once: one of them settles it.
        import filelock

        with filelock.FileLock(self._folder / "settling.lock"):
            return None if self._is_at_home() else self._move_in(now)

    def remember(self) -> None:
        """Note the last event that was saved. What cannot be written is no reason to stop: less is then found later."""
        from station_app.storage.journal import Journal

        word, last = self._word(), Journal(self._database, self._device).head().seq
        if word is None or last == self._noted:
            return
        try:
            self._write(word)
        except Refused as refused:
            _warn("the note beside the store cannot be written", refused)

    def _is_at_home(self) -> bool:
        word = self._word()
        return word is not None and self._finding(word) is None

    def _word(self) -> str | None:
        found: str | None = self._database.value("SELECT place FROM identity")
        return found

    def _finding(self, word: str | None) -> Found | None:
        """A store without a word has not lived anywhere yet, or was written by a program that knew of no note."""
        note = self._note()
        if note is not None and not self._holds(note):
            return Found.OLDER
        if word is None:
            return None
        if note is None or note.word != word or note.machine != this_machine():
            return Found.MOVED
        return None

    def _note(self) -> Note | None:
        """The note if it is about this store; another one may have lived here before."""
        try:
            note = msgspec.json.decode(self._file.read_bytes(), type=Note)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return None
        self._noted = note.seq
        return note if note.device == self._device else None

    def _holds(self, note: Note) -> bool:
        """Positions move up when a log is put together; an event keeps its id."""
        query = "SELECT 1 FROM event WHERE seq >= ? AND event = ?"
        return note.seq == 0 or self._database.row(query, (note.seq, note.event)) is not None

    def _move_in(self, now: str) -> Found | None:
        from station_app.storage.journal import Journal
        from station_app.storage.outbox import Outbox

        word, found = str(uuid.uuid4()), self._finding(self._word())
        try:
            self._write(word)
        except Refused as refused:
            # Without a note every start would find a moved store.
            _warn("no note can be written beside the store", refused)
            if found is None:
                return None
        with self._database.transaction():
            self._database.run("UPDATE identity SET place = ?", (word if self._note() is not None else None,))
            if found is not None:
                Journal(self._database, self._device).begin_incarnation(now, found.value)
                IdentityStore(self._database).draw_device_number()
                Outbox(self._database).note_for_people(found.value, "")
        return found

    def _write(self, word: str) -> None:
        row = self._database.row("SELECT seq, event FROM event ORDER BY seq DESC LIMIT 1")
        seq, event = (0, "") if row is None else (row["seq"], row["event"])
        note = Note(device=self._device, word=word, machine=this_machine(), seq=seq, event=event)
        try:
            write_whole(self._file, msgspec.json.encode(note, order="sorted"))
        except OSError as error:
            raise Refused("file_unwritable", file=str(self._file), what=of_system(error)) from error
        self._noted = seq


def _warn(what: str, refused: Refused) -> None:
    # Hardly ever, so it is loaded then: a call of a timer opens a store, too, and most have nothing to log.
    import logging

    logging.getLogger(__name__).warning("%s: %s", what, refused.code)


def place_of(folder: Path) -> Path:
    """Where the note about the store in `folder` lies."""
    whole = folder.absolute()
    return whole.with_name(f"{whole.name}.note")


def forget(database: Database) -> None:
    """This store is about to live at another place, and that is known; inside a transaction."""
    database.run("UPDATE identity SET place = NULL")


@functools.lru_cache(maxsize=1)
def this_machine() -> str:
    """A name of this PC that says nothing about it, empty where there is none to be had.

    Of what the system was given at its installation, and on Windows also of the mainboard. Nothing that comes and goes
    with a dock or an adapter.
    """
    try:
        # Asked at every start. As Python's own `random` does it: hashlib takes 3 ms to load.
        from _sha256 import sha256  # type: ignore[import-not-found]
    except ImportError:
        from hashlib import sha256

    parts = _windows() if sys.platform == "win32" else _unix()
    if not parts:
        return ""
    return str(sha256("\x00".join(["ombruk machine", *parts]).encode()).hexdigest())[:32]


def _unix() -> list[str]:
    for place in ("/etc/machine-id", "/var/lib/dbus/machine-id"):
        try:
            return [Path(place).read_text(encoding="ascii").strip()]
        except (OSError, ValueError):
            continue
    return []


def _windows() -> list[str]:
    """The installation's own id, and the mainboard's as Windows keeps it."""
    found: list[str] = []
    if sys.platform == "win32":
        import winreg

        for key, name in (
            (r"SOFTWARE\Microsoft\Cryptography", "MachineGuid"),
            (r"SYSTEM\HardwareConfig", "LastConfig"),
        ):
            try:
                access = winreg.KEY_READ | winreg.KEY_WOW64_64KEY
                with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, key, 0, access) as opened:
                    found.append(str(winreg.QueryValueEx(opened, name)[0]))
            except OSError:
                continue
    return found

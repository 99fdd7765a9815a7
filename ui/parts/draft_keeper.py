"""Keeps what stands in a form in the store while it is filled in, so that a power cut costs nobody their work."""

from collections.abc import Callable

import msgspec
from PySide6.QtCore import QObject, QTimer

from domain.refused import Refused
from station_app.actions.drafts import keep_live_draft
from station_app.storage.drafts import DraftKind
from ui.desk import Desk

PAUSE_MS = 400
"""After the last change; the writing itself is done beside the window."""


class Written(msgspec.Struct, frozen=True):
    """A draft: the words by which a person knows it, and its body, empty for an empty form."""

    words: str = ""
    body: str = ""


class DraftKeeper(QObject):
    """`read` tells what stands in the form. One writing at a time, so that the last one is the newest."""

    def __init__(self, desk: Desk, kind: DraftKind, read: Callable[[], Written], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._kind, self._read = desk, kind, read
        self._generation = 0
        self._writing = self._dirty = self._held = False
        self._kept = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._write)

    @property
    def waiting(self) -> bool:
        """Whether something is still to be written."""
        return self._timer.isActive() or self._writing or self._dirty

    def touch(self) -> None:
        """Something in the form changed."""
        if not self._held:
            self._timer.start()

    def supersede(self) -> None:
        """What was read so far is to be saved, set aside or taken up now: no writing under way may bring it back."""
        self._generation += 1
        self._timer.stop()
        self._kept = ""

    def hold(self, on: bool) -> None:
        """While `on`, leave in the store what is there: it is saved in a moment. Afterwards the form is written."""
        self._held = on
        if on:
            self.supersede()
        else:
            self._timer.start()

    def write_now(self) -> None:
        """Write in this thread: the window is about to go."""
        if not self.waiting or self._held:
            return
        self.supersede()
        written = self._read()
        try:
            keep_live_draft(self._desk.station, self._kind, written.words, written.body)
            self._kept = written.body
        except Refused as refused:
            self._desk.warn(refused)

    def _write(self) -> None:
        if self._writing:
            self._dirty = True
            return
        written, generation = self._read(), self._generation
        if written.body == self._kept:
            return
        self._writing = True
        another, kind = self._desk.station.another, self._kind

        def work() -> None:
            with another() as station:
                keep_live_draft(station, kind, written.words, written.body, lambda: self._generation == generation)

        self._desk.background.run(work, lambda _none: self._written(written.body, generation), self._failed)

    def _written(self, body: str, generation: int) -> None:
        if generation == self._generation:
            self._kept = body
        self._writing = False
        if self._dirty:
            self._dirty = False
            self._write()

    def _failed(self, refused: Refused) -> None:
        self._writing = self._dirty = False
        self._desk.warn(refused)

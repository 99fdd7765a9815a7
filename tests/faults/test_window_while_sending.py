"""Check 8, the part that needs no clock: a hub that has a request and does not answer keeps nobody from working."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import threading
from collections.abc import Iterator

import pytest
from counter import Counter
from pytestqt.qtbot import QtBot

from station_app.actions.settings import keep_settings
from station_app.sync import cycle
from station_app.sync.exchange import Reply, Request
from station_app.sync.transport import Transport
from station_app.sync.worker import SyncWorker
from ui.bridge import Bridge
from ui.window import MainWindow

PATIENCE_SECONDS = 120
THINGS = 5


class Silent:
    """A hub that is sent to, and answers nothing before `go_on`."""

    def __init__(self) -> None:
        self.reached, self.go_on = threading.Event(), threading.Event()


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> Silent:
    hub = Silent()

    class Held(Transport):
        def send(self, request: Request) -> Reply:
            hub.reached.set()
            assert hub.go_on.wait(PATIENCE_SECONDS)
            return super().send(request)

    monkeypatch.setattr(cycle, "Transport", Held)
    return hub


@pytest.fixture
def window(counter: Counter, qtbot: QtBot) -> Iterator[MainWindow]:
    keep_settings(counter.station, language="en", sound_volume=0, camera="none")
    bridge = Bridge()
    counter.station.listen(bridge.tell)
    made = MainWindow(counter.station, bridge)
    made.work_with(SyncWorker(counter.folder, counter.station.config, bridge.tell), None)
    qtbot.addWidget(made)
    made.show()
    made.later.all_now()
    yield made
    made.close()


def test_things_are_registered_and_found_while_a_hub_is_silent(
    counter: Counter, silent: Silent, window: MainWindow, qtbot: QtBot
) -> None:
    counter.register()
    sender = window._sender
    assert isinstance(sender, SyncWorker)
    sender.start()
    sender.wake()
    assert silent.reached.wait(PATIENCE_SECONDS)
    register = window.pages.register
    for _ in range(THINGS):
        register.form.picker.choose("bicycle")
        register.form.weight.entry.setText("14")
        register.save()
    qtbot.waitUntil(lambda: not window.background.busy, timeout=PATIENCE_SECONDS * 1_000)
    window.show_screen("shelf")
    assert len(counter.station.items.page().items) == 1 + THINGS
    assert "Saved" in window.strip.result.text()
    waiting = counter.station.outbox.progress().waiting_events
    assert not silent.go_on.is_set(), "all of this while the hub had not answered"
    silent.go_on.set()
    assert sender.stop(PATIENCE_SECONDS)
    # Nobody was there after all: everything still waits.
    assert counter.station.outbox.progress().waiting_events == waiting >= 1 + THINGS

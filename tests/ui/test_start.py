"""The start: what may be loaded when the window can be used, and that what is typed or scanned then counts."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from keyboard import Hands
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from domain.item import State
from station_app.station import Station
from ui.bridge import Bridge
from ui.later import Later
from ui.window import MainWindow

LOADED = """
import sys
from pathlib import Path
from ui.__main__ import open_window
application, window = open_window(Path(sys.argv[1]))
application.processEvents()
assert window.later.waiting, "nothing is left to be made later"
print(*sorted(sys.modules))
"""
BOTH_WAYS = """
import enum
from ui.enumerations import make_quickly
thorough = enum.EnumType._create_
make_quickly()
quick = enum.EnumType._create_
compared = []

def both(cls, name, names, **more):
    made, reference = quick(cls, name, names, **more), thorough(cls, name, names, **more)
    # Python's own comparison of the two ways.
    enum._test_simple_enum(reference, made)
    assert made.__doc__ == reference.__doc__
    compared.append(name)
    return made

enum.EnumType._create_ = both
from PySide6 import QtCore, QtGui, QtWidgets
for module in (QtCore, QtGui, QtWidgets):
    for name in dir(module):
        getattr(module, name)
print(len(compared), repr(QtCore.Qt.AlignmentFlag.AlignLeft | QtCore.Qt.AlignmentFlag.AlignTop))
"""
LATER = """
import enum, itertools, sys
from pathlib import Path
from ui.__main__ import open_window
application, window = open_window(Path(sys.argv[1]))
there = [0]
while window.later.waiting:
    # Part by part: a turn of the event loop on a busy machine has room for several.
    window.later._next()
    module = sys.modules.get("PySide6.QtMultimedia")
    there.append(len(vars(module)) if module else 0)
from PySide6 import QtMultimedia
from PySide6.QtWidgets import QLineEdit
made, create = [], enum.EnumType._create_

def noted(cls, name, *names, **more):
    made.append(name)
    return create(cls, name, *names, **more)

enum.EnumType._create_ = noted
# An object of Qt's own, of a class that PySide does not know.
assert [type(part).__name__ for part in QLineEdit().children()] == ["QObject"]
# PySide keeps a type in its module once it is made.
whole = len(dir(QtMultimedia))
at_once = max(after - before for before, after in itertools.pairwise(there))
print(window.devices.sounds.running, len(made), there[-1] == whole, at_once < whole * 2 / 3)
window.close()
"""
OURS = ("domain", "resources", "station_app", "ui", "wire")
AT_START = frozenset(Path(__file__).with_name("modules_at_start.txt").read_text(encoding="ascii").split())
"""Our modules that are loaded when the window can be used. Each takes a fifth of a millisecond of every start and more
with what it loads itself: whoever adds one says why somebody has to wait for it."""
NOT_AT_START = frozenset(
    (
        *("PIL", "cryptography", "filelock", "joserfc", "keyring", "reportlab", "serial", "sqlite_utils", "urllib3"),
        *("PySide6.QtMultimedia", "PySide6.QtNetwork", "PySide6.QtPdf", "PySide6.QtPrintSupport"),
        *("csv", "difflib", "hashlib", "html", "json", "logging.handlers", "socket", "tomllib", "zoneinfo"),
    )
)
"""What other modules bring that nobody may have to wait for."""


def run(program: str, *arguments: str) -> str:
    """What a Python program of its own says."""
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The modules of a counter that was started for the second time and can just be used."""
    folder = tmp_path_factory.mktemp("counter") / "store"
    # The first start keeps the catalogue for those after it.
    run(LOADED, str(folder))
    return set(run(LOADED, str(folder)).split())


def test_nobody_waits_for_other_modules_than_these(loaded: set[str]) -> None:
    ours = {name for name in loaded if name.partition(".")[0] in OURS}
    assert ours - AT_START == set(), "more is loaded before the window can be used"
    assert AT_START - ours == set(), "less is loaded now: take it out of AT_START, so that it stays so"


def test_nothing_large_is_loaded_before_the_window_can_be_used(loaded: set[str]) -> None:
    assert loaded & NOT_AT_START == set()


def test_an_enumeration_that_is_made_quickly_is_the_same() -> None:
    done = run(BOTH_WAYS)
    count, _, flags = done.partition(" ")
    assert int(count) > 500
    assert flags == "<AlignmentFlag.AlignLeft|AlignTop: 33>"


def test_what_the_window_would_stand_still_for_is_made_before_anything_sends(tmp_path: Path) -> None:
    """What sends is begun by the last of these parts, and would compute meanwhile."""
    assert run(LATER, str(tmp_path / "store")) == "True 0 True True"


@pytest.fixture
def just_seen(qtbot: QtBot, station: Station, bridge: Bridge) -> Iterator[MainWindow]:
    """A window that was seen a moment ago and in which nothing is ever made but what is asked for."""
    station.listen(bridge.tell)
    window = MainWindow(station, bridge)
    qtbot.addWidget(window)
    window.show()
    QApplication.processEvents()
    assert window.later.waiting
    window.later.forget()
    window.activateWindow()
    yield window
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def test_a_thing_is_saved_with_keys_alone_at_once(just_seen: MainWindow, station: Station, qtbot: QtBot) -> None:
    hands = Hands(just_seen, qtbot)
    hands.type("1q")
    hands.press(Qt.Key.Key_Return)
    (thing,) = station.items.page().items
    assert (thing.category, thing.condition) == ("chair", "new")
    hands.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert station.items.by_number(thing.number).state is State.VOID


def test_a_thing_is_turned_away_at_once(just_seen: MainWindow, station: Station, qtbot: QtBot) -> None:
    hands = Hands(just_seen, qtbot)
    hands.type("2")
    hands.press(Qt.Key.Key_F8)
    hands.type("1")
    assert station.figures().refused.pieces == 1


def test_a_number_is_scanned_at_once(
    just_seen: MainWindow, station: Station, qtbot: QtBot, registered: Callable[..., str]
) -> None:
    number = registered()
    Hands(just_seen, qtbot).scan(number)
    assert just_seen.front.objectName() == "shelf"
    assert just_seen.pages.register.form.picker.code == ""


def test_pieces_are_made_one_at_a_turn_and_in_order(qtbot: QtBot) -> None:
    made: list[str] = []
    later = Later(QApplication.instance() or QCoreApplication([]))
    later.add(lambda: made.append("first"), lambda: made.append("second"))
    QApplication.processEvents()
    assert made == [], "nothing before the window was seen"
    later.begin()
    with qtbot.waitSignal(later.finished):
        assert made == []
    assert made == ["first", "second"]
    later.deleteLater()

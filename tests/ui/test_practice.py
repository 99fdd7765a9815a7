"""Practising: everything can be done, nothing counts, and the real store does not even notice."""

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import counter_samples as samples
import pypdfium2
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from domain import numbers
from domain.handover import Signature
from domain.item import State
from domain.refused import Refused
from domain.staff import Role
from station_app import config
from station_app.actions.handover import Order, hand_over, prepare_handover
from station_app.actions.labels import make_labels
from station_app.actions.practice import EVERYTHING, EXPIRED, FOLDER, SOME_THINGS, open_practice
from station_app.actions.print_documents import document_of
from station_app.actions.printing import queue_print
from station_app.actions.register import Draft, register_item
from station_app.actions.staff import add_member, begin_duty, give_badge
from station_app.actions.verdicts import check_lines
from station_app.cli.main import run
from station_app.config import Config
from station_app.documents.label import Stock
from station_app.documents.receipt import render_receipt
from station_app.station import Duty, Station
from station_app.storage.backup import restore
from station_app.storage.database import FILE_NAME
from station_app.storage.items import Wanted
from station_app.storage.jobs import JobKind
from station_app.sync.cycle import Cycle
from station_app.sync.enrolment import enrol
from station_app.sync.keys import key_store
from ui import counter as program
from ui.bridge import Bridge
from ui.window import MainWindow

SIGNED = Signature(400, 150, (((10, 80, 0), (120, 20, 90), (220, 110, 200)),))


@pytest.fixture
def real(tmp_path: Path) -> Path:
    """The folder of a counter at work."""
    folder = tmp_path / "real"
    with Station.open(folder, settings=Config(language="en", staff="KB"), clock=samples.clock) as station:
        samples.put_in_force(station)
        register_item(station, Draft(category="bicycle", grams=14_000))
    return folder


@pytest.fixture
def practice(real: Path) -> Iterator[Station]:
    with open_practice(real) as opened:
        yield opened


def content(folder: Path) -> dict[str, str]:
    """A hash of every file of the real store."""
    files = (file for file in sorted(folder.rglob("*")) if file.is_file() and FOLDER not in file.parts)
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def test_a_whole_handover_can_be_practised_and_the_real_store_stays_as_it_was(real: Path) -> None:
    before = content(real)
    assert FILE_NAME in before
    with open_practice(real) as station:
        shelf = [item.number for item in station.items.page(Wanted(state=State.REGISTERED)).items]
        assert len(shelf) >= 5
        prepared = prepare_handover(
            station, Order(orgnr=EVERYTHING, numbers=tuple(shelf), representative="Ola", signature=SIGNED)
        )
        receipt = hand_over(station, prepared, render_receipt(prepared.receipt)).number
        assert station.handovers.history()[0].receipt == receipt
        assert station.verify().ok
    assert content(real) == before


def test_red_lines_can_be_practised_too(practice: Station) -> None:
    shelf = [item.number for item in practice.items.page(Wanted(state=State.REGISTERED)).items]
    some = check_lines(practice, SOME_THINGS, shelf, {})
    assert {line.reason for line in some} >= {"ok", "category_not_covered"}
    assert {line.reason for line in check_lines(practice, EXPIRED, shelf, {})} == {"agreement_expired"}


def test_practice_has_numbers_of_its_own_and_begins_where_it_was_left(real: Path) -> None:
    with Station.open(real) as station:
        taken = {item.number for item in station.items.page().items}
        device = station.identity.device_number
    with open_practice(real) as practice:
        first = practice.identity
        assert first.device_number != device
        assert first.device_number >= numbers.FIRST_PROVISIONAL_DEVICE
        shown = {item.number for item in practice.items.page().items}
        assert not shown & taken
        register_item(practice, Draft(category="chair", grams=4_000))
    with open_practice(real) as practice:
        assert practice.identity == first
        assert len(practice.items.page().items) == len(shown) + 1


def test_it_looks_as_the_counter_does_but_never_sends(real: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (real / "settings.toml").write_text('language = "nn"\ntext_percent = 150\nsync = true\n', encoding="utf-8")
    with open_practice(real) as practice:
        assert (practice.config.language, practice.config.text_percent) == ("nn", 150)
        assert not practice.config.sync
        practice.config = Config(sync=True)
        assert program._sender(practice, Bridge()) is None


def test_it_cannot_be_connected_by_any_way(practice: Station) -> None:
    keys = key_store(practice.folder, practice.identity.device, "file")
    with pytest.raises(Refused, match="practice_stays_here"):
        enrol(practice, "http://127.0.0.1:9", "ABCD", keys)
    with pytest.raises(Refused, match="practice_stays_here"):
        samples.put_in_force(practice)
    with pytest.raises(Refused, match="practice_stays_here"):
        Cycle(practice)
    assert practice.identity.enrolment is None
    for verb in (["sync"], ["enrol", "--hub", "http://127.0.0.1:9", "--code", "ABCD"]):
        assert run(["--data-dir", str(practice.folder), *verb]) == 3


def test_a_copy_of_it_is_for_practising_too(practice: Station, tmp_path: Path) -> None:
    practice.backup(tmp_path / "copy")
    restore(tmp_path / "copy", tmp_path / "elsewhere", "2026-11-24T10:00:00Z")
    with Station.open(tmp_path / "elsewhere", settings=Config()) as again:
        assert again.practice


def test_a_real_store_in_its_place_is_left_alone(real: Path, tmp_path: Path) -> None:
    with Station.open(real / FOLDER, settings=Config(staff="KB")) as misplaced:
        register_item(misplaced, Draft(category="chair", grams=4_000))
        head = misplaced.journal.head()
    config.save(real / FOLDER, sync=True, staff="AB", language="nn")
    before = (real / FOLDER / "settings.toml").read_bytes()
    with pytest.raises(Refused, match="practice_folder_taken"):
        open_practice(real)
    with Station.open(real / FOLDER, settings=Config()) as misplaced:
        assert misplaced.journal.head() == head
    assert (real / FOLDER / "settings.toml").read_bytes() == before


def words_of(pdf: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


def test_every_document_says_so_in_its_file(real: Path) -> None:
    """In nynorsk: that word does not stand in the name of the practice station, which is on most of them."""
    word = "ØVING"
    config.save(real, language="nn", staff="KB")
    with open_practice(real) as practice:
        items = practice.items.page(Wanted(state=State.REGISTERED)).items
        assert word in words_of(make_labels(practice, items[:1], Stock.ROLL_62X29))[0]
        add_member(practice, "KB", Role.ADMINISTRATOR)
        begin_duty(practice, Duty("KB", Role.ADMINISTRATOR))
        give_badge(practice, "KB")
        about = {JobKind.LABEL: items[0].number, JobKind.BADGE: "KB"}
        for kind in set(JobKind) - {JobKind.RECEIPT, JobKind.RECEIPT_COPY}:
            queue_print(practice, kind, about.get(kind, ""))
        for job in practice.jobs.open():
            pages = words_of(document_of(practice, job).pdf())
            assert pages, job.kind
            assert all(word in page for page in pages), job.kind


def test_a_receipt_says_so_on_each_of_its_pages_in_the_actors_language(practice: Station) -> None:
    """Once for every part that it may be cut into, and nothing of it is hidden by that."""
    for _more_than_a_page in range(30):
        register_item(practice, Draft(category="chair", grams=4_000))
    numbers = tuple(item.number for item in practice.items.page(Wanted(state=State.REGISTERED)).items)
    order = Order(orgnr=EVERYTHING, numbers=numbers, representative="Ola", signature=SIGNED)
    pages = words_of(render_receipt(prepare_handover(practice, order).receipt))
    assert len(pages) > 1
    assert all(page.count("ØVELSE") >= 4 for page in pages)


def test_what_counts_bears_no_such_word(real: Path) -> None:
    with Station.open(real, settings=Config(language="nb"), clock=samples.clock) as station:
        number = station.items.page().items[0].number
        order = Order(orgnr=samples.FRETEX, numbers=(number,), representative="Ola", signature=SIGNED)
        assert "ØVELSE" not in words_of(render_receipt(prepare_handover(station, order).receipt))[0]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_window_says_so_in_words_and_leads_back(qtbot: QtBot, practice: Station, theme: str) -> None:
    practice.config = Config(sync=False, language="en", theme=theme, sound_volume=0)
    window = MainWindow(practice, Bridge())
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: not window.later.waiting)
    assert "Practice – nothing is sent" in window.bar.chip.text()
    words = window.findChild(QLabel, "practice-words")
    assert words.isVisible()
    assert words.text() == "Practice – nothing is sent"
    picture = window.grab().toImage()
    band = picture.pixelColor(window.width() // 2, 4)
    assert band == window.desk.theme.colour("warning-surface-tinted")
    window.findChild(QPushButton, "practice-leave").click()
    assert window.leaves


def test_there_and_back_in_one_run_of_the_program(qtbot: QtBot, real: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMBRUK_SYNC", "true")
    monkeypatch.setenv("OMBRUK_SOUND_VOLUME", "0")
    seen: list[tuple[bool, bool]] = []

    def look() -> None:
        window = shown_window()
        if window.later.waiting:
            QTimer.singleShot(50, look)
            return
        seen.append((window.desk.station.practice, window._sender is None))
        if len(seen) == 3:
            window.close()
            return
        window.leave()
        QTimer.singleShot(300, look)

    QTimer.singleShot(300, look)
    assert program.run(["--data-dir", str(real), "--practice"]) == 0
    assert seen == [(True, True), (False, False), (True, True)]


def test_the_practice_folder_itself_leads_back_to_its_counter(
    qtbot: QtBot, real: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OMBRUK_SOUND_VOLUME", "0")
    monkeypatch.setenv("OMBRUK_SYNC", "false")
    open_practice(real).close()
    seen: list[tuple[bool, str]] = []

    def look() -> None:
        window = shown_window()
        seen.append((window.desk.station.practice, window.desk.station.folder.name))
        if len(seen) == 2:
            window.close()
            return
        window.leave()
        QTimer.singleShot(300, look)

    QTimer.singleShot(300, look)
    assert program.run(["--data-dir", str(real / FOLDER)]) == 0
    assert seen == [(True, FOLDER), (False, real.name)]
    assert not (real / FOLDER / FOLDER).exists()


def test_a_copy_of_a_practice_store_offers_no_way_to_a_counter(
    qtbot: QtBot, real: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OMBRUK_SOUND_VOLUME", "0")
    monkeypatch.setenv("OMBRUK_SYNC", "false")
    open_practice(real).close()
    shutil.copytree(real / FOLDER, tmp_path / "copy")
    offered: list[bool] = []

    def look() -> None:
        window = shown_window()
        window.body.toggle("register")
        for name in ("practice-leave", "help-practice"):
            offered.extend(not button.isHidden() for button in window.findChildren(QPushButton, name))
        offered.append(not window.findChild(QLabel, "practice-words").isVisible())
        window.close()

    QTimer.singleShot(300, look)
    assert program.run(["--data-dir", str(tmp_path / "copy")]) == 0
    assert offered == [False, False]


def windows() -> list[MainWindow]:
    """Those that are there, shown or not."""
    return [found for found in QApplication.topLevelWidgets() if isinstance(found, MainWindow)]


def shown_window() -> MainWindow:
    return next(found for found in windows() if found.isVisible())


def test_a_window_that_was_left_is_gone_and_nothing_of_it_acts_on_the_next_one(
    qtbot: QtBot, real: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OMBRUK_SOUND_VOLUME", "0")
    monkeypatch.setenv("OMBRUK_CAMERA", "none")
    found: list[tuple[int, str]] = []
    before = len(windows())

    def look(turn: int) -> None:
        if not any(there.isVisible() for there in windows()):
            # The one is on its way out, the other not there yet.
            QTimer.singleShot(50, lambda: look(turn))
            return
        window = shown_window()
        # One that was left would go on asking its store, which is closed.
        found.append((len(windows()) - before, window.strip.problem.words))
        if turn == 3:
            window.close()
            return
        # A look at the recall list is on its way, and what stands in the form is about to be kept.
        window.pages.register.form.picker.choose("bicycle")
        window.pages.register.form.title.setText("Bosch")
        window.leave()
        QTimer.singleShot(400, lambda: look(turn + 1))

    QTimer.singleShot(300, lambda: look(1))
    assert program.run(["--data-dir", str(real), "--practice"]) == 0
    assert found == [(1, "")] * 3

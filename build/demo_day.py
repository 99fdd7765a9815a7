"""A short day at the counter, worked through the real window by keys and mouse, with a picture of each screen."""

import itertools
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import zxingcpp
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from domain.item import State
from domain.numbers import actor_card
from station_app.config import Config
from station_app.station import Station
from station_app.storage.items import Wanted
from station_app.sync.worker import SyncWorker
from ui.bridge import Bridge
from ui.print_worker import PrintWorker
from ui.printing import QtDriver
from ui.window import MainWindow

THINGS = (
    ("chair", "4,2", "Spisestol i bjørk"),
    ("bicycle", "14", "Barnesykkel 20 tommer, rød"),
    ("sofa", "38", "Treseter, lys grå"),
    ("laptop", "2,1", "Bærbar PC uten lader"),
    ("books", "0,45", "Fem kriminalromaner"),
    ("vacuum_cleaner", "5,9", "Støvsuger, virker"),
)
TYPING_MS = 45
LABEL_DPI = 203
"""Dots per inch of the label printers at the counters; labels are read back at this resolution."""


class Day:
    """One window on the demo's store."""

    def __init__(self, folder: Path, out: Path) -> None:
        present = QApplication.instance()
        self._app = present if isinstance(present, QApplication) else QApplication(sys.argv[:1])
        self._station = Station.open(folder, settings=Config(keystore="file", staff="KB", theme="light"))
        self._out = out
        bridge = Bridge()
        self._station.listen(bridge.tell)
        self._sender = SyncWorker(folder, self._station.config, bridge.tell)
        self._printing = PrintWorker(folder, lambda: self._station.config, bridge.tell, QtDriver())
        self.window = MainWindow(self._station, bridge, self._sender, self._printing)
        self.window.resize(1366, 768)
        self.window.show()
        self.window.later.all_now()
        self._sender.start()
        self._printing.start()
        (out / "screenshots").mkdir()
        self._settle()

    def work(self, photos: list[Path]) -> None:
        """Register, turn away, look at the shelf, hand over, take back, read everything back."""
        print("3  Things are registered with photos, from the keyboard")
        things = itertools.cycle(THINGS)
        for number, photo in enumerate(photos):
            self._register(next(things), photo, show=number == 0)
        self._handovers()
        self._reversal()
        print("6  Labels are read back, receipts drawn as pictures")
        self._until(lambda: not self._station.jobs.open())
        self._read_labels()
        self._draw_receipts()

    def picture(self, name: str, screen: str | None = None) -> None:
        """A screenshot into the demo's folder."""
        if screen is not None:
            self.window.show_screen(screen)
        self._settle()
        self.window.grab().save(str(self._out / "screenshots" / f"{name}.png"))

    def send(self) -> None:
        """Press Send and wait until nothing waits; then the same screens in the dark look."""
        self.picture("10-offline", "sync")
        self._press("sync-send")
        self._until(lambda: self._waiting() == 0)
        self.picture("11-sent", "sync")
        self._station.config = Config(keystore="file", staff="KB", theme="dark")
        self.window.redraw()
        for screen in ("register", "shelf", "handover", "history", "sync", "settings"):
            self.picture(f"dark-{screen}", screen)

    def hear_of_reservation(self, number: str) -> None:
        """Press Send, though nothing waits, until the counter knows for whom this thing is kept; then look at it."""
        self.window.show_screen("sync")
        self._press("sync-send")
        reserved = self._station.reservations
        self._until(lambda: any(kept.number == number for kept in reserved.everything(self._station.clock())))
        self.window.pages.shelf.show_item(number)
        self.picture("12-reserved", "shelf")

    def stay_open(self) -> None:
        """Until somebody closes the window."""
        self.window.show_screen("register")
        self._app.exec()

    def close(self) -> None:
        """End the day."""
        self._sender.stop(10)
        self._printing.stop(10)
        self.window.close()
        self._settle()
        self._station.close()

    def _waiting(self) -> int:
        progress = self._station.outbox.progress()
        return progress.waiting_events + progress.waiting_blobs

    def _register(self, thing: tuple[str, str, str], photo: Path, *, show: bool) -> None:
        category, kilograms, title = thing
        self.window.show_screen("register")
        form = self.window.pages.register.form
        form.photos.add_files([photo])
        self._until(lambda: not form.photos.busy)
        form.picker.choose(category)
        self._type("register-weight-kg", kilograms)
        self._type("register-title", title)
        if show:
            self.picture("01-register")
        before = self._station.journal.head().seq
        QTest.keyClick(self._find("register-title"), Qt.Key.Key_Return)
        self._until(lambda: self._station.journal.head().seq > before)
        self._until(lambda: self.window.background.busy == 0)
        if show:
            self.picture("02-saved")

    def _handovers(self) -> None:
        print("4  An actor fetches some of them: scanned, checked per line, signed once")
        self.picture("03-shelf", "shelf")
        shelf = self._station.items.page(Wanted(state=State.REGISTERED), limit=100).items
        self.window.pages.shelf.show_item(shelf[0].number)
        self.picture("04-item")
        fetched = list({item.category: item.number for item in shelf}.values())
        chairs = [item.number for item in shelf if item.category == "chair" and item.number not in fetched]
        self._hand_over("123456785", fetched, "Åse Ødegård", "05")
        self._hand_over("974760673", chairs or [shelf[0].number], "Ola Nordmann", "")

    def _hand_over(self, orgnr: str, numbers: list[str], representative: str, picture: str) -> None:
        self.window.show_screen("handover")
        for number in (str(actor_card(orgnr)), *numbers):
            self.window.take_number(number)
            self._settle()
        if picture:
            self.picture(f"{picture}-handover-blocked")
        for number in numbers:
            # Whatever can hold personal data waits for somebody to say what was done about it.
            if self._station.catalogue.category(self._station.items.by_number(number).category).data_bearing:
                self._press(f"line-data-{number}-wiped")
        self.window.pages.handover.to_signing()
        self._settle()
        self._type("handover-representative", representative)
        self._sign()
        if picture:
            self.picture(f"{int(picture) + 1:02d}-handover-signed")
        before = len(self._station.handovers.history())
        self._press("handover-accept")
        self._until(lambda: len(self._station.handovers.history()) > before)
        self._until(lambda: self.window.background.busy == 0)
        if picture:
            self.picture(f"{int(picture) + 2:02d}-handover-done")

    def _sign(self) -> None:
        pad = self._find("handover-pad")
        points = [(0.1, 0.6), (0.2, 0.2), (0.3, 0.7), (0.4, 0.3), (0.5, 0.6), (0.65, 0.4), (0.85, 0.5)]
        places = [QPoint(round(x * pad.width()), round(y * pad.height())) for x, y in points]
        QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=places[0])
        for place in places[1:]:
            QTest.mouseMove(pad, place)
        QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=places[-1])

    def _reversal(self) -> None:
        print("5  One handover was a mistake and is taken back")
        history = self.window.pages.history
        self.window.show_screen("history")
        history.show_receipt(self._station.handovers.history()[0].receipt, reverse=True)
        self._type("history-reason", "Feil aktør")
        self.picture("08-reversal")
        self._press("history-reverse-save")
        self._until(lambda: self._station.handovers.history()[0].kind == "reversal")
        self._until(lambda: self.window.background.busy == 0)
        self.picture("09-history", "history")

    def _read_labels(self) -> None:
        """Every label as the printer would put it on the roll, read by an independent decoder."""
        shutil.copytree(self._station.folder / "labels", self._out / "labels")
        read = 0
        for file in sorted((self._out / "labels").glob("*.pdf")):
            page = pypdfium2.PdfDocument(file)[0]
            found = {code.text for code in zxingcpp.read_barcodes(page.render(scale=LABEL_DPI / 72).to_pil())}
            if found != {file.stem}:
                sys.exit(f"demo: the label {file.name} reads as {sorted(found)}")
            read += 1
        print(f"   {read} labels: bar code and QR read back to the same digits at {LABEL_DPI} dpi")

    def _draw_receipts(self) -> None:
        shutil.copytree(self._station.folder / "receipts", self._out / "receipts")
        for file in sorted((self._out / "receipts").glob("*.pdf")):
            for number, page in enumerate(pypdfium2.PdfDocument(file), start=1):
                page.render(scale=1.5).to_pil().save(file.with_name(f"{file.stem}-{number}.png"))

    def _type(self, name: str, text: str) -> None:
        """At a person's pace: keys that come faster are a scanner's, and the window knows the difference."""
        field = self._find(name)
        field.setFocus()
        QTest.keyClicks(field, text, delay=TYPING_MS)

    def _press(self, name: str) -> None:
        button = self._find(name)
        if not isinstance(button, QAbstractButton):
            raise TypeError(f"{name} is no button")
        button.click()
        self._settle()

    def _find(self, name: str) -> QWidget:
        (found,) = self.window.centralWidget().findChildren(QWidget, name)
        return found

    def _settle(self) -> None:
        for _ in range(10):
            self._app.processEvents()
            time.sleep(0.005)

    def _until(self, true: Callable[[], bool]) -> None:
        end = time.monotonic() + 60
        while not true():
            if time.monotonic() > end:
                self.picture("stuck")
                sys.exit("demo: the window did not get on; see the picture stuck.png")
            self._settle()

"""Taking things in by keyboard alone, and what the screen says when something is wrong."""

from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from keyboard import Hands
from PIL import Image
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from domain.item import Condition, State
from domain.numbers import grouped
from domain.weight import WeightSource
from station_app.station import Station
from ui.window import MainWindow


def only_item(station: Station):
    (item,) = station.items.page().items
    return item


def test_a_thing_is_registered_by_keyboard_alone(
    window: MainWindow, station: Station, hands: Hands, printed: Callable[[], int]
) -> None:
    hands.type("2")
    hands.press(Qt.Key.Key_Tab)
    window.pages.register.form.weight.entry.setFocus()
    hands.type("14,5")
    hands.press(Qt.Key.Key_Return)
    hands.done()
    assert printed() == 1
    item = only_item(station)
    assert (item.category, item.grams, item.weight_source) == ("bicycle", 14_500, WeightSource.TYPED)
    assert item.condition is Condition.GOOD
    assert item.labels == 1
    assert window.strip.result.text().endswith("14.5 kg")
    assert grouped(item.number) in window.strip.result.text()


def test_the_label_is_a_file_with_the_number_on_it(
    window: MainWindow, station: Station, hands: Hands, printed: Callable[[], int]
) -> None:
    hands.type("2")
    window.pages.register.form.weight.entry.setText("14,5")
    window.pages.register.save()
    hands.done()
    printed()
    label = station.folder / "labels" / f"{only_item(station).number}.pdf"
    text = pypdfium2.PdfDocument(label)[0].get_textpage().get_text_bounded()
    assert grouped(only_item(station).number) in text


def test_after_saving_the_form_is_empty_and_digits_choose_again(
    window: MainWindow, station: Station, hands: Hands
) -> None:
    form = window.pages.register.form
    hands.type("2")
    form.weight.entry.setText("14,5")
    form.title.setText("Rød")
    hands.press(Qt.Key.Key_Return)
    assert (form.picker.code, form.weight.entry.text(), form.title.text()) == ("", "", "")
    hands.type("1")
    assert form.picker.code == "chair"


def test_free_text_finds_a_category_by_a_synonym_and_enter_takes_it(
    window: MainWindow, station: Station, hands: Hands
) -> None:
    hands.type("spisestol")
    assert window.pages.register.form.picker.search.text() == "spisestol"
    hands.press(Qt.Key.Key_Return)
    assert window.pages.register.form.picker.code == "chair"
    assert station.items.page().items == ()


def test_an_empty_weight_takes_the_category_weight_and_says_so(
    window: MainWindow, station: Station, hands: Hands
) -> None:
    form = window.pages.register.form
    form.picker.choose("office_chair")
    form.picker.chosen.emit("office_chair")
    assert "11.9 kg" in form.weight.status.text()
    window.pages.register.save()
    assert only_item(station).weight_source is WeightSource.DEFAULT
    assert only_item(station).grams == 11_900


def test_enter_in_the_note_is_a_new_line_and_saves_nothing(window: MainWindow, station: Station, hands: Hands) -> None:
    form = window.pages.register.form
    hands.type("2")
    form.note.setFocus()
    hands.type("a")
    hands.press(Qt.Key.Key_Return)
    hands.type("b")
    assert form.note.toPlainText() == "a\nb"
    assert station.items.page().items == ()


BAD_WEIGHTS = [
    ("-4", "below zero"),
    ("0", "zero"),
    ("4200", "limit 25.0 kg"),
    ("much", "not a weight"),
    ("0,0001", "at most three decimals"),
]


@pytest.mark.parametrize(("typed", "said"), BAD_WEIGHTS)
def test_a_wrong_weight_is_said_at_the_weight_and_nothing_is_lost(
    window: MainWindow, station: Station, hands: Hands, typed: str, said: str
) -> None:
    form = window.pages.register.form
    hands.type("1")
    form.title.setText("Pinnestol")
    form.weight.entry.setFocus()
    hands.type(typed)
    hands.press(Qt.Key.Key_Return)
    assert said in form.weight.error.words
    assert form.weight.error.words.count(".") >= 2  # what is wrong, and what to do
    assert (form.title.text(), form.weight.entry.text(), form.picker.code) == ("Pinnestol", typed, "chair")
    assert station.items.page().items == ()
    assert QApplication.activeModalWidget() is None


def test_a_kind_without_a_usual_weight_asks_for_one(window: MainWindow, station: Station, hands: Hands) -> None:
    form = window.pages.register.form
    hands.type("8")
    assert form.picker.category is not None
    assert form.picker.category.default_grams is None
    hands.press(Qt.Key.Key_Return)
    assert "no usual weight" in form.weight.error.words
    assert station.items.page().items == ()


@pytest.mark.parametrize(
    ("digit", "category"), [("1", "chair"), ("2", "bicycle"), ("3", "hand_tool"), ("7", "table_lamp")]
)
def test_half_of_the_tiles_have_a_usual_weight_from_the_first_day(
    window: MainWindow, station: Station, hands: Hands, digit: str, category: str
) -> None:
    hands.type(digit)
    hands.press(Qt.Key.Key_Return)
    hands.done()
    item = only_item(station)
    assert (item.category, item.weight_source) == (category, WeightSource.DEFAULT)


def test_saving_without_a_category_asks_for_one(window: MainWindow, station: Station, hands: Hands) -> None:
    hands.press(Qt.Key.Key_Return)
    assert window.pages.register.form.category_error.words
    assert station.items.page().items == ()


@pytest.mark.parametrize("title", ["a" * 300, "Stol \u202egnidleb\u202c"])
def test_a_title_too_long_or_with_marks_that_turn_it_round_is_said_at_the_title(
    window: MainWindow, station: Station, hands: Hands, title: str
) -> None:
    form = window.pages.register.form
    hands.type("2")
    form.weight.entry.setText("14")
    form.title.setText(title)
    window.pages.register.save()
    assert form.fields.title_error.words
    assert form.title.text() == title
    assert station.items.page().items == ()


def test_a_photo_is_kept_small_and_a_damaged_one_is_told_while_the_thing_is_saved(
    window: MainWindow, station: Station, hands: Hands, tmp_path: Path
) -> None:
    form = window.pages.register.form
    good, bad = tmp_path / "god.jpg", tmp_path / "ikke-bilde.jpg"
    Image.new("RGB", (2_000, 1_000), "teal").save(good)
    bad.write_text("bare tekst")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(good)), QUrl.fromLocalFile(str(bad))])
    assert form.photos.receive(mime)
    hands.done()
    assert "ikke-bilde.jpg" in form.photos.problem.words
    hands.type("2")
    form.weight.entry.setText("14")
    window.pages.register.save()
    (sha256,) = only_item(station).photos
    with Image.open(station.blobs.path(sha256)) as kept:
        assert kept.size == (1_600, 800)


def test_a_picture_from_the_clipboard_is_taken(window: MainWindow, hands: Hands) -> None:
    image = QImage(80, 60, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkCyan)
    mime = QMimeData()
    mime.setImageData(image)
    assert window.pages.register.form.photos.receive(mime)
    hands.done()
    assert len(window.pages.register.form.photos.photos) == 1


def test_saving_waits_for_a_photo_that_is_still_being_prepared(
    window: MainWindow, station: Station, hands: Hands, tmp_path: Path
) -> None:
    picture = tmp_path / "stor.jpg"
    Image.new("RGB", (3_000, 2_000), "teal").save(picture)
    form = window.pages.register.form
    hands.type("2")
    form.weight.entry.setText("14")
    form.photos.add_files([picture])
    window.pages.register.save()
    assert station.items.page().items == ()
    hands.done()
    assert len(only_item(station).photos) == 1


def test_undo_takes_the_registration_back(window: MainWindow, station: Station, hands: Hands) -> None:
    hands.type("2")
    window.pages.register.form.weight.entry.setText("14")
    hands.press(Qt.Key.Key_Return)
    hands.done()
    number = only_item(station).number
    hands.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert station.items.by_number(number).state is State.VOID
    assert "label" in window.strip.result.text()
    # What was a mistake stands in the form again, to be mended.
    form = window.pages.register.form
    assert (form.picker.code, form.weight.entry.text()) == ("bicycle", "14")


def test_the_likely_reason_comes_first_and_has_the_focus_once_the_category_is_known(
    window: MainWindow, hands: Hands, station: Station
) -> None:
    hands.press(Qt.Key.Key_F8)
    picker, refuse = window.pages.register.form.picker, window.pages.register.form.refuse
    picker.begin_search("madrass")
    hands.press(Qt.Key.Key_Return)
    assert next(iter(refuse.reasons._tiles)) == "mattress"
    assert refuse.reasons.value == "mattress"
    assert refuse.reasons.tile("mattress").hasFocus()
    hands.press(Qt.Key.Key_Return)
    assert not window.pages.register.form.refusing
    assert "Refusal counted" in window.strip.result.text()


def test_a_thing_is_turned_away_with_its_reason_and_counted(window: MainWindow, station: Station, hands: Hands) -> None:
    screen = window.pages.register
    screen.form.picker.choose("helmet")
    screen.form.picker.chosen.emit("helmet")
    assert screen.form.advice.notice.words
    screen.show_refusing()
    assert screen.form.refuse.reasons.value == "helmet"
    screen.form.picker.tiles.focus()
    hands.press(Qt.Key.Key_Return)
    assert station.figures().refused.pieces == 1
    assert station.items.page().items == ()
    assert not screen.form.refusing


def test_a_thing_turned_away_by_mistake_is_undone_and_stands_in_the_form_again(
    window: MainWindow, station: Station, hands: Hands
) -> None:
    screen = window.pages.register
    screen.form.picker.choose("helmet")
    screen.form.picker.chosen.emit("helmet")
    screen.form.title.setText("Sykkelhjelm, rød")
    screen.show_refusing()
    screen.form.refuse.entry.setText("0,3")
    hands.press(Qt.Key.Key_Return)
    assert station.figures().refused.grams == 300
    hands.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert station.figures().refused.pieces == 0
    assert "no longer counts" in window.strip.result.text()
    form = screen.form
    assert (form.picker.code, form.title.text(), form.weight.entry.text()) == ("helmet", "Sykkelhjelm, rød", "0,3")
    assert not window.strip.undo.isVisible()


def test_an_undone_refusal_disturbs_nothing_that_was_begun_since(
    window: MainWindow, station: Station, hands: Hands
) -> None:
    screen = window.pages.register
    screen.form.picker.choose("helmet")
    screen.form.picker.chosen.emit("helmet")
    screen.show_refusing()
    hands.press(Qt.Key.Key_Return)
    screen.form.picker.choose("chair")
    screen.form.picker.chosen.emit("chair")
    hands.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert station.figures().refused.pieces == 0
    assert screen.form.picker.code == "chair"


def test_a_thing_that_holds_data_asks_what_was_done_about_it(
    window: MainWindow, find: Callable[[str], QWidget]
) -> None:
    form = window.pages.register.form
    assert not find("register-data").isVisible()
    form.picker.choose("laptop")
    form.picker.chosen.emit("laptop")
    assert find("register-data").isVisible()

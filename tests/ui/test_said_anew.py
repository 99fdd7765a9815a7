"""What the strip says is said in the language that the window has now, whichever it was said in."""

from collections.abc import Callable

import counter_samples as samples
import pytest
from keyboard import Hands
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from somebody_at_it import Counter

from domain.item import State
from domain.numbers import actor_card, grouped
from station_app.station import Station
from ui.bridge import Bridge
from ui.window import MainWindow

LANGUAGES = ("nb", "nn", "en")


@pytest.fixture
def counter(
    window: MainWindow, station: Station, bridge: Bridge, hands: Hands, qtbot: QtBot, registered: Callable[..., str]
) -> Counter:
    made = Counter(window, station, bridge, hands, qtbot)
    made.things = [registered()]
    return made


def in_every_language(counter: Counter, said: Callable[[], str]) -> dict[str, str]:
    """What is said when the window is drawn anew in one language after the other, the last being the first again."""
    heard = {"en": said()}
    for language in LANGUAGES:
        counter.redrawn(language=language)
        assert heard.setdefault(language, said()) == said()
    return heard


def result(counter: Counter) -> Callable[[], str]:
    return lambda: counter.window.strip.result.text()


def problem(counter: Counter) -> Callable[[], str]:
    return lambda: counter.window.strip.problem.words


def test_a_saved_thing(counter: Counter) -> None:
    counter.hands.type("2")
    counter.write("register-weight-kg", "14")
    counter.hands.press(Qt.Key.Key_Return)
    (saved,) = (item for item in counter.station.items.page().items if item.number not in counter.things)
    number = grouped(saved.number)
    assert in_every_language(counter, result(counter)) == {
        "nb": f"Lagret {number} Sykkel 14,0 kg",
        "nn": f"Lagra {number} Sykkel 14,0 kg",
        "en": f"Saved {number} Bicycle 14.0 kg",
    }
    counter.hands.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert counter.station.items.by_number(saved.number).state is State.VOID


def test_a_thing_that_was_turned_away(counter: Counter) -> None:
    counter.hands.type("2")
    counter.hands.press(Qt.Key.Key_F8)
    counter.window.pages.register.form.refuse.reasons.tile("hazardous_content").click()
    heard = in_every_language(counter, result(counter))
    catalogue = counter.station.catalogue
    instead = catalogue.refusal_reason("hazardous_content").instead
    assert heard == {
        "nb": f"Avvisning telt: Sykkel. {instead.in_language('nb')}",
        "nn": f"Avvising talt: Sykkel. {instead.in_language('nn')}",
        "en": f"Refusal counted: Bicycle. {instead.in_language('en')}",
    }


def test_a_setting_is_called_what_it_is_called_in_the_language_that_was_chosen(counter: Counter) -> None:
    counter.hands.press(Qt.Key.Key_F9)
    for language, words in (("nb", "Endret: Språk"), ("nn", "Endra: Språk"), ("en", "Changed: Language")):
        before = counter.window.pages
        counter.click(f"settings-language-{language}")
        counter.qtbot.waitUntil(lambda before=before: counter.window.pages is not before)
        counter.settled()
        assert counter.window.strip.result.text() == words


def test_a_handover_is_said_in_the_strip_and_where_the_next_one_begins(counter: Counter) -> None:
    counter.hands.press(Qt.Key.Key_F4)
    for code in (str(actor_card(samples.FRETEX)), *counter.things):
        counter.hands.scan(code)
    counter.hands.press(Qt.Key.Key_F8)
    counter.write("handover-representative", "Ola Nordmann")
    counter.click("handover-paper")
    counter.window.pages.handover.accept()
    counter.hands.done()
    heard = in_every_language(counter, lambda: counter.window.pages.handover.done.notice.words)
    assert heard == in_every_language(counter, result(counter))
    (entry,) = counter.station.handovers.history()
    assert all(grouped(entry.receipt) in words and "Fretex Øst-Norge AS" in words for words in heard.values())
    beginnings = {language: words.partition(" ")[0] for language, words in heard.items()}
    assert beginnings == {"nb": "Overlevert:", "nn": "Overlevert:", "en": "Handed"}


def test_a_problem_stays_the_same_problem(counter: Counter) -> None:
    counter.window.take_number("57012345")
    assert "barcode" in counter.window.strip.problem.words
    heard = in_every_language(counter, problem(counter))
    assert all("57012345" in words for words in heard.values())
    assert len(set(heard.values())) == len(LANGUAGES)


def test_what_kept_from_signing_goes_when_it_is_seen_to_in_another_language(counter: Counter) -> None:
    counter.hands.press(Qt.Key.Key_F4)
    counter.window.pages.handover.to_signing()
    assert counter.window.strip.problem.words == "Who fetches the items? Choose the actor first."
    counter.redrawn(language="nb")
    assert "Hvem henter" in counter.window.strip.problem.words
    counter.hands.scan(str(actor_card(samples.FRETEX)))
    assert counter.window.strip.problem.words == ""

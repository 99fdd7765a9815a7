"""A handover that an earlier program kept, with why and by whom things go in mappings of its own, is opened whole."""

import json
from collections.abc import Callable

import counter_samples as samples
import pytest
from keyboard import Hands
from PySide6.QtCore import Qt
from test_reserved_on_screen import keep

from domain.handover import Override
from domain.item import DataChoice
from domain.staff import Role
from station_app.actions.drafts import keep_live_draft, set_draft_aside
from station_app.actions.staff import add_member, begin_duty
from station_app.station import Duty, Station
from station_app.storage.drafts import DraftKind
from ui.parts.handover_basket import Basket
from ui.screens.handover import HandoverScreen
from ui.window import MainWindow
from wire import codec
from wire.messages import ItemsHandedOver

Register = Callable[..., str]
SOFA, CHAIR, LAPTOP = "10003100000012", "10003100000029", "10003100000037"
KEPT = (
    '{"orgnr":"971277882","numbers":["10003100000012","10003100000029","10003100000037"],'
    '"choices":{"10003100000037":"wiped"},'
    '"overrides":{"10003100000012":"Ingen andre vil ha den","10003100000029":"Fretex ringte"},'
    '"override_by":{"10003100000012":"LE","10003100000029":"LE"},'
    '"override_kept":{"10003100000012":"","10003100000029":"938992185"},"representative":"Åse Ødegård"}'
)
"""Byte for byte what stood in a store: a sofa outside of the agreement, a chair that is reserved for another actor, a
laptop that nobody may let go. A shift lead gave both reasons.
"""
OVERRIDES = {
    SOFA: Override(reason="Ingen andre vil ha den", by="LE"),
    CHAIR: Override(reason="Fretex ringte", by="LE", kept_for=samples.FRETEX),
}


@pytest.fixture(params=["in the form", "set aside"])
def kept(request: pytest.FixtureRequest, station: Station, registered: Register) -> str:
    """Where it was kept in the store, before the window is opened. Somebody else works there now."""
    for initials, role in (("AD", Role.ADMINISTRATOR), ("LE", Role.LEAD), ("AN", Role.COUNTER)):
        add_member(station, initials, role)
    begin_duty(station, Duty("AN", Role.COUNTER))
    assert (registered("sofa", 30_000), registered("chair"), registered("laptop", 2_000)) == (SOFA, CHAIR, LAPTOP)
    keep(station, CHAIR)
    if request.param == "in the form":
        keep_live_draft(station, DraftKind.HANDOVER, samples.FLEA_MARKET, KEPT)
    else:
        set_draft_aside(station, DraftKind.HANDOVER, "Bekkestua skoles loppemarked", KEPT)
    return str(request.param)


@pytest.fixture
def screen(kept: str, window: MainWindow, station: Station) -> HandoverScreen:
    """The screen with what was kept in it."""
    window.show_screen("handover")
    found = window.pages.handover
    if kept == "set aside":
        found.gathering.take_up(station.drafts.aside(DraftKind.HANDOVER)[0].id)
    return found


def test_a_kept_handover_of_an_earlier_program_has_everything_in_it(
    screen: HandoverScreen, station: Station, hands: Hands
) -> None:
    basket = screen.gathering.basket
    assert (basket.orgnr, basket.numbers) == (samples.FLEA_MARKET, [SOFA, CHAIR, LAPTOP])
    assert basket.choices == {LAPTOP: DataChoice.WIPED}
    assert basket.overrides == OVERRIDES
    assert basket.representative == "Åse Ødegård"
    assert [line.override for line in screen.gathering.checked] == [*OVERRIDES.values(), None]
    screen.gathering.lines.removed.emit(LAPTOP)
    hands.press(Qt.Key.Key_F8)
    assert screen.signing, "who gave the reasons answers for them"
    assert screen.sign.name.text() == "Åse Ødegård"
    hands.draw(screen.sign.pad)
    screen.accept()
    hands.done()
    *_, last = station.journal.records()
    noted = codec.decode_event(last.body or b"")
    assert isinstance(noted, ItemsHandedOver)
    assert (noted.representative, noted.staff) == ("Åse Ødegård", "AN")
    assert [(line.number, line.reason, line.override, line.override_by) for line in noted.lines] == [
        (SOFA, "category_not_covered", "Ingen andre vil ha den", "LE"),
        (CHAIR, "reserved_for_another", "Fretex ringte", "LE"),
    ]


def test_what_is_kept_now_has_nothing_that_an_earlier_program_reads_as_something_else(
    screen: HandoverScreen, station: Station
) -> None:
    """It knows three mappings by these names, and ends over anything else in them; what it does not know it leaves."""
    again = station.drafts.live(DraftKind.HANDOVER)
    assert again is not None
    body = json.loads(again.body)
    assert body.keys().isdisjoint({"overrides", "override_by", "override_kept"})
    assert list(body["let_go"]) == [SOFA, CHAIR]
    assert Basket.read(again.body) == screen.gathering.basket

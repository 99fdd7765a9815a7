"""Badges and actors' cards: of the right size, readable, and with words on them however long a name is."""

import dataclasses
import datetime
import itertools

import pytest
import zxingcpp
from document_samples import codes, page_images, page_texts
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ImageChops
from soak import examples

from domain.numbers import Kind, Number, actor_card, grouped
from station_app.documents.cards import CARD, CardData, CardKind, CardPaper, render_cards

DAY = datetime.date(2026, 11, 24)
BADGE = CardData(
    CardKind.BADGE,
    str(Number(Kind.COMMAND, 31, 7)),
    "KB",
    ("Vaktleder", "Isi gjenvinningsstasjon"),
    "Bærum kommune",
)
ACTOR = CardData(
    CardKind.ACTOR,
    str(actor_card("974760673")),
    "Ombruksforeningen Øst og omegn brukthandel SA",
    ("Organisasjonsnummer 974 760 673", "Fast avtale"),
    "Bærum kommune",
)


def both(number: str) -> list[tuple[zxingcpp.BarcodeFormat, str]]:
    return [(zxingcpp.BarcodeFormat.Code128, number), (zxingcpp.BarcodeFormat.QRCode, number)]


@pytest.mark.parametrize("dpi", [150, 203, 300])
@pytest.mark.parametrize("card", [BADGE, ACTOR], ids=["badge", "actor"])
def test_a_card_of_a_roll_reads_back(card: CardData, dpi: int) -> None:
    [page] = page_images(render_cards([card], CardPaper.ROLL_62, DAY, "nb"), dpi)
    assert sorted(codes(page), key=lambda code: code[0].name) == both(card.number)
    assert page.width == pytest.approx(62 * dpi / 25.4, abs=1)


def test_ten_cards_fill_a_sheet_and_the_next_goes_on() -> None:
    cards = [dataclasses.replace(BADGE, number=str(Number(Kind.COMMAND, 31, each))) for each in range(1, 13)]
    first, second = page_images(render_cards(cards, CardPaper.A4, DAY, "nb"), 203)
    assert {text for _, text in codes(first)} == {card.number for card in cards[:10]}
    assert {text for _, text in codes(second)} == {card.number for card in cards[10:]}


@pytest.mark.parametrize(("paper", "turned"), [(CardPaper.A4, False), (CardPaper.ROLL_62, True)])
def test_the_cuts_make_a_card_of_85_6_by_54_mm(paper: CardPaper, turned: bool) -> None:
    per_mm = 20
    [page] = page_images(render_cards([BADGE], paper, DAY, "nb"), per_mm * 25.4)
    ink = ImageChops.invert(page)
    lowest = [y for y in range(ink.height) if ink.getpixel((int(2.2 * per_mm) if turned else 250, y))]
    across = [x for x in range(ink.width) if ink.getpixel((x, int(2 * per_mm) if turned else 160))]
    wide, high = CARD if not turned else CARD[::-1]
    assert min(b - a for a, b in itertools.pairwise(lowest) if b - a > 10) == pytest.approx(high * per_mm, abs=4)
    assert min(b - a for a, b in itertools.pairwise(across) if b - a > 10) == pytest.approx(wide * per_mm, abs=4)


@pytest.mark.parametrize("paper", CardPaper)
def test_the_words_say_whose_card_it_is_and_what_for(paper: CardPaper) -> None:
    badge, actor = (" ".join(page_texts(render_cards([card], paper, DAY, "en"))[0].split()) for card in (BADGE, ACTOR))
    for word in ("Staff badge", "KB", "Vaktleder", "Isi gjenvinningsstasjon", "Bærum kommune", grouped(BADGE.number)):
        assert word in badge
    for word in ("Actor card", *ACTOR.name.split(), *ACTOR.lines, grouped(ACTOR.number)):
        assert word in actor


@settings(deadline=None, max_examples=examples(30))
@given(text=st.text(max_size=120), paper=st.sampled_from(CardPaper))
def test_any_name_leaves_the_codes_readable(text: str, paper: CardPaper) -> None:
    card = dataclasses.replace(ACTOR, name=text, lines=(text,) * 5, issuer=text)
    [page] = page_images(render_cards([card], paper, DAY, "nb"), 203)
    assert sorted(codes(page), key=lambda code: code[0].name) == both(card.number)


def test_what_is_not_a_card_is_not_printed() -> None:
    with pytest.raises(ValueError, match="no card"):
        render_cards([], CardPaper.A4, DAY, "nb")
    with pytest.raises(ValueError, match="14 digits"):
        render_cards([dataclasses.replace(BADGE, number="KB")], CardPaper.A4, DAY, "nb")

"""A thing is checked against the recall list that was imported: what counts as a hit, and what silence means."""

import datetime
from pathlib import Path

import msgspec
import pytest
import safety_gate_samples as samples
from counter import Counter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from soak import examples

from station_app.actions.recall_words import found_words, not_found_words, state_words
from station_app.actions.recalls import import_recalls
from station_app.storage.recall_query import Kinds, barcode, barcodes
from station_app.storage.recalls import Match

TODAY = datetime.date(2026, 11, 24)


@pytest.fixture
def listed(counter: Counter, tmp_path: Path) -> Counter:
    """A counter with one week's report."""
    import_recalls(counter.station, samples.write(tmp_path, *samples.WEEK))
    return counter


def found(counter: Counter, text: str, category: str = "") -> list[str] | None:
    """Numbers of the alerts that a title hits; None when nothing was looked up."""
    match = counter.station.recalls.match(text, kinds=Kinds.of(counter.station.catalogue), category=category)
    return None if match is None else [alert.reference for alert in match.alerts]


# what is a hit

CHAIR, LAMP, KETTLE = "SR/02362/26", "A12/01239/26", "SR/02400/26"


@pytest.mark.parametrize(
    ("title", "hits"),
    [
        ("Knerten Trippel Trapp", [CHAIR]),
        ("knerten, trippel-trapp!", [CHAIR]),
        ("Knerten Trippel Trapp barnestol", [CHAIR]),
        ("Trapp", [CHAIR]),  # a word for high chairs in the catalogue, and a name in the list
        ("Knerten KT-100", [CHAIR]),
        ("knerten kt100", [CHAIR]),
        ("Knerten KT200/B", [CHAIR]),
        ("Lumiva LX-9000", [LAMP]),
        ("LX9000", [LAMP]),
        ("Lumi LX9", [LAMP]),
        ("Lumiva", [KETTLE, LAMP]),
        ('Lumiva" OR *', [KETTLE, LAMP]),
        ("Lumiva vannkoker", [KETTLE]),
        ("Lumiva K1", [KETTLE]),
        ("5901234123457", [CHAIR]),
        ("5 901234 123457", [CHAIR]),
        ("Rød stol 4006381333931", [CHAIR]),
    ],
)
def test_a_thing_in_the_list_is_found(listed: Counter, title: str, hits: list[str]) -> None:
    assert found(listed, title) == hits


@pytest.mark.parametrize(
    "title",
    [
        "Knerten Tronstol",
        "Lumiva LX9001",
        "Lumiva K12",
        "mini Lumiva",
        "590123412345",
        "5901234123464",
        "Trapp Lumiva",
        "High quality",
        "Injuries",
        "brand : Lumiva",
        "NEAR(Lumiva Knerten)",
    ],
)
def test_a_thing_that_is_not_in_the_list_is_not(listed: Counter, title: str) -> None:
    assert found(listed, title) == []


@pytest.mark.parametrize("title", ["", "  ", "stol", "High chair", "bord av", "?!", '"', "*", "-", "\u0000", "a b c"])
def test_a_word_for_a_kind_of_thing_is_not_looked_up(listed: Counter, title: str) -> None:
    assert found(listed, title) is None


def test_the_chosen_category_tells_apart_things_of_one_brand(listed: Counter) -> None:
    assert found(listed, "Lumiva", category="kettle") == [KETTLE]
    assert found(listed, "Lumiva LX9000", category="kettle") == [LAMP], "two words of its own say more than a tile"


def test_a_kind_of_thing_that_is_also_a_brand_is_looked_up(counter: Counter, tmp_path: Path) -> None:
    """HÅG stands in the catalogue as a word for office chairs."""
    chair = {**samples.HIGH_CHAIR, "brand": "HÅG", "name": "Sving", "product": "Office chair"}
    import_recalls(counter.station, samples.write(tmp_path, chair))
    assert found(counter, "håg sving") == [CHAIR]
    assert found(counter, "hag") == [CHAIR]


@given(text=st.text(max_size=60))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(200))
def test_whatever_is_typed_gets_an_answer(listed: Counter, text: str) -> None:
    found(listed, text)
    found(listed, f"Lumiva {text}", category="kettle")
    assert listed.station.recalls.match_barcode(text) is None or barcode(text)


def test_what_people_must_give_back_comes_first_then_the_newest_and_no_more_than_asked_for(
    counter: Counter, tmp_path: Path
) -> None:
    for week in range(1, 8):
        number = {"caseNumber": f"SR/{week:05d}/26", "measures": samples.FROM_USERS if week < 3 else samples.FROM_SHOPS}
        day = f"{week:02d}/11/2026"
        import_recalls(
            counter.station, samples.write(tmp_path, {**samples.LAMP, **number}, day=day, name=f"{week}.xml")
        )
    match = counter.station.recalls.match("Lumiva LX9000")
    assert match is not None
    assert [alert.reference[3:8] for alert in match.alerts] == ["00002", "00001", "00007", "00006", "00005"]
    assert match.more
    everything = counter.station.recalls.match("Lumiva LX9000", limit=7)
    assert everything is not None
    assert (len(everything.alerts), everything.more) == (7, False)


@pytest.mark.parametrize(
    ("digits", "one_form"),
    [
        ("4006381333931", "4006381333931"),
        ("73513537", "73513537"),
        ("036000291452", "0036000291452"),
        ("0036000291452", "0036000291452"),
        ("00036000291452", None),
        ("4006381333932", None),
        ("1234567", None),
        ("", None),
        ("٤٠٠٦٣٨١٣٣٣٩٣١", None),
    ],
)
def test_a_barcode_has_one_form(digits: str, one_form: str | None) -> None:
    assert barcode(digits) == one_form


def test_a_field_may_hold_several_barcodes() -> None:
    assert barcodes("GTIN 036000291452 / 73513537 and 4-006381-333931") == (
        "0036000291452", "73513537", "4006381333931",
    )  # fmt: skip
    assert barcodes("lot 12, see label") == ()


# what is said


def matched(counter: Counter, text: str) -> Match:
    match = counter.station.recalls.match(text)
    assert match is not None
    return match


def test_without_a_list_nothing_is_claimed(counter: Counter) -> None:
    assert counter.station.recalls.match("Knerten KT-100") is None
    assert counter.station.recalls.match_barcode("5901234123457") is None
    assert state_words(None, TODAY, "en") == "There is no recall list yet."


def test_silence_is_not_called_safe(listed: Counter) -> None:
    match = matched(listed, "Ukjent merke")
    words = "Not found in the list of 20 Nov 2026 (3 alerts). That does not mean it is safe."
    assert not_found_words(match, TODAY, "en") == words
    many = msgspec.structs.replace(match, alerts_in_list=28_412)
    assert "(28,412 alerts)" in not_found_words(many, TODAY, "en")


@pytest.mark.parametrize(("days", "old"), [(31, False), (32, True)])
def test_an_old_list_is_called_old(listed: Counter, days: int, old: bool) -> None:
    later = datetime.date(2026, 11, 20) + datetime.timedelta(days=days)
    assert ("32 days old" in not_found_words(matched(listed, "Ukjent merke"), later, "en")) is old
    assert ("32 days old" in state_words(listed.station.recalls.state(), later, "en")) is old


def test_a_hit_says_what_it_is_and_what_to_do(listed: Counter) -> None:
    first, lamp = found_words(matched(listed, "LX9000"), "en").split("\n")
    assert first == "EU Safety Gate: this may be a recalled item. Do not hand it over; turn it away as recalled."
    assert lamp == "Lumiva Table lamp LX9000: reported as dangerous, Electric shock. Alert A12/01239/26 of 20 Nov 2026."
    assert "recalled from its owners, Injuries" in found_words(matched(listed, "Knerten KT-100"), "en")

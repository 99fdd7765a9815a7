"""What people type, paste and import: kept as they meant it, without marks that nobody sees and formulas that run."""

import csv
import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.refused import Refused
from domain.text import NAME_LIMIT, NOTE_LIMIT, TITLE_LIMIT, clean, required, safe_cell, unguarded_cell

BIDI_CONTROLS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Unicode property Bidi_Control."""
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
ANYTHING = st.text(st.characters(exclude_categories=()), max_size=60)
"""Every code point, lone surrogates and unassigned ones included."""
TRICKY = st.text(
    st.sampled_from("aåé\u0301\u030a \u00a0\u2003\u2028\n\r\t\x00\x1f\x7f\x85\u202e\ud800æ=+-@'"), max_size=20
)


def cleaned(text: str, lines: bool = False) -> str | None:
    """The cleaned text, or None when it was refused."""
    try:
        return clean(text, field="note", limit=NOTE_LIMIT, lines=lines)
    except Refused:
        return None


@given(ANYTHING | TRICKY, st.booleans())
def test_cleaning_twice_changes_nothing_more(text: str, lines: bool) -> None:
    if (once := cleaned(text, lines)) is not None:
        assert cleaned(once, lines) == once


@given(ANYTHING | TRICKY, st.booleans())
def test_what_was_cleaned_holds_nothing_unseen(text: str, lines: bool) -> None:
    if (kept := cleaned(text, lines)) is not None:
        assert unicodedata.is_normalized("NFC", kept)
        assert kept == kept.strip()
        assert not set(kept) & set(BIDI_CONTROLS)
        rest = kept.replace("\n", "") if lines else kept
        assert not [mark for mark in rest if unicodedata.category(mark) in ("Cc", "Cs", "Zl", "Zp")]
        assert "  " not in kept


@pytest.mark.parametrize("mark", [*BIDI_CONTROLS, "\x00", "\x08", "\x1b", "\x7f", "\x9b", "\ud800"])
def test_a_mark_that_turns_the_reading_direction_or_controls_a_terminal_is_refused(mark: str) -> None:
    with pytest.raises(Refused) as refused:
        clean(f"Stol {mark}gratis", field="title", limit=TITLE_LIMIT)
    assert (refused.value.code, refused.value.facts) == ("text_hidden_characters", {"field": "title"})


def test_marks_are_refused_before_the_length_is_counted() -> None:
    name = "Ola \u202e" + "x" * 300
    with pytest.raises(Refused) as refused:
        clean(name, field="representative", limit=NAME_LIMIT)
    assert refused.value.code == "text_hidden_characters"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Blå sofa", "Blå sofa"),
        ("  Blå\u00a0\t sofa ", "Blå sofa"),
        ("Bla\u030a sofa", "Blå sofa"),
        ("linje én\nlinje to", "linje én linje to"),
        ("محمد", "محمد"),
        ("Łukasz Żółć", "Łukasz Żółć"),
        ("王小明", "王小明"),
        ("👩\u200d🔧 skrutrekker", "👩\u200d🔧 skrutrekker"),
        ("=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_text_is_kept_as_it_was_meant(typed: str, kept: str) -> None:
    assert clean(typed, field="title", limit=TITLE_LIMIT) == kept


def test_a_note_keeps_its_lines_however_they_end() -> None:
    note = clean(" \r\nEn skrue mangler.\r\n\r\n  Ellers   hel. \r", field="note", limit=NOTE_LIMIT, lines=True)
    assert note == "En skrue mangler.\n\nEllers hel."


@given(st.integers(0, 200))
def test_the_limit_counts_characters(length: int) -> None:
    text = "å" * length
    if length <= NAME_LIMIT:
        assert clean(text, field="title", limit=NAME_LIMIT) == text
    else:
        with pytest.raises(Refused) as refused:
            clean(text, field="title", limit=NAME_LIMIT)
        assert refused.value.facts == {"field": "title", "length": length, "limit": NAME_LIMIT}


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\u2003"])
def test_white_space_alone_is_nothing(text: str) -> None:
    with pytest.raises(Refused) as refused:
        required(text, field="reason", limit=TITLE_LIMIT)
    assert (refused.value.code, refused.value.facts) == ("text_missing", {"field": "reason"})


def test_what_is_there_is_cleaned() -> None:
    assert required(" Ødelagt  lås ", field="reason", limit=TITLE_LIMIT) == "Ødelagt lås"


@given(ANYTHING | TRICKY)
def test_no_cell_begins_as_a_formula(text: str) -> None:
    assert not safe_cell(text).startswith(FORMULA_STARTS)


@given(ANYTHING | TRICKY)
def test_a_guarded_cell_is_read_back_as_it_was(text: str) -> None:
    assert unguarded_cell(safe_cell(text)) == text


@pytest.mark.parametrize("start", [*FORMULA_STARTS, "'"])
def test_what_could_be_taken_for_a_guard_or_a_formula_is_guarded(start: str) -> None:
    assert safe_cell(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("text", ["Stol", "4,2", "a=b", "'n stol", ""])
def test_plain_cells_stay_plain(text: str) -> None:
    assert unguarded_cell(text) == text


@given(st.lists(ANYTHING.filter(lambda text: "\x00" not in text), min_size=1, max_size=5))
def test_guarded_cells_survive_a_file(cells: list[str]) -> None:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=";").writerow([safe_cell(cell) for cell in cells])
    file.seek(0)
    (row,) = list(csv.reader(file, delimiter=";"))
    assert [unguarded_cell(cell) for cell in row] == cells


@given(st.text(st.sampled_from("Rød stolÅåéøæðđ \u00d7\u00f7\u0149\u01f0\u0234"), max_size=30))
def test_letters_of_europe_are_kept_as_they_were_typed(text: str) -> None:
    assert cleaned(text) == " ".join(unicodedata.normalize("NFC", text).split())

"""How weights, days and times are written, and which texts stand in for missing ones."""

import datetime

import pytest

from station_app.language import format_day, format_kg, format_time, translation


@pytest.mark.parametrize(
    ("grams", "norwegian", "english"),
    [
        (4200, "4,2 kg", "4.2 kg"),
        (4000, "4,0 kg", "4.0 kg"),
        (4215, "4,215 kg", "4.215 kg"),
        (50, "0,05 kg", "0.05 kg"),
        (0, "0,0 kg", "0.0 kg"),
        (-1500, "−1,5 kg", "−1.5 kg"),
        (9_999_500, "9999,5 kg", "9999.5 kg"),
        (12_345_678, "12\N{NO-BREAK SPACE}345,678 kg", "12,345.678 kg"),
    ],
)
def test_grams_are_shown_as_kilograms(grams: int, norwegian: str, english: str) -> None:
    assert [format_kg(grams, language) for language in ("nb", "nn", "en")] == [norwegian, norwegian, english]


def test_days_and_times_are_norwegian_whatever_the_clock_of_the_sender() -> None:
    late = datetime.datetime(2026, 12, 31, 23, 30, tzinfo=datetime.UTC)
    assert format_day(late, "nb") == "01.01.2027"
    assert format_day(late.date(), "nn") == "31.12.2026"
    assert format_time(late, "nb") == "01.01.2027 kl. 00.30"
    assert format_time(late, "en") == "1 Jan 2027 00:30"


def test_an_unknown_text_is_shown_in_english_rather_than_not_at_all() -> None:
    for language in ("nb", "nn", "en", "se"):
        assert translation(language).gettext("A text that no catalogue has") == "A text that no catalogue has"

"""Taking in a file: every good row once, every bad row back with its reason, whatever program wrote the file."""

import csv
import io
from pathlib import Path

import pytest
from counter import Counter
from PIL import Image

from domain.refused import Refused
from station_app.actions.import_file import Imported, import_file

ROWS = """category;condition;kg;title;note;photos
chair;good;4,2;Spisestol i bjørk;;
sofa;used;38;Rød sofa;Løst trekk;sofa.jpg
chaair;good;4;Feilstavet;;
chair;good;4200;Gram for kilo;;
chair;shiny;4;Ukjent tilstand;;
chair;good;-4;Minus;;
chair;good;0;Null;;
"""


def take(counter: Counter, file: Path, delivery: str = "") -> Imported:
    return import_file(
        counter.station,
        file,
        rejected_file=file.with_suffix(".rejected.csv"),
        delivery=delivery or file.name,
        on_row=lambda _done, _all: None,
    )


def write(folder: Path, content: str, encoding: str = "utf-8") -> Path:
    file = folder / "ting.csv"
    file.write_bytes(content.encode(encoding))
    return file


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_norwegian_letters_arrive_whatever_wrote_the_file(
    counter: Counter, tmp_path: Path, encoding: str, delimiter: str
) -> None:
    content = 'category;kg;title\nchair;"4,2";Blå krakk fra Ås\n'.replace(";", delimiter)
    result = take(counter, write(tmp_path, content, encoding))
    assert [counter.station.items.by_number(number).title for number in result.registered] == ["Blå krakk fra Ås"]
    assert counter.station.items.by_number(result.registered[0]).grams == 4_200


def test_good_rows_are_in_and_bad_ones_come_back_with_reasons(counter: Counter, tmp_path: Path) -> None:
    Image.new("RGB", (300, 200), "red").save(tmp_path / "sofa.jpg")
    file = write(tmp_path, ROWS)
    result = take(counter, file)
    assert len(result.registered) == 2
    assert counter.station.items.by_number(result.registered[1]).photos
    assert [(row.line, row.code) for row in result.rejected] == [
        (4, "category_unknown"),
        (5, "weight_implausible"),
        (6, "condition_unknown"),
        (7, "weight_negative"),
        (8, "weight_zero"),
    ]
    text = file.with_suffix(".rejected.csv").read_bytes().decode("utf-8-sig")
    back = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [row["title"] for row in back] == ["Feilstavet", "Gram for kilo", "Ukjent tilstand", "Minus", "Null"]
    assert all(row["rejected_because"] and row["remedy"] for row in back)


def test_the_same_file_again_adds_nothing(counter: Counter, tmp_path: Path) -> None:
    file = write(tmp_path, ROWS)
    first, second = take(counter, file), take(counter, file)
    assert (len(first.registered), first.already) == (2, 0)
    assert (len(second.registered), second.already) == (0, 2)


def test_a_corrected_file_adds_only_the_corrected_row(counter: Counter, tmp_path: Path) -> None:
    take(counter, write(tmp_path, "category;kg\nchair;4\nchaair;5\nchair;4\n"))
    corrected = take(counter, write(tmp_path, "category;kg\nchair;4\nchair;5\nchair;4\n"))
    assert (len(corrected.registered), corrected.already) == (1, 2)


def test_the_same_rows_in_another_delivery_are_other_things(counter: Counter, tmp_path: Path) -> None:
    file = write(tmp_path, "category;kg\nchair;1\n")
    monday, tuesday = take(counter, file, "monday"), take(counter, file, "tuesday")
    assert len(monday.registered) == len(tuesday.registered) == 1
    assert take(counter, file, "tuesday").already == 1


def test_the_file_that_is_read_is_not_written_over(counter: Counter, tmp_path: Path) -> None:
    file = write(tmp_path, "category;kg\nchaair;1\n")
    with pytest.raises(Refused, match="same_file"):
        import_file(counter.station, file, rejected_file=file, delivery="d", on_row=lambda _done, _all: None)


def test_two_equal_rows_are_two_things(counter: Counter, tmp_path: Path) -> None:
    result = take(counter, write(tmp_path, "category;kg\nchair;4\nchair;4\n"))
    assert len(set(result.registered)) == 2


def test_mended_rows_are_taken_from_the_file_that_came_back(counter: Counter, tmp_path: Path) -> None:
    file = write(tmp_path, "category;kg;title\nchaair;4;=Stol\n")
    take(counter, file)
    back = file.with_suffix(".rejected.csv")
    mended = write(tmp_path, back.read_text("utf-8-sig").replace("chaair", "chair"))
    result = take(counter, mended)
    assert [counter.station.items.by_number(number).title for number in result.registered] == ["=Stol"]


@pytest.mark.parametrize("formula", ["=cmd|' /C calc'!A0", "+1+1", "-1", "@SUM(A1)", "'=1"])
def test_no_formula_runs_when_the_file_that_came_back_is_opened(counter: Counter, tmp_path: Path, formula: str) -> None:
    file = write(tmp_path, f'category;kg;title\nnothing;4;"{formula}"\n')
    take(counter, file)
    with file.with_suffix(".rejected.csv").open(encoding="utf-8-sig", newline="") as out:
        cells = [cell for row in csv.reader(out, delimiter=";") for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert "'" + formula in cells


def test_a_picture_that_cannot_be_used_does_not_stop_its_item(counter: Counter, tmp_path: Path) -> None:
    (tmp_path / "list.jpg").write_text("melk, brød")
    result = take(counter, write(tmp_path, "category;kg;photos\nchair;4;list.jpg|gone.jpg\n"))
    assert len(result.registered) == 1
    assert [problem.code for problem in result.photo_problems] == ["photo_not_a_picture", "file_unreadable"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "import_empty"),
        ("category;kg\n", "import_empty"),
        ("kategori;kg\nchair;4\n", "import_columns"),
        ("category;title\nchair;Stol\n", "import_columns"),
        ("category;kg\nchair\x00;4\n", "import_encoding"),
    ],
)
def test_a_file_that_is_no_list_of_things_is_refused(counter: Counter, tmp_path: Path, content: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        take(counter, write(tmp_path, content))
    assert counter.kinds() == []


def test_a_row_of_the_wrong_length_is_named(counter: Counter, tmp_path: Path) -> None:
    result = take(counter, write(tmp_path, "category;kg;title\nchair;4\nchair;4;Stol\n"))
    assert [(row.line, row.code) for row in result.rejected] == [(2, "import_row")]
    assert len(result.registered) == 1

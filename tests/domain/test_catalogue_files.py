"""How a broken catalogue is named: each fault is made in a copy of the shipped files and must name file and line."""

import csv
import shutil
from pathlib import Path

import pytest

from domain.catalogue import CatalogueError, load_catalogue

SHIPPED = Path(__file__).resolve().parents[2] / "resources" / "catalogue"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped files, to be broken."""
    return Path(shutil.copytree(SHIPPED, tmp_path / "catalogue"))


# Broken files: the line that begins with `start` has `old` replaced by `new`

BROKEN = [
    pytest.param("groups.csv", "code", "position", "place", "the columns must be code,nb,nn,en,position", id="heading"),
    pytest.param("groups.csv", "textiles,", "textiles,", "toys,,", "has 6 cells, not 5", id="too-many-cells"),
    pytest.param("groups.csv", "textiles,", ",6", "", "has 4 cells, not 5", id="too-few-cells"),
    pytest.param(
        "groups.csv", "textiles,", "textiles,", "furniture,", "code 'furniture' is already in line 2", id="twice"
    ),
    pytest.param("groups.csv", "textiles,", ",6", ",5", "position '5' is already in line 6", id="position-twice"),
    pytest.param("groups.csv", "textiles,", ",6", ",six", "position 'six' is not a whole number", id="bad-position"),
    pytest.param("groups.csv", "textiles,", "Klede og tekstil", "", "nn is empty", id="no-nynorsk-group"),
    pytest.param("groups.csv", "other,", "other,", "Other-1,", "code 'Other-1' is not a code", id="bad-code"),
    pytest.param("categories.csv", "chair,", ",furniture,Stol", ",seats,Stol", "group 'seats' is unknown", id="group"),
    pytest.param("categories.csv", "chair,", "Chair,furniture", "Chair,seats", "eu_group is 'seats'", id="eu-group"),
    pytest.param("categories.csv", "chair,", ",Chair,", ",,", "en is empty", id="no-english"),
    pytest.param("categories.csv", "chair,", ",no,no,", ",maybe,no,", "electrical is 'maybe'", id="flag"),
    pytest.param("categories.csv", "chair,", ",no,no,", ",no,yes,", "data_bearing is yes", id="data-without-current"),
    pytest.param(
        "categories.csv", "chair,", ",no,no,", ",yes,no,", "electrical is yes exactly", id="current-without-group"
    ),
    pytest.param(
        "categories.csv", "chair,", ",25000,", ",25.5,", "max_grams '25.5' is not a whole number", id="fraction"
    ),
    pytest.param("categories.csv", "chair,", ",25000,", ",0,", "max_grams 0 is not within", id="zero"),
    pytest.param("categories.csv", "chair,", ",25000,", ",,", "max_grams '' is not a whole number", id="no-ceiling"),
    pytest.param("categories.csv", "chair,", ",25000,", ",-25000,", "max_grams begins with '-'", id="negative"),
    pytest.param("categories.csv", "chair,", ",25000,", ",25000000,", "max_grams 25000000 is not within", id="huge"),
    pytest.param(
        "categories.csv", "stool,", ",20000,,", ",20000,9000,", "default_grams and default_source", id="no-source"
    ),
    pytest.param("categories.csv", "toaster,", ",1040,", ",,", "default_grams and default_source", id="no-default"),
    pytest.param(
        "categories.csv", "toaster,", ",1040,", ",9040,", "default_grams 9040 is above max_grams 8000", id="over"
    ),
    pytest.param(
        "categories.csv", "chair,", "spisestol|", "spisestol| ", "empty part or a stray space", id="synonym-space"
    ),
    pytest.param(
        "categories.csv", "chair,", "spisestol|", "spisestol||", "empty part or a stray space", id="synonym-gap"
    ),
    pytest.param(
        "categories.csv", "chair,", "dining chair|", "folding chair|", "names something twice", id="synonym-twice"
    ),
    pytest.param(
        "categories.csv", "mattress,", ",mattress\n", ",too_soft\n", "advice 'too_soft' is unknown", id="advice"
    ),
    pytest.param("categories.csv", "chair,", ",Stol,", ", Stol,", "nb has stray whitespace", id="space-before"),
    pytest.param("categories.csv", "chair,", ",Stol,", ",Stol\u00a0,", "nb has stray whitespace", id="no-break-space"),
    pytest.param("categories.csv", "chair,", ",Stol,", ',"Stol\nstol",', "nb has a line break", id="line-break"),
    pytest.param("categories.csv", "chair,", ",Stol,", ",St\u202eol,", "another invisible character", id="turned-text"),
    pytest.param("categories.csv", "chair,", ",Stol,", ",=1+1,", "nb begins with '='", id="formula"),
    pytest.param("categories.csv", "chair,", ",Stol,", ",@SUM(A1),", "nb begins with '@'", id="at-formula"),
    pytest.param("categories.csv", "chair,", ",Stol,", ',"Stol,', "is not comma-separated text", id="open-quote"),
    pytest.param("categories.csv", "chair,", "chair,", "\nchair,", "has 0 cells, not 15", id="empty-line"),
    pytest.param("refusals.csv", "no_room,", "Ikkje plass no", "", "nn is empty", id="refusal-no-nynorsk"),
    pytest.param(
        "refusals.csv", "no_room,", "no_room,", "mattress,", "code 'mattress' is already in line", id="refusal-twice"
    ),
    pytest.param(
        "refusals.csv", "recalled,", "DSB farligeprodukter.no (register)", "", "says and source belong", id="says"
    ),
    pytest.param("refusals.csv", "recalled,", "https://", "http://", "is not an https:// address", id="address"),
    pytest.param("factor_sets.csv", "desnz_new_2025,", ",embodied,", ",saved,", "metric is 'saved'", id="metric"),
    pytest.param(
        "factor_sets.csv", "desnz_new_2025,", ",100,", ",101,", "displacement_percent 101 is not", id="displacement"
    ),
    pytest.param("factor_sets.csv", "desnz_new_2025,", ",2025,", ",25,", "year 25 is not within", id="year"),
    pytest.param("factor_sets.csv", "desnz_new_2025,", ",no\n", ",yes\n", "2 sets have default yes", id="two-defaults"),
    pytest.param(
        "factors.csv",
        "desnz_new_2025,clothing,",
        ",clothing,",
        ",clothes,",
        "category 'clothes' is unknown",
        id="f-cat",
    ),
    pytest.param(
        "factors.csv", "desnz_new_2025,clothing,", "desnz_new_2025", "desnz_2020", "set 'desnz_2020' is", id="f-set"
    ),
    pytest.param(
        "factors.csv", "desnz_new_2025,clothing,", ",22310,", ",22.31,", "grams_co2e_per_kg '22.31' is", id="f-kilos"
    ),
]


@pytest.mark.parametrize(("file", "start", "old", "new", "what"), BROKEN)
def test_a_broken_file_is_named_with_its_line(
    folder: Path, file: str, start: str, old: str, new: str, what: str
) -> None:
    path = folder / file
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    index = next(number for number, line in enumerate(lines) if line.startswith(start))
    assert old in lines[index], "the mutation must meet what it breaks"
    lines[index] = lines[index].replace(old, new, 1)
    path.write_text("".join(lines), encoding="utf-8", newline="")
    with pytest.raises(CatalogueError) as error:
        load_catalogue(folder)
    assert (error.value.file, error.value.line) == (file, index + 1)
    assert what in error.value.what
    assert str(error.value) == f"{file}, line {index + 1}: {error.value.what}"


@pytest.mark.parametrize(
    ("file", "added", "what"),
    [
        ("groups.csv", "empty,Tom,Tom,Empty,11", "no category is in this group"),
        ("categories.csv", "chair,other,Ny,Ny,New,other,no,no,1,,,,,,", "code 'chair' is already in line 2"),
        ("factor_sets.csv", "bare,Bare,embodied,2025,100,Source,Caveat,no", "no factor is in this set"),
        (
            "factors.csv",
            "wrap_network_2011,two_seat_sofa,1050,Source,2011,Caveat",
            "set and category 'wrap_network_2011' and 'two_seat_sofa' is already in line 2",
        ),
    ],
)
def test_a_line_too_many_is_named(folder: Path, file: str, added: str, what: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    path.write_text(text + added + "\n", encoding="utf-8")
    with pytest.raises(CatalogueError) as error:
        load_catalogue(folder)
    assert (error.value.file, error.value.line) == (file, text.count("\n") + 1)
    assert error.value.what == what


def test_bytes_that_are_not_utf_8_are_named_with_their_line(folder: Path) -> None:
    path = folder / "groups.csv"
    path.write_bytes(path.read_bytes().replace("Kjøkken".encode(), "Kjøkken".encode("latin-1"), 1))
    with pytest.raises(CatalogueError, match=r"^groups\.csv, line 5: byte 0xf8 is not UTF-8$"):
        load_catalogue(folder)


def test_semicolons_are_named_at_the_heading(folder: Path) -> None:
    path = folder / "groups.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",", ";"), encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"^groups\.csv, line 1: the columns must be code,nb,nn,en,position$"):
        load_catalogue(folder)


def test_no_default_set_is_named(folder: Path) -> None:
    path = folder / "factor_sets.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",yes\n", ",no\n"), encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"^factor_sets\.csv, line 5: 0 sets have default yes; exactly one must$"):
        load_catalogue(folder)


@pytest.mark.parametrize("file", ["groups.csv", "categories.csv", "refusals.csv", "factor_sets.csv", "factors.csv"])
def test_a_file_that_is_missing_empty_or_bare_is_named(folder: Path, file: str) -> None:
    path = folder / file
    heading = path.read_text(encoding="utf-8").splitlines()[0]
    path.write_text(heading + "\n", encoding="utf-8")
    with pytest.raises(CatalogueError, match=rf"^{file}, line 1: has no rows under the columns$"):
        load_catalogue(folder)
    path.write_text("", encoding="utf-8")
    with pytest.raises(CatalogueError, match=rf"^{file}, line 1: the columns must be "):
        load_catalogue(folder)
    path.unlink()
    with pytest.raises(CatalogueError, match=rf"^{file}: the file is missing$"):
        load_catalogue(folder)


# Versions


def test_the_version_is_of_the_content_and_not_of_the_files(folder: Path) -> None:
    shipped = load_catalogue(folder).version
    file = folder / "groups.csv"
    text = file.read_text(encoding="utf-8")
    quoted = "\r\n".join(",".join(f'"{cell}"' for cell in cells) for cells in csv.reader(text.splitlines()))
    file.write_bytes(b"\xef\xbb\xbf" + quoted.encode())
    assert load_catalogue(folder).version == shipped


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("groups.csv", "Furniture", "Fittings"),
        ("categories.csv", ",25000,", ",25001,"),
        ("refusals.csv", "No room now", "No room today"),
        ("factor_sets.csv", ",100,", ",50,"),
        ("factors.csv", ",1050,", ",1051,"),
    ],
)
def test_the_version_follows_every_file(folder: Path, file: str, old: str, new: str) -> None:
    shipped = load_catalogue(folder).version
    path = folder / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    assert load_catalogue(folder).version != shipped

"""Reads the catalogue's CSV files row by row and says which file and line is wrong.

What the columns mean and how the files belong together is in catalogue.py.
"""

import csv
import io
import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import NoReturn

import msgspec

from domain.catalogue_error import CatalogueError

_CODE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_WHOLE_NUMBER = re.compile(r"0|[1-9][0-9]{0,8}")
# Line breaks, other control characters, and marks that are invisible or turn the reading direction.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffd]")
# A spreadsheet runs a cell that begins so as a formula, and people do edit these files in spreadsheets.
_FORMULA_STARTS = ("=", "+", "-", "@")


class Row(msgspec.Struct, frozen=True):
    """One line of a file. Every reading method raises CatalogueError, naming this line, for a cell not as asked."""

    file: str
    line: int
    cells: dict[str, str]

    def fail(self, what: str) -> NoReturn:
        """Raise CatalogueError for this line."""
        raise CatalogueError(self.file, self.line, what)

    def text(self, column: str) -> str:
        """Return a text that must be there."""
        return self.cells[column] or self.fail(f"{column} is empty")

    def optional(self, column: str) -> str:
        """Return a text, or the empty string."""
        return self.cells[column]

    def code(self, column: str) -> str:
        """Return a stable code: lower-case ASCII words joined by single underscores."""
        value = self.text(column)
        if not _CODE.fullmatch(value):
            self.fail(f"{column} {value!r} is not a code: lower-case a-z, digits and single underscores")
        return value

    def known_code(self, column: str, known: Collection[str]) -> str:
        """Return a code that is defined in another file."""
        value = self.code(column)
        if value not in known:
            self.fail(f"{column} {value!r} is unknown")
        return value

    def choice(self, column: str, allowed: Sequence[str]) -> str:
        """Return one of the allowed words."""
        value = self.cells[column]
        if value not in allowed:
            self.fail(f"{column} is {value!r}, not one of {', '.join(allowed)}")
        return value

    def flag(self, column: str) -> bool:
        """Return a yes or no."""
        return self.choice(column, ("yes", "no")) == "yes"

    def number(self, column: str, least: int, most: int) -> int:
        """Return a whole number within `least` and `most`, both allowed."""
        value = self.cells[column]
        if not _WHOLE_NUMBER.fullmatch(value):
            self.fail(f"{column} {value!r} is not a whole number")
        if not least <= int(value) <= most:
            self.fail(f"{column} {value} is not within {least} and {most}")
        return int(value)

    def optional_number(self, column: str, least: int, most: int) -> int | None:
        """Return a whole number as `number` does, or None for an empty cell."""
        return self.number(column, least, most) if self.cells[column] else None

    def words(self, column: str) -> tuple[str, ...]:
        """Return the parts of a cell separated by "|"; an empty cell has none."""
        value = self.cells[column]
        parts = tuple(value.split("|")) if value else ()
        if any(not part or part != part.strip() for part in parts):
            self.fail(f"{column} has an empty part or a stray space at a '|'")
        if len(set(parts)) != len(parts):
            self.fail(f"{column} names something twice")
        return parts


def read_table(folder: Path, file: str, columns: Sequence[str]) -> list[Row]:
    """Return the rows of `folder/file`, a comma-separated UTF-8 file whose first line is exactly `columns`.

    Raises CatalogueError for a missing or empty file, bad UTF-8, wrong headings, a wrong number of cells, an empty
    line, a formula, a control character or stray whitespace.
    """
    lines = _records(file, _decoded(folder / file))
    start, heading = next(lines, (1, []))
    if tuple(heading) != tuple(columns):
        raise CatalogueError(file, start, f"the columns must be {','.join(columns)}")
    rows = []
    for line, cells in lines:
        if len(cells) != len(columns):
            raise CatalogueError(file, line, f"has {len(cells)} cells, not {len(columns)}")
        row = Row(file, line, dict(zip(columns, cells, strict=True)))
        for column, value in row.cells.items():
            _check_cell(row, column, value)
        rows.append(row)
    if not rows:
        raise CatalogueError(file, start, "has no rows under the columns")
    return rows


def check_unique(rows: Sequence[Row], *columns: str) -> None:
    """Raise CatalogueError at the first row whose values in `columns` have been used by an earlier row."""
    seen: dict[tuple[str, ...], int] = {}
    for row in rows:
        key = tuple(row.cells[column] for column in columns)
        if key in seen:
            row.fail(f"{' and '.join(columns)} {' and '.join(map(repr, key))} is already in line {seen[key]}")
        seen[key] = row.line


def _decoded(path: Path) -> str:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise CatalogueError(path.name, 0, "the file is missing") from None
    try:
        return content.decode("utf-8-sig")  # spreadsheets like to put a byte order mark first
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        raise CatalogueError(path.name, line, f"byte 0x{content[fault.start]:02x} is not UTF-8") from None


def _records(file: str, text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each record with the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            raise CatalogueError(file, line, f"is not comma-separated text: {fault}") from None
        yield line, cells


def _check_cell(row: Row, column: str, value: str) -> None:
    if _CONTROL.search(value):
        row.fail(f"{column} has a line break or another invisible character")
    if " ".join(value.split()) != value:
        row.fail(f"{column} has stray whitespace")
    if value.startswith(_FORMULA_STARTS):
        row.fail(f"{column} begins with {value[0]!r} as a formula does")

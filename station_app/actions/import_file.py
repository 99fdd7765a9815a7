"""Taking in things from a CSV file with photos: a row is one item, and what cannot be taken is written back.

The same delivery may be imported again at any time: rows that are in are passed over.
"""

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec

from domain import text, weight
from domain.item import Condition, condition_of
from domain.refused import Refused
from domain.staff import Right
from domain.weight import WeightSource
from station_app.actions.files import read_file
from station_app.actions.register import Draft, check_draft, keep_photo, register_item
from station_app.causes import of_system
from station_app.devices.photo import MEGABYTE_LIMIT, prepare
from station_app.errors import Explanation, explain
from station_app.station import Station
from wire.messages import Blob

COLUMNS = ("category", "kg", "condition", "title", "note", "photos", "weight_source")
LARGEST_FILE = 100
"""Megabytes."""
REASON, REMEDY = "rejected_because", "remedy"
"""Columns that are added to the file of rejected rows, and passed over when that file is read again."""


class Rejected(msgspec.Struct, frozen=True, kw_only=True):
    """A row that was not taken: its line in the file (column names stand in line 1), what was wrong, what to do."""

    line: int
    error: str
    remedy: str
    code: str


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """What an import came to. `photo_problems` names pictures that were left out; their items are in."""

    registered: tuple[str, ...]
    already: int
    rejected: tuple[Rejected, ...]
    photo_problems: tuple[Explanation, ...]


def import_file(
    station: Station,
    file: Path,
    *,
    photos: Path | None = None,
    rejected_file: Path,
    delivery: str,
    on_row: Callable[[int, int], None],
) -> Imported:
    """Register every row; each one is its own transaction and durable before the next.

    Within one `delivery` a row is taken once: known by its content and by how many equal rows stand above it, so that a
    corrected file can be imported again. `photos` is the folder for picture names (by default the file's own).
    `on_row` gets rows done and rows in all.
    Raises Refused `file_unreadable`, `import_encoding`, `import_columns`, `import_empty`, and what stops every row
    (`nobody_on_duty`, `not_allowed`, `disk_full` and the like).
    """
    station.allow(Right.REGISTER)
    if rejected_file.resolve() == file.resolve():
        raise Refused("same_file", file=str(file))
    data = read_file(file, LARGEST_FILE)
    header, rows = _rows(data)
    seen: Counter[tuple[str, ...]] = Counter()
    registered: list[str] = []
    rejected: list[tuple[Rejected, Sequence[str]]] = []
    problems: list[Explanation] = []
    already = 0
    for done, (line, row) in enumerate(rows, start=1):
        try:
            if len(row) != len(header):
                raise Refused("import_row", found=len(row), expected=len(header))
            values = dict(zip(header, map(text.unguarded_cell, row), strict=True))
            seen[tuple(row)] += 1
            draft = _draft(values, _origin(delivery, row, seen[tuple(row)]))
            if station.items.imported(draft.origin or "") is not None:
                already += 1
                continue
            check_draft(station, draft)
            kept = _photos(station, values.get("photos", ""), photos or file.parent, problems)
            registered.append(register_item(station, msgspec.structs.replace(draft, photos=kept)).number)
        except Refused as refused:
            if refused.code in ("disk_full", "folder_not_writable", "database_locked", "database_damaged"):
                raise
            words = explain(refused, station.config.language)
            rejected.append((Rejected(line=line, error=words.error, remedy=words.remedy, code=words.code), row))
        on_row(done, len(rows))
    _write_back(rejected_file, header, rejected)
    return Imported(
        registered=tuple(registered),
        already=already,
        rejected=tuple(reason for reason, _ in rejected),
        photo_problems=tuple(problems),
    )


def _origin(delivery: str, row: Sequence[str], occurrence: int) -> str:
    parts = "\x1f".join((delivery, *row, str(occurrence)))
    return f"csv:{hashlib.sha256(parts.encode()).hexdigest()[:32]}"


def _rows(data: bytes) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The column names, and each row with the line of the file at which it ends."""
    content = _decoded(data)
    delimiter = max(";,\t", key=content.partition("\n")[0].count)
    try:
        reader = csv.reader(io.StringIO(content, newline=""), delimiter=delimiter, strict=True)
        rows = [(reader.line_num, row) for row in reader if row]
    except csv.Error:
        raise Refused("import_encoding") from None
    if not rows:
        raise Refused("import_empty")
    header = [name.strip().lower() for name in rows[0][1]]
    for needed in ("category", "kg"):
        if needed not in header:
            raise Refused("import_columns", missing=needed)
    if len(rows) == 1:
        raise Refused("import_empty")
    return header, rows[1:]


def _decoded(data: bytes) -> str:
    """UTF-8 with or without a byte order mark; else Windows-1252, what Norwegian spreadsheets write (as Latin-1)."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            content = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in content:
            return content
    raise Refused("import_encoding")


def _draft(values: Mapping[str, str], origin: str) -> Draft:
    kg = values.get("kg", "").strip()
    condition = values.get("condition", "").strip().lower()
    weighed = values.get("weight_source", "").strip().lower() == WeightSource.SCALE
    return Draft(
        category=values.get("category", "").strip(),
        condition=condition_of(condition) if condition else Condition.GOOD,
        grams=weight.parse_kg(kg) if kg else None,
        weight_source=WeightSource.SCALE if weighed else WeightSource.TYPED,
        title=values.get("title", ""),
        note=values.get("note", ""),
        origin=origin,
    )


def _photos(station: Station, names: str, folder: Path, problems: list[Explanation]) -> tuple[Blob, ...]:
    kept: list[Blob] = []
    for name in filter(None, (part.strip() for part in names.split("|"))):
        try:
            kept.append(photo_from_file(station, folder / name))
        except Refused as refused:
            problems.append(explain(refused, station.config.language))
    return tuple(kept)


def photo_from_file(station: Station, file: Path) -> Blob:
    """Read, prepare and store one picture file.

    Raises Refused `file_unreadable`, `photo_not_a_picture`, `photo_damaged`, `photo_too_large`, `photo_too_heavy`.
    """
    return keep_photo(station, prepare(read_file(file, MEGABYTE_LIMIT), file.name))


def _write_back(file: Path, header: Sequence[str], rejected: Sequence[tuple[Rejected, Sequence[str]]]) -> None:
    """Write the rejected rows with reasons; nothing in them runs as a formula when a spreadsheet opens the file."""
    if not rejected:
        return
    kept = [place for place, name in enumerate(header) if name not in (REASON, REMEDY)]
    try:
        with file.open("w", encoding="utf-8-sig", newline="") as out:
            writer = csv.writer(out, delimiter=";")
            writer.writerow([*(header[place] for place in kept), REASON, REMEDY])
            for reason, row in rejected:
                cells = [text.safe_cell(row[place]) if place < len(row) else "" for place in kept]
                writer.writerow([*cells, text.safe_cell(reason.error), text.safe_cell(reason.remedy)])
    except OSError as error:
        raise Refused("file_unwritable", file=str(file), what=of_system(error)) from None

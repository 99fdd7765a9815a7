"""Reading a weekly report of EU Safety Gate: bytes in, alerts out, nothing fetched and nothing stored.

The format is undocumented and quirky; each cleaning below names its quirk. Nothing hostile in a file costs more than
its size: no DTD (so no entities), little depth, no endless tags, no tree of the whole.
"""

import datetime
import html
import re
import unicodedata
from collections.abc import Iterable
from xml.parsers import expat

import msgspec

from domain.refused import Refused
from station_app.storage.recall_query import barcodes
from station_app.storage.recalls import Alert

MOST_ALERTS = 200_000
"""In one file. All alerts since 2005 are about 40,000."""
DEEPEST = 16
LONGEST_TAG = 2_000_000
"""Bytes. Expat before 2.6 reads an unfinished tag from its beginning with every piece (CVE-2023-52425)."""
LONGEST_RAW, LONGEST_LINE, LONGEST_TEXT = 20_000, 500, 2_000
"""Characters: of one field in the file, of a name or model, of an explanation."""

_ROWS = ("notifications", "notification")
_INDEX_ROW = "weeklyReport"
_DATES = ("report_date", "publicationDate")
_FIELDS = frozenset(
    (
        *("caseNumber", "reference", "category", "product", "brand", "name", "type_numberOfModel", "batchNumber"),
        *("barcode", "riskType", "danger", "measures", "URLrecall", "notifyingCountry"),
    )
)
_NOTHING = frozenset(("", "unknown", "null", "no brand", "-"))
"""What stands in fields that say nothing, in small letters."""
FROM_USERS = "recall of the product from end users"
"""The measure that asks people to give the thing back, in small letters; the others only stop its sale."""


class Report(msgspec.Struct, frozen=True):
    """One weekly report: its day (ISO), its alerts, and how many were passed over because they have no number."""

    published: str
    alerts: tuple[Alert, ...]
    unnumbered: int


def read_report(pieces: Iterable[bytes], name: str) -> Report:
    """Read a report that comes in pieces; `name` is what its file is called in refusals.

    An alert that stands there twice is taken once, as it stands last.
    Raises Refused `recalls_not_a_report`, `recalls_index_file`, `recalls_no_date`, and what `pieces` raises.
    """
    reader = _Reader()
    try:
        reader.read(pieces)
    except (expat.ExpatError, LookupError, ValueError, _Strange) as error:
        # LookupError and ValueError: an encoding that there is not, or that is none of characters.
        line = getattr(error, "lineno", 0)
        what = "xml_strange" if isinstance(error, _Strange) else "xml_broken_at" if line else "xml_broken"
        raise Refused("recalls_not_a_report", file=name, what=what, line=line) from None
    if reader.index and not reader.rows:
        raise Refused("recalls_index_file", file=name)
    if not reader.rows and reader.root != "Safety-Gate":
        raise Refused("recalls_not_a_report", file=name, what=f"<{reader.root[:40]}>")
    if reader.published is None:
        raise Refused("recalls_no_date", file=name)
    found = [_alert(row, reader.published) for row in reader.rows]
    numbered = {alert.reference: alert for alert in found if alert.reference}
    return Report(reader.published, tuple(numbered.values()), sum(not alert.reference for alert in found))


class _Strange(Exception):
    """Well-formed perhaps, but nothing that a weekly report would hold."""


class _Reader:
    """Follows the parser through one document and keeps the wanted fields of every row."""

    def __init__(self) -> None:
        self.root = ""
        self.index = False
        self.published: str | None = None
        self.rows: list[dict[str, str]] = []
        self._path: list[str] = []
        self._row: dict[str, str] | None = None
        self._text: list[str] = []
        self._length = 0

    def read(self, pieces: Iterable[bytes]) -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _no_dtd
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        fed = 0
        for piece in pieces:
            parser.Parse(piece, False)
            fed += len(piece)
            if fed - max(parser.CurrentByteIndex, 0) > LONGEST_TAG + len(piece):
                raise _Strange("a tag without an end")
        parser.Parse(b"", True)

    def _start(self, tag: str, _attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        self._path.append(name)
        depth = len(self._path)
        if depth > DEEPEST:
            raise _Strange("too deep")
        if depth == 1:
            self.root = name
        elif depth == 2:
            self.index = self.index or name == _INDEX_ROW
            self._row = {} if name in _ROWS else None
        if depth == self._field_depth:
            self._text, self._length = [], 0

    @property
    def _field_depth(self) -> int:
        return 2 if self._row is None else 3

    def _wanted(self) -> bool:
        """Whether the text here is of a field that is kept, in whatever it is wrapped."""
        depth = self._field_depth
        wanted = _DATES if self._row is None else _FIELDS
        return len(self._path) >= depth and self._path[depth - 1] in wanted

    def _characters(self, text: str) -> None:
        if self._length < LONGEST_RAW and self._wanted():
            self._text.append(text[:LONGEST_RAW])
            self._length += len(text)

    def _end(self, _tag: str) -> None:
        depth = len(self._path)
        if depth == self._field_depth and self._wanted():
            text = "".join(self._text)
            if self._row is None:
                self.published = self.published or _day(text)
            else:
                before = self._row.get(self._path[-1])
                self._row[self._path[-1]] = text if before is None else f"{before}; {text}"[:LONGEST_RAW]
        elif depth == 2 and self._row is not None:
            if len(self.rows) == MOST_ALERTS:
                raise _Strange(f"more than {MOST_ALERTS} alerts")
            self.rows.append(self._row)
            self._row = None
        self._path.pop()


def _no_dtd(*_: object) -> None:
    raise _Strange("it holds a DTD")


def _alert(row: dict[str, str], published: str) -> Alert:
    measures = _clean(row.get("measures", ""), LONGEST_TEXT)
    page = _clean(row.get("reference", ""), LONGEST_LINE)
    # `reference` is the address of the alert's page today; it was its number before there was a caseNumber.
    number = _clean(row.get("caseNumber", ""), LONGEST_LINE) or ("" if _address(page) else page)

    def line(field: str) -> str:
        return _clean(row.get(field, ""), LONGEST_LINE)

    return Alert(
        reference=number,
        published=published,
        category=line("category"),
        product=line("product"),
        brand=line("brand"),
        name=line("name"),
        model=_clean(row.get("type_numberOfModel", ""), LONGEST_TEXT),
        batch=_clean(row.get("batchNumber", ""), LONGEST_TEXT),
        barcode=" ".join(barcodes(_clean(row.get("barcode", ""), LONGEST_TEXT))),
        risk=line("riskType"),
        danger=_clean(_without_null(row.get("danger", "")), LONGEST_TEXT),
        measures=measures,
        from_users=FROM_USERS in measures.casefold(),
        url=_address(page) or _address(_clean(row.get("URLrecall", ""), LONGEST_LINE)),
        country=line("notifyingCountry"),
    )


_TAG = re.compile(r"</?[a-zA-Z][^<>]*(?:>|$)|</?$|&(?:#\w{0,7}|nbs?p?|quot?)$")
"""A tag, and at the end of the text also a part of one or of a character reference: texts are cut off anywhere.

"<36 months" and "H&M" stay: a tag begins with a letter, and few references are as common as brands with an "&".
"""
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn"))


def _clean(text: str, limit: int) -> str:
    """Plain text in one line: without markup, without signs that cannot be seen, empty for what says nothing."""
    # Markup comes escaped once or twice.
    text = html.unescape(html.unescape(text.strip()))
    text = _TAG.sub(" ", text.rstrip())
    text = "".join(" " if unicodedata.category(sign) in _UNSEEN else sign for sign in text)
    text = " ".join(unicodedata.normalize("NFC", text).split())
    if text.casefold() in _NOTHING:
        return ""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _without_null(danger: str) -> str:
    """A danger begins with the word null, glued on by whoever wrote the file."""
    return re.sub(r"^\s*null(\s+|$)", "", danger)


def _address(text: str) -> str:
    """The text when it is a web address, else nothing."""
    return text if re.fullmatch(r"https?://[^\s\"'<>]+", text) else ""


def _day(text: str) -> str | None:
    """The ISO day for `DD/MM/YYYY`, or None."""
    try:
        return datetime.datetime.strptime(text.strip(), "%d/%m/%Y").date().isoformat()  # noqa: DTZ007 (a day has no zone)
    except ValueError:
        return None

"""Does a file have the form of a whole JPEG (ITU-T T.81, annex B)? Walks over its markers and decodes nothing.

Everything outside the coded pictures themselves is looked at, and so is every marker inside them. Nothing may follow
the end, and what a camera writes about place and owner is not taken.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

MOST_PIXELS = 50_000_000
"""Counters send at most 1600 px; this leaves room for an original of a phone's camera."""
MOST_SCANS = 100
"""A progressive picture has about ten. Each goes over the whole picture, so more is work for whoever decodes it."""
MOST_SEGMENTS = 10_000
"""A picture has some dozens; of a profile of colours or of restarts there may be hundreds."""
_END, _SCAN, _QUANTISATION, _HUFFMAN, _RESTARTS = 0xD9, 0xDA, 0xDB, 0xC4, 0xDD
_FRAMES = {0xC0: "baseline", 0xC1: "extended", 0xC2: "progressive"}
"""The kinds that browsers and Pillow show. Lossless, hierarchical and arithmetic ones are none of them."""
_ABOUT = {0xE1: "Exif or XMP", 0xED: "IPTC"}
"""Where cameras and programs write position, owner, names."""
_HARMLESS = frozenset((_RESTARTS, *range(0xE0, 0xF0), 0xFE))
"""What programs write about a picture, such as its colours (APPn), a comment (COM), and how often data begins anew."""
_MARKER = re.compile(rb"\xff{1,100}[^\xff]", re.DOTALL)
"""Some FF may stand before a marker; decoders go over them one by one, so a file of nothing else is none."""
_LATER = re.compile(rb"\xff[^\x00\xd0-\xd7]")
"""The first marker after coded data: in those, FF is followed by 00, or by a restart."""


class BadForm(Exception):
    """The file has not the form of a whole JPEG, or holds what is not taken."""


_ASSUMED = frozenset({(0, 0), (0, 1), (1, 0), (1, 1)})
"""Huffman tables (class, number) that a decoder knows by itself where a file leaves them out, as films in JPEG do."""


class _Frame(NamedTuple):
    """The picture's header: its kind, and of each component its table of quantisation and its blocks in a unit."""

    progressive: bool
    tables: dict[int, int]
    blocks: dict[int, int]


class _Segment(NamedTuple):
    marker: int
    content: bytes


def check(content: bytes) -> None:
    """Raises BadForm. Reads the file once and copies no more of it than its headers."""
    frame: _Frame | None = None
    tables, codes, scans = set[int](), set[tuple[int, int]](), 0
    for count, (marker, segment) in enumerate(_segments(content)):
        if count == MOST_SEGMENTS:
            raise BadForm("too many segments")
        if marker in _FRAMES:
            if frame is not None:
                raise BadForm("two pictures in one")
            frame = _frame(marker, segment)
        elif marker == _SCAN:
            scans += 1
            _check_scan(frame, tables, codes, segment)
            if scans > MOST_SCANS:
                raise BadForm("too many scans")
        elif marker == _QUANTISATION:
            tables |= _quantisation(segment)
        elif marker == _HUFFMAN:
            codes |= _huffman(segment)
        elif marker in _ABOUT:
            raise BadForm(f"it holds {_ABOUT[marker]}")
        elif marker not in _HARMLESS or (marker == _RESTARTS and len(segment) != 2):
            raise BadForm("a kind of JPEG that is not taken")
    if not scans:
        raise BadForm("no picture in it")


def _segments(content: bytes) -> Iterator[_Segment]:
    """All segments up to the end, which must be the file's end."""
    if content[:2] != b"\xff\xd8":
        raise BadForm("no JPEG")
    place = 2
    while True:
        marker, place = _marker(content, place)
        if marker == _END:
            if place != len(content):
                raise BadForm("something follows the picture")
            return
        if marker < 0xC0 or 0xD0 <= marker <= 0xD8:
            raise BadForm("a marker where none may be")
        length = int.from_bytes(content[place : place + 2])
        end = place + length
        if length < 2 or end > len(content):
            raise BadForm("a segment is not whole")
        yield _Segment(marker, content[place + 2 : end])
        place = end if marker != _SCAN else _end_of_scan(content, end)


def _marker(content: bytes, place: int) -> tuple[int, int]:
    """The marker at `place` and where what follows it begins. Some FF may stand before it."""
    found = _MARKER.match(content, place)
    if found is None:
        raise BadForm("no whole JPEG")
    return content[found.end() - 1], found.end()


def _end_of_scan(content: bytes, place: int) -> int:
    found = _LATER.search(content, place)
    if found is None:
        raise BadForm("no whole JPEG")
    if found.start() == place:
        raise BadForm("a scan without data")
    return found.start()


def _frame(marker: int, segment: bytes) -> _Frame:
    if len(segment) < 6 or len(segment) != 6 + 3 * segment[5] or segment[5] not in (1, 3, 4):
        raise BadForm("the picture's header is not whole")
    height, width = int.from_bytes(segment[1:3]), int.from_bytes(segment[3:5])
    if segment[0] != 8 or not height or not width:
        raise BadForm("the picture's header makes no sense")
    if height * width > MOST_PIXELS:
        raise BadForm("too many pixels")
    tables, blocks = dict[int, int](), dict[int, int]()
    for name, sampling, table in zip(*(segment[6 + part :: 3] for part in range(3)), strict=True):
        if not 1 <= sampling >> 4 <= 4 or not 1 <= sampling & 15 <= 4 or table > 3 or name in tables:
            raise BadForm("the picture's header makes no sense")
        tables[name], blocks[name] = table, (sampling >> 4) * (sampling & 15)
    return _Frame(_FRAMES[marker] == "progressive", tables, blocks)


def _check_scan(frame: _Frame | None, tables: set[int], codes: set[tuple[int, int]], segment: bytes) -> None:
    if frame is None:
        raise BadForm("a scan before the picture's header")
    count = segment[0] if segment else 0
    if not 1 <= count <= len(frame.tables) or len(segment) != 4 + 2 * count:
        raise BadForm("a scan's header is not whole")
    names = segment[1 : 1 + 2 * count : 2]
    if len(set(names)) != count or not set(names) <= frame.tables.keys():
        raise BadForm("a scan of another picture")
    if count > 1 and sum(frame.blocks[name] for name in names) > 10:
        raise BadForm("a scan's header makes no sense")
    needed = _needed(frame, segment[2 : 1 + 2 * count : 2], segment[-3:])
    if not {frame.tables[name] for name in names} <= tables or not needed <= codes:
        raise BadForm("a table is missing")


def _needed(frame: _Frame, chosen: bytes, part: bytes) -> set[tuple[int, int]]:
    """The Huffman tables that a scan uses. `part` says of a progressive one which coefficients and bits it brings."""
    first, last, before, now = part[0], part[1], part[2] >> 4, part[2] & 15
    coarse, fine = {(0, which >> 4) for which in chosen}, {(1, which & 15) for which in chosen}
    if not frame.progressive:
        return (coarse | fine) - _ASSUMED
    if (last if not first else len(chosen) > 1) or not first <= last <= 63 or now > 13 or before not in (0, now + 1):
        raise BadForm("a scan's header makes no sense")
    if first:
        return fine
    return set() if before else coarse


def _quantisation(segment: bytes) -> set[int]:
    """Which tables the segment defines."""
    found, place = set[int](), 0
    while place < len(segment):
        wide, name = segment[place] >> 4, segment[place] & 15
        if wide > 1 or name > 3:
            raise BadForm("a table makes no sense")
        found.add(name)
        place += 1 + 64 * (wide + 1)
    if place != len(segment) or not found:
        raise BadForm("a table is not whole")
    return found


def _huffman(segment: bytes) -> set[tuple[int, int]]:
    """Which tables the segment defines, each by class and number."""
    found, place = set[tuple[int, int]](), 0
    while place < len(segment):
        name, counts = (segment[place] >> 4, segment[place] & 15), segment[place + 1 : place + 17]
        begin, place = place + 17, place + 17 + sum(counts)
        # A table of the first class holds numbers of bits.
        odd = not name[0] and max(segment[begin:place], default=0) > 15
        if name[0] > 1 or name[1] > 3 or sum(counts) > 256 or odd or not _codes_fit(counts):
            raise BadForm("a table makes no sense")
        found.add(name)
    if place != len(segment) or not found:
        raise BadForm("a table is not whole")
    return found


def _codes_fit(counts: bytes) -> bool:
    """Are there so many codes of 1 to 16 bits, none of which begins with another?"""
    free = 1
    for count in counts:
        free = free * 2 - count
        if free < 0:
            return False
    return True

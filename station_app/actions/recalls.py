"""Importing the recall list from files of EU Safety Gate, fetched by whoever likes; nothing is fetched here."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from domain.refused import Refused
from domain.staff import Right
from station_app.actions.recall_files import files_of, report_files
from station_app.actions.recall_xml import Report, read_report
from station_app.errors import Explanation, explain
from station_app.station import Changed, Station, Subject

_STOPPING = frozenset(("disk_full", "folder_not_writable", "database_locked", "database_damaged"))
"""What would happen to every further file too."""


class RecallsImported(msgspec.Struct, frozen=True, kw_only=True):
    """What an import came to: files taken, alerts in them, how many were new, how many replaced an earlier version,
    how many were passed over because they have no number; and what was wrong.
    """

    files: int
    alerts: int
    fresh: int
    changed: int
    unnumbered: int
    problems: tuple[Explanation, ...]


def import_recalls(
    station: Station, *paths: Path, on_file: Callable[[str], None] = lambda _name: None
) -> RecallsImported:
    """Take in weekly reports: files, folders of them, .zip files of them. One transaction per report.

    Importing again changes nothing, a later version of an alert replaces the earlier one, and no alert is ever
    removed. A file that cannot be taken is told in `problems` and the others go on. `on_file` gets each file's name.
    Raises Refused for the first problem when no file at all could be taken (see recall_xml and recall_files), and
    `not_allowed`, `nobody_on_duty`, `disk_full` and the like at once.
    """
    station.allow(Right.ADMINISTER)
    tally = _Tally()
    for path in paths:
        for file in _files(path, tally.refusals):
            _take(station, file, tally, on_file)
    if not tally.files and tally.refusals:
        raise tally.refusals[0]
    if tally.files:
        station.tell(Changed(frozenset({Subject.RECALLS})))
    return RecallsImported(
        files=tally.files,
        alerts=tally.alerts,
        fresh=tally.fresh,
        changed=tally.changed,
        unnumbered=tally.unnumbered,
        problems=tuple(explain(refused, station.config.language) for refused in tally.refusals),
    )


@dataclass(slots=True)
class _Tally:
    """What was done so far."""

    files: int = 0
    alerts: int = 0
    fresh: int = 0
    changed: int = 0
    unnumbered: int = 0
    refusals: list[Refused] = field(default_factory=list)


def _files(path: Path, refusals: list[Refused]) -> list[Path]:
    try:
        files = files_of(path)
        if not files:
            raise Refused("recalls_nothing_there", file=str(path))
    except Refused as refused:
        refusals.append(refused)
        return []
    return files


def _take(station: Station, path: Path, tally: _Tally, on_file: Callable[[str], None]) -> None:
    """The reports of one file, each whole before anything of it is stored."""
    reports = 0
    try:
        for file in report_files(path):
            reports += 1
            on_file(file.name)
            try:
                report = read_report(file.pieces(), file.name)
            except Refused as refused:
                tally.refusals.append(refused)
                continue
            _put(station, file.name, report, tally)
        if not reports:
            raise Refused("recalls_nothing_there", file=str(path))
    except Refused as refused:
        if refused.code in _STOPPING:
            raise
        tally.refusals.append(refused)


def _put(station: Station, name: str, report: Report, tally: _Tally) -> None:
    with station.transaction():
        done = [station.recalls.put(alert) for alert in report.alerts]
        fresh = done.count(True)
        station.recalls.note_import(
            at=station.now(), file=name, report=report.published, alerts=len(report.alerts), fresh=fresh
        )
    tally.files += 1
    tally.alerts += len(report.alerts)
    tally.fresh += fresh
    tally.changed += done.count(False)
    tally.unnumbered += report.unnumbered
    if report.unnumbered:
        tally.refusals.append(Refused("recalls_unnumbered", file=name, count=report.unnumbered))

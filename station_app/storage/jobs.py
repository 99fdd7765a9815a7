"""What is to be printed: a queue that outlives the program, so that a printer may fail and nothing is forgotten."""

import json
from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import Any

import msgspec

from domain.item import State
from domain.refused import Refused
from station_app.storage.database import Database
from station_app.storage.search_index import Question
from station_app.storage.searching import match_expression


class JobKind(StrEnum):
    """What is printed. It is rendered when its turn comes, with the printer and paper of that moment."""

    LABEL = "label"
    TEST_LABEL = "test_label"
    RECEIPT = "receipt"
    RECEIPT_COPY = "receipt_copy"
    """Printed again, with the word COPY, time and initials."""
    TEST_PAGE = "test_page"
    COMMAND_SHEET = "command_sheet"
    BADGE = "badge"
    SHELF_LIST = "shelf_list"


LABEL_KINDS = (JobKind.LABEL, JobKind.TEST_LABEL)
PAPER_KINDS = tuple(kind for kind in JobKind if kind not in LABEL_KINDS)


class Lane(StrEnum):
    """Jobs that share a printer and wait for each other; the lanes do not wait for one another."""

    LABELS = "labels"
    PAPER = "paper"

    @property
    def kinds(self) -> tuple[JobKind, ...]:
        """What is printed in this lane."""
        return LABEL_KINDS if self is Lane.LABELS else PAPER_KINDS

    @classmethod
    def of(cls, kind: JobKind) -> "Lane":
        """The lane of a job."""
        return cls.LABELS if kind in LABEL_KINDS else cls.PAPER


class JobState(StrEnum):
    """How far a job is."""

    WAITING = "waiting"
    PRINTING = "printing"
    FAILED = "failed"
    PRINTED = "printed"
    DROPPED = "dropped"


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """One job: what (`kind`), of what (`number`: item, receipt, or empty), and for a failed one the refusal's code."""

    id: int
    kind: JobKind
    number: str
    state: JobState
    attempts: int
    problem: str | None
    facts: dict[str, Any]
    at: str
    staff: str

    @property
    def refusal(self) -> Refused | None:
        """What went wrong, to be put into words."""
        return None if self.problem is None else Refused.kept(self.problem, self.facts)


_OPEN = "state IN ('waiting', 'printing', 'failed')"
"""As in the index over what is open, or SQLite would look at every label that was ever printed."""
_NEXT = f"""
SELECT * FROM print_job WHERE {_OPEN} AND state = 'waiting' AND kind IN (SELECT value FROM json_each(:kinds))
AND (attempts > 0 OR NOT EXISTS (
    SELECT 1 FROM print_job WHERE {_OPEN} AND state = 'failed' AND kind IN (SELECT value FROM json_each(:kinds))
        AND problem IN (SELECT value FROM json_each(:trouble))
))
ORDER BY id LIMIT 1
"""  # noqa: S608
_NONE_ON_ITS_WAY = f"""
NOT EXISTS (SELECT 1 FROM print_job WHERE {_OPEN} AND kind = 'label' AND number = item.number)
"""  # noqa: S608
_BARE = match_expression((), State.REGISTERED, (), unlabelled=True)


class Jobs:
    """Reads and moves jobs. Moving is done inside a transaction of the caller."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, kind: JobKind, number: str, *, at: str, staff: str) -> None:
        """Put one at the end of the queue."""
        self._database.insert(
            "INSERT INTO print_job (kind, number, state, at, staff) VALUES (?, ?, ?, ?, ?)",
            (kind, number, JobState.WAITING, at, staff),
        )

    def next(self, kinds: Iterable[JobKind], trouble: Collection[str] = ()) -> Job | None:
        """The job whose turn it is among these kinds; the oldest that waits.

        While one of them failed for a reason in `trouble`, the others would fare no better: then only those that were
        tried before and are wanted once more.
        """
        values = {"kinds": json.dumps(tuple(kinds)), "trouble": json.dumps(tuple(trouble))}
        row = self._database.row(_NEXT, values)
        return None if row is None else _job(row)

    def job(self, job_id: int) -> Job | None:
        """One job, whatever became of it."""
        row = self._database.row("SELECT * FROM print_job WHERE id = ?", (job_id,))
        return None if row is None else _job(row)

    def open(self) -> tuple[Job, ...]:
        """Everything that is not printed yet and was not given up, oldest first."""
        query = f"SELECT * FROM print_job WHERE {_OPEN} ORDER BY id"  # noqa: S608
        return tuple(_job(row) for row in self._database.rows(query))

    def find_open(self, kind: JobKind, number: str) -> Job | None:
        """The oldest such job that waits, prints or failed."""
        query = f"SELECT * FROM print_job WHERE {_OPEN} AND kind = ? AND number = ? ORDER BY id LIMIT 1"  # noqa: S608
        row = self._database.row(query, (kind, number))
        return None if row is None else _job(row)

    def is_open(self, kind: JobKind, number: str) -> bool:
        """Whether such a job waits, prints or failed."""
        return self.find_open(kind, number) is not None

    def last_printed(self, kinds: Iterable[JobKind]) -> Job | None:
        """The newest job of these kinds that came out; for saying how the last one went."""
        row = self._database.row(
            "SELECT * FROM print_job WHERE state = 'printed' AND kind IN (SELECT value FROM json_each(?))"
            " ORDER BY id DESC LIMIT 1",
            (json.dumps(tuple(kinds)),),
        )
        return None if row is None else _job(row)

    def never_labelled(self, limit: int) -> tuple[str, ...]:
        """Numbers of things on the shelf without a label, newest first, for which none is on its way either."""
        rows = _never_labelled().rows(self._database, "item.number", newest_first=True, limit=limit)
        return tuple(row["number"] for row in rows)

    def count_never_labelled(self) -> int:
        """How many things on the shelf have no label, and none on its way."""
        return _never_labelled().count(self._database)

    def begin(self, job: Job) -> None:
        """It is being printed now."""
        self._database.run(
            "UPDATE print_job SET state = 'printing', attempts = attempts + 1, problem = NULL, facts = '{}'"
            " WHERE id = ?",
            (job.id,),
        )

    def finish(self, job_id: int, state: JobState) -> None:
        """It is printed, or was given up by somebody."""
        self._database.run("UPDATE print_job SET state = ?, problem = NULL, facts = '{}' WHERE id = ?", (state, job_id))

    def drop_for(self, kind: JobKind, number: str) -> None:
        """Give up what was not printed yet of this number."""
        self._database.run(
            "UPDATE print_job SET state = 'dropped' WHERE kind = ? AND number = ? AND state IN ('waiting', 'failed')",
            (kind, number),
        )

    def fail(self, job_id: int, refused: Refused) -> None:
        """It could not be printed; it stays until somebody tries again or gives it up."""
        facts = json.dumps({name: value for name, value in refused.facts.items() if isinstance(value, str | int)})
        self._database.run(
            "UPDATE print_job SET state = 'failed', problem = ?, facts = ? WHERE id = ?", (refused.code, facts, job_id)
        )

    def again(self, job_id: int) -> None:
        """Somebody wants it tried once more."""
        self._database.run("UPDATE print_job SET state = 'waiting' WHERE id = ? AND state = 'failed'", (job_id,))

    def interrupted(self) -> tuple[Job, ...]:
        """Jobs that were being printed when the program ended: nobody knows whether paper came out."""
        query = f"SELECT * FROM print_job WHERE {_OPEN} AND state = 'printing' ORDER BY id"  # noqa: S608
        return tuple(_job(row) for row in self._database.rows(query))

    def failed(self, kinds: Iterable[JobKind], problems: Collection[str]) -> tuple[Job, ...]:
        """Jobs of these kinds that failed for one of these reasons, oldest first."""
        return tuple(
            job for job in self.open() if job.state is JobState.FAILED and job.kind in kinds and job.problem in problems
        )


def _never_labelled() -> Question:
    question = Question(_BARE)
    question.add(_NONE_ON_ITS_WAY)
    return question


def _job(row: object) -> Job:
    values = dict(row)  # type: ignore[call-overload]
    return msgspec.convert(values | {"facts": json.loads(values["facts"])}, Job)

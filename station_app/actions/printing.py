"""Putting documents into the printing queue, and noting what became of them. The printing itself is done elsewhere."""

from collections.abc import Iterable, Sequence

from domain.refused import Refused
from domain.staff import Right
from station_app.devices.ports import TROUBLE, UNSURE
from station_app.station import Changed, Station, Subject
from station_app.storage.jobs import LABEL_KINDS, Job, JobKind, JobState, Lane
from wire.messages import LabelPrinted, new_id

JOBS = frozenset({Subject.JOBS})


def label_noted(station: Station, numbers: Sequence[str], *, stock: str, medium: str, staff: str) -> LabelPrinted:
    """The event that labels were made for these numbers, signed by who asked for them."""
    return LabelPrinted(
        event=new_id(), at=station.now(), staff=staff, numbers=tuple(numbers), stock=stock, medium=medium
    )


def note_labels(station: Station, numbers: Sequence[str], *, stock: str, medium: str, staff: str = "") -> Changed:
    """Note that labels were made for these items. Raises Refused `item_unknown`, `not_allowed`."""
    station.allow(Right.REGISTER)
    with station.transaction():
        for number in numbers:
            station.items.by_number(number)
        station.record(label_noted(station, numbers, stock=stock, medium=medium, staff=station.signed_by(staff)))
    return station.tell(Changed(frozenset({Subject.ITEMS}), numbers[0] if numbers else ""))


def queue_print(station: Station, kind: JobKind, number: str = "") -> Changed:
    """Have a document printed when its turn comes; one that failed is tried again instead. Durable on return.

    Raises Refused `item_unknown`, `item_void`, `receipt_unknown`, `staff_unknown` for a number that there is not, and
    `not_allowed`.
    """
    return queue_all(station, kind, [number])


def queue_all(station: Station, kind: JobKind, numbers: Sequence[str]) -> Changed:
    """The same for many at once: all of them or none."""
    station.allow(Right.ADMINISTER if kind is JobKind.BADGE else Right.REGISTER if all(numbers) else Right.DEVICES)
    with station.transaction():
        for number in numbers:
            _require_there(station, kind, number)
            if (job := station.jobs.find_open(kind, number)) is not None:
                station.jobs.again(job.id)
            else:
                station.jobs.add(kind, number, at=station.now(), staff=station.initials)
    return station.tell(Changed(JOBS, numbers[0] if numbers else ""))


def _require_there(station: Station, kind: JobKind, number: str) -> None:
    if kind is JobKind.LABEL:
        item = station.items.by_number(number)
        if item.state == "void":
            raise Refused("item_void", number=number)
    elif kind in (JobKind.RECEIPT, JobKind.RECEIPT_COPY):
        station.handovers.document(number)
    elif kind is JobKind.BADGE:
        station.staff.member(number)


def take_job(station: Station, kinds: Iterable[JobKind]) -> Job | None:
    """Begin the job whose turn it is; None when nothing waits, or what waits does so for a printer in trouble."""
    wanted = tuple(kinds)
    if station.jobs.next(wanted, TROUBLE) is None:
        return None
    with station.transaction():
        job = station.jobs.next(wanted, TROUBLE)
        if job is not None:
            station.jobs.begin(job)
    station.tell(Changed(JOBS))
    return job


def job_printed(station: Station, job: Job, *, medium: str) -> Changed:
    """Note that paper came out; a label is noted in the log as well. `medium` is driver, network, queue or file."""
    with station.transaction():
        station.jobs.finish(job.id, JobState.PRINTED)
        if job.kind is JobKind.LABEL:
            stock = station.config.label_stock
            station.record(label_noted(station, [job.number], stock=stock, medium=medium, staff=job.staff))
    return station.tell(Changed(JOBS | {Subject.ITEMS} if job.kind in LABEL_KINDS else JOBS, job.number))


def job_failed(station: Station, job: Job, refused: Refused) -> Changed:
    """Note why nothing came out; the job stays until somebody has it tried again or gives it up."""
    with station.transaction():
        station.jobs.fail(job.id, refused)
    return station.tell(Changed(JOBS, job.number))


def print_again(station: Station, job_ids: Iterable[int]) -> Changed:
    """Have failed jobs tried once more, before all others. Raises Refused `nobody_on_duty`, `not_allowed`."""
    station.allow(Right.REGISTER)
    with station.transaction():
        for job_id in job_ids:
            station.jobs.again(job_id)
    return station.tell(Changed(JOBS))


def drop_job(station: Station, job_id: int) -> Changed:
    """Give a job up, because the document is not needed on paper after all. An item without a label stays listed.

    Raises Refused `nobody_on_duty`, `not_allowed`; one that is being printed at this moment is left alone.
    """
    station.allow(Right.REGISTER)
    with station.transaction():
        job = station.jobs.job(job_id)
        if job is not None and job.state in (JobState.WAITING, JobState.FAILED):
            station.jobs.finish(job_id, JobState.DROPPED)
    return station.tell(Changed(JOBS))


def printer_answers(station: Station, lane: Lane) -> Changed:
    """The printer of a lane is well again: what surely did not come out is printed by itself.

    Of what may have come out a person is told, and it holds nothing else up any more.
    """
    with station.transaction():
        for job in station.jobs.failed(lane.kinds, TROUBLE):
            if job.problem in UNSURE:
                station.jobs.fail(job.id, Refused("printer_unsure"))
            else:
                station.jobs.again(job.id)
    return station.tell(Changed(JOBS))


def own_up_to_interrupted(station: Station, kinds: Iterable[JobKind] = tuple(JobKind)) -> Changed:
    """At the start: what was being printed when the program ended may or may not have come out; say so."""
    wanted = tuple(kinds)
    with station.transaction():
        for job in station.jobs.interrupted():
            if job.kind in wanted:
                station.jobs.fail(job.id, Refused("print_interrupted"))
    return station.tell(Changed(JOBS))

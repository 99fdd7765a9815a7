"""Verbs about the printing queue: what is in it, try again, give up, print now."""

import click
import msgspec

from domain import numbers
from domain.numbers import Kind
from domain.refused import Refused
from station_app.actions.print_work import Printing, sole_printing
from station_app.actions.printing import drop_job, print_again, queue_print
from station_app.cli.console import Console, Verb, json_option
from station_app.storage.jobs import Job, JobKind, JobState, Lane


@click.group(invoke_without_command=True)
@click.pass_context
def jobs(context: click.Context) -> None:
    """List what is not printed yet, with the reasons; what failed can be tried again or given up."""
    if context.invoked_subcommand is None:
        _answer(context.obj)


jobs.params.append(json_option())


@jobs.command(cls=Verb)
@click.argument("ids", nargs=-1, type=int, metavar="[JOB]...")
@click.pass_obj
def retry(console: Console, ids: tuple[int, ...]) -> None:
    """Have failed jobs tried once more: these, or all of them. The window prints them; `print` does without one."""
    failed = [job.id for job in console.station.jobs.open() if job.state is JobState.FAILED]
    print_again(console.station, [_known(console, job_id) for job_id in ids] or failed)
    _answer(console)


@jobs.command(cls=Verb)
@click.argument("ids", nargs=-1, required=True, type=int, metavar="JOB...")
@click.pass_obj
def drop(console: Console, ids: tuple[int, ...]) -> None:
    """Give jobs up. A thing without a label stays listed as one."""
    for job_id in [_known(console, job_id) for job_id in ids]:
        drop_job(console.station, job_id)
    _answer(console)


@click.command(name="print", cls=Verb)
@click.argument("wanted", nargs=-1, metavar="[NUMBER]...")
@click.pass_obj
def print_verb(console: Console, wanted: tuple[str, ...]) -> int:
    """Print labels of things and copies of receipts by their numbers, and all that waits; exit code 3 when some failed.

    What is printed by a driver is left to the window.
    """
    station = console.station
    for kind, number in [_document(given) for given in wanted]:
        queue_print(station, kind, number)
    for lane in Lane:
        printing = Printing(station, lane, settings=lambda: station.config)
        if printing.address is None or printing.address.kind != "driver":
            # A window that starts meanwhile must not take what is printed here for interrupted.
            with sole_printing(station.folder, lane):
                while printing.print_next():
                    pass
    _answer(console)
    return 3 if any(job.state is JobState.FAILED for job in station.jobs.open()) else 0


def _document(given: str) -> tuple[JobKind, str]:
    """A receipt's number asks for a copy of it, any other must be a thing's and asks for its label."""
    number = numbers.parse(given)
    if number.kind is Kind.RECEIPT:
        return JobKind.RECEIPT_COPY, str(number)
    return JobKind.LABEL, str(numbers.parse(given, Kind.ITEM))


def _known(console: Console, job_id: int) -> int:
    if console.station.jobs.job(job_id) is None:
        raise Refused("job_unknown", job=job_id)
    return job_id


def _answer(console: Console) -> None:
    """All that is open, and how many things have no label."""
    found = console.station.jobs.open()
    without = console.station.jobs.count_never_labelled()
    answer = {"jobs": [_told(console, job) for job in found], "without_label": without}
    console.answer(answer, lambda: "\n".join([*(_line(console, job) for job in found), f"{len(found)} / {without}"]))


def _told(console: Console, job: Job) -> dict[str, object]:
    refusal = None if job.refusal is None else msgspec.to_builtins(console.explain(job.refusal))
    return {
        "job": job.id,
        "kind": job.kind,
        "number": job.number,
        "state": job.state,
        "attempts": job.attempts,
        "at": job.at,
        "problem": refusal,
    }


def _line(console: Console, job: Job) -> str:
    words = f"{job.id:5} {job.kind:13} {job.number:14} {job.state}"
    if job.refusal is None:
        return words
    found = console.explain(job.refusal)
    return f"{words}\n      {found.error} {found.remedy}"


VERBS = (jobs, print_verb)

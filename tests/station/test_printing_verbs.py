"""The printing queue from the command line: beside the window, or where there is none."""

import json

import pytest
from counter import FRETEX, Counter
from label_printers import LabelPrinter, plugged_in, state

from domain.numbers import actor_card
from station_app.actions.register import Draft, register_items
from station_app.cli.main import run
from station_app.storage.jobs import JobState


def shell(counter: Counter, capsys: pytest.CaptureFixture[str], *words: str, expect: int = 0) -> dict[str, object]:
    """Run a call and return its answer."""
    code = run(["--data-dir", str(counter.folder), "--language", "en", "--json", *words])
    answer = json.loads(capsys.readouterr().out)
    assert code == expect, answer
    return dict(answer)


def test_a_label_that_failed_is_seen_tried_again_and_comes_out(
    counter: Counter, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    register_items(counter.station, Draft(category="chair", grams=4_200), copies=2, label=True)
    with plugged_in(lambda: LabelPrinter(state(paper_out=True))) as printer:
        monkeypatch.setenv("OMBRUK_LABEL_PRINTER", f"zpl:127.0.0.1:{printer.port}")
        answer = shell(counter, capsys, "print", expect=3)
        (failed, waiting) = answer["jobs"]  # type: ignore[misc]
        assert failed["problem"]["code"] == "printer_out_of_paper"
        assert "roll" in failed["problem"]["remedy"]
        assert waiting["state"] == "waiting"
        assert shell(counter, capsys, "jobs") == answer
        printer.status = state()
        shell(counter, capsys, "jobs", "retry", str(failed["job"]))
        assert shell(counter, capsys, "print") == {"jobs": [], "without_label": 0}
        assert len(printer.labels) == 2


def test_a_job_is_given_up_and_the_thing_counts_as_without_a_label(
    counter: Counter, capsys: pytest.CaptureFixture[str]
) -> None:
    register_items(counter.station, Draft(category="chair", grams=4_200), copies=1, label=True)
    (job,) = counter.station.jobs.open()
    assert shell(counter, capsys, "jobs", "drop", str(job.id)) == {"jobs": [], "without_label": 1}
    assert shell(counter, capsys, "jobs", "drop", "999", expect=3)["code"] == "job_unknown"


def test_numbers_are_printed_as_labels_and_receipts_as_copies(
    counter: Counter, capsys: pytest.CaptureFixture[str]
) -> None:
    thing, other = counter.register(), counter.register()
    receipt = counter.hand_over(other)
    shell(counter, capsys, "print", thing, receipt)
    assert counter.station.items.by_number(thing).labels == 1
    assert (counter.folder / "receipts" / f"{receipt}.pdf").exists()
    card = str(actor_card(FRETEX))
    assert shell(counter, capsys, "print", card, expect=3)["code"] == "number_of_other_kind"


def test_what_needs_a_driver_is_left_to_the_window(
    counter: Counter, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OMBRUK_LABEL_PRINTER", "driver:Zebra ZD421")
    (job,) = shell(counter, capsys, "print", counter.register())["jobs"]  # type: ignore[misc]
    assert job["state"] == JobState.WAITING

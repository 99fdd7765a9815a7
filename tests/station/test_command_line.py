"""The shapes and exit codes that scripts rely on, and that errors are one JSON document too."""

import json
import os
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from counter import FRETEX, Counter
from PIL import Image

from domain import numbers
from station_app.cli.main import VERBS, run

SIGNATURE = {"width": 400, "height": 150, "strokes": [[[10, 80, 0], [120.5, 20, 90], [220, 110, 200]]]}


class Shell:
    """Calls the program as a script would and reads its one JSON document."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._folder = folder
        self._capsys = capsys

    def __call__(self, *arguments: str, expect: int = 0) -> Any:
        code = run(["--data-dir", str(self._folder), *arguments, "--json"])
        out = self._capsys.readouterr().out
        assert code == expect, out
        assert out.count("\n") == 1
        return json.loads(out)


@pytest.fixture
def shell(counter: Counter, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.setenv("OMBRUK_KEYSTORE", "file")
    return Shell(counter.folder, capsys)


@pytest.fixture
def signature(tmp_path: Path) -> Path:
    file = tmp_path / "signature.json"
    file.write_text(json.dumps(SIGNATURE))
    return file


def test_registering_answers_with_the_item(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "no.jpg").write_text("no picture")
    answer = shell(
        "register", "--category", "chair", "--kg", "4,2", "--weight-source", "scale", "--title", "Krakk",
        "--photo", str(tmp_path / "no.jpg"),
    )  # fmt: skip
    numbers.parse(answer["number"])
    assert (answer["category"], answer["condition"], answer["grams"]) == ("chair", "good", 4_200)
    assert (answer["weight_source"], answer["photos"]) == ("scale", [])
    assert set(answer["photo_problems"][0]) == {"file", "error", "remedy"}
    assert answer["id"]


def test_json_may_stand_before_the_verb(counter: Counter, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--data-dir", str(counter.folder), "--json", "items"]) == 0
    assert json.loads(capsys.readouterr().out) == {"items": [], "next": None}


def test_items_are_paged_by_cursor(shell: Shell, counter: Counter) -> None:
    registered = [counter.register() for _ in range(5)]
    first = shell("items", "--limit", "3")
    second = shell("items", "--limit", "3", "--after", str(first["next"]))
    assert [item["number"] for item in first["items"] + second["items"]] == registered[::-1]
    assert second["next"] is None
    assert first["items"][0]["state"] == "registered"


def test_categories_and_actors_have_their_shapes(shell: Shell) -> None:
    category = shell("categories")["categories"][0]
    assert set(category) >= {"code", "names", "eu_group", "electrical", "data_bearing", "max_grams"}
    assert set(category["names"]) == {"nb", "nn", "en"}
    actor = shell("actors")["actors"][0]
    assert (actor["orgnr"], len(actor["agreements"])) == (FRETEX, 1)


def test_handing_over_and_back(shell: Shell, counter: Counter, signature: Path, tmp_path: Path) -> None:
    thing = counter.register()
    answer = shell(
        "hand-over", "--actor", FRETEX, "--item", thing, "--representative", "Kari", "--signature", str(signature),
        "--output", str(tmp_path / "receipt.pdf"),
    )  # fmt: skip
    assert (answer["items"], answer["grams"]) == (1, 4_200)
    assert answer["verdicts"][0]["allowed"] is True
    written = (tmp_path / "receipt.pdf").read_bytes()
    shell("receipt", answer["receipt"], "--output", str(tmp_path / "again.pdf"))
    assert (tmp_path / "again.pdf").read_bytes() == written
    back = shell("reverse", "--receipt", answer["receipt"], "--reason", "Feil aktør")
    assert (back["reverses"], back["items"]) == (answer["receipt"], 1)
    assert shell("figures")["reversed"] == {"pieces": 1, "grams": 4_200}
    assert shell("verify") == {"ok": True, "events": 3, "photos": 0, "problems": []}


def test_a_blocked_line_hands_over_nothing_and_says_which(
    shell: Shell, counter: Counter, signature: Path, tmp_path: Path
) -> None:
    thing, laptop = counter.register(), counter.register("laptop", 2_000)
    given = ["hand-over", "--actor", FRETEX, "--item", thing, "--item", laptop, "--representative", "Kari"]
    given += ["--signature", str(signature), "--output", str(tmp_path / "r.pdf")]
    refused = shell(*given, expect=3)
    assert [verdict["reason"] for verdict in refused["verdicts"]] == ["ok", "data_choice_missing"]
    assert not (tmp_path / "r.pdf").exists()
    assert shell(*given, "--data-choice", f"{laptop}=wiped")["items"] == 2


def test_labels_photos_and_refusals(shell: Shell, counter: Counter, tmp_path: Path) -> None:
    thing = counter.register()
    for stock in ("62x29", "57x32", "a4"):
        shell("label", thing, "--output", str(tmp_path / f"{stock}.pdf"), "--stock", stock)
        assert (tmp_path / f"{stock}.pdf").read_bytes().startswith(b"%PDF-")
    assert shell("labels", "--output", str(tmp_path / "all.pdf"))["labels"] == 1
    assert counter.station.items.by_number(thing).labels == 4
    reason = counter.station.catalogue.refusal_reasons[0].code
    assert shell("refuse", "--category", "chair", "--reason", reason, "--grams", "900")["instead"]
    assert shell("discard", thing, "--reason", "Knust")["state"] == "discarded"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["register", "--category", "chair", "--kg", "-4"], "weight_negative"),
        (["register", "--category", "chair", "--kg", "0"], "weight_zero"),
        (["register", "--category", "chair", "--kg", "4200"], "weight_implausible"),
        (["register", "--category", "chair", "--kg", "fire"], "weight_unreadable"),
        (["register", "--category", "chair", "--kg", "4,2001"], "weight_too_fine"),
        (["register", "--category", "char", "--kg", "4"], "category_unknown"),
        (["register", "--category", "chair", "--kg", "4", "--condition", "ok"], "condition_unknown"),
        (["register", "--category", "chair", "--kg", "4", "--title", "\u202e" + "x" * 300], "text_hidden_characters"),
        (["label", "10003100042170", "--output", "x.pdf"], "number_wrong_check_digit"),
        (["label", "123", "--output", "x.pdf"], "number_not_14_digits"),
        (["photo", "0" * 64, "--output", "x.jpg"], "file_missing"),
        (["photo", "../../etc/passwd", "--output", "x.jpg"], "file_missing"),
        (["receipt", str(numbers.Number(numbers.Kind.RECEIPT, 31, 9)), "--output", "x.pdf"], "receipt_unknown"),
        (["refuse", "--category", "chair", "--reason", "because"], "refusal_reason_unknown"),
        (["import", "nowhere.csv"], "file_unreadable"),
        (["enrol", "--hub", "http://example.no", "--code", "A"], "hub_url_insecure"),
        (["enrol", "--hub", "example", "--code", "A"], "hub_url_wrong"),
        (["enrol", "--hub", "http://127.0.0.1:9", "--code", "A"], "hub_unreachable"),
        (["labels", "--output", "x.pdf"], "shelf_empty"),
    ],
)
def test_what_a_person_can_mend_is_exit_code_3_with_a_remedy(shell: Shell, arguments: list[str], code: str) -> None:
    refused = shell(*arguments, expect=3)
    assert refused["code"] == code
    assert refused["error"]
    assert refused["remedy"]


@pytest.mark.parametrize("arguments", [["register"], ["no-such-verb"], ["items", "--limit", "0"], ["items", "--x"]])
def test_wrong_usage_is_exit_code_2_and_json_too(shell: Shell, arguments: list[str]) -> None:
    refused = shell(*arguments, expect=2)
    assert refused["error"]
    assert refused["remedy"]


def test_without_json_people_read_words_on_standard_error(counter: Counter, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--data-dir", str(counter.folder), "--language", "en", "register", "--category", "x", "--kg", "1"]) == 3
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "no category" in captured.err


def test_an_unsent_device_says_that_it_is_not_enrolled(
    new_counter: Counter, capsys: pytest.CaptureFixture[str]
) -> None:
    assert Shell(new_counter.folder, capsys)("sync", expect=3)["code"] == "not_enrolled"


def test_the_doctor_looks_at_everything_and_answers(new_counter: Counter, capsys: pytest.CaptureFixture[str]) -> None:
    answer = Shell(new_counter.folder, capsys)("doctor")
    assert answer["ok"]
    assert {finding["name"] for finding in answer["findings"]} >= {"disk", "store", "resources", "clock", "hub"}


def test_verify_and_doctor_say_by_their_exit_code_that_something_is_wrong(shell: Shell, counter: Counter) -> None:
    receipt = counter.hand_over(counter.register())
    counter.station.blobs.path(counter.station.handovers.document(receipt)).unlink()
    assert shell("verify", expect=3)["problems"][0]["code"] == "file_missing"


def test_a_wrong_place_for_the_receipt_stops_the_handover_in_time(
    shell: Shell, counter: Counter, signature: Path, tmp_path: Path
) -> None:
    thing = counter.register()
    given = ["hand-over", "--actor", FRETEX, "--item", thing, "--representative", "Kari", "--signature", str(signature)]
    assert shell(*given, "--output", str(tmp_path / "no" / "r.pdf"), expect=3)["code"] == "file_unwritable"
    assert counter.state(thing) == "registered"
    assert list(tmp_path.glob(".ombruk-*")) == []


def test_bytes_that_are_no_characters_do_not_hide_what_was_saved(
    shell: Shell, counter: Counter, tmp_path: Path
) -> None:
    answer = shell("register", "--category", "chair", "--kg", "4", "--photo", str(tmp_path / "\udcff.jpg"))
    assert counter.state(answer["number"]) == "registered"
    assert shell("register", "--category", "\udcff", "--kg", "4", expect=3)["code"] == "category_unknown"
    assert shell("history", "--search", "\udcff", expect=3)["code"] == "text_not_readable"


def test_a_pipe_is_no_photo_and_no_list(shell: Shell, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    answer = shell("register", "--category", "chair", "--kg", "4", "--photo", str(tmp_path / "pipe"))
    assert len(answer["photo_problems"]) == 1
    assert shell("import", str(tmp_path / "pipe"), expect=3)["code"] == "file_unreadable"


def test_a_photo_is_not_kept_when_the_thing_is_refused(shell: Shell, counter: Counter, tmp_path: Path) -> None:
    Image.new("RGB", (60, 40), "red").save(tmp_path / "p.jpg")
    shell("register", "--category", "chair", "--kg", "4200", "--photo", str(tmp_path / "p.jpg"), expect=3)
    assert list(counter.station.blobs.names()) == []


def test_a_wrong_place_for_rejected_rows_stops_the_import_before_the_first_row(
    shell: Shell, counter: Counter, tmp_path: Path
) -> None:
    (tmp_path / "ting.csv").write_text("category;kg\nchair;4\nchaair;4\n")
    given = ["import", str(tmp_path / "ting.csv"), "--rejected"]
    assert shell(*given, str(tmp_path / "no" / "r.csv"), expect=3)["code"] == "file_unwritable"
    assert counter.kinds() == []
    answer = shell(*given, str(tmp_path / "r.csv"))
    assert (answer["registered"], len(answer["rejected"])) == (1, 1)
    assert (tmp_path / "r.csv").exists()
    assert list(tmp_path.glob(".ombruk-*")) == []


@pytest.mark.parametrize("module", VERBS)
def test_every_verb_of_a_module_can_be_called(module: str) -> None:
    """The program says where each verb stands so as to load it late; one that is not said there would be lost."""
    written = {verb.name for verb in import_module(f"station_app.cli.{module}").VERBS}
    assert written == set(VERBS[module].split())

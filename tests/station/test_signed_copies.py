"""The sheet that was signed on paper finds its way to its receipt, which stays byte for byte as it was."""

import io
import json
from pathlib import Path

import pytest
from counter import FRETEX, Counter
from PIL import Image

from domain import numbers
from domain.refused import Refused
from domain.staff import Role
from station_app.actions.register import keep_photo
from station_app.actions.signed_copy import attach_signed_copy
from station_app.cli.main import run
from station_app.devices.photo import prepare
from station_app.station import Duty
from wire.messages import Blob


def sheet(grey: int = 240) -> bytes:
    out = io.BytesIO()
    Image.new("L", (2_480, 3_508), grey).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def photo(counter: Counter) -> Blob:
    return keep_photo(counter.station, prepare(sheet(), "sheet.png"))


def test_the_sheet_stands_beside_the_receipt_and_goes_to_the_hub(counter: Counter, photo: Blob) -> None:
    receipt = counter.hand_over(counter.register(), signature=None)
    before = counter.station.handovers.document(receipt)
    assert attach_signed_copy(counter.station, numbers.grouped(receipt), photo).number == receipt
    handover = counter.station.handovers.by_receipt(receipt)
    assert (handover.sheet, handover.document, handover.signature) == (photo.sha256, before, None)
    assert counter.kinds()[-1] == "SignedCopyAttached"
    assert photo.sha256 in {blob.sha256 for blob in counter.station.outbox.waiting_blobs(50)}
    assert counter.station.verify().ok


def test_a_blurred_sheet_is_attached_again(counter: Counter, photo: Blob) -> None:
    receipt = counter.hand_over(counter.register(), signature=None)
    attach_signed_copy(counter.station, receipt, photo)
    sharper = keep_photo(counter.station, prepare(sheet(200), "sheet.png"))
    attach_signed_copy(counter.station, receipt, sharper)
    assert counter.station.handovers.by_receipt(receipt).sheet == sharper.sha256
    assert counter.station.verify().ok


def test_what_needs_no_sheet_is_said_and_nothing_is_written(counter: Counter, photo: Blob) -> None:
    signed = counter.hand_over(counter.register())
    undone = counter.hand_over(counter.register(), signature=None)
    reversal = counter.reverse(undone)
    before = counter.kinds()
    for receipt, code in (
        (signed, "signed_on_screen"),
        (undone, "already_reversed"),
        (reversal, "receipt_unknown"),
        (counter.register(), "number_of_other_kind"),
    ):
        with pytest.raises(Refused, match=code):
            attach_signed_copy(counter.station, receipt, photo)
    assert [kind for kind in counter.kinds() if kind == "SignedCopyAttached"] == []
    assert counter.kinds()[:-1] == before


def test_who_may_not_hand_over_attaches_nothing(counter: Counter, photo: Blob) -> None:
    receipt = counter.hand_over(counter.register(), signature=None)
    counter.station.on_duty = Duty("GJ", Role.READ_ONLY)
    with pytest.raises(Refused, match="not_allowed"):
        attach_signed_copy(counter.station, receipt, photo)


def test_the_verb_takes_a_picture_file(counter: Counter, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    receipt = counter.hand_over(counter.register(), orgnr=FRETEX, signature=None)
    file = tmp_path / "underskrevet.png"
    file.write_bytes(sheet())
    assert run(["--data-dir", str(counter.folder), "--json", "attach-signed-copy", receipt, str(file)]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["sheet"] == counter.station.handovers.by_receipt(receipt).sheet

"""Messages that were sent once are read for ever: every golden file, by today's code, to the last byte."""

import base64
import gzip
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from wire import batch, bundle, chain, codec, contact, reference, reservations, stick
from wire.messages import KINDS, UnknownEvent

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "wire" / "golden"
SCRIPT = ROOT / "build" / "golden.py"
PINNED: dict[str, str] = json.loads((GOLDEN / "hashes.json").read_text(encoding="utf-8"))
EVENT_FILES = sorted(path.name for path in GOLDEN.glob("*.v*.json") if path.name[0].isupper())
AROUND: dict[str, type[Any]] = {
    "acknowledgement": batch.Acknowledgement,
    "hello": contact.Hello,
    "hello_reply": contact.HelloReply,
    "problem": contact.Problem,
    "enrol": contact.Enrol,
    "enrolment_proof": contact.EnrolmentProof,
    "enrolled": contact.Enrolled,
    "nonce": contact.Nonce,
    "assertion": contact.Assertion,
    "token_request": contact.TokenRequest,
    "token": contact.Token,
    "set_aside": contact.SetAside,
    "key_change": contact.KeyChange,
    "new_key": contact.NewKey,
    "key_changed": contact.KeyChanged,
    "lives": contact.Lives,
    "heads_question": contact.HeadsQuestion,
    "heads_answer": contact.HeadsAnswer,
    "blob_question": contact.BlobQuestion,
    "blob_answer": contact.BlobAnswer,
    "blob_answer_with_together": contact.BlobAnswer,
    "bundle_named": bundle.Named,
    "bundle_taken": bundle.Taken,
    "held_files": stick.HeldFiles,
    "reference": reference.Reference,
    "hello_reply_with_reservations": contact.HelloReply,
    "reservations": reservations.Reservations,
}
"""What is said beside the events, by the name of its file."""

BATCHES = {"batch.v1.ndjson": 7, "batch_of_nine_kinds.v1.ndjson": 9, "batch_of_ten_kinds.v1.ndjson": 10}
"""Events in each golden batch, by the name of its file; the newest last, with every kind that there is."""

DEVICE, INCARNATION = "0e3d7c1a-98f4-4c0b-9d55-20a1f6c9b431", "7b1f0c52-d9e8-4a37-86ce-5f2b90ad1e64"
SALT = bytes(range(16))
START = chain.Head(0, chain.GENESIS)


def current_version(kind: str) -> int:
    defaults = {field.name: field.default for field in msgspec.structs.fields(KINDS[kind])}
    return int(defaults["version"])


def kept(old: Any, new: Any) -> bool:
    """Whether `new` says everything that `old` says; fields with defaults may have come since."""
    if isinstance(old, dict):
        return isinstance(new, dict) and all(name in new and kept(old[name], new[name]) for name in old)
    if isinstance(old, list):
        return len(old) == len(new) and all(kept(one, other) for one, other in zip(old, new, strict=True))
    return bool(old == new)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_file_of_every_version_up_to_its_own(kind: str) -> None:
    wanted = [f"{kind}.v{version}.json" for version in range(1, current_version(kind) + 1)]
    assert wanted == [name for name in EVENT_FILES if name.startswith(f"{kind}.")]


@pytest.mark.parametrize("name", EVENT_FILES)
def test_an_event_of_any_age_is_read_with_all_that_it_says(name: str) -> None:
    body = (GOLDEN / name).read_bytes()
    event = codec.decode_event(body)
    assert not isinstance(event, UnknownEvent)
    assert name == f"{type(event).__name__}.v{event.version}.json"
    assert kept(json.loads(body), json.loads(codec.encode_event(event)))


@pytest.mark.parametrize("kind", KINDS)
def test_an_event_of_today_is_written_as_these_very_bytes(kind: str) -> None:
    """When this fails, a kind has changed: give it a higher version and let build/golden.py add a file."""
    body = (GOLDEN / f"{kind}.v{current_version(kind)}.json").read_bytes()
    event = codec.decode_event(body)
    assert not isinstance(event, UnknownEvent)
    assert codec.encode_event(event) == body


@pytest.mark.parametrize("name", EVENT_FILES)
def test_an_event_of_any_age_has_the_hash_that_was_pinned(name: str) -> None:
    body = (GOLDEN / name).read_bytes()
    assert chain.append(DEVICE, INCARNATION, START, SALT, body).hash.hex() == PINNED[name]


def test_no_file_went_missing() -> None:
    """Everything that was pinned is there, and everything that is there is tested."""
    assert sorted(PINNED) == EVENT_FILES
    others = {path.name for path in GOLDEN.iterdir()} - set(EVENT_FILES)
    assert others == {f"{name}.v1.json" for name in AROUND} | {*BATCHES, "hashes.json"}


def test_every_message_of_the_wire_has_a_file() -> None:
    messages = [
        found
        for module in (contact, batch, bundle)
        for found in vars(module).values()
        if isinstance(found, type) and issubclass(found, msgspec.Struct) and found.__module__ == module.__name__
    ]
    inside_others = {batch.Header, batch.NotApplied, batch.Opened, batch._Line, contact.Position, contact.Life}
    inside_others |= {contact.SetAsideEvent, bundle.NotTaken}
    assert set(messages) - inside_others == set(AROUND.values()) - {
        reference.Reference,
        reservations.Reservations,
        stick.HeldFiles,
    }


@pytest.mark.parametrize("name", AROUND)
def test_what_is_said_beside_the_events_keeps_its_bytes(name: str) -> None:
    body = (GOLDEN / f"{name}.v1.json").read_bytes()
    assert codec.encode(codec.decode(body, AROUND[name])) == body


@pytest.mark.parametrize(("name", "count"), BATCHES.items())
def test_a_batch_opens_verifies_and_packs_to_the_same_lines(name: str, count: int) -> None:
    lines = (GOLDEN / name).read_bytes()
    opened = batch.open_batch(gzip.compress(lines, mtime=0))
    protected, payload, signature = opened.signed_header.split(".")
    signed = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    header = codec.decode(signed, batch.Header)
    end = chain.verify(header.device, header.incarnation, START, opened.records)
    assert (end.seq, end.hash.hex()) == (header.to_seq, header.head)
    assert header.count == len(opened.records) == count

    def sign(canonical: bytes) -> str:
        assert canonical == signed
        return ".".join((protected, payload, signature))

    assert gzip.decompress(batch.pack(header, opened.records, sign)) == lines


def test_the_newest_batch_holds_one_of_every_kind_and_one_body_that_was_erased() -> None:
    opened = batch.open_batch(gzip.compress((GOLDEN / [*BATCHES][-1]).read_bytes()))
    kinds = [type(codec.decode_event(record.body)).__name__ for record in opened.records if record.body]
    assert len(opened.records) - len(kinds) == 1
    assert set(KINDS) - set(kinds) == {"ItemChanged"}


def make(folder: Path) -> list[str]:
    ran = subprocess.run([sys.executable, SCRIPT, folder], capture_output=True, text=True, check=True, cwd=ROOT)
    return ran.stdout.split()


def test_the_script_adds_what_is_missing(tmp_path: Path) -> None:
    shutil.copytree(GOLDEN, tmp_path, dirs_exist_ok=True)
    (tmp_path / "ItemRefused.v1.json").unlink()
    assert make(tmp_path) == ["ItemRefused.v1.json"]
    assert (tmp_path / "ItemRefused.v1.json").read_bytes() == (GOLDEN / "ItemRefused.v1.json").read_bytes()
    assert (tmp_path / "hashes.json").read_bytes() == (GOLDEN / "hashes.json").read_bytes()


def test_the_script_touches_nothing_that_is_there(tmp_path: Path) -> None:
    shutil.copytree(GOLDEN, tmp_path, dirs_exist_ok=True)
    for path in tmp_path.iterdir():
        if path.name != "hashes.json":
            path.write_bytes(b"as it was")
    (tmp_path / "hashes.json").write_text('{"ItemRefused.v1.json": "as it was"}')
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert make(tmp_path) == []
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before

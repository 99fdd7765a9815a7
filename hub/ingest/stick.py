"""The USB route: what counters wrote to a folder is checked as over the network, and the answers are put beside it.

The same folder may be imported again, also while counters send over the network. wire/stick.py says what lies where.
"""

from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from domain.refused import Refused
from hub.agreements.models import PublishedReference
from hub.ingest import blobs, heads, log
from hub.ingest.answers import Declined
from hub.ingest.blob_store import LARGEST
from hub.ingest.identity import Caller, this_hub
from hub.ingest.keys import BadSignature, HubKey, read_signed
from hub.ingest.models import DeviceKey, StoredEvent
from hub.reservations.models import ReservationList
from wire import batch, chain, codec, contact, stick
from wire.stick import Stick

_SMALL = 4_096


class Trouble(NamedTuple):
    """What is wrong with one file of a stick."""

    file: str
    refused: Refused


class Imported(NamedTuple):
    """What a stick brought: batches that were read, and how many events and files were new here."""

    batches: int
    events: int
    files: int
    problems: list[Trouble]


def import_batches(folder: Path) -> Imported:
    """Take in every batch and file that lies in `folder` for this hub, and write the signed answers, the register
    and what is reserved.

    What is damaged is told of by name and changes nothing; everything else is taken.
    Raises Refused `stick_missing`, `stick_empty`, `stick_other_hub`.
    """
    hub = this_hub()
    place = Stick(folder, str(hub.identifier))
    if not folder.is_dir():
        raise Refused("stick_missing", folder=str(folder))
    if not place.used():
        raise Refused("stick_empty", folder=str(folder))
    if not place.root.is_dir():
        raise Refused("stick_other_hub", folder=str(folder))
    problems: list[Trouble] = []
    before = StoredEvent.objects.count()
    batches = files = 0
    for device in place.devices():
        batches += sum(_take_batch(place, device, one, problems) for one in place.batches(device))
        files += _take_files(place, device, problems)
        _say_held(place, device, hub.epoch, problems)
        _say_reserved(place, device, problems)
    newest = PublishedReference.objects.order_by("-version").first()
    if newest is not None:
        _write(place, place.register, newest.signed, problems)
    return Imported(batches, StoredEvent.objects.count() - before, files, problems)


def _take_batch(place: Stick, device: str, name: stick.Batch, problems: list[Trouble]) -> bool:
    path = place.batch(device, name)
    try:
        opened = batch.open_batch(_read(path, log.LARGEST_PACKED))
        sender = _signer(device, opened.signed_header)
        parent = _parent(place.parent(device, name.incarnation))
        signed = log.take(sender, opened, log.Place(device, name.incarnation, name.from_seq), parent)
    except FileNotFoundError:
        # Only its answer is left: the counter has tidied.
        return False
    except (Declined, BadSignature, codec.Malformed, OSError) as wrong:
        problems.append(_trouble(place, path, wrong))
        return False
    _write(place, place.acknowledgement(device, name), signed, problems)
    return True


def _signer(device: str, signed_header: str) -> Caller:
    """Whose key of this device signed; of a key that was revoked the events are kept and set aside."""
    keys = list(DeviceKey.objects.select_related("device").filter(device_id=device))
    if not keys:
        raise Declined(contact.UNKNOWN_DEVICE)
    for key in keys:
        try:
            read_signed(signed_header, key.jwk, batch.Header)
        except BadSignature:
            continue
        return Caller(key, this_hub())
    raise BadSignature


def _parent(path: Path) -> heads.Parent | None:
    """Where the chain begins; None when that cannot be read, which matters for its first batch alone."""
    try:
        return heads.Parent(*chain.read_parent(_read(path, _SMALL).decode("ascii")))
    except (OSError, ValueError):
        return None


def _take_files(place: Stick, device: str, problems: list[Trouble]) -> int:
    taken = 0
    for path, sha256, media_type in place.files(device):
        try:
            content = b"" if sha256 in blobs.held([sha256]) else _read(path, LARGEST)
        except (codec.Malformed, OSError) as wrong:
            problems.append(_trouble(place, path, wrong))
            continue
        try:
            taken += blobs.take(sha256, media_type, content)
        except Declined as wrong:
            problems.append(_trouble(place, path, wrong))
    return taken


def _say_held(place: Stick, device: str, epoch: int, problems: list[Trouble]) -> None:
    """Sign which of the files on the stick are here. The same files give the same bytes."""
    names = sorted(sha256 for _, sha256, _ in place.files(device))
    held: list[str] = []
    for start in range(0, len(names), 400):
        held += sorted(blobs.held(names[start : start + 400]))
    if held:
        word = stick.HeldFiles(hub=str(this_hub().identifier), epoch=epoch, device=device, sha256=tuple(held))
        _write(place, place.held(device), HubKey.load().sign(word), problems)


def _say_reserved(place: Stick, device: str, problems: list[Trouble]) -> None:
    """What is kept at the device's station, once all that it wrote is taken in."""
    kept = ReservationList.objects.filter(station__devices=UUID(device)).first()
    if kept is not None:
        _write(place, place.reservations(device), kept.signed, problems)


def _read(path: Path, limit: int) -> bytes:
    with path.open("rb") as file:
        content = file.read(limit + 1)
    if len(content) > limit:
        raise codec.Malformed(f"more than {limit} bytes")
    return content


def _write(place: Stick, path: Path, signed: str, problems: list[Trouble]) -> None:
    try:
        place.put(path, signed.encode("ascii"))
    except OSError as error:
        shown = place.shown(path)
        problems.append(Trouble(shown, Refused("stick_file_unwritable", file=shown, what=error.strerror or "")))


def _trouble(place: Stick, path: Path, wrong: Exception) -> Trouble:
    shown = place.shown(path)
    if isinstance(wrong, OSError):
        return Trouble(shown, Refused("stick_file_unreadable", file=shown, what=wrong.strerror or ""))
    if isinstance(wrong, Declined):
        return Trouble(shown, _declined(wrong, shown))
    if isinstance(wrong, BadSignature):
        return Trouble(shown, Refused("stick_not_signed", file=shown))
    return Trouble(shown, Refused("stick_file_damaged", file=shown))


def _declined(wrong: Declined, shown: str) -> Refused:
    match wrong.word:
        case contact.CHAIN_GAP | contact.UNKNOWN_PARENT:
            return Refused("stick_gap", file=shown)
        case contact.CHAIN_FORK:
            return Refused("stick_fork", file=shown)
        case contact.UNKNOWN_DEVICE:
            return Refused("stick_device_unknown", file=shown)
        case contact.WRONG_HUB:
            return Refused("stick_other_hub", folder=shown)
        case contact.CHAIN_BROKEN | contact.NOT_THE_BLOB | contact.TOO_LARGE:
            return Refused("stick_file_damaged", file=shown)
        case _:
            return Refused("stick_file_not_taken", file=shown, what=wrong.detail or wrong.word)

"""How a counter PC becomes a device of this hub: one-time codes, proof of the key, and taking the key back."""

import hmac
import logging
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from domain.numbers import LAST_PERMANENT_DEVICE
from domain.refused import Refused
from hub.agreements.models import Station
from hub.ingest.answers import Declined, message_of, reply
from hub.ingest.identity import open_hub, require_fresh
from hub.ingest.keys import HubKey, public_part, read_signed, thumbprint
from hub.ingest.models import Closed, Device, DeviceKey, EnrolmentCode, Hub
from hub.reservations.models import Reservation
from hub.reservations.publish import publish
from wire import codec, contact

CODE_HOURS = 24
FOLLOWED = 1000
"""Device numbers that a restored hub leaves out; and how far beyond its counter it believes that one was given."""
_LOG = logging.getLogger(__name__)
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, which a reader may take for 1, 1, 0 or V."""
_LOOK_ALIKES = str.maketrans("ILO", "110")
_GROUP, _GROUPS = 4, 4
"""Behind the first group, by which a code is found, stand 60 random bits: a thousand guesses a second for the code's
whole day find it with a chance of 1 in 13 thousand million. So wrong guesses are not counted; if they were, anybody
could make a code that is waited for useless."""


def plain_code(code: str) -> str:
    """A code as typed, without dashes and spaces, in capitals, look-alikes put right."""
    return "".join(code.upper().split()).replace("-", "").translate(_LOOK_ALIKES)


def _digest(plain: str) -> str:
    return salted_hmac("ombruk.enrolment", plain, algorithm="sha256").hexdigest()


@transaction.atomic
def add_device(station: Station) -> tuple[int, str]:
    """Make a one-time code for a device at `station`, valid for 24 hours. It is shown once and stored as a hash.

    Returns the number that the device gets which comes with the code, and the code.
    Raises Refused `no_device_number_left`.
    """
    now = timezone.now()
    EnrolmentCode.objects.filter(used_by=None, expires_at__lt=now).delete()
    taken = set(EnrolmentCode.objects.values_list("selector", flat=True))
    while True:
        plain = "".join(secrets.choice(ALPHABET) for _ in range(_GROUP * _GROUPS))
        if plain[:_GROUP] not in taken:
            break
    number = _next_number()
    EnrolmentCode.objects.create(
        selector=plain[:_GROUP],
        digest=_digest(plain),
        station=station,
        number=number,
        expires_at=now + timedelta(hours=CODE_HOURS),
    )
    return number, "-".join(plain[start : start + _GROUP] for start in range(0, len(plain), _GROUP))


@transaction.atomic
def revoke_device(number: int) -> Device:
    """Take a device's key back. What it sends from now on is kept and set aside. Raises Refused `device_unknown`."""
    device = Device.objects.filter(number=number).first()
    if device is None:
        raise Refused("device_unknown", device=number)
    if not device.keys.filter(revoked_at=None).update(revoked_at=timezone.now()):
        raise Refused("device_already_revoked", device=number)
    return device


def enrol(request: HttpRequest) -> HttpResponse:
    """POST enrol: code and proof of possession in, the device's number and the hub's key out."""
    asked = message_of(request, contact.Enrol)
    jwk = public_part(asked.public_key)
    proof = read_signed(asked.proof, jwk, contact.EnrolmentProof)
    if proof.device != asked.device:
        raise codec.Malformed("the proof is for another device")
    require_fresh(proof.nonce)
    hub_key = HubKey.load()
    code = _checked_code(proof.code)
    with transaction.atomic():
        device = _admit(code.pk, asked.device, jwk)
        hub = open_hub()
    return reply(
        contact.Enrolled(
            hub=str(hub.identifier),
            epoch=hub.epoch,
            hub_keys=(hub_key.public(),),
            device_number=device.number,
            station=str(device.station_id),
            station_name=device.station.name,
            municipality=device.station.municipality,
        )
    )


def _checked_code(typed: str) -> EnrolmentCode:
    """The code's row. Raises Declined `code-wrong` for a wrong one, and for one that is too old."""
    plain = plain_code(typed)
    code = EnrolmentCode.objects.filter(selector=plain[:_GROUP]).first()
    if code is None or not hmac.compare_digest(code.digest, _digest(plain)):
        raise Declined(contact.CODE_WRONG)
    if code.expires_at < timezone.now():
        raise Declined(contact.CODE_WRONG)
    return code


def _admit(code_id: int, device_id: str, jwk: dict[str, str]) -> Device:
    """Let the device in, or find that it already is. Runs in a transaction; the code's row is locked first."""
    code = EnrolmentCode.objects.select_for_update().get(pk=code_id)
    name = thumbprint(jwk)
    if code.used_by is not None:
        if (str(code.used_by_id), code.used_key) != (device_id, name):
            raise Declined(contact.CODE_WRONG)
        return code.used_by
    now = timezone.now()
    device = Device.objects.select_for_update().filter(id=device_id).first()
    if device is None:
        device = Device.objects.create(id=device_id, number=code.number, station=code.station, enrolled_at=now)
    # A device that comes again takes the number of its new code: after a restore it no longer knows which running
    # numbers it gave under the old one.
    before, device.station, device.number = device.station_id, code.station, code.number
    device.save(update_fields=["station", "number"])
    if before != code.station_id and Reservation.objects.filter(item__device=device).exists():
        publish([before, code.station_id])
    _put_key(device, jwk, name, now)
    code.used_by, code.used_key = device, name
    code.save(update_fields=["used_by", "used_key"])
    return device


def _put_key(device: Device, jwk: dict[str, str], name: str, now: datetime) -> None:
    """Another key is let in only after the one before was revoked: a code alone must not take over a device."""
    for held in device.keys.all():
        if held.thumbprint == name and held.revoked_at is not None:
            raise Declined(contact.KEY_REVOKED)
        if held.thumbprint == name:
            return
        if held.revoked_at is None:
            raise Declined(contact.CODE_WRONG, "another key is enrolled for this device; revoke it first")
    DeviceKey.objects.create(device=device, thumbprint=name, jwk=jwk, enrolled_at=now)


def keep_clear(number: int) -> None:
    """Never give device numbers up to `number`: it stands in an event, so some device got it.

    The counter is behind only in a hub that was put back from a backup. A number more than FOLLOWED ahead is a mistake
    or a forgery, and must not use up every number there is.
    """
    behind = Hub.objects.filter(id=1, next_device_number__lte=number)
    counter = behind.values_list("next_device_number", flat=True).first()
    if counter is None:
        return
    # Asked of the database: another process may have moved it meanwhile.
    if behind.filter(next_device_number__gt=number - FOLLOWED).update(next_device_number=number + 1):
        _LOG.warning("device number %05d was given by this hub and forgotten; going on after it", number)
    elif counter <= number - FOLLOWED:
        _LOG.error("device number %05d stands in an event, far beyond those that this hub gave", number)


def _next_number() -> int:
    """The next device number, from a counter under a row lock; never given twice."""
    hub = Hub.objects.select_for_update().get(id=1)
    number = hub.next_device_number
    closed = Closed.objects.first()
    if closed is not None:
        raise Refused("hub_closed", moment=str(closed))
    if number > LAST_PERMANENT_DEVICE:
        raise Refused("no_device_number_left")
    hub.next_device_number = number + 1
    hub.save(update_fields=["next_device_number"])
    return number

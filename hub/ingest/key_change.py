"""A device changes its own key: the old one and the new one both sign for it."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from hub.ingest.answers import Declined, message_of, reply
from hub.ingest.identity import Caller, caller, open_hub, require_fresh, this_hub
from hub.ingest.keys import public_part, read_signed, thumbprint
from hub.ingest.models import Device, DeviceKey
from wire import codec, contact


def change(request: HttpRequest, device: str) -> HttpResponse:
    """POST key. The old key is let in no more; what it signed up to the position that the device names stays valid.

    A device whose answer was lost finds that its new key gets a token.
    """
    asking = caller(request, device)
    asked = message_of(request, contact.NewKey)
    said = read_signed(asked.by_old, asking.key.jwk, contact.KeyChange)
    jwk = public_part(said.public_key)
    if read_signed(asked.by_new, jwk, contact.KeyChange) != said:
        raise codec.Malformed("the two keys sign different words")
    if said.device != device:
        raise codec.Malformed("the words are about another device")
    if said.hub != str(this_hub().identifier):
        raise Declined(contact.WRONG_HUB)
    require_fresh(said.nonce)
    _replace(asking, jwk, said)
    return reply(contact.KeyChanged(thumbprint(jwk)))


@transaction.atomic
def _replace(asking: Caller, jwk: dict[str, str], said: contact.KeyChange) -> None:
    device = Device.objects.select_for_update().get(id=asking.device_id)
    name = thumbprint(jwk)
    old = DeviceKey.objects.get(pk=asking.key.pk)
    if old.revoked_at is not None or device.keys.filter(thumbprint=name).exists():
        raise Declined(contact.KEY_REVOKED)
    now = timezone.now()
    old.revoked_at, old.valid_in, old.valid_to_seq = now, said.incarnation, said.last_seq
    old.save(update_fields=["revoked_at", "valid_in", "valid_to_seq"])
    DeviceKey.objects.create(device=device, thumbprint=name, jwk=jwk, enrolled_at=now)
    # A move that waited for this has not begun to copy, or has closed the hub.
    open_hub()

"""Addresses of the stations' side, below /api/v1/."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from hub.ingest import aside, blobs, bundles, enrolment, heads, identity, key_change, log, reference, reservations, tail
from hub.ingest.answers import api


class DeviceConverter(StringConverter):
    """A UUID as the wire writes it; kept as text."""

    regex = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


class Sha256Converter(StringConverter):
    """The name of a file."""

    regex = "[0-9a-f]{64}"


class SeqConverter:
    """A position in a chain, from 1, within what a database can hold."""

    regex = "[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:
        """The number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """The digits."""
        return str(value)


register_converter(DeviceConverter, "identifier")
register_converter(Sha256Converter, "sha256")
register_converter(SeqConverter, "seq")

urlpatterns = [
    path("nonce", api(get=identity.give_nonce)),
    path("enrol", api(post=enrolment.enrol)),
    path("token", api(post=identity.give_token)),
    path("devices/<identifier:device>/hello", api(post=heads.hello)),
    path("devices/<identifier:device>/log/<identifier:incarnation>/<seq:from_seq>", log.view),
    path("devices/<identifier:device>/key", api(post=key_change.change)),
    path("devices/<identifier:device>/set-aside", api(get=aside.give)),
    path("devices/<identifier:device>/log", api(get=tail.lives)),
    path("devices/<identifier:device>/log/<identifier:incarnation>", api(get=tail.give)),
    path("devices/<identifier:device>/log/<identifier:incarnation>/agreed", api(post=tail.agreed)),
    path("blobs", api(post=bundles.bring)),
    path("blobs/missing", api(post=blobs.missing)),
    path("blobs/<sha256:sha256>", api(head=blobs.where, patch=blobs.append)),
    path("reference", api(get=reference.give)),
    path("reservations", api(get=reservations.give)),
]

"""GET reservations: what is kept at the caller's station, as the newest signed list."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

from hub.ingest.answers import Declined, has_it, jose
from hub.ingest.identity import caller
from hub.reservations.models import ReservationList
from wire import contact


def give(request: HttpRequest) -> HttpResponse:
    """One whole version, 304 when the counter has it already; `not-found` where nothing was ever reserved."""
    newest = ReservationList.objects.filter(station=caller(request).key.device.station_id).first()
    if newest is None:
        raise Declined(contact.NOT_FOUND)
    tag = f'"{newest.version}"'
    if has_it(request, tag):
        return HttpResponseNotModified(headers={"ETag": tag})
    return jose(newest.signed, ETag=tag, Cache_Control="no-cache")

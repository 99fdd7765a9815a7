"""GET reservations: what is kept at the caller's station, as the newest signed list."""

from django.http import HttpRequest, HttpResponse

from hub.ingest.answers import whole_version
from hub.ingest.identity import caller
from hub.reservations.models import ReservationList


def give(request: HttpRequest) -> HttpResponse:
    """One whole version, 304 when the counter has it already; `not-found` where nothing was ever reserved."""
    newest = ReservationList.objects.filter(station=caller(request).key.device.station_id).first()
    return whole_version(request, newest)

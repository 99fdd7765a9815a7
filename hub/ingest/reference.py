"""GET reference: the newest published register, as the signed bytes that were stored."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

from hub.agreements.models import PublishedReference
from hub.ingest.answers import Declined, has_it, jose
from hub.ingest.identity import caller
from wire import contact


def give(request: HttpRequest) -> HttpResponse:
    """One whole version, or 304 when the counter has it already."""
    caller(request)
    newest = PublishedReference.objects.order_by("-version").defer("signed").first()
    if newest is None:
        raise Declined(contact.NOT_FOUND)
    tag = f'"{newest.version}"'
    if has_it(request, tag):
        return HttpResponseNotModified(headers={"ETag": tag})
    return jose(newest.signed, ETag=tag, Cache_Control="no-cache")

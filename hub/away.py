"""The page for people when the hub cannot answer: its database or disk is away, or there is a bug."""

import sys

from django.http import HttpRequest, HttpResponse
from django.template import loader

from hub.failures import mendable


def page(_: HttpRequest) -> HttpResponse:
    """What to do. 503 for what passes or can be mended, else 500. Asks neither the database nor who is logged in."""
    broken = sys.exc_info()[1]
    passes = isinstance(broken, Exception) and mendable(broken) is not None
    return HttpResponse(loader.render_to_string("away.html"), status=503 if passes else 500)

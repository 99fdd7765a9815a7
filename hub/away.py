"""The page for people when the hub cannot answer: its database or disk is away, or there is a bug."""

import logging
import sys

from django.http import HttpRequest, HttpResponse
from django.template import loader

from hub.failures import mendable

_LOG = logging.getLogger(__name__)


def page(_: HttpRequest) -> HttpResponse:
    """What to do. 503 for what passes or can be mended, else 500. Asks neither the database nor who is logged in."""
    broken, content = sys.exc_info()[1], loader.render_to_string("away.html")
    refused = mendable(broken) if isinstance(broken, Exception) else None
    if refused is None:
        return HttpResponse(content, status=500)
    _LOG.error("a page cannot be shown: %s", refused.code)
    return HttpResponse(content, status=503, headers={"Retry-After": "60"})

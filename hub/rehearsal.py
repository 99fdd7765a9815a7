"""What the first caller would else wait for: patterns, questions, keys and texts that are made when first used.

A process that serves answers a counter that does not exist before anybody calls.
"""

import time
import uuid
from contextlib import suppress
from typing import Any
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.db import DatabaseError

from domain.refused import Refused
from hub import called
from hub.ingest import heads
from hub.ingest.identity import TokenClaims, this_hub
from hub.ingest.keys import HubKey
from hub.ingest.models import Hub

_SECONDS = 60


def rehearse(application: called.Wsgi) -> None:
    """Answer the hello of a device that was never enrolled, on the thread of the caller; nothing is noted.

    What is in the way of it (no hub, no database) is in the way of those who really call, and they are told.
    """
    device = str(uuid.uuid4())
    with suppress(Refused, DatabaseError, Hub.DoesNotExist):
        until = int(time.time()) + _SECONDS
        claims = TokenClaims(iss=str(this_hub().identifier), sub=device, key="none", exp=until)
        told: dict[str, Any] = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": f"/api/v1/devices/{device}/hello",
            "HTTP_AUTHORIZATION": f"Bearer {HubKey.load().sign(claims)}",
            "HTTP_HOST": next(iter(settings.ALLOWED_HOSTS), "").strip("*.") or "localhost",
        }
        # What else WSGI tells, as the standard library makes it up.
        setup_testing_defaults(told)
        called.call(application, told)
        heads.find(device, device)

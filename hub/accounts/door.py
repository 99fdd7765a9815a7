"""When someone guesses at a password: what they are told, who they are by address, and that it is forgotten."""

from datetime import timedelta
from ipaddress import ip_address

from axes.models import AccessAttempt
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

KEPT_DAYS = 30


def locked(request: HttpRequest, *_: object) -> HttpResponse:
    """The page for a door that is closed for now."""
    return render(request, "login.html", {"locked": True}, status=429)


def address(request: HttpRequest) -> str:
    """Whose tries are counted. Behind a proxy (a public https address is set) it is the last one that it forwards."""
    direct = str(request.META.get("REMOTE_ADDR", ""))
    if not settings.SECURE_PROXY_SSL_HEADER:
        return direct
    last = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    try:
        return str(ip_address(last))
    except ValueError:
        return direct


def forget() -> int:
    """Drop failed tries (name, address, browser) that are older than 30 days; return how many."""
    dropped, _ = AccessAttempt.objects.filter(attempt_time__lt=timezone.now() - timedelta(days=KEPT_DAYS)).delete()
    return int(dropped)

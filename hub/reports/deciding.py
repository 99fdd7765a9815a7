"""The page on which an officer decides about one event that could not be applied. Nothing is deleted by it."""

import json
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View

from domain.refused import Refused
from domain.text import REASON_LIMIT, clean
from hub.errors import words
from hub.ingest import quarantine
from hub.ingest.models import Quarantine

_MOST_SHOWN = 100_000
"""Characters of an event that the page shows; a receipt with two hundred things has half as many."""


class DecidePage(LoginRequiredMixin, View):
    """What the counter wrote, why it does not count, and what can be done about it."""

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        """The page; 404 in words when nobody needs to decide (any more)."""
        return _page(request, number)

    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        """Do what the button says and go back to the overview, or say why not."""
        name, by = request.POST.get("do", ""), request.user.get_username()
        try:
            if name == "dismiss":
                why = _reason(request)
                quarantine.dismiss(number, why, by)
            elif name == "accept":
                quarantine.accept(number, by)
            else:
                quarantine.try_again(number, by)
        except Refused as refused:
            return _page(request, number, refused)
        return redirect(f"{reverse('staff')}?decided={'dismissed' if name == 'dismiss' else 'applied'}")


def _reason(request: HttpRequest) -> str:
    why = clean(request.POST.get("because", ""), field="because", limit=REASON_LIMIT)
    if not why:
        raise Refused("reason_missing")
    return why


def _page(request: HttpRequest, number: int, refused: Refused | None = None) -> HttpResponse:
    told: dict[str, Any] = {"refused": words(refused) if refused else None, "because_limit": REASON_LIMIT}
    try:
        row = quarantine.found(number)
    except Refused as gone:
        return render(request, "decide.html", {**told, "refused": words(refused or gone)}, status=404)
    told |= {
        "row": row,
        "written": _written(row),
        "can_be_accepted": quarantine.can_be_accepted(row),
        "can_be_retried": quarantine.can_be_retried(row),
        "because": request.POST.get("because", ""),
        "because_missing": refused is not None and request.POST.get("do") == "dismiss",
    }
    return render(request, "decide.html", told, status=409 if refused else 200)


def _written(row: Quarantine) -> str:
    """The event as the counter wrote it, laid out for reading; as it is when it is not JSON, empty when erased."""
    body = bytes(row.event.body or b"")
    try:
        text = _begin(json.JSONEncoder(ensure_ascii=False, indent=2).iterencode(json.loads(body)))
    except (ValueError, RecursionError):
        text = body.decode("utf-8", "replace")
    shown = text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]} …"
    # JSON can hold half of a surrogate pair, which no page can.
    return shown.encode("utf-8", "replace").decode("utf-8")


def _begin(parts: Iterable[str]) -> str:
    """Only as much as is shown: a megabyte of brackets in brackets would be hundreds of them laid out."""
    taken, length = list[str](), 0
    for part in parts:
        taken.append(part)
        length += len(part)
        if length > _MOST_SHOWN:
            break
    return "".join(taken)

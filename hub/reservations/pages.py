"""Pages on which staff find a thing, keep it for an actor, take that back, and note that an actor was told."""

from datetime import datetime
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from domain import reservation as rules
from domain.item import State
from domain.refused import Refused
from hub.agreements.models import Actor
from hub.errors import words
from hub.items.models import Item
from hub.reservations import desk, let_go, lists

_SHOWN = 200
"""Reservations that a page lists; the command line lists all."""
_FIELD = "%Y-%m-%dT%H:%M"
"""How a browser's field for day and time writes them."""


class ThingsPage(LoginRequiredMixin, View):
    """Find a thing by its number, and see what is kept."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page; with `number` the thing's own page, or why there is none."""
        number = request.GET.get("number", "").strip()
        told: dict[str, Any] = {"kept": list(lists.kept()[:_SHOWN]), "number": number}
        if not number:
            return render(request, "things.html", told)
        try:
            return redirect("thing", desk.find_item(number).number)
        except Refused as refused:
            return render(request, "things.html", {**told, "refused": words(refused)}, status=404)


class ThingPage(LoginRequiredMixin, View):
    """One thing: what it is, for whom it is kept and was, and what can be done about that."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        """The page; 404 in words for a number that is not known."""
        return _page(request, number)

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        """Do what the button says, or say why not."""
        name, by = request.POST.get("do", ""), request.user.get_username()
        try:
            if name == "take_back":
                desk.take_back(number, by=by)
            else:
                desk.reserve(number, request.POST.get("orgnr", ""), until=_until(request), by=by)
        except Refused as refused:
            return _page(request, number, refused)
        return redirect(f"{reverse('thing', args=[number])}?done={'taken_back' if name == 'take_back' else 'reserved'}")


class ToldView(LoginRequiredMixin, View):
    """The actor of a broken reservation knows of it."""

    def post(self, request: HttpRequest, reservation: int) -> HttpResponse:
        """Note who says so. What was noted before stays, and one that stands again needs nobody told."""
        try:
            desk.told(reservation, by=request.user.get_username())
        except Refused:
            return redirect("staff")
        return redirect(f"{reverse('staff')}?told=1")


def _until(request: HttpRequest) -> datetime | None:
    """The moment in the form, by the clock here; None when the field is empty. Raises Refused `moment_unreadable`."""
    given = request.POST.get("until", "").strip()
    if not given:
        return None
    try:
        return timezone.make_aware(datetime.strptime(given, _FIELD))  # noqa: DTZ007 (made aware at once)
    except (ValueError, OverflowError):
        raise Refused("moment_unreadable", moment=given[:40]) from None


def _page(request: HttpRequest, number: str, refused: Refused | None = None) -> HttpResponse:
    try:
        item = desk.find_item(number)
    except Refused as gone:
        return render(request, "thing.html", {"refused": words(refused or gone)}, status=404)
    now, zone = timezone.now(), timezone.get_current_timezone()
    history = [(row, lists.ending_of(row.row)) for row in lists.with_receivers(lists.of(item))]
    told = {
        "item": item,
        "kept": next((row.row for row, ending in history if not ending), None),
        "history": history,
        "let_go": let_go.of(item),
        "can_be_reserved": _free(item, history),
        "actors": Actor.objects.filter(agreements__isnull=False).distinct(),
        "orgnr": request.POST.get("orgnr", ""),
        "until": request.POST.get("until", "") or rules.usual_moment(now, zone).strftime(_FIELD),
        "done": request.GET.get("done", ""),
        "most_days": rules.MOST_DAYS,
        "refused": words(refused) if refused else None,
    }
    return render(request, "thing.html", told, status=409 if refused else 200)


def _free(item: Item, history: list[tuple[lists.Followed, str]]) -> bool:
    return item.state == State.REGISTERED.value and all(ending for _, ending in history)

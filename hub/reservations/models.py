"""Tables of reservations, and of the list of them that each station's counters get."""

# Django reads Meta as it is: lists, and nothing to document.
# ruff: noqa: D106, RUF012

from django.db import models

from domain.item import State
from domain.reservation import Ending
from hub.agreements.models import Actor, Station
from hub.items.models import Item


class Reservation(models.Model):
    """A thing kept for an actor until a moment. Ended ones stay for ever.

    `ending` is empty while nothing has ended it; past `until` it counts as lapsed all the same. `fate` and `receipt`
    say what became of the thing when that ended it. `told_at` is when somebody said that the actor knows of it.
    `made_by`, `ended_by` and `told_by` are users of the staff pages, empty for the command line.
    """

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="reservations")
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="reservations")
    made_at = models.DateTimeField()
    made_by = models.TextField(default="")
    until = models.DateTimeField()
    ending = models.CharField(max_length=16, choices=[(end.value, end.value) for end in Ending], default="")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.TextField(default="")
    fate = models.CharField(max_length=16, choices=[(state.value, state.value) for state in State], default="")
    receipt = models.CharField(max_length=14, default="")
    told_at = models.DateTimeField(null=True)
    told_by = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item"], condition=models.Q(ending=""), name="one_open_reservation"),
        ]
        indexes = [
            models.Index(fields=["ended_at"], condition=models.Q(ending="broken"), name="broken_reservations"),
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.item_id} {self.actor_id} {self.until}"


class ReservationList(models.Model):
    """The newest list as every counter of a station gets it, signed. Versions only grow; what is history is above."""

    station = models.OneToOneField(Station, on_delete=models.PROTECT, primary_key=True, related_name="reservations")
    version = models.PositiveIntegerField(default=0)
    published_at = models.DateTimeField(null=True)
    signed = models.TextField(default="")

    def __str__(self) -> str:
        return f"{self.station_id} {self.version}"

"""Tables of the register: stations, actors, agreements, and every version that was published to the counters."""

# Django reads Meta as it is: lists, and nothing to document.
# ruff: noqa: D106, RUF012

import uuid

from django.db import models

from domain.agreement import AgreementKind, AgreementStatus


class Station(models.Model):
    """A recycling station of a municipality."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    municipality = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "municipality"], name="station_once")]
        ordering = ["municipality", "name"]

    def __str__(self) -> str:
        return self.name


class Actor(models.Model):
    """Who may fetch things: an organisation or a company, by its organisation number (nine digits)."""

    orgnr = models.CharField(max_length=9, primary_key=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=8, default="nb")

    class Meta:
        ordering = ["name", "orgnr"]

    def __str__(self) -> str:
        return self.name


class Agreement(models.Model):
    """What an actor may fetch, where and when; both days are included. `categories` None means every category."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="agreements")
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in AgreementKind])
    first_day = models.DateField()
    last_day = models.DateField()
    categories = models.JSONField(null=True)
    # A flag of its own: were "all" the empty list, taking away the last station would open every one.
    all_stations = models.BooleanField(default=True)
    stations = models.ManyToManyField(Station, blank=True)
    electrical = models.BooleanField(default=False)
    status = models.CharField(
        max_length=16,
        choices=[(status.value, status.value) for status in AgreementStatus],
        default=AgreementStatus.APPROVED.value,
    )

    class Meta:
        ordering = ["actor", "first_day", "id"]

    def __str__(self) -> str:
        return f"{self.actor_id} {self.first_day}–{self.last_day}"


class PublishedReference(models.Model):
    """One version as every counter gets it: the signed bytes, never changed and never made again."""

    version = models.PositiveIntegerField(primary_key=True)
    published_at = models.DateTimeField()
    signed = models.TextField()

    def __str__(self) -> str:
        return str(self.version)

"""Tables that events are projected into. Nothing else writes them, and all of it can be made again from the log.

Names of representatives and initials of staff are not copied here: they stay in the event, where they can be erased.
"""

# Django reads Meta as it is: lists, and nothing to document.
# ruff: noqa: D106, RUF012

from django.db import models

from domain.item import State
from hub.ingest.models import Device


class Item(models.Model):
    """A thing. `station` is what the counter wrote: a station's id, or nothing before the device was enrolled."""

    id = models.UUIDField(primary_key=True, editable=False)
    number = models.CharField(max_length=14, unique=True)
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="items")
    station = models.TextField()
    state = models.CharField(max_length=16, choices=[(state.value, state.value) for state in State], db_index=True)
    category = models.CharField(max_length=64, db_index=True)
    condition = models.CharField(max_length=16)
    grams = models.PositiveIntegerField()
    weight_source = models.CharField(max_length=16)
    title = models.TextField()
    note = models.TextField()
    data_choice = models.CharField(max_length=32, null=True)
    photos = models.JSONField()
    registered_at = models.DateTimeField()
    discarded_at = models.DateTimeField(null=True)
    discard_reason = models.TextField(default="")

    def __str__(self) -> str:
        return self.number


class Handover(models.Model):
    """A receipt: what an actor fetched. Reversed ones stay; `reversal` is then the number of the second receipt."""

    receipt = models.CharField(max_length=14, primary_key=True)
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="handovers")
    at = models.DateTimeField()
    orgnr = models.CharField(max_length=9, db_index=True)
    actor = models.TextField()
    document = models.CharField(max_length=64)
    signature = models.CharField(max_length=64, default="")
    register_version = models.BigIntegerField()
    reversal = models.CharField(max_length=14, null=True, unique=True)
    reversed_at = models.DateTimeField(null=True)
    reversal_reason = models.TextField(default="")
    reversal_document = models.CharField(max_length=64, default="")
    sheet = models.CharField(max_length=64, default="")

    def __str__(self) -> str:
        return self.receipt


class HandoverLine(models.Model):
    """One thing on a receipt, with its weight in grams and the verdict as they were then."""

    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveIntegerField()
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="lines")
    category = models.CharField(max_length=64)
    grams = models.PositiveIntegerField()
    weight_source = models.CharField(max_length=16)
    reason = models.CharField(max_length=64)
    agreement = models.TextField(null=True)
    override = models.TextField(default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["handover", "position"], name="line_once")]

    def __str__(self) -> str:
        return f"{self.handover_id}:{self.position}"


class Refusal(models.Model):
    """A thing that was turned away at the counter. `grams` None when nobody weighed it.

    One that was taken back has `voided_at` and counts nowhere.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="refusals")
    station = models.TextField()
    category = models.CharField(max_length=64)
    reason = models.CharField(max_length=64)
    grams = models.PositiveIntegerField(null=True)
    at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.id)

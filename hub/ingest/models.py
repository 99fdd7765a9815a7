"""Tables of what stations sent: devices and keys, the log as bytes, acknowledgements, what could not be applied, files.

The log is the truth; everything in hub.items can be made again from it.
"""

# Django reads Meta as it is: lists, and nothing to document.
# ruff: noqa: D106, RUF012

import uuid

from django.db import models

from hub.agreements.models import Station


class Hub(models.Model):
    """The hub itself: one row. `epoch` grows when the hub is restored from a backup."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    identifier = models.UUIDField(default=uuid.uuid4, editable=False)
    epoch = models.PositiveIntegerField(default=1)
    next_device_number = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_hub")]

    def __str__(self) -> str:
        return str(self.identifier)


class Closed(models.Model):
    """A row while the hub is moved elsewhere and after that: nothing may be added here any more.

    Not a column of the hub's row: a new program reads that in the tables of an older one, to back them up.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.at.isoformat(timespec="seconds")


class Device(models.Model):
    """One counter PC. `number` (1-89999) stands on its labels and is never given to another."""

    id = models.UUIDField(primary_key=True, editable=False)
    number = models.PositiveIntegerField(unique=True)
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="devices")
    enrolled_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number:05d}"


class DeviceKey(models.Model):
    """A device's public key. At most one per device is not revoked; old ones stay, since they signed what is stored.

    One that the device itself replaced stays valid for what it signed up to `valid_to_seq` of the incarnation
    `valid_in`, whenever that arrives.
    """

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="keys")
    thumbprint = models.CharField(max_length=43)
    jwk = models.JSONField()
    enrolled_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    valid_in = models.UUIDField(null=True)
    valid_to_seq = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["device", "thumbprint"], name="key_once"),
            models.UniqueConstraint(
                fields=["device"], condition=models.Q(revoked_at__isnull=True), name="one_key_in_use"
            ),
        ]

    def __str__(self) -> str:
        return self.thumbprint

    def vouches(self, incarnation: str, seq: int) -> bool:
        """Whether an event at this position counts when this key signed it."""
        if self.revoked_at is None:
            return True
        return self.valid_to_seq is not None and str(self.valid_in) == incarnation and seq <= self.valid_to_seq


class EnrolmentCode(models.Model):
    """A one-time code, known by its first group; the rest only as a keyed hash.

    `number` is kept for the device that comes with it. Never given to another, also when nobody comes.
    """

    selector = models.CharField(max_length=4, unique=True)
    digest = models.CharField(max_length=64)
    station = models.ForeignKey(Station, on_delete=models.PROTECT)
    number = models.PositiveIntegerField(unique=True)
    expires_at = models.DateTimeField()
    used_by = models.ForeignKey(Device, on_delete=models.PROTECT, null=True)
    used_key = models.CharField(max_length=43, default="")

    def __str__(self) -> str:
        return self.selector


class Incarnation(models.Model):
    """One unbroken chain of a device's events. It begins after `parent_seq`, where the chain before it was left."""

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="incarnations")
    name = models.UUIDField()
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True)
    parent_seq = models.BigIntegerField()
    parent_hash = models.BinaryField()
    head_seq = models.BigIntegerField()
    head_hash = models.BinaryField()
    backed_up_seq = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["device", "name"], name="incarnation_once")]

    def __str__(self) -> str:
        return str(self.name)


class StoredEvent(models.Model):
    """One link of a chain, exactly as it came. `body` and `salt` None once erased; `event` None when it named none.

    The order of `id` is the order in which events were applied: rows are written after every row lock was taken.
    """

    # Without an index of its own: that of event_once begins with it.
    incarnation = models.ForeignKey(Incarnation, on_delete=models.PROTECT, related_name="events", db_index=False)
    seq = models.BigIntegerField()
    hash = models.BinaryField()
    commitment = models.BinaryField()
    salt = models.BinaryField(null=True)
    body = models.BinaryField(null=True)
    event = models.UUIDField(null=True, db_index=True)
    kind = models.CharField(max_length=80)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["incarnation", "seq"], name="event_once")]

    def __str__(self) -> str:
        return f"{self.incarnation_id}:{self.seq}"


class StoredAcknowledgement(models.Model):
    """What the hub signed for a range, kept for ever, with the device's own signed words about that range."""

    incarnation = models.ForeignKey(Incarnation, on_delete=models.PROTECT, related_name="acknowledgements")
    from_seq = models.BigIntegerField()
    to_seq = models.BigIntegerField()
    signed = models.TextField()
    header = models.TextField()
    key = models.ForeignKey(DeviceKey, on_delete=models.PROTECT)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incarnation", "from_seq", "to_seq"], name="acknowledgement_once")
        ]

    def __str__(self) -> str:
        return f"{self.incarnation_id}:{self.from_seq}–{self.to_seq}"


class Quarantine(models.Model):
    """An event that the hub holds and could not apply; a person looks at it. It held up nothing.

    Once it could be applied after all, `applied_after` is the newest event of that moment: a replay keeps order. One
    that a person dismissed stays what it is, not applied, and is shown to nobody any more. `decided_by` is the user of
    the staff's pages who decided; empty when it was the command line, or time that made it applicable.
    """

    event = models.OneToOneField(StoredEvent, on_delete=models.PROTECT)
    reason = models.CharField(max_length=40)
    detail = models.TextField(default="")
    noted_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)
    applied_after = models.BigIntegerField(null=True)
    dismissed_at = models.DateTimeField(null=True)
    dismissed_because = models.TextField(default="", db_default="")
    decided_by = models.TextField(default="", db_default="")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.event_id} {self.reason}"


class NeededBlob(models.Model):
    """A file that some event refers to."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    media_type = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.sha256


class StoredBlob(models.Model):
    """A file that is stored whole. It may arrive just before the event that refers to it."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    stored_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256


class UndecodedPicture(models.Model):
    """A stored picture that was taken by its form and that nobody has decoded yet. The row goes once it was.

    With `trouble` it cannot be decoded: it is kept, shown to nobody, and named to the staff. A picture without a row
    was decoded.
    """

    sha256 = models.CharField(max_length=64, primary_key=True)
    trouble = models.CharField(max_length=100, default="", db_default="")
    found_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.sha256


class Heard(models.Model):
    """When a device last said hello, where the database is a server's. A hint for people: after a crash it is empty.

    PostgreSQL keeps this table out of its log (UNLOGGED), so that an idle cycle waits for no disk.
    """

    device = models.UUIDField(primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.device} {self.at}"


class HarmlessMigration(models.Model):
    """A change of the tables with which a program that does not know it goes on working (hub.tables)."""

    app = models.CharField(max_length=100)
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["app", "name"], name="harmless_once")]

    def __str__(self) -> str:
        return f"{self.app}.{self.name}"

"""Making a hub: its folder, its secrets, its tables and the first version of the register."""

import os
import secrets

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from domain.refused import Refused
from hub import folder
from hub.agreements.models import PublishedReference
from hub.agreements.publish import catalogue, publish
from hub.backup import copy_sqlite
from hub.ingest.keys import BadSignature, HubKey
from hub.ingest.models import Hub
from hub.tables import bring_up, check_tables, note_harmless
from wire import durable
from wire.reference import Reference


def upgrade() -> int:
    """Bring the tables to this program's, and publish its catalogue if that is another; return the version in force.

    An SQLite database is copied beside itself before its tables change, not when the change is refused. Raises Refused
    `hub_newer`, `hub_serving` when the change is one that a served hub does not bear, `tables_in_use`.
    """
    try:
        check_tables()
        note_harmless()
    except Refused as refused:
        if refused.code != "hub_needs_upgrade":
            raise
        bring_up(copy_beside)
    newest = PublishedReference.objects.latest("version")
    published = HubKey.load().read(newest.signed, Reference)
    return newest.version if published.catalogue == catalogue() else publish()


def copy_beside() -> None:
    """Copy an SQLite database beside itself. PostgreSQL's is backed up by its own program."""
    if connection.vendor == "sqlite":
        # To the microsecond: two upgrades within a second each keep their copy.
        moment = timezone.now().strftime("%Y%m%dT%H%M%S.%fZ")
        copy_sqlite(settings.OMBRUK_FOLDER.root / f"hub.before-upgrade-{moment}.sqlite3")


def check_secrets() -> None:
    """Raises Refused `hub_secret_missing`, or `hub_key_other` when this hub signed its register with another key.

    A machine with a secret of its own would refuse what the others gave out, and one with another key sign for nobody.
    """
    if folder.SECRET_VARIABLE not in os.environ and not settings.OMBRUK_FOLDER.secret.exists():
        raise Refused("hub_secret_missing")
    try:
        HubKey.load().read(PublishedReference.objects.latest("version").signed, Reference)
    except BadSignature:
        raise Refused("hub_key_other") from None


def init() -> Hub:
    """Make what is missing; a run that was broken off is finished by the next one.

    Raises Refused `hub_already_initialised` when nothing was missing.
    """
    make_folder()
    call_command("migrate", interactive=False, verbosity=0)
    return begin()


def make_folder() -> None:
    """The hub's folder with its secrets, or what is missing of it."""
    place = settings.OMBRUK_FOLDER
    folder.require_no_backup(place)
    durable.make_folder(place.root, mode=0o700)
    for inner in (place.blobs, place.spool):
        inner.mkdir(exist_ok=True)
    durable.sync_folder(place.root)
    if not place.secret.exists() and folder.SECRET_VARIABLE not in os.environ:
        folder.write_private(place.secret, secrets.token_urlsafe(48).encode("ascii"))
    if not place.key.exists() and not settings.OMBRUK_HUB_KEY:
        HubKey.make(place.key)


def begin() -> Hub:
    """The hub itself and the first version of the register, in tables that are there.

    Raises Refused `hub_already_initialised` when the hub is there, too.
    """
    with transaction.atomic():
        hub, made = Hub.objects.get_or_create(id=1)
        if made:
            publish()
    if not made:
        raise Refused("hub_already_initialised", folder=str(settings.OMBRUK_FOLDER.root))
    return hub

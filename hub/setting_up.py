"""Making a hub: its folder, its secrets, its tables and the first version of the register."""

import secrets

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from domain.refused import Refused
from hub.agreements.models import PublishedReference
from hub.agreements.publish import catalogue, publish
from hub.backup import copy_sqlite
from hub.folder import require_no_backup, write_private
from hub.ingest.keys import HubKey
from hub.ingest.models import Hub
from wire.reference import Reference


def check_tables() -> None:
    """Raises Refused `hub_needs_upgrade` when the program is newer than the tables, `hub_newer` when it is older."""
    executor = MigrationExecutor(connection)
    known = executor.loader.disk_migrations.keys()
    apps = {app for app, _ in known}
    if any(app in apps and (app, name) not in known for app, name in executor.loader.applied_migrations):
        raise Refused("hub_newer")
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Refused("hub_needs_upgrade")


def upgrade() -> int:
    """Bring the tables to this program's, and publish its catalogue if that is another; return the version in force.

    An SQLite database is copied beside itself before its tables change. Raises Refused `hub_newer`.
    """
    try:
        check_tables()
    except Refused as refused:
        if refused.code != "hub_needs_upgrade":
            raise
        if connection.vendor == "sqlite":
            moment = timezone.now().strftime("%Y%m%dT%H%M%SZ")
            copy_sqlite(settings.OMBRUK_FOLDER.root / f"hub.before-upgrade-{moment}.sqlite3")
        call_command("migrate", interactive=False, verbosity=0)
    newest = PublishedReference.objects.latest("version")
    published = HubKey.load().read(newest.signed, Reference)
    return newest.version if published.catalogue == catalogue() else publish()


def init() -> Hub:
    """Make what is missing; a run that was broken off is finished by the next one.

    Raises Refused `hub_already_initialised` when nothing was missing.
    """
    folder = settings.OMBRUK_FOLDER
    require_no_backup(folder)
    folder.root.mkdir(parents=True, exist_ok=True, mode=0o700)
    for place in (folder.blobs, folder.spool):
        place.mkdir(exist_ok=True)
    if not folder.secret.exists():
        write_private(folder.secret, secrets.token_urlsafe(48).encode("ascii"))
    if not folder.key.exists() and not settings.OMBRUK_HUB_KEY:
        HubKey.make(folder.key)
    call_command("migrate", interactive=False, verbosity=0)
    with transaction.atomic():
        hub, made = Hub.objects.get_or_create(id=1)
        if made:
            publish()
    if not made:
        raise Refused("hub_already_initialised", folder=str(folder.root))
    return hub

"""What this hub runs on: versions, database, free space. No names, no addresses, no secrets."""

import platform
import shutil
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from hub.certificate import served_days
from hub.ingest import blobs
from hub.ingest.identity import this_hub
from hub.ingest.models import Closed, UndecodedPicture


def findings() -> dict[str, Any]:
    """Facts for whoever helps; sizes in bytes, None where there is no folder. Days: see served_days."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    hub, folder = this_hub(), settings.OMBRUK_FOLDER
    return {
        "hub": str(hub.identifier),
        "epoch": hub.epoch,
        "program": _version("ombruk"),
        "python": platform.python_version(),
        "django": _version("django"),
        "database": connection.vendor,
        "migrations_waiting": len(waiting),
        "closed": Closed.objects.exists(),
        "files": "bucket" if settings.OMBRUK_BLOBS else "folder",
        "files_reachable": _files_reachable(),
        "pictures_waiting": UndecodedPicture.objects.filter(trouble="").count(),
        "pictures_broken": UndecodedPicture.objects.exclude(trouble="").count(),
        "certificate_days": served_days(settings.OMBRUK_HUB_URL),
        "folder": str(folder.root),
        "free_bytes": None if not folder.root.exists() else shutil.disk_usage(folder.root).free,
    }


def _files_reachable() -> bool:
    """Does the storage answer a question? A bucket may be away, or the key for it too old."""
    try:
        next(iter(blobs.store().names()), None)
    except OSError:
        return False
    return True


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "from source"

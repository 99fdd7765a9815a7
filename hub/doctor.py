"""What this hub runs on: versions, database, free space. No names, no addresses, no secrets."""

import platform
import shutil
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from hub.ingest.identity import this_hub


def findings() -> dict[str, Any]:
    """Facts for whoever helps; sizes in bytes."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    hub = this_hub()
    return {
        "hub": str(hub.identifier),
        "epoch": hub.epoch,
        "program": _version("ombruk"),
        "python": platform.python_version(),
        "django": _version("django"),
        "database": connection.vendor,
        "migrations_waiting": len(waiting),
        "folder": str(settings.OMBRUK_FOLDER.root),
        "free_bytes": shutil.disk_usage(settings.OMBRUK_FOLDER.root).free,
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "from source"

"""A backup before migrations are applied to somebody's data, for the case that the new version disappoints."""

from datetime import UTC, datetime
from pathlib import Path

from django.contrib.auth import get_user_model
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from search.models import Job

from .taking import take

KEPT = 3
"""How many such backups are kept, the newest."""

SUFFIX = "-before-upgrade.zip"


def pending_migrations() -> int:
    """How many migrations this version has that were not applied to the database."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def take_before_upgrade(folder: Path) -> Path | None:
    """Write a backup into ``folder`` if migrations are pending and there is anything to lose; else None.

    :raises BackupError: there is none.
    :raises StorageUnavailableError: likewise, because the object store does not answer.
    """
    # Both tables have been there since the first version, and "is there a row" asks for no column.
    if not pending_migrations() or not (get_user_model().objects.exists() or Job.objects.exists()):
        return None
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = folder / f"{datetime.now(UTC):%Y-%m-%dT%H-%M-%S.%f}{SUFFIX}"
    take(target)
    for former in sorted(folder.glob(f"*{SUFFIX}"))[:-KEPT]:
        former.unlink()
    return target

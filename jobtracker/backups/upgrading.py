"""The backups taken before migrations are applied to somebody's data, for the case that the new version disappoints.

Loads little, for the sake of `up`, which stays.
"""

from datetime import UTC, datetime
from pathlib import Path

from django.contrib.auth import get_user_model
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from search.models import Job

KEPT = 3
"""How many are kept, the newest."""

SUFFIX = "-before-upgrade.zip"


def pending_migrations() -> int:
    """How many migrations this version has that were not applied to the database."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def has_data() -> bool:
    """Whether there is anything to lose, whatever version made the tables: both have always been there."""
    return get_user_model().objects.exists() or Job.objects.exists()


def new_file(folder: Path) -> Path:
    """The name of the next one in ``folder``, which is made."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / f"{datetime.now(UTC):%Y-%m-%dT%H-%M-%S.%f}{SUFFIX}"


def prune(folder: Path) -> None:
    """Remove all but the newest ``KEPT``."""
    for former in sorted(folder.glob(f"*{SUFFIX}"))[:-KEPT]:
        former.unlink()

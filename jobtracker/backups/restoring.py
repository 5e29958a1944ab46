"""Restoring a backup: only into an empty instance, checked before and afterwards.

Objects first, then the database in one transaction: whatever goes wrong on the way leaves a database as empty as it
was, and running it again is all there is to do.
"""

import hashlib
import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from pathlib import Path

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from tracking import storage
from tracking.domain import repairs, resumes
from tracking.models import JobTracking

from . import archive, programs
from .archive import BackupError
from .taking import AT_ONCE, count_rows, read_whole
from .upgrading import pending_migrations


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored and looked at again.

    lost: keys that rows point to, whose objects were gone when the backup was taken
    pending: migrations that this version of the product still has to apply
    broken: trackings whose stage and events disagree; None with migrations pending, before which nobody can tell
    """

    taken_at: datetime
    rows: int
    objects: int
    lost: list[str]
    pending: int
    broken: int | None


def restore(source: Path, *, progress: Callable[[int], object] = lambda members: None) -> Restored:
    """Restore ``source``, and compare it with what is there then.

    ``progress`` is told how many more members of the backup were checked, stored or compared.

    :raises BackupError: there is something in the database or among the objects already, or the backup is damaged or
        made by a newer version: nothing is written. Or the database refused it, or is not equal to it afterwards.
    :raises StorageUnavailableError: the object store does not answer; the database is as empty as it was.
    """
    with archive.reading(source) as backup, ThreadPoolExecutor(AT_ONCE) as pool:
        manifest, keys = backup.manifest, backup.keys
        program, _ = programs.find("pg_restore", at_least=manifest.pg_dump)
        _refuse_newer(manifest)
        _refuse_unless_empty(set(keys))
        backup.check(lambda: progress(1))
        for batch in batched(keys, AT_ONCE):
            list(pool.map(_store, batch, [backup.read_object(key) for key in batch]))
            progress(len(batch))
        programs.load(program, backup.blocks_of(archive.DUMP))
        _compare_rows(manifest)
        for batch in batched(keys, AT_ONCE):
            for key, body in zip(batch, pool.map(read_whole, batch), strict=True):
                if body is None or hashlib.sha256(body).hexdigest() != backup.sums[archive.OBJECTS + key]:
                    raise BackupError(f"the object {key} is not as it was in the backup.")
            progress(len(batch))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # a dump holds no statistics, and without them every plan is a guess
    pending = pending_migrations()
    return Restored(
        taken_at=manifest.taken_at,
        rows=sum(manifest.tables.values()),
        objects=len(keys),
        lost=manifest.lost,
        pending=pending,
        broken=None if pending else sum(1 for _, faults in repairs.find(JobTracking.objects.all()) if faults),
    )


def _refuse_newer(manifest: archive.Manifest) -> None:
    known = MigrationLoader(None).disk_migrations
    replaced = {pair for migration in known.values() for pair in migration.replaces}
    unknown = set(manifest.migrations) - {".".join(pair) for pair in {*known, *replaced}}
    if unknown:
        raise BackupError(
            f"a newer version of jobtracker made this backup (it has applied {min(unknown)}): install that one first."
        )


def _refuse_unless_empty(keys: set[str]) -> None:
    if count_rows():
        raise BackupError(
            "the database is not empty. A backup is restored into an empty one: make a new database and name it in "
            "DATABASE_URL, or name a new data directory in JOBTRACKER_DATA_DIR."
        )
    for page in storage.pages(resumes.PREFIX, patiently=True):
        for found in page:
            if found.key not in keys:  # those of a restore that was broken off may stay: a key is given out once
                raise BackupError(
                    f"the object store is not empty: it holds {found.key}, which is not in the backup. "
                    "Restore into an empty bucket."
                )


def _store(key: str, body: bytes) -> None:
    storage.write(key, io.BytesIO(body), content_type=resumes.CONTENT_TYPE)


def _compare_rows(manifest: archive.Manifest) -> None:
    restored = count_rows()
    for table in sorted(manifest.tables.keys() | restored.keys()):
        expected, found = manifest.tables.get(table, 0), restored.get(table, 0)
        if expected != found:
            raise BackupError(f"the table {table} has {found} rows, and {expected} in the backup.")

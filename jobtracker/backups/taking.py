"""Taking a backup while people go on working.

The database is dumped as one snapshot sees it. Objects have no snapshots, but a key is never written twice, and the
object of a resume that is replaced goes only after the row has been changed for good. So the objects are copied
first, all that rows point to; then a snapshot is taken, and what it points to and is not copied yet follows. Should
one of these be gone, its row was changed after the snapshot: a newer one is taken, and so on; each time fewer are
missing. An object that is gone while a newer snapshot still points to it was lost before: that is told, and is no
reason to have no backup.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import batched
from pathlib import Path

from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from psycopg import sql

from tracking import storage
from tracking.models import JobTracking

from . import archive, programs

AT_ONCE = 8
"""Objects under way at a time: a store far away takes its time for each, and each is in memory (at most 5 MB)."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a backup holds; ``lost`` are the keys that rows point to without there being an object."""

    rows: int
    objects: int
    lost: list[str]


def take(target: Path, *, progress: Callable[[int], object] = lambda copied: None) -> Taken:
    """Write a backup of database and objects to ``target``; ``progress`` is told how many more objects were copied.

    :raises BackupError: there is none, and ``target`` is as it was.
    :raises StorageUnavailableError: likewise, because the object store does not answer.
    """
    major = programs.server_major()
    program, program_major = programs.find("pg_dump", at_least=major)
    with archive.creating(target) as writer:
        gone = _copy(writer, _keys(), progress)
        while True:
            with _snapshot() as snapshot:
                lost = [key for key in _keys() if key in gone]
                fresh = _copy(writer, (key for key in _keys() if key not in gone), progress)
                if fresh:
                    gone |= fresh
                    continue
                with programs.dumping(program, snapshot=snapshot) as dump:
                    writer.add(archive.DUMP, dump)
                manifest = archive.Manifest(
                    taken_at=timezone.now(),
                    postgres=major,
                    pg_dump=program_major,
                    migrations=sorted(
                        ".".join(applied) for applied in MigrationRecorder(connection).applied_migrations()
                    ),
                    tables=count_rows(),
                    lost=lost,
                )
                keys = [key for key in _keys() if writer.has_object(key)]
                break
        writer.close(manifest, keys)
    return Taken(rows=sum(manifest.tables.values()), objects=len(keys), lost=lost)


def count_rows() -> dict[str, int]:
    """How many rows each table has that a backup holds, by ``schema.table``."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT nspname, relname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
            WHERE relkind = 'r' AND relpersistence = 'p'
              AND nspname <> 'information_schema' AND nspname NOT LIKE 'pg\\_%'
            ORDER BY 1, 2
            """
        )
        counts = {}
        for schema, table in cursor.fetchall():
            cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(schema, table)))
            counts[f"{schema}.{table}"] = cursor.fetchone()[0]
    return counts


def read_whole(key: str) -> bytes | None:
    """The object's content; None if there is none."""
    pieces = storage.read(key)
    return None if pieces is None else b"".join(pieces)


@contextmanager
def _snapshot() -> Iterator[str]:
    """The database of one moment: everything read within the block, and by whoever is given its name, agrees."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        # Some servers end those who hold a transaction open and say nothing, as we do while pg_dump works.
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SELECT pg_export_snapshot()")
        yield cursor.fetchone()[0]


def _keys() -> Iterator[str]:
    """The keys that rows point to, in bounded memory."""
    pointing = JobTracking.objects.filter(resume_s3_url__gt="").order_by("pk")
    return pointing.values_list("resume_s3_url", flat=True).iterator()


def _copy(writer: archive.Writer, keys: Iterator[str], progress: Callable[[int], object]) -> set[str]:
    """Copy the objects that are not in the backup yet; gives the keys of those that are gone."""
    gone = set()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for batch in batched((key for key in keys if not writer.has_object(key)), AT_ONCE):
            for key, body in zip(batch, pool.map(read_whole, batch), strict=True):
                if body is None:
                    gone.add(key)
                else:
                    writer.add_object(key, body)
            progress(len(batch))
    return gone

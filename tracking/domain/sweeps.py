"""Bringing object store and database together again (CONTRACT, "Resume", and "Commands", ``sweep_resumes``).

Uploads that were never confirmed, and whatever a crash or an outage kept the product from removing, are objects that
no row points to. A row whose object is gone comes of no step of ours: somebody deleted or lost it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from tracking import storage
from tracking.models import JobTracking

from .resumes import PREFIX

GRACE = timedelta(hours=24)
"""How old an object must be to be swept: younger ones may belong to an upload or a confirmation under way."""

MANY = 100
ROWS = 500  # fetched at a time


@dataclass(frozen=True, slots=True)
class Stock:
    """How many there were when the stock was taken.

    objects:      in the store
    orphans:      of them, old ones that no row points to
    unconfirmed:  of these, uploads that were never confirmed
    young:        objects that no row points to yet
    resumes:      rows that point to an object
    unlisted:     of them, those whose object the store did not list
    """

    objects: int
    orphans: int
    unconfirmed: int
    young: int
    resumes: int
    unlisted: int

    @property
    def strays(self) -> int:
        """The orphans that once were resumes."""
        return self.orphans - self.unconfirmed

    @property
    def is_doubtful(self) -> bool:
        """Whether so little fits together that database and bucket are probably not each other's.

        Unconfirmed uploads prove nothing, and few are no proof.
        """
        return max(self.strays, self.unlisted) > max(MANY, self._matched)

    @property
    def is_sound(self) -> bool:
        """Whether most fits together, so that resumes may be removed while nobody looks."""
        return max(self.strays, self.unlisted) <= self._matched

    @property
    def _matched(self) -> int:
        return self.resumes - self.unlisted


def _tell_nobody(number: int) -> None:
    pass


@contextmanager
def take_stock(progress: Callable[[int], object] = _tell_nobody) -> Iterator[Stock]:
    """Take down what the store holds, in temporary tables, so that our memory does not grow with it.

    ``progress`` is told how many more objects were listed. ``remove_orphans`` and ``lost`` need the block to be open.

    :raises StorageUnavailableError: the store does not answer.
    """
    old_before = timezone.now() - GRACE
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE listed (key text NOT NULL, modified_at timestamptz NOT NULL)")
        try:
            for page in storage.pages(PREFIX, patiently=True):
                with cursor.copy("COPY listed FROM STDIN") as copy:
                    for found in page:
                        copy.write_row((found.key, found.modified_at))
                progress(len(page))
            cursor.execute("ANALYZE listed")
            cursor.execute(
                """
                CREATE TEMPORARY TABLE orphans AS
                SELECT key, modified_at < %s AS is_old, key LIKE '%%/incoming/%%' AS is_unconfirmed FROM listed
                WHERE NOT EXISTS (SELECT FROM job_tracking WHERE resume_s3_url = key)
                """,
                [old_before],
            )
            cursor.execute(
                """
                SELECT (SELECT count(*) FROM listed),
                  (SELECT count(*) FROM orphans WHERE is_old),
                  (SELECT count(*) FROM orphans WHERE is_old AND is_unconfirmed),
                  (SELECT count(*) FROM orphans WHERE NOT is_old),
                  count(*),
                  count(*) FILTER (WHERE NOT EXISTS (SELECT FROM listed WHERE key = resume_s3_url))
                FROM job_tracking WHERE resume_s3_url IS NOT NULL
                """
            )
            yield Stock(*cursor.fetchone())
        finally:
            cursor.execute("DROP TABLE IF EXISTS listed, orphans")


def remove_orphans(progress: Callable[[int], object] = _tell_nobody, *, with_strays: bool = True) -> None:
    """Remove the old objects that no row points to; uploads that were never confirmed alone, unless ``with_strays``.

    ``progress`` is told how many more are gone.

    :raises StorageUnavailableError: the store does not answer, or no longer.
    """
    for (key,) in _rows("SELECT key FROM orphans WHERE is_old AND (is_unconfirmed OR %s) ORDER BY key", with_strays):
        storage.delete(key)
        progress(1)


def lost() -> Iterator[tuple[int, str]]:
    """(tracking id, key) of the rows whose object is gone.

    :raises StorageUnavailableError: the store does not answer.
    """
    for pk, key in _rows(
        """
        SELECT id, resume_s3_url FROM job_tracking
        WHERE resume_s3_url IS NOT NULL AND NOT EXISTS (SELECT FROM listed WHERE key = resume_s3_url)
        ORDER BY id
        """
    ):
        # Confirmed or replaced since the stock was taken?
        if not storage.look(key, first=1) and JobTracking.objects.filter(pk=pk, resume_s3_url=key).exists():
            yield pk, key


def _rows(statement: str, *parameters: object) -> Iterator[tuple]:
    # The server keeps the answer: no transaction is open while the store is asked about a row.
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement, parameters)
        while rows := cursor.fetchmany(ROWS):
            yield from rows

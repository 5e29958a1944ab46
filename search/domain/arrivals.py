"""Which postings have come since somebody looked, by their ids.

Ids are given when rows are written, and rows are seen when their transaction ends: of an import that is under way,
whoever remembers the highest id that can be seen would never be told. So an import marks where its ids begin. The
mark is the number of a lock, which everybody can read, and which goes when the transaction ends, however it does.
"""

from django.db import connection

LOCK = 1_784_822_133  # any number: PostgreSQL's advisory locks are told apart by it
MARK_MAX = 2**31 - 1  # what a lock's second number can be; beyond, what somebody has seen may be new to them again

_MARKED = """
SELECT pg_advisory_xact_lock_shared(%s, least(nextval(pg_get_serial_sequence('jobs', 'id')), %s)::int)
"""
_NEWEST = """
SELECT least(max(id), (
    SELECT min(objid::bigint) FROM pg_locks
    WHERE locktype = 'advisory' AND classid = %s AND objsubid = 2
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
)) FROM jobs
"""


def begin() -> None:
    """To be called in a transaction before it adds public postings."""
    with connection.cursor() as cursor:
        cursor.execute(_MARKED, [LOCK, MARK_MAX])


def newest() -> int:
    """The id up to which all postings are there to be seen; later ones are still to come."""
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST, [LOCK])
        return cursor.fetchone()[0] or 0

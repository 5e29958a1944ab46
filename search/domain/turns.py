"""Taking turns at a vendor's servers: one request at a time, two seconds apart, whichever process asks.

A turn is a row in the database with a lease, not a lock: a process that is killed holds it for a minute,
and nothing is held open while the network is waited for.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from search.models import FeedHost

GAP = timedelta(seconds=2)
LEASE = timedelta(seconds=60)  # longer than any request may take
WAIT_MAX = timedelta(minutes=2)  # longer than LEASE: somebody else's turn is waited for, a host's wish is not
LOOK_AGAIN = 0.25  # seconds; a turn mostly ends long before its lease


class HostBusyError(Exception):
    """The host is to be left alone until ``until``, which is too long to wait for."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"Its host is to be left alone until {until:%H:%M:%S} UTC.")
        self.until = until


@dataclass
class Turn:
    """``rest`` is how long nobody shall ask after it; GAP at least."""

    rest: timedelta = timedelta()


@contextmanager
def turn(name: str, *, wait_max: timedelta = WAIT_MAX) -> Iterator[Turn]:
    """Our turn to ask the servers ``name``, for the length of the block; waits for it.

    Raises HostBusyError where it does not come within ``wait_max``.
    """
    deadline = timezone.now() + wait_max
    while (free_at := _take(name)) is not None:
        if free_at > deadline:
            raise HostBusyError(free_at)
        time.sleep(min(max((free_at - timezone.now()).total_seconds(), 0.01), LOOK_AGAIN))
    ours = Turn()
    try:
        yield ours
    finally:
        FeedHost.objects.filter(name=name).update(free_at=timezone.now() + max(ours.rest, GAP))


def _take(name: str) -> datetime | None:
    """None if it is our turn now; otherwise when to ask again."""
    now = timezone.now()
    with connection.cursor() as cursor:
        # One statement: of two processes that ask at once, one gets the row.
        cursor.execute(
            """
            INSERT INTO feed_hosts AS host (name, free_at) VALUES (%s, %s)
            ON CONFLICT (name) DO UPDATE SET free_at = excluded.free_at WHERE host.free_at <= %s
            """,
            [name, now + LEASE, now],
        )
        if cursor.rowcount:
            return None
    return FeedHost.objects.values_list("free_at", flat=True).get(name=name)

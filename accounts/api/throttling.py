"""How many calls of the API a person has: so many in a minute, whichever process answers.

The count is in PostgreSQL, one row for each person. A process takes calls from it by the dozen, in one atomic
statement, and hands them out itself: so the limit is never exceeded, whatever runs at once, and most requests ask
the database nothing. What a process has taken and nobody used is lost when the minute ends, so with many
processes a person may be refused a little early.
"""

import math
import threading
import time
from dataclasses import dataclass

from django.conf import settings
from rest_framework.throttling import BaseThrottle

from jobtracker import binary

LEASE = 20  # calls that a process takes at once
REMEMBERED = 10_000  # people, by one process

# Counts what was asked for, also beyond the limit: what is granted comes of the difference.
TAKE = """
INSERT INTO api_calls AS counted (user_id, began_at, calls)
VALUES (%s, statement_timestamp(), %s)
ON CONFLICT (user_id) DO UPDATE SET
  calls = excluded.calls + CASE WHEN counted.began_at > excluded.began_at - interval '1 minute'
                                THEN counted.calls ELSE 0 END,
  began_at = CASE WHEN counted.began_at > excluded.began_at - interval '1 minute' THEN counted.began_at
                  ELSE excluded.began_at END
RETURNING calls, extract(epoch FROM began_at + interval '1 minute' - statement_timestamp())::float8
"""


@dataclass(slots=True)
class _Lease:
    """What this process may still hand out to one person until ``ends_at`` (monotonic); ``is_last``: no more comes."""

    calls: int
    ends_at: float
    is_last: bool


_leases: dict[int, _Lease] = {}
_lock = threading.Lock()


class CallsPerMinute(BaseThrottle):
    """``API_CALLS_PER_MINUTE`` calls of a person, with all their tokens and sessions; 0 means no limit."""

    seconds = 0

    def allow_request(self, request, view) -> bool:
        limit = settings.API_CALLS_PER_MINUTE
        if limit and request.user:
            self.seconds = seconds_to_wait(request.user.pk, limit)
        return self.seconds == 0

    def wait(self) -> int:
        return self.seconds


def seconds_to_wait(user_id: int, limit: int) -> int:
    """Take one call of the person's; 0 if there was one, else the seconds until there are some again."""
    while (seconds := _from_lease(user_id)) is None:
        lease = _take(user_id, limit)
        with _lock:
            other = _leases.get(user_id)
            if other and other.ends_at > time.monotonic():  # of a thread that came at the same time
                lease.calls += other.calls
            if len(_leases) >= REMEMBERED:
                _leases.clear()  # whoever it was gets a little less this minute
            _leases[user_id] = lease
    return seconds


def _from_lease(user_id: int) -> int | None:
    """As ``seconds_to_wait``, from what this process has; None if it has to ask for more."""
    with _lock:
        lease = _leases.get(user_id)
        seconds = lease.ends_at - time.monotonic() if lease else 0
        if seconds <= 0:
            return None
        if lease.calls:
            lease.calls -= 1
            return 0
        return math.ceil(seconds) if lease.is_last else None


def _take(user_id: int, limit: int) -> _Lease:
    wanted = min(LEASE, limit)
    counted, seconds = binary.row(TAKE, [user_id, wanted])
    granted = max(0, min(wanted, limit - (counted - wanted)))
    return _Lease(granted, time.monotonic() + seconds, is_last=counted >= limit)


def forget() -> None:
    """Let go of what this process has: another database, or another test."""
    with _lock:
        _leases.clear()

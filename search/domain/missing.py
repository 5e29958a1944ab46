"""When a posting that its board no longer lists is closed.

Closed is all it is: nothing here deletes, and what comes back is reopened by ``importing``.
"""

from collections.abc import Set
from datetime import timedelta
from typing import Protocol

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from search.models import Job, JobBoard
from search.postings import Source

from . import closing

MISSES = 2  # in a row, before a posting counts as gone
SECOND_LOOK_AFTER = timedelta(hours=1)  # sooner, it may still be the same hiccup
AGE_MAX = timedelta(days=60)  # of a posting that a rolling feed no longer lists

# They list the newest postings only: what is missing there is older, not gone.
ROLLING = {Source.REMOTEOK, Source.REMOTIVE, Source.WEWORKREMOTELY}


class Closing(Protocol):
    """Closes what is to be closed of a locked board, and says how many; ids are ``external_id``s.

    ``gone`` were open and are no longer listed, ``kept`` were open and are.
    """

    def __call__(self, board: JobBoard, *, gone: Set[str], kept: Set[str]) -> int: ...


def at_once(board: JobBoard, *, gone: Set[str], kept: Set[str]) -> int:
    """Somebody vouches that the list is whole."""
    return _close(board, external_id__in=gone)


def when_missed_twice(board: JobBoard, *, gone: Set[str], kept: Set[str]) -> int:
    """Close what is missing for the second time in a row.

    Where more than half is gone, nothing is closed before a second look, an hour later or more, finds the same.
    """
    listed = Job.objects.filter(board=board, is_open=True)
    listed.filter(external_id__in=kept, missed_runs__gt=0).update(missed_runs=0)
    listed.filter(external_id__in=gone).update(missed_runs=F("missed_runs") + 1)
    now = timezone.now()
    is_halved = len(gone) > len(kept)
    if is_halved and (board.doubted_at is None or now - board.doubted_at < SECOND_LOOK_AFTER):
        _set_doubt(board, board.doubted_at or now)
        return 0
    _set_doubt(board, None)
    return _close(board, external_id__in=gone, missed_runs__gte=MISSES)


def when_old(board: JobBoard, *, gone: Set[str], kept: Set[str]) -> int:
    """Close what has left a rolling feed and is older than ``AGE_MAX``."""
    return _close(board, external_id__in=gone, listed_at__lt=timezone.now() - AGE_MAX)


def rule_of(source: str) -> Closing:
    """The rule for boards that are fetched."""
    return when_old if source in ROLLING else when_missed_twice


def unchanged(board: JobBoard) -> int:
    """The board lists what it listed last time: what was missing then is missing once more."""
    if board.source in ROLLING:
        return 0
    misses = dict(Job.objects.filter(board=board, is_open=True).values_list("external_id", "missed_runs"))
    gone = {external_id for external_id, missed in misses.items() if missed}
    return when_missed_twice(board, gone=gone, kept=misses.keys() - gone)


@transaction.atomic
def expired(board: JobBoard | None = None) -> int:
    """Close what is past the day up to which the employer said it would stay open, of ``board`` or wherever it is from.

    What an import writes at the moment is left to the next time: the two would wait for each other.
    """
    past = Job.objects.filter(is_open=True, expires_at__lte=timezone.now()).order_by()
    free = (past.filter(board=board) if board else past).select_for_update(skip_locked=True)
    return Job.objects.filter(pk__in=free.values("pk")).update(is_open=False, closed_at=F("expires_at"))


def _close(board: JobBoard, **which) -> int:
    return closing.close(Job.objects.filter(board=board, **which))


def _set_doubt(board: JobBoard, moment) -> None:
    if board.doubted_at != moment:
        board.doubted_at = moment
        board.save(update_fields=["doubted_at"])

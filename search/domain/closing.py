"""Closing and reopening postings: whether one is open, and since when it is not, change together."""

from django.utils import timezone

from search.querysets import JobQuerySet


def close(jobs: JobQuerySet) -> int:
    """Close those of ``jobs`` that are open, as of now; gives how many."""
    return jobs.open().update(is_open=False, closed_at=timezone.now())


def reopen(jobs: JobQuerySet) -> int:
    """Open those of ``jobs`` that are closed; gives how many."""
    return jobs.filter(is_open=False).update(is_open=True, closed_at=None)

"""Pages of what was found: postings, and companies with their numbers."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from search import cursors
from search.models import Company, Job
from search.querysets import Criteria, JobQuerySet


@dataclass(frozen=True, slots=True)
class JobPage:
    """``total`` counts all matches, not only this page's; ``next`` is a cursor, or None on the last page."""

    jobs: list[Job]
    total: int
    next: str | None
    corrected_query: str | None = None
    is_total_exact: bool = True


@dataclass(frozen=True, slots=True)
class CompanyRow:
    """A company, how many of its postings match, and how many there are in the same state (open, closed, any)."""

    company: Company
    matched: int
    total: int


@dataclass(frozen=True, slots=True)
class CompanyPage:
    rows: list[CompanyRow]
    next: str | None


def jobs(criteria: Criteria, *, user, limit: int, cursor: str = "") -> JobPage:
    """The best ``limit`` postings after ``cursor``: matches in the title first, then newest.

    :raises cursors.CursorError: ``cursor`` is not one of ours.
    """
    found = Job.objects.visible_to(user).matching(criteria, user=user)
    page = found.ranked(criteria.q).for_list()
    if cursor:
        page = page.filter(_after(cursor))
    rows = list(page[: limit + 1])
    last = rows[limit - 1] if len(rows) > limit else None
    return JobPage(
        jobs=rows[:limit],
        total=found.count(),
        next=cursors.encode([last.in_title, last.listed_at.isoformat(), last.pk]) if last else None,
    )


def _after(cursor: str) -> Q:
    in_title, moment, pk = cursors.decode(cursor, bool, str, int)
    try:
        listed_at = datetime.fromisoformat(moment)
    except ValueError as error:
        raise cursors.CursorError from error
    if listed_at.tzinfo is None or not 0 < pk < 2**63:
        raise cursors.CursorError
    later = Q(in_title=in_title) & (Q(listed_at__lt=listed_at) | Q(listed_at=listed_at, pk__lt=pk))
    return later | Q(in_title=False) if in_title else later


def companies(criteria: Criteria, *, user, limit: int, cursor: str = "") -> CompanyPage:
    """The ``limit`` companies with most matches after ``cursor``; in three statements.

    :raises cursors.CursorError: ``cursor`` is not one of ours.
    """
    visible = Job.objects.visible_to(user)
    counted = visible.matching(criteria, user=user).by_company()
    if cursor:
        matched, pk = cursors.decode(cursor, int, int)
        if not (0 < matched < 2**63 and 0 < pk < 2**63):
            raise cursors.CursorError
        counted = counted.filter(Q(matched__lt=matched) | Q(matched=matched, company__gt=pk))
    found = list(counted[: limit + 1])
    page = dict(found[:limit])
    by_id = Company.objects.in_bulk(page)
    totals = Company.objects.filter(pk__in=page).with_totals(_same_state(visible, criteria))
    return CompanyPage(
        rows=[CompanyRow(by_id[pk], matched, totals.get(pk, matched)) for pk, matched in page.items()],
        next=cursors.encode(reversed(found[limit - 1])) if len(found) > limit else None,
    )


def totals(criteria: Criteria, *, user) -> tuple[int, int]:
    """How many postings match, and how many there are in the same state (open, closed, any)."""
    visible = Job.objects.visible_to(user)
    return visible.matching(criteria, user=user).count(), _same_state(visible, criteria).count()


def _same_state(jobs: JobQuerySet, criteria: Criteria) -> JobQuerySet:
    return jobs if criteria.is_open is None else jobs.filter(is_open=criteria.is_open)

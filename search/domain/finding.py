"""Pages of what was found: postings, and companies with their numbers."""

from collections import Counter
from collections.abc import Iterable, Set
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Count, F, Q, Sum

from search import cursors, rows
from search.models import Company, CompanyCount, Job
from search.querysets import Criteria

from .matching import Place, Search, by_index

COUNTED = 1000  # matches; of more than that the newest so many are counted: "1,000+"
FILTERS = {"workplace": "workplaces", "employment_type": "employment_types", "source": "sources"}  # column: criterion


@dataclass(frozen=True, slots=True)
class JobPage:
    """``total`` counts all matches, not only this page's, or is ``COUNTED`` where there are more.

    ``next`` is a cursor, or None on the last page. ``corrected_query`` is what was looked for in place of a
    misspelt ``q``.
    """

    jobs: list[Job]
    total: int
    next: str | None
    corrected_query: str | None = None
    is_total_exact: bool = True


@dataclass(frozen=True, slots=True)
class CompanyRow:
    """A company, how many of its postings match, and how many there are in the same state (open, closed, any).

    Where more than ``COUNTED`` match, ``matched`` counts the newest of them. ``new`` counts those that came since
    somebody looked, where they are told.
    """

    company: Company
    matched: int
    total: int
    new: int = 0


class Rank(NamedTuple):
    """Where a company stands: by its matches with the words in the title, by its matches, by its id."""

    titles: int
    matched: int
    company: int

    @property
    def order(self) -> tuple[int, int, int]:
        """The less, the earlier in the list."""
        return -self.titles, -self.matched, self.company


@dataclass(frozen=True, slots=True)
class CompanyPage:
    """``matched`` counts the matches of all companies, as ``JobPage.total`` does."""

    rows: list[CompanyRow]
    next: str | None
    matched: int
    is_matched_exact: bool = True
    corrected_query: str | None = None


@dataclass(frozen=True, slots=True)
class FilterCount:
    """How many postings match with each value of a filter; among the newest ``COUNTED``, where more match."""

    values: dict[str, int]
    is_exact: bool

    def told(self, value: str) -> str:
        """The number as people read it: "0", "12", "12+" for at least so many, "" for who knows."""
        number = self.values.get(value, 0)
        if self.is_exact:
            return str(number)
        return f"{number}+" if number else ""


@dataclass(frozen=True, slots=True)
class News:
    """How many new postings each company has; of ``COUNTED`` of them, where there are more."""

    by_company: Counter[int]
    is_exact: bool

    @property
    def number(self) -> int:
        return self.by_company.total()


def jobs(criteria: Criteria, *, user, limit: int, cursor: str = "") -> JobPage:
    """The best ``limit`` postings, at most ``COUNTED``, after ``cursor``: matches in the title first, then newest.

    :raises cursors.CursorError: ``cursor`` is not one of ours.
    """
    after = _place(cursor) if cursor else None
    with by_index():
        return _jobs(Search(criteria, user=user), limit, after)


def _jobs(search: Search, limit: int, after: Place | None) -> JobPage:
    if search.is_everything:
        total, is_exact = _counts(search).total(), True
        best = _best(search, limit + 1, after)
    else:
        newest = search.newest(COUNTED + 1, ["in_title", "jobs.id"])
        total, is_exact = min(len(newest), COUNTED), len(newest) <= COUNTED
        best = _best(search, limit + 1, after, newest)
    by_id = rows.listed([pk for _, pk in best[:limit]])
    page = [(in_title, by_id[pk]) for in_title, pk in best[:limit] if pk in by_id]
    return JobPage(
        jobs=[job for _, job in page],
        total=total,
        next=_cursor(*page[-1]) if len(best) > limit and page else None,
        corrected_query=search.understood.corrected_query,
        is_total_exact=is_exact,
    )


def _best(
    search: Search, enough: int, after: Place | None, newest: list[tuple[bool, int]] | None = None
) -> list[tuple[bool, int]]:
    """The best ``enough`` matches, as (in title, id), best first; ``newest`` are the newest of all, if known."""
    columns = ["in_title", "jobs.id"]
    if after is None and newest is not None and len(newest) <= COUNTED:
        return sorted(newest, key=lambda match: not match[0])[:enough]
    best: list[tuple[bool, int]] = []
    if search.words and (after is None or after.in_title):
        best = search.newest(enough, columns, in_title=True, after=after)
        after = None
    missing = enough - len(best)
    if after is None and newest is not None:
        others = [match for match in newest if not match[0]]
        if len(others) >= missing or len(newest) <= COUNTED:  # else most of the newest have the words in the title
            return best + others[:missing]
    if missing:
        best += search.newest(missing, columns, in_title=False, after=after)
    return best


def _cursor(in_title: bool, job: Job) -> str:
    return cursors.encode([in_title, job.listed_at.isoformat(), job.pk])


def _place(cursor: str) -> Place:
    in_title, moment, pk = cursors.decode(cursor, bool, str, int)
    try:
        listed_at = datetime.fromisoformat(moment)
    except ValueError as error:
        raise cursors.CursorError from error
    if listed_at.utcoffset() != timedelta(0) or not 0 < pk < 2**63:  # ours are in UTC
        raise cursors.CursorError
    return Place(in_title, listed_at, pk)


def companies(criteria: Criteria, *, user, limit: int, cursor: str = "") -> CompanyPage:
    """The best ``limit`` companies after ``cursor``: most matches in the title first, then most matches.

    A text that every posting of a company ends with has the words in all of them, and says little of any.

    :raises cursors.CursorError: ``cursor`` is not one of ours.
    """
    after = _rank(cursor) if cursor else None
    with by_index():
        return _companies(Search(criteria, user=user), limit, after)


def _companies(search: Search, limit: int, after: Rank | None) -> CompanyPage:
    counts = _counts(search)
    if search.is_everything:
        found = counts.most(limit + 1, after)
        matched, is_exact = counts.total(), True
    else:
        newest = search.newest(COUNTED + 1, ["in_title", "company_id"])
        matched, is_exact = min(len(newest), COUNTED), len(newest) <= COUNTED
        by_company = Counter(company for _, company in newest[:COUNTED])
        titles = Counter(company for in_title, company in newest[:COUNTED] if in_title)
        found = _best_of((Rank(titles[pk], number, pk) for pk, number in by_company.items()), limit + 1, after)
    page = found[:limit]
    by_id = Company.objects.in_bulk([rank.company for rank in page])
    totals = counts.of(by_id)
    return CompanyPage(
        rows=[CompanyRow(by_id[pk], matched, max(totals[pk], matched)) for _, matched, pk in page if pk in by_id],
        next=cursors.encode(page[-1]) if len(found) > limit else None,
        matched=matched,
        is_matched_exact=is_exact,
        corrected_query=search.understood.corrected_query,
    )


def _rank(cursor: str) -> Rank:
    rank = Rank(*cursors.decode(cursor, int, int, int))
    if not (0 <= rank.titles <= rank.matched < 2**63 and rank.matched > 0 and 0 < rank.company < 2**63):
        raise cursors.CursorError
    return rank


@by_index()
def by_filter(criteria: Criteria, *, user) -> dict[str, FilterCount]:
    """For each of ``FILTERS`` the numbers of its values, whichever of them are chosen now."""
    found: dict[Criteria, list[tuple]] = {}
    counts = {}
    for place, (column, criterion) in enumerate(FILTERS.items()):
        others = replace(criteria, **{criterion: ()})
        if others not in found:  # the same for all filters of which nothing is chosen
            found[others] = Search(others, user=user).newest(COUNTED + 1, list(FILTERS))
        values = Counter(match[place] for match in found[others][:COUNTED] if match[place])
        counts[column] = FilterCount(dict(values.most_common()), is_exact=len(found[others]) <= COUNTED)
    return counts


@by_index()
def news(criteria: Criteria, *, user, since: int) -> News:
    """What public matches there are that came after the posting with the id ``since``."""
    companies = Search(criteria, user=user).added_since(since, COUNTED + 1)
    return News(Counter(companies[:COUNTED]), is_exact=len(companies) <= COUNTED)


def total(criteria: Criteria, *, user) -> int:
    """How many postings there are in the state (open, closed, any) that the criteria ask for."""
    return _Counts(user, criteria.is_open).total()


def _best_of(ranks: Iterable[Rank], enough: int, after: Rank | None) -> list[Rank]:
    """The first ``enough`` in order, of those that come after ``after``."""
    ordered = sorted(ranks, key=lambda rank: rank.order)
    if after:
        ordered = [rank for rank in ordered if rank.order > after.order]
    return ordered[:enough]


def _counts(search: Search) -> "_Counts":
    understood = search.understood
    return _Counts(search.user, search.criteria.is_open, understood.companies, understood.hidden_companies)


class _Counts:
    """Postings by company, as kept in the database: the public ones, and those of whoever searches."""

    def __init__(
        self, user, is_open: bool | None, companies: Set[int] | None = None, hidden: Set[int] = frozenset()
    ) -> None:
        number = {True: F("open"), False: F("closed"), None: F("open") + F("closed")}[is_open]
        self.public = CompanyCount.objects.annotate(number=number).filter(number__gt=0)
        private = Job.objects.filter(owner=user)
        if is_open is not None:
            private = private.filter(is_open=is_open)
        if companies is not None:
            self.public = self.public.filter(company__in=companies)
            private = private.filter(company__in=companies)
        if hidden:
            self.public = self.public.exclude(company__in=hidden)
            private = private.exclude(company__in=hidden)
        self.private: dict[int, int] = dict(private.order_by().values_list("company").annotate(Count("pk")))

    def total(self) -> int:
        return (self.public.aggregate(all=Sum("number"))["all"] or 0) + sum(self.private.values())

    def of(self, companies: Iterable[int]) -> Counter[int]:
        public = self.public.filter(company__in=companies).values_list("company", "number")
        return Counter(dict(public)) + Counter({pk: self.private.get(pk, 0) for pk in companies})

    def most(self, enough: int, after: Rank | None) -> list[Rank]:
        """Companies by their postings, none of which has words in its title: none were asked for.

        Companies of private postings are few and looked at one by one.
        """
        private = self.of(self.private).items()
        public = self.public.exclude(company__in=self.private)
        if after and not after.titles:
            further = Q(number__lt=after.matched) | Q(number=after.matched, company__gt=after.company)
            public = public.filter(further)
        public = public.order_by("-number", "company").values_list("company", "number")[:enough]
        return _best_of((Rank(0, number, pk) for pk, number in [*public, *private]), enough, after)

"""Reads: which postings somebody may see, and which of them match."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery
from django.db import models
from django.db.models import Func, Q
from django.utils.deconstruct import deconstructible

from .postings import EmploymentType, Source, Workplace
from .tsqueries import Query

# What no list of postings shows: the text, which is long and fetched for one posting at a time, and other things.
LIST_DEFERS = (
    *("description_html", "description_text", "search", "title_search", "content_hash", "missed_runs"),
    *("requisition_id", "team", "seniority", "language", "salary_a_year", "updated_at_source"),
)

VISIBLE = "(jobs.owner_id IS NULL OR jobs.owner_id = %s)"
"""``visible_to`` for statements written by hand: public postings and the person's own."""


@deconstructible
class Page(Func):
    """A web address without query and fragment, in small letters: the same for one posting however it is written."""

    template = "lower(rtrim(split_part(split_part(%(expressions)s, '#', 1), '?', 1), '/'))"
    output_field = models.TextField()


@dataclass(frozen=True, slots=True)
class Criteria:
    """What somebody looks for; empty means "any". Several values of one field mean "one of them"."""

    q: str = ""
    companies: tuple[str, ...] = ()  # slugs or ids
    hidden_companies: tuple[str, ...] = ()  # slugs or ids
    locations: tuple[str, ...] = ()
    workplaces: tuple[Workplace, ...] = ()
    employment_types: tuple[EmploymentType, ...] = ()
    salary_min: Decimal | None = None  # a year
    currency: str = ""
    posted_within: int | None = None  # days
    sources: tuple[Source, ...] = ()
    is_open: bool | None = True
    hide_tracked: bool = False
    # How ``q`` is read: as it is, without a correction; its last word as one that is still being typed.
    is_exact: bool = False
    is_prefix: bool = False

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the default "open" is asked for."""
        companies = self.companies or self.hidden_companies
        return bool(self.q or companies or self.has_filters or self.is_open is not True)

    @property
    def has_filters(self) -> bool:
        """Whether anything is asked for beside words, companies and a state."""
        others = (self.locations, self.workplaces, self.employment_types, self.sources, self.currency)
        return any(others) or self.salary_min is not None or self.posted_within is not None or self.hide_tracked

    def earliest(self, now: datetime) -> datetime | None:
        """When a posting was posted at the earliest."""
        return None if self.posted_within is None else now - timedelta(days=self.posted_within)


class Fold(Func):
    """Text as the search sees it: accents folded, C++ and its like made words (migration 0007)."""

    function = "search_fold"
    output_field = models.TextField()


class WordVariants(Func):
    """A word, and what is left of it without one of its letters (migration 0007)."""

    function = "word_variants"
    output_field = ArrayField(models.TextField())


class TsQuery(SearchQuery):
    """A query that has been parsed already."""

    template = "%(expressions)s::tsquery"

    def __init__(self, query: Query) -> None:
        super().__init__(str(query))


class JobQuerySet(models.QuerySet):
    def visible_to(self, user) -> "JobQuerySet":
        """Public postings and the person's own."""
        return self.filter(Q(owner__isnull=True) | Q(owner=user))

    def open(self) -> "JobQuerySet":
        return self.filter(is_open=True)

    def for_list(self) -> "JobQuerySet":
        return self.select_related("company").defer(*LIST_DEFERS)

    def demo(self) -> "JobQuerySet":
        return self.filter(source=Source.DEMO)

    def untracked(self) -> "JobQuerySet":
        """Postings that nobody tracks."""
        return self.filter(trackings__isnull=True)

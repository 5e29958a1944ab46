"""Reads: which postings somebody may see, and which of them match."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import reduce
from operator import or_

from django.contrib.postgres.search import SearchQuery
from django.db import models
from django.db.models import Count, Exists, F, Func, OuterRef, Q, Value
from django.utils import timezone

from .postings import EmploymentType, Source, Workplace

# What a list of postings shows; the text, which is long, is fetched for one posting at a time.
LIST_DEFERS = ("description_html", "description_text", "search", "places")


@dataclass(frozen=True, slots=True)
class Criteria:
    """What somebody looks for; empty means "any". Several values of one field mean "one of them"."""

    q: str = ""
    companies: tuple[str, ...] = ()  # slugs or ids
    locations: tuple[str, ...] = ()
    workplaces: tuple[Workplace, ...] = ()
    employment_types: tuple[EmploymentType, ...] = ()
    salary_min: Decimal | None = None  # a year
    currency: str = ""
    posted_within: int | None = None  # days
    sources: tuple[Source, ...] = ()
    is_open: bool | None = True
    hide_tracked: bool = False

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the default "open" is asked for."""
        return self != Criteria(is_open=self.is_open) or self.is_open is not True

    def conditions(self) -> Iterator[Q]:
        """What a posting must meet, but for ``hide_tracked``, which depends on who asks."""
        if self.q:
            yield Q(search=text_query(self.q))
        if self.companies:
            ids = [int(value) for value in self.companies if _is_id(value)]
            yield Q(company__slug__in=self.companies) | Q(company__in=ids)
        if self.locations:
            yield reduce(or_, map(_is_in, self.locations))
        for field in ("workplace", "employment_type", "source"):
            if values := getattr(self, f"{field}s"):
                yield Q(**{f"{field}__in": values})
        if self.salary_min is not None:
            yield Q(salary_a_year__gte=self.salary_min)
        if self.currency:
            yield Q(salary_currency=self.currency)
        if self.posted_within is not None:
            earliest = timezone.now() - timedelta(days=self.posted_within)
            # The second condition is the one meant; the first is the one that has an index.
            yield Q(listed_at__gte=earliest, posted_at__gte=earliest)
        if self.is_open is not None:
            yield Q(is_open=self.is_open)


def _is_in(location: str) -> Q:
    """A posting in that place; "remote" also finds those that say so in another field."""
    place = Q(places=text_query(location, config="simple", search_type="plain"))
    return place | Q(workplace=Workplace.REMOTE) if location.casefold() == Workplace.REMOTE else place


class Fold(Func):
    """Text as the search sees it: accents folded, C++ and its like made words (migration 0002)."""

    function = "search_fold"
    output_field = models.TextField()


class InTitle(Func):
    """Whether the title alone (weight A of the search vector) meets a query."""

    template = "(ts_filter(%(expressions)s)"
    arg_joiner = ", '{a}') @@ "
    arity = 2
    output_field = models.BooleanField()


def text_query(text: str, *, config: str = "english", search_type: str = "websearch") -> SearchQuery:
    """A query in what people know from web searches: words, "a phrase", or, -not."""
    return SearchQuery(Fold(Value(text)), config=config, search_type=search_type)


class JobQuerySet(models.QuerySet):
    def visible_to(self, user) -> "JobQuerySet":
        """Public postings and the person's own."""
        return self.filter(Q(owner__isnull=True) | Q(owner=user))

    def open(self) -> "JobQuerySet":
        return self.filter(is_open=True)

    def for_list(self) -> "JobQuerySet":
        return self.select_related("company").defer(*LIST_DEFERS)

    def matching(self, criteria: Criteria, *, user) -> "JobQuerySet":
        """The postings that meet every criterion, in no order."""
        found = self.filter(*criteria.conditions())
        if criteria.hide_tracked:
            found = found.exclude(
                Exists(found.model.trackings.rel.related_model.objects.filter(job=OuterRef("pk"), user=user))
            )
        return found

    def ranked(self, q: str) -> "JobQuerySet":
        """Matches in the title first, then newest; ``in_title`` tells which they are."""
        in_title = InTitle(F("search"), text_query(q)) if q else Value(False)
        return self.annotate(in_title=in_title).order_by("-in_title", "-listed_at", "-id")

    def by_company(self) -> models.QuerySet:
        """(company id, number of postings) pairs, most postings first."""
        return self.order_by().values_list("company").annotate(matched=Count("pk")).order_by("-matched", "company")

    def newest_first(self) -> "JobQuerySet":
        return self.order_by("-listed_at", "-id")

    def demo(self) -> "JobQuerySet":
        return self.filter(source=Source.DEMO)

    def untracked(self) -> "JobQuerySet":
        """Postings that nobody tracks."""
        return self.filter(trackings__isnull=True)


class CompanyQuerySet(models.QuerySet):
    def with_totals(self, jobs: JobQuerySet) -> dict[int, int]:
        """How many of ``jobs`` each of these companies has, by its id; those with none are left out."""
        counted = jobs.filter(company__in=self).order_by().values_list("company")
        return dict(counted.annotate(total=Count("pk")))


def _is_id(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) <= 18
